"""What the engine concludes of the domain stands in the vocabulary, and everybody who concludes reads it there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, duty, rules_of, write_ruleset
from protocolkit.analysis.file_check import check_paths
from protocolkit.explaining.explain import explain
from protocolkit.model.follows import Under, When, bases, contradicts, settles
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.records.reads import reads
from protocolkit.resources import rules_dir

RULES = """
- {id: guard, by: education_org_head, must: inform, to: guardianship_authority, if: {victim.is_minor: true}, after: report_received, due: 1 hour}
- {id: meet, by: education_org, must: hold_meeting, every: month, due: same_month}
- {id: tell-tutor, by: responsible_person, must: inform, to: victim.tutor, after: report_received, due: 1 hour}
"""
OWN = """
vocabulary: own
organisation: boarding_school
ends_rhythms: case_filed
post_holders: {offender.role: service_provider}
roles:
  boarding_school: {label: {en: boarding school}}
  house_master: {within: boarding_school, accused_if: {offender.masters: true}, label: {en: house master}}
  tutor: {belongs_to: victim, accused_if: {tutor.is_suspected: true, offender.represents_victim: true}, label: {en: tutor}}
  deputy: {within: boarding_school, accused_if: house_master, label: {en: deputy}}
  warden: {within: boarding_school, label: {en: warden}}
events:
  case_filed: {label: {en: case filed}}
facts:
  party.is_minor: {type: bool, follows: {from: age, under: 21}}
  offender.masters: {type: bool, follows: [{holds: house_master}, {from: role, when: {pupil: false}}], label: {en: masters the house}}
  tutor.is_suspected: {type: bool, label: {en: the tutor is suspected}}
