"""A variant changes a ruleset by id and says why; an edition applies to the days it was in force."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

import protocolkit
from procedures import MONDAY, duty, rules_of, write_ruleset
from protocolkit import InputError, Plan
from protocolkit.analysis.file_check import check_paths

BASE = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours}
- {id: tell-prosecutor, by: education_org_head, must: notify, to: prosecutor, after: report_received, due: 24 hours}
"""
VARIANT = """
    ruleset: demo/strict
    extends: demo/school
    change:
      tell-police: {because: the board decided so, set: {due: 2 hours}}
    remove:
      tell-prosecutor: {because: the police tell him}
    add:
      - id: tell-board
        cites: {point: "2", words: the board}
        by: education_org_head
        must: notify
        to: education_authority
        after: report_received
        due: 1 working_day
"""
CASE = {
    "incident": "demo/1", "events": [{"event": "report_received", "at": MONDAY}], "as_of": MONDAY,
    "facts": {"offender.role": "pupil"},
}  # fmt: skip


def variant(folder: Path, text: str = VARIANT) -> Plan:
    write_ruleset(folder, BASE)
    (folder / "strict.yaml").write_text(dedent(text), encoding="utf-8")
    return protocolkit.plan(CASE | {"protocol": "demo/strict"}, rules=[folder])


def test_a_variant_changes_removes_and_adds_by_id(tmp_path: Path) -> None:
    answer = variant(tmp_path)
    assert rules_of(answer.duties) == ["tell-police", "tell-board"]
    found = duty(answer, "tell-police")
    assert found.due.at == "2026-11-16T12:00:00+05:00"  # type: ignore[union-attr]
    # The words still stand in the text that was varied.
    assert found.sources[0].ruleset == "demo/school"
    assert duty(answer, "tell-board").sources[0].ruleset == "demo/strict"


def test_every_change_is_told_with_its_reason(tmp_path: Path) -> None:
    told = [w.message for w in variant(tmp_path).warnings if w.code == "variant"]
    assert told == [
        "demo/strict changed `tell-police`: the board decided so",
        "demo/strict removed `tell-prosecutor`: the police tell him",
    ]


def test_a_change_of_a_rule_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        variant(tmp_path, VARIANT.replace("tell-police:", "tell-polise:"))
    assert [p.code for p in refused.value.problems] == ["unknown-rule"]
    assert refused.value.problems[0].help == "did you mean `tell-police`?"


def test_a_ruleset_that_extends_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="extends itself"):
        variant(tmp_path, VARIANT.replace("extends: demo/school", "extends: demo/strict"))


OLD = """
may_be_superseded_by: {act: Order 506, because: it speaks of the same}
reviewed_through: "2026-01-01"
"""


