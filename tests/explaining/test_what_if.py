"""The smallest change of a case that makes a duty appear, vanish or move; each is what the plan then says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from procedures import MONDAY, write_ruleset
from protocolkit import Plan
from protocolkit import plan as plan_of
from protocolkit.api import load_incident
from protocolkit.explaining.explain import Explainer
from protocolkit.plans.explanation import Altered, WhatIf

__all__ = ["cli"]

RULES = """
- {id: tell, by: education_org_head, must: notify, to: police, if: {incident.crime_signs: true}, after: report_received, due: 2 hours}
- {id: tell-both, by: education_org_head, must: notify, to: prosecutor, after: fact_confirmed, due: 1 hour,
   if: {all: [{incident.crime_signs: true}, {victim.is_minor: true}]}}
- {id: decide, by: bullying_commission, must: decide, after: {done: tell}, due: 1 day}
- {id: help, by: education_org_head, must: reassure, to: victim, after: report_received, due: {if: {victim.is_minor: true}, then: 1 hour, else: 5 hours}}
- {id: never, by: education_org_head, must: convene, to: bullying_commission, after: case_closed, due: 1 day,
   if: {all: [{victim.is_minor: true}, {victim.is_minor: false}]}}
- {id: no-talk, by: education_org_head, must_not: disclose, if: {incident.published: true}, after: report_received}
"""
REPORTED = {"event": "report_received", "at": MONDAY}
FACTS = {"offender.role": "pupil", "offender.represents_victim": False}


def case(facts: dict[str, Any], *log: dict[str, Any]) -> dict[str, Any]:
    return {
        "incident": "demo/1", "protocol": "demo/school", "facts": {**FACTS, **facts}, "events": [REPORTED, *log],
        "as_of": MONDAY,
    }  # fmt: skip


def asked(folder: Path, rule: str, facts: dict[str, Any], *log: dict[str, Any], within: int = 2) -> WhatIf:
    write_ruleset(folder, RULES)
    found, incident = load_incident(case(facts, *log), rules=folder)
    explainer = Explainer(found, incident)
    answer = explainer.explain(explainer.rule(rule), within=within).what_if
    assert answer is not None
    return answer


def told(found: WhatIf) -> list[tuple[str, list[tuple[str, str, tuple[Any, ...]]]]]:
    return [(one.effect, [(c.how, c.name, c.values) for c in one.changes]) for one in found.found]


def test_one_fact_makes_a_duty_appear(tmp_path: Path) -> None:
    found = asked(tmp_path, "tell", {"incident.crime_signs": False})
    assert told(found) == [("appears", [("is", "incident.crime_signs", (True,))])]
    assert (found.within, found.whole) == (1, True)


def test_an_answer_to_an_open_question_stands_as_unknown_before(tmp_path: Path) -> None:
    (one,) = asked(tmp_path, "tell", {}).found
    assert one.changes[0].was is None


def test_a_duty_vanishes_with_its_fact_or_with_its_event(tmp_path: Path) -> None:
    found = asked(tmp_path, "tell", {"incident.crime_signs": True})
    vanishing = [changes for effect, changes in told(found) if effect == "vanishes"]
    assert [("is", "incident.crime_signs", (False,))] in vanishing
    assert [("never_happened", "report_received", ())] in vanishing


def test_an_event_and_a_fact_together_are_found_where_neither_does_it_alone(tmp_path: Path) -> None:
    found = asked(tmp_path, "tell-both", {"incident.crime_signs": True})
    assert told(found) == [("appears", [("is", "victim.is_minor", (True,)), ("happens", "fact_confirmed", ())])]
    assert found.within == 2


def test_what_waits_for_another_duty_appears_when_that_is_done(tmp_path: Path) -> None:
    found = asked(tmp_path, "decide", {"incident.crime_signs": True})
    assert ("appears", [("happens", "done:demo/school#tell", ())]) in told(found)


def test_a_fact_that_decides_between_two_times_moves_the_duty(tmp_path: Path) -> None:
    found = asked(tmp_path, "help", {"victim.is_minor": True})
    moving = [one for one in found.found if one.effect == "moves"]
    assert [(one.due, one.was_due) for one in moving] == [("2026-11-16T15:00:00+05:00", "2026-11-16T11:00:00+05:00")]


def test_a_ban_comes_into_force(tmp_path: Path) -> None:
    assert told(asked(tmp_path, "no-talk", {})) == [("appears", [("is", "incident.published", (True,))])]


def test_where_nothing_does_it_the_answer_says_how_far_was_tried(tmp_path: Path) -> None:
    found = asked(tmp_path, "never", {})
    assert (found.found, found.within, found.whole) == ((), 2, True)
    assert found.tried > 3


def test_a_search_that_was_cut_short_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("protocolkit.explaining.what_if.MOST_TRIED", 1)
    found = asked(tmp_path, "tell-both", {"incident.crime_signs": True})
    assert (found.tried, found.whole) == (1, False)


def as_altered(given: dict[str, Any], changes: tuple[Altered, ...], value: Any) -> dict[str, Any]:
    """The case a reader would write for a change."""
    made = {**given, "facts": dict(given["facts"]), "events": list(given["events"])}
    for one in changes:
        if one.how == "is":
            made["facts"][one.name] = value
        elif one.how == "unsaid":
            made["facts"].pop(one.name, None)
        elif one.how == "happens":
            word, colon, rule = one.name.partition(":")
            made["events"].append({"event": word, "at": MONDAY, **({"rule": rule} if colon else {})})
        else:
            made["events"] = [e for e in made["events"] if e["event"] != one.name]
    return made


@pytest.mark.parametrize("rule", ["tell", "tell-both", "decide", "help"])
@pytest.mark.parametrize(
    "facts", [{}, {"incident.crime_signs": True}, {"victim.is_minor": False, "incident.crime_signs": True}]
)
def test_every_change_is_played_and_its_plan_says_the_same(tmp_path: Path, rule: str, facts: dict[str, Any]) -> None:
    found = asked(tmp_path, rule, facts)
    for one in found.found:
        values = next((change.values for change in one.changes if change.values), (None,))
        for value in values:
            plan: Plan = plan_of(as_altered(case(facts), one.changes, value), rules=tmp_path)
            duties = {duty.id: duty.due.at if duty.due else None for duty in plan.duties}
            assert (one.duty in duties) is (one.effect != "vanishes"), one
            if one.effect != "vanishes":
                assert duties[one.duty] == one.due


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
@pytest.mark.parametrize("option", ["--what-if", "--why-not"])
def test_the_command_says_it_in_words(cli: CommandLine, tmp_path: Path, language: str, option: str) -> None:
    write_ruleset(tmp_path, RULES)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case({})), encoding="utf-8")
    ran = cli("explain", path, "tell-both", option, "--rules", tmp_path, "--lang", language)
    assert ran.code == 0
    assert "demo/school#tell-both/prosecutor" not in ran.out
    data = json.loads(cli("explain", path, "tell-both", option, "--rules", tmp_path, "--format", "json").out)
    assert data["explanations"][0]["what_if"]["within"] == 2


def test_it_needs_a_rule_and_a_number_of_changes_that_can_be_tried(cli: CommandLine, tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case({})), encoding="utf-8")
    assert cli("explain", path, "--what-if", "--rules", tmp_path).code == 2
    assert cli("explain", path, "tell", "--what-if", "--within", "9", "--rules", tmp_path).code == 2
