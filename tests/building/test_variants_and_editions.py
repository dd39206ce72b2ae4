"""A variant changes a ruleset by id and says why; an edition applies to the days it was in force."""

from pathlib import Path
from textwrap import dedent

import pytest

import protocolkit
from procedures import MONDAY, duty, rules_of, write_ruleset
from protocolkit import InputError, Plan

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


def editions(folder: Path, day: str, head: str = "", as_of: str | None = None) -> Plan:
    old = 'in_force: {from: "2020-01-01", until: "2026-06-01"}'
    for name, force, due in (("old", old, "24 hours"), ("new", 'in_force: {from: "2026-06-01"}' + head, "1 hour")):
        path = write_ruleset(folder, BASE.replace("24 hours", due))
        path.write_text(path.read_text(encoding="utf-8").replace("in_force: {from: undated}", force), encoding="utf-8")
        path.rename(folder / f"{name}.yaml")
    at = f"{day}T10:00:00+05:00"
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