@pytest.mark.parametrize(
    "own", ["", 'reviewed_through: "2026-12-01"', "may_be_superseded_by: {act: Order 600, because: so}"]
)
def test_a_variant_warns_of_what_its_base_warns_of(tmp_path: Path, own: str) -> None:
    text = (
        write_ruleset(tmp_path, BASE, OLD).read_text(encoding="utf-8").replace('reviewed_through: "2030-01-01"\n', "")
    )
    (tmp_path / "demo-school.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "strict.yaml").write_text(dedent(VARIANT) + own, encoding="utf-8")
    answer = protocolkit.plan(CASE | {"protocol": "demo/strict"}, rules=[tmp_path])
    told = {w.code: w.message for w in answer.warnings}
    assert "Order 506" in told["possibly_superseded"]
    # Whoever reviewed the variant later did not review the base.
    assert told["not_reviewed"] == "demo/strict was reviewed for amendments only through 2026-01-01"


def test_an_inherited_rule_is_in_force_no_longer_than_its_text(tmp_path: Path) -> None:
    path = write_ruleset(tmp_path, BASE)
    path.write_text(path.read_text("utf-8").replace("from: undated", 'from: "2026-12-01"'), encoding="utf-8")
    (tmp_path / "strict.yaml").write_text(dedent(VARIANT), encoding="utf-8")
    answer = protocolkit.plan(CASE | {"protocol": "demo/strict"}, rules=[tmp_path])
    assert (answer.duties, [w.code for w in answer.warnings]) == ((), ["edition_not_loaded"])


def test_words_a_variant_cites_stand_in_the_variant(tmp_path: Path) -> None:
    own = VARIANT.replace("set: {due: 2 hours}", 'set: {due: 2 hours, cites: {point: "7", words: two hours}}')
    (source,) = duty(variant(tmp_path, own), "tell-police").sources
    assert (source.ruleset, source.point) == ("demo/strict", "7")


def test_an_added_rule_may_say_why(tmp_path: Path) -> None:
    told = [
        w.message
        for w in variant(
            tmp_path, VARIANT.replace("- id: tell-board", "- because: the board asked\n        id: tell-board")
        ).warnings
    ]
    assert "demo/strict added `tell-board`: the board asked" in told


def test_a_moved_date_names_the_rule_that_moved_it(tmp_path: Path) -> None:
    later = BASE.replace("to: prosecutor, after: report_received", "to: prosecutor, after: {missed: tell-police}")
    write_ruleset(tmp_path, later)
    path = tmp_path / "strict.yaml"
    text = dedent(VARIANT).replace("remove:\n  tell-prosecutor: {because: the police tell him}\n", "")

    def told(hours: str, protocol: str = "demo/strict", language: str = "en") -> Plan:
        path.write_text(text.replace("2 hours", hours), encoding="utf-8")
        case = CASE | {"protocol": protocol, "as_of": "2026-11-17T12:00:00+05:00"}
        return protocolkit.plan(case, rules=[tmp_path], language=language)

    found = protocolkit.diff(told("2 hours"), told("3 hours"))
    assert [(c.id.partition("#")[2], c.kind, c.why, c.rule) for c in found] == [
        ("tell-police/police", "moved", "edition", "demo/strict#tell-police"),
        ("tell-prosecutor/prosecutor", "moved", "edition", "demo/strict#tell-police"),
    ]
    assert found[1].message.endswith(": demo/strict#tell-police changed")
    # Beside its base a variant's rules are the same rules, and only what it changed has moved.
    beside = protocolkit.diff(told("2 hours", "demo/school"), told("2 hours"))
    assert [(c.id, c.kind, c.rule) for c in beside if c.kind != "changed"] == [
        ("demo/strict#tell-board/education_authority", "opened", "demo/strict#tell-board"),
        ("demo/strict#tell-police/police", "moved", "demo/strict#tell-police"),
        ("demo/strict#tell-prosecutor/prosecutor", "moved", "demo/strict#tell-police"),
    ]


@pytest.mark.parametrize("head", ["ruleset: demo/strict", "protocol: demo/strict"])
def test_a_change_of_nothing_is_told_the_cure(tmp_path: Path, head: str) -> None:
    path = tmp_path / "strict.yaml"
    path.write_text(f"{head}\nchange:\n  x: {{because: so, set: {{due: 1 hour}}}}\n", encoding="utf-8")
    found = {p.code: p for p in check_paths([path]).problems}
    assert found["misplaced-key"].help == "name what it changes, as `extends: kz/interagency`"


def editions(folder: Path, day: str, head: str = "", as_of: str | None = None) -> Plan:
    old = 'in_force: {from: "2020-01-01", until: "2026-06-01"}'
    for name, force, due in (("old", old, "24 hours"), ("new", 'in_force: {from: "2026-06-01"}' + head, "1 hour")):
        path = write_ruleset(folder, BASE.replace("24 hours", due))
        path.write_text(path.read_text(encoding="utf-8").replace("in_force: {from: undated}", force), encoding="utf-8")
        path.rename(folder / f"{name}.yaml")
    at = f"{day}T10:00:00{'+05:00' if day >= '2024-03-01' else '+06:00'}"  # Almaty's clock
    case = CASE | {"protocol": "demo/school", "events": [{"event": "report_received", "at": at}], "as_of": as_of or at}
    return protocolkit.plan(case, rules=[folder])


@pytest.mark.parametrize(("day", "hours"), [("2026-05-31", "2026-06-01T10"), ("2026-06-01", "2026-06-01T11")])
def test_the_edition_in_force_on_the_day_of_the_case_applies(tmp_path: Path, day: str, hours: str) -> None:
    assert duty(editions(tmp_path, day), "tell-police").due.at == f"{hours}:00:00+05:00"  # type: ignore[union-attr]


def test_a_case_that_runs_keeps_its_edition_unless_the_new_one_takes_it_over(tmp_path: Path) -> None:
    later = "2026-06-02T10:00:00+05:00"
    kept = duty(editions(tmp_path, "2026-05-31", as_of=later), "tell-police")
    assert kept.due.at == "2026-06-01T10:00:00+05:00"  # type: ignore[union-attr]
    taken = duty(editions(tmp_path, "2026-05-31", "\ntransition: {running: new}", as_of=later), "tell-police")
    assert taken.due.at == "2026-05-31T11:00:00+05:00"  # type: ignore[union-attr]


def test_an_edition_that_is_not_loaded_is_an_answer(tmp_path: Path) -> None:
    answer = editions(tmp_path, "2019-05-31")
    assert not answer.duties
    assert [w.code for w in answer.warnings] == ["edition_not_loaded"]


def test_a_ruleset_written_as_json_is_found_like_any_other(tmp_path: Path) -> None:
    """What `check` reads, a case has to find: JSON is YAML."""
    rules = {
        "ruleset": "demo/braces", "text": {"title": {"en": "A made-up order"}, "language": "en"}, "zone": "Asia/Almaty",
        "calendar": "kz", "in_force": {"from": "undated"}, "reviewed_through": "2030-01-01",
        "rules": [{
            "id": "tell", "cites": {"point": "1", "words": "some words"}, "by": "education_org_head", "must": "notify",
            "to": "police", "after": "report_received", "due": "2 hours",
        }],
    }  # fmt: skip
    for number, text in enumerate((json.dumps(rules), "# a remark\n" + json.dumps(rules, indent=2))):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        assert check_paths([path]).errors == 0
        assert [rule.id for rule in protocolkit.load("demo/braces", rules=[path]).rules] == ["demo/braces#tell"]


def test_a_case_that_nothing_dates_says_when_its_warnings_change(tmp_path: Path) -> None:
    """Its day is the day one asks on: a review ends with a day, and an edition that is missing is missed from day to day."""
    write_ruleset(tmp_path, BASE)
    case = CASE | {"protocol": "demo/school", "events": []}
    (reviewed,) = protocolkit.load("demo/school", rules=[tmp_path]).rulesets
    assert reviewed.reviewed_through
    last = datetime.fromisoformat(f"{reviewed.reviewed_through}T23:59:59+05:00")
    plans = [
        protocolkit.plan(case | {"as_of": at.isoformat()}, rules=[tmp_path])
        for at in (last - timedelta(days=3), last, last + timedelta(seconds=1))
    ]
    turn = (last + timedelta(seconds=1)).isoformat()
    assert [one.next_change_at for one in plans] == [turn, turn, None]
    assert [[w.code for w in one.warnings] for one in plans] == [[], [], ["not_reviewed"]]
