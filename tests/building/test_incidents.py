"""What an incident may say: references, ages and roles, typed and placed; everything else is refused, all at once."""

from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, duty
from protocolkit import InputError

RULE = (
    "- {id: tell, each: victim, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}"
)
REPORTED = {"event": "report_received", "at": MONDAY}


def problems(plan: MakePlan, **case: Any) -> list[str]:
    with pytest.raises(InputError) as refused:
        plan(RULE, **case)
    return [p.code for p in refused.value.problems]


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"incident": "the case of a boy"}, "not-a-reference"),
        ({"parties": {"victim": [{"id": "a name", "age": 9}]}}, "not-a-reference"),
        ({"parties": {"victim": [{"id": "v1", "name": "x"}]}}, "unknown-fact"),
        ({"parties": {"victim": [{"id": "v1"}]}, "facts": {"victim.age": 9}}, "two-forms"),
        ({"parties": {"offender": [{"id": "o1", "holds": ["directr"]}]}}, "unknown-role"),
        ({"parties": {"offender": [{"id": "o1", "represents": ["v9"]}]}}, "unknown-party"),
        ({"events": [REPORTED | {"at": "2026-11-16T10:00:00"}]}, "instant-naive"),
        ({"events": [REPORTED | {"at": "2026-02-30T10:00:00+05:00"}]}, "instant-date"),
        ({"events": [REPORTED | {"at": "9999-11-16T10:00:00+05:00"}]}, "instant-range"),
        ({"events": [REPORTED | {"at": 12}]}, "wrong-type"),
        ({"events": [{"event": "report_recieved", "at": MONDAY}]}, "unknown-event"),
        ({"events": [REPORTED | {"by": "polise"}]}, "unknown-role"),
        ({"events": [REPORTED | {"for": "v7"}]}, "unknown-party"),
        ({"events": [REPORTED | {"colour": "red", "at": None}]}, "null-value"),
        ({"protocol": "demo/scool"}, "unknown-protocol"),
        ({"colour": "red"}, "unknown-key"),
        ({"incident": "070101500123"}, "personal-number"),
        ({"parties": {"victim": [{"id": "3012345678", "age": 9}]}}, "personal-number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_an_incident_may_not_say(plan: MakePlan, case: dict[str, Any], code: str) -> None:
    assert code in problems(plan, **case)


def test_a_personal_number_is_not_shown_again(plan: MakePlan) -> None:
    with pytest.raises(InputError) as refused:
        plan(RULE, incident="070101500123")
    assert "070101500123" not in str(refused.value)


@pytest.mark.parametrize(
    ("case", "letter"),
    [
        ({"events": [REPORTED | {"event": "repоrt_received"}]}, "a Cyrillic letter stands here: `о`"),
        ({"events": [REPORTED | {"by": "рolice"}]}, "a Cyrillic letter stands here: `р`"),
        ({"facts": {"victim.аge": 9}}, "a Cyrillic letter stands here: `а`"),
        ({"protocol": "demo/school\u200b"}, "what cannot be seen stands here: U+200B"),
    ],
)
def test_letters_of_another_script_are_named(plan: MakePlan, case: dict[str, Any], letter: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(RULE, **case)
    assert letter in str(refused.value)


def test_all_problems_are_told_at_once(plan: MakePlan) -> None:
    found = problems(plan, facts={"victim.age": "nine", "victim.height": 3}, events=[REPORTED | {"event": "reported"}])
    assert sorted(found) == ["type-mismatch", "unknown-event", "unknown-fact"]


def test_a_case_without_an_instant_says_how_to_give_one(plan: MakePlan) -> None:
    with pytest.raises(InputError, match="as-of now"):
        plan(RULE, as_of=None)


def test_an_unlisted_victim_is_somebody_and_an_unlisted_witness_nobody(plan: MakePlan) -> None:
    assert duty(plan(RULE), "tell").for_ == "victim"
    assert not plan(RULE.replace("each: victim", "each: witness")).duties
    witness = plan(RULE.replace("each: victim", "each: witness"), facts={"witness.age": 9})
    assert duty(witness, "tell").for_ == "witness"


def test_a_given_list_is_complete(plan: MakePlan) -> None:
    listed = plan(RULE, parties={"victim": [{"id": "v1", "age": 9}, {"id": "v2", "age": 10}]})
    assert [d.for_ for d in listed.duties] == ["v1", "v2"]
    assert [d.id for d in listed.duties] == ["demo/school#tell/police/v1", "demo/school#tell/police/v2"]


def test_one_condition_binds_one_person(plan: MakePlan) -> None:
    rule = RULE.replace("each: victim, ", "").replace(
        "due:", "if: {victim.is_minor: true, victim.bodily_injury: true}, due:"
    )
    apart = {"victim": [{"id": "v1", "age": 9, "bodily_injury": False}, {"id": "v2", "age": 20, "bodily_injury": True}]}
    assert not plan(rule, parties=apart).duties
    together = {"victim": [{"id": "v1", "age": 9, "bodily_injury": True}, {"id": "v2", "age": 20}]}
    assert plan(rule, parties=together).duties


def test_the_same_reference_in_two_lists_is_the_same_person(plan: MakePlan) -> None:
    rule = RULE.replace("each: victim", "each: party")
    parties = {"victim": [{"id": "p1", "age": 9}], "offender": [{"id": "p1"}], "witness": []}
    assert [d.for_ for d in plan(rule, parties=parties).duties] == ["p1"]


def test_the_file_and_plain_values_give_the_same_plan(tmp_path: Path) -> None:
    from protocolkit.diagnostics import Problems
    from protocolkit.reading.yaml12 import read_file
    from protocolkit.resources import examples_dir

    file = examples_dir() / "kz-interagency.yaml"
    node = read_file(file, Problems())
    assert node is not None
    values = node.plain()
    assert isinstance(values, dict)
    assert protocolkit.plan(values).to_json() == protocolkit.plan(file).to_json()
    import json

    as_json = tmp_path / "case.json"
    as_json.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    assert protocolkit.plan(as_json).to_json() == protocolkit.plan(file).to_json()


def test_asking_for_a_protocol_that_is_not_there_spoils_nothing() -> None:
    with pytest.raises(InputError, match="no protocol or ruleset `kz/nation`"):
        protocolkit.load("kz/nation")
    assert protocolkit.load("kz/national").id == "kz/national"
