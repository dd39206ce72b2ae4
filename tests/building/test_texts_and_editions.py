"""Several texts in one ruleset, copies that are not official, and editions that extend one another."""

from __future__ import annotations

from pathlib import Path

import protocolkit
from protocolkit.building.catalogue import Catalogue
from protocolkit.model.texts import languages
from protocolkit.plans.citing import heard

HEAD = """\
ruleset: demo/order
text:
  - {id: ru, title: {en: An order}, language: ru, unofficial_copy: from a web page}
  - {id: kk, version_of: ru, title: {en: The order}, language: kk, unofficial_copy: from a web page}
zone: Asia/Almaty
calendar: kz
reviewed_through: "2030-01-01"
in_force: {from: "2026-01-01"}
rules:
  - id: tell-police
    cites: [{point: "1", words: два часа}, {text: kk, point: "1", words: екі сағат}]
    by: education_org_head
    must: notify
    to: police
    after: report_received
    due: 2 hours
    say: {en: Tell the police}
"""
OLDER = """\
ruleset: demo/order
extends: demo/order
in_force: {from: "2024-01-01", until: "2026-01-01"}
wording_not_at_hand: [{point: "1", because: the older words were not found}]
change:
  tell-police: {because: it was three hours, set: {due: 3 hours}}
"""
NEWER = """\
ruleset: demo/order
extends: demo/order
in_force: {from: "2027-01-01"}
remove: {tell-police: {because: repealed}}
add:
  - id: tell-founder
    because: new
    cites: {text: kk, point: "2", words: бір сағат}
    by: education_org_head
    must: notify
    to: education_authority
    after: report_received
    due: 1 hour
    say: {en: Tell the founder}
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def plan(rules: Path, day: str) -> protocolkit.Plan:
    case = {
        "incident": "i", "protocol": "demo/order", "facts": {"offender.role": "pupil"},
        "events": [{"event": "report_received", "at": f"{day}T10:00:00+05:00"}], "as_of": f"{day}T10:00:00+05:00",
    }  # fmt: skip
    return protocolkit.plan(case, rules=[rules])


def codes(found: protocolkit.Plan) -> list[str]:
    return [one.code for one in found.warnings]


def test_an_edition_that_extends_its_own_id_is_the_one_beside_it_with_what_it_says_otherwise(tmp_path: Path) -> None:
    rules = folder(tmp_path, order=HEAD, before=OLDER, later=NEWER)
    found = Catalogue([rules]).editions("demo/order")
    assert [(one.in_force.from_, [rule.name for rule in one.rules]) for one in found] == [
        ("2024-01-01", ["tell-police"]), ("2026-01-01", ["tell-police"]), ("2027-01-01", ["tell-founder"]),
    ]  # fmt: skip
    assert [one.extends for one in found] == [None, None, None]
    assert plan(rules, "2025-03-03").duties[0].due.at == "2025-03-03T13:00:00+05:00"  # type: ignore[union-attr]
    assert plan(rules, "2026-03-03").duties[0].due.at == "2026-03-03T12:00:00+05:00"  # type: ignore[union-attr]


def test_a_wording_that_is_not_at_hand_warns_in_its_own_edition_only(tmp_path: Path) -> None:
    rules = folder(tmp_path, order=HEAD, before=OLDER)
    older, newer = plan(rules, "2025-03-03"), plan(rules, "2026-03-03")
    assert "wording_not_at_hand" in codes(older)
    assert "wording_not_at_hand" not in codes(newer)
    # An edition is no variant: it changes what was the law, and nobody chose it.
    assert "variant" not in codes(older)
    assert "edition_not_loaded" in codes(plan(rules, "2023-03-03"))


def test_one_unofficial_copy_in_two_languages_is_told_once(tmp_path: Path) -> None:
    assert codes(plan(folder(tmp_path, order=HEAD), "2026-03-03")).count("unofficial_copy") == 1


def test_the_plan_names_the_text_of_each_source_and_no_act_where_there_is_one(tmp_path: Path) -> None:
    [duty] = plan(folder(tmp_path, order=HEAD), "2026-03-03").duties
    assert [(one.text, one.words) for one in duty.sources] == [("ru", "два часа"), ("kk", "екі сағат")]
    assert '"act"' not in plan(tmp_path, "2026-03-03").to_json()


def test_a_reader_is_quoted_the_language_he_reads(tmp_path: Path) -> None:
    rules = folder(tmp_path, order=HEAD)
    [duty] = plan(rules, "2026-03-03").duties
    spoken = languages((one.id, one.texts) for one in Catalogue([rules]).editions("demo/order"))
    quoted = {reader: [one.words for one in heard(duty.sources, spoken, reader)] for reader in ("ru", "kk", "uk")}
    assert quoted == {"ru": ["два часа"], "kk": ["екі сағат"], "uk": ["два часа"]}


def test_acts_of_one_ruleset_are_never_taken_for_two_languages_of_one(tmp_path: Path) -> None:
    rules = folder(tmp_path, order=HEAD.replace("version_of: ru, ", ""))
    [duty] = plan(rules, "2026-03-03").duties
    spoken = languages((one.id, one.texts) for one in Catalogue([rules]).editions("demo/order"))
    assert [one.act for one in heard(duty.sources, spoken, "kk")] == ["ru", "kk"]


def test_a_variant_cites_the_texts_of_its_base_where_it_has_none(tmp_path: Path) -> None:
    variant = """\
ruleset: demo/region
extends: demo/order
change:
  tell-police: {because: sooner here, set: {due: 1 hour}}
"""
    rules = folder(tmp_path, order=HEAD, region=variant)
    [found] = Catalogue([rules]).editions("demo/region")
    assert [cite.text for cite in found.rules[0].cites] == ["ru", "kk"]