"""
OWN_RULES = """
- {id: guard, by: house_master, must: inform, to: guardianship_authority, if: {victim.is_minor: true}, after: report_received, due: 1 hour}
- {id: lock, by: warden, must: keep, after: report_received, due: 1 hour}
- {id: stand-in, by: deputy, must: keep, to: police, after: report_received, due: 1 hour}
- {id: tell-tutor, by: police, must: inform, to: victim.tutor, after: report_received, due: 1 hour}
- {id: watch, by: police, must: check_progress, every: week, if: {victim.is_minor: true}, due: 7 days}
"""


@pytest.fixture
def own(plan: MakePlan, tmp_path: Path) -> MakePlan:
    """Plans under a vocabulary whose answers are all others than the shipped ones."""
    (tmp_path / "vocabulary.yaml").write_text(OWN, encoding="utf-8")

    def make(facts: dict[str, Any] | None = None, **more: Any) -> protocolkit.Plan:
        return plan(OWN_RULES, facts=facts, **more)

    return make


def test_the_age_of_majority_is_the_vocabularys(own: MakePlan, plan: MakePlan, tmp_path: Path) -> None:
    assert "guard" in rules_of(own({"victim.age": 20}).duties)
    assert "guard" not in rules_of(own({"victim.age": 21}).duties)
    with pytest.raises(protocolkit.InputError, match="`victim` has age 20 and is_minor false"):
        own({"victim.age": 20, "victim.is_minor": False})
    (tmp_path / "vocabulary.yaml").unlink()
    assert "guard" not in rules_of(
        plan(
            OWN_RULES.partition("- {id: lock")[0].replace("house_master", "education_org_head"),
            facts={"victim.age": 20},
        ).duties
    )


def test_what_would_change_it_is_tried_at_the_vocabularys_limit(own: MakePlan, tmp_path: Path) -> None:
    own({"victim.age": 30})
    case = {
        "incident": "demo/1", "protocol": "demo/school", "as_of": MONDAY, "facts": {"victim.age": 30},
        "events": [{"event": "report_received", "at": MONDAY}],
    }  # fmt: skip
    found = explain(*protocolkit.load_incident(case, rules=[tmp_path]), None, "guard")
    assert [(one.fact, one.values) for change in found.changes for one in change.facts] == [("victim.age", (20,))]
    [tested] = found.tried[0].conditions
    assert tested.set_by == "follows from victim.age"


def test_a_condition_beyond_the_vocabularys_limit_never_applies(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text(OWN, encoding="utf-8")
    rule = "- {id: never, by: police, must: notify, if: {victim.is_minor: true, victim.age: {from: %d}}, after: report_received, due: 1 hour}"
    codes = []
    for limit in (18, 21):
        write_ruleset(tmp_path, rule % limit)
        codes.append({p.code for p in check_paths([tmp_path]).problems})
    assert "never-applies" not in codes[0]
    assert "never-applies" in codes[1]


def test_the_accused_is_found_as_the_vocabulary_says(own: MakePlan) -> None:
    accused = own({"offender.masters": True, "victim.age": 12})
    assert [(one.role, one.for_) for one in accused.accused] == [("house_master", None)]
    assert {"guard", "stand-in"} <= {gap.rule.partition("#")[2] for gap in accused.gaps}
    asked = own({"victim.age": 12})
    assert duty(asked, "guard").check_first == ("offender.masters",)
    assert duty(asked, "stand-in").check_first == ("offender.masters",)
    assert duty(asked, "lock").check_first == ()
    # What a value denies is denied: a pupil is no house master.
    assert duty(own({"victim.age": 12, "offender.role": "pupil"}), "guard").check_first == ()


def test_who_may_hold_a_post_is_the_vocabularys_answer(own: MakePlan) -> None:
    assert duty(own({"victim.age": 12, "offender.role": "service_provider"}), "lock").check_first == ("offender.holds",)
    assert duty(own({"victim.age": 12, "offender.role": "staff"}), "lock").check_first == ()


def test_the_facts_of_a_role_that_belongs_to_a_party_are_that_partys(own: MakePlan) -> None:
    told = own({"victim.age": 12, "tutor.is_suspected": True})
    assert [(one.role, one.for_) for one in told.accused] == [("tutor", "victim")]
    parties = {"victim": [{"id": "v1", "age": 12, "tutor": {"is_suspected": True}}, {"id": "v2", "age": 12}]}
    listed = own({}, parties=parties)
    assert [(one.role, one.for_) for one in listed.accused] == [("tutor", "v1")]
    assert [d.for_ for d in listed.duties if d.rule.endswith("#tell-tutor")] == ["v2"]


def test_the_event_that_ends_rhythms_is_the_vocabularys(own: MakePlan) -> None:
    def weeks(event: str) -> int:
        events = [{"event": "report_received", "at": MONDAY}, {"event": event, "at": "2026-11-20T10:00:00+05:00"}]
        later = own({"victim.age": 12}, events=events, as_of="2026-12-14T10:00:00+05:00")
        return sum(d.rule.endswith("#watch") for d in later.duties)

    assert (weeks("case_filed"), weeks("case_closed")) == (1, 5)


def test_a_vocabulary_without_these_keys_leaves_the_shipped_answers(plan: MakePlan, tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text(
        "vocabulary: own\nroles: {tutor: {belongs_to: victim, label: {en: tutor}}}\nfacts: {party.is_minor: {type: bool, label: {en: child}}}\n",
        encoding="utf-8",
    )
    found = plan(RULES, facts={"victim.age": 17, "offender.is_head": True})
    assert [(one.role, one.for_) for one in found.accused] == [("education_org_head", None)]
    assert rules_of(found.gaps) == ["guard"]


def test_where_no_vocabulary_says_it_nothing_follows_and_nobody_is_the_accused() -> None:
    bare = Vocabulary()
    assert (bare.suspects("education_org_head"), bare.sources("victim.is_minor"), bare.limits("victim.age")) == (
        (),
        (),
        (),
    )
    assert (bare.belongs_to("legal_representative"), bare.variable("legal_representative.accuses")) == (None, None)
    assert list(bare.contradictions(("offender",), {"age": 12, "is_minor": False})) == []


def test_the_doctor_reads_what_facts_follow_from_in_the_vocabulary(own: MakePlan, tmp_path: Path) -> None:
    own()
    read = reads(protocolkit.load("demo/school", rules=[tmp_path])).facts
    assert {"victim.is_minor", "victim.age", "offender.masters", "offender.role", "tutor.is_suspected"} <= read
    assert "witness.age" not in read


def test_a_limit_settles_both_ways_and_a_value_only_denies_for_good() -> None:
    minor, head = (Under("age", 18),), (When("role", {"pupil": False, "legal_representative": True}),)
    assert (contradicts(minor, "age", 12, False), contradicts(minor, "age", 12, True)) == (True, False)
    assert (contradicts(minor, "age", 18, True), contradicts(minor, "age", 18, False)) == (True, False)
    assert (contradicts(head, "role", "pupil", True), contradicts(head, "role", "pupil", False)) == (True, False)
    assert not contradicts(head, "role", "legal_representative", False)
    assert not contradicts(head, "role", "staff", True)
    assert (settles(minor, "age"), settles(head, "role")) == (True, False)
    assert bases((*minor, *head)) == ("age", "role")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("organisation: nowhere", "unknown-role", "nowhere"),
        ("ends_rhythms: never_heard", "unknown-event", "never_heard"),
        ("telling: whisper", "unknown-action", "whisper"),
        ("post_holders: {offender.job: staff}", "unknown-fact", "offender.job"),
        ("post_holders: {offender.role: gardener}", "type-mismatch", "gardener"),
        ("roles: {tutor: {belongs_to: nobody}}", "unknown-party", "nobody"),
        ("roles: {tutor: {accused_if: {offender.job: true}}}", "unknown-fact", "offender.job"),
        ("roles: {tutor: {accused_if: stranger}}", "unknown-role", "stranger"),
        ("roles: {a: {accused_if: b}, b: {accused_if: a}}", "circle", "a -> b -> a"),
        ("facts: {party.is_old: {type: bool, follows: {from: years, under: 18}}}", "unknown-fact", "party.years"),
        ("facts: {offender.is_a: {type: bool, follows: {holds: gardener}}}", "unknown-role", "gardener"),
        ("facts: {incident.any_old: {type: bool, follows: {any: is_old}}}", "unknown-fact", "party.is_old"),
        ("facts: {party.is_old: {type: bool, follows: {from: age}}}", "missing-key", ""),
        ("facts: {party.is_old: {type: bool, follows: {from: age, when: {pupil: maybe}}}}", "wrong-type", ""),
    ],
)
def test_a_vocabulary_that_names_what_is_nowhere_is_refused(tmp_path: Path, text: str, code: str, words: str) -> None:
    (tmp_path / "vocabulary.yaml").write_text(f"vocabulary: own\n{text}\n", encoding="utf-8")
    found = [p for p in check_paths([tmp_path]).problems if p.severity == "error"]
    assert [(p.code, words in p.message) for p in found] == [(code, True)], [str(p) for p in found]


def test_the_vocabulary_that_the_reference_shows_is_right(tmp_path: Path) -> None:
    page = (rules_dir().parent / "docs" / "reference" / "vocabulary.md").read_text(encoding="utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "vocabulary.yaml").write_text(shown, encoding="utf-8")
    assert [str(p) for p in check_paths([tmp_path]).problems if p.severity == "error"] == []


NAMED_IN_LAW = (
    "education_org", "victim_family", "is_suspect", "consents_to_interview", "involves_minor", "case_closed", "disclose",
    "is_minor", "is_pupil", "is_head", "represents_victim",
)  # fmt: skip


def test_the_engine_names_nothing_of_the_law() -> None:
    package = rules_dir().parent / "src" / "protocolkit"
    for folder in ("building", "evaluation", "explaining"):
        for path in (package / folder).rglob("*.py"):
            found = [name for name in NAMED_IN_LAW if f'"{name}' in path.read_text(encoding="utf-8")]
            assert found == [], path
