"""Whoever acts in the place of a post owes, does and hears what the post would, and is found by either name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, write_ruleset
from protocolkit.explaining.selecting import Selection
from protocolkit.plans.narrowing import Filter, narrowed
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import evaluate

HEAD, DEPUTY = "education_org_head", "education_org_deputy_head"
TEXT = """
names:
  events:
    head_told: {label: {en: the head was told}, when: {report: education_org_head}}
    order_signed: {label: {en: an order was signed}, has: [by]}
  facts:
    incident.weighty: {type: bool, label: {en: weighty}}
"""
RULES = """
- {id: tell, by: class_teacher, must: report, to: education_org_head, after: report_received, due: 1 hour}
- {id: inquire, by: education_org_head, must: investigate, after: head_told, due: 3 hours}
- {id: write, by: [education_org_head, school_psychologist], must: decide, after: report_received, due: 5 hours}
- {id: inform, by: class_teacher, must: inform, to: education_authority, after: {event: order_signed, by: education_org_head}, due: 2 hours}
- {id: convene, by: education_org_head, must: convene, if: {incident.weighty: true}, after: report_received, due: 2 hours}
- {id: answer, by: [education_org_head, police], must: review, after: report_received, due: 1 day}
"""
Asked = Callable[..., Plan]


@pytest.fixture
def acted(tmp_path: Path) -> Asked:
    """The plan of a log while the deputy acts for the head, by two engines, which agree."""
    write_ruleset(tmp_path, RULES, TEXT)

    def made(*log: dict[str, Any], **more: Any) -> Plan:
        case = {"incident": "a/1", "protocol": "demo/school", "as_of": "2026-11-16T11:30:00+05:00",
                "institution": {"acting": {HEAD: DEPUTY}},
                "events": [{"event": "report_received", "at": MONDAY}, *log], **more}  # fmt: skip
        read = protocolkit.load_incident(case, rules=[tmp_path])
        first, other = (evaluate(*read, engine=engine) for engine in ("compiled", "reference"))
        assert other.to_json() == first.to_json()
        return first

    return made


def done(rule: str, **more: Any) -> dict[str, Any]:
    return {"event": "done", "rule": f"demo/school#{rule}", "at": "2026-11-16T10:15:00+05:00", **more}


def statuses(plan: Plan, rule: str) -> dict[str, str]:
    return {one.id.partition("#")[2]: one.status for one in plan.duties if one.rule == f"demo/school#{rule}"}


@pytest.mark.parametrize("asked", [HEAD, DEPUTY])
def test_whose_duty_it_is_answers_to_the_post_and_to_who_acts_for_it(acted: Asked, asked: str) -> None:
    """Also of what is not certain yet and of what is still waited for; each says whose place is taken."""
    whole = acted()
    part, _said = narrowed(whole, Filter.read(by=asked, to=None, within=None, modality=None), _vocabulary())
    assert {one.rule.partition("#")[2] for one in part.duties} == {"write", "answer"}
    assert [one.rule for one in part.undetermined] == ["demo/school#convene"]
    assert [one.rule for one in part.awaiting] == ["demo/school#inquire"]
    assert all(one.by == (DEPUTY,) for one in (*part.duties, *part.undetermined, *part.awaiting))
    assert all(one.in_place_of == {DEPUTY: (HEAD,)} for one in (*part.duties, *part.undetermined, *part.awaiting))


@pytest.mark.parametrize("asked", [HEAD, DEPUTY])
def test_whom_a_duty_is_owed_to_answers_to_both(acted: Asked, asked: str) -> None:
    part, _said = narrowed(acted(), Filter.read(by=None, to=asked, within=None, modality=None), _vocabulary())
    assert [one.rule for one in part.duties] == ["demo/school#tell"]


@pytest.mark.parametrize("asked", [HEAD, DEPUTY])
def test_an_explanation_for_one_bearer_answers_to_both(acted: Asked, asked: str) -> None:
    found = Selection(by=asked).duties(acted().duties)
    assert [one.rule for one in found] == ["demo/school#write", "demo/school#answer"]


@pytest.mark.parametrize("told", [HEAD, DEPUTY])
def test_telling_either_tells_the_post(acted: Asked, told: str) -> None:
    """It closes the duty to tell the head, and is the event for which the inquiry waits."""
    found = acted(done("tell", to=told))
    assert statuses(found, "tell") == {"tell/education_org_head": "done"}
    assert statuses(found, "inquire") == {"inquire": "open"}
    assert not found.without_effect


@pytest.mark.parametrize("who", [HEAD, DEPUTY])
def test_what_one_of_several_bearers_did_is_his_alone(acted: Asked, who: str) -> None:
    assert statuses(acted(done("write", by=who)), "write") == {
        "write/education_org_head": "done", "write/school_psychologist": "open",
    }  # fmt: skip


@pytest.mark.parametrize("who", [HEAD, DEPUTY])
def test_an_act_of_either_is_an_act_of_the_post(acted: Asked, who: str) -> None:
    found = acted({"event": "order_signed", "by": who, "at": "2026-11-16T10:15:00+05:00"})
    assert statuses(found, "inform") == {"inform/education_authority": "open"}


def test_the_id_of_a_duty_stays_whoever_acts(acted: Asked) -> None:
    acting = {one.id for one in acted().duties}
    assert acting == {one.id for one in acted(institution={"week": 5}).duties}


def test_the_duty_of_a_post_beside_another_body_is_not_lost(acted: Asked) -> None:
    """The head answers from what the school heard, the police from what anybody heard."""
    assert set(statuses(acted(), "answer")) == {"answer/education_org_head", "answer/police"}


def test_telling_an_accused_head_is_not_telling_who_acts_for_him(acted: Asked) -> None:
    found = acted(done("tell", to=HEAD), facts={"offender.is_head": True})
    assert statuses(found, "tell") == {"tell/education_org_head": "overdue"}


@pytest.mark.parametrize(("state", "words"), [("conflicted", "conflict of interest"), ("absent", "is away")])
def test_a_post_that_does_not_act_is_named_in_the_reasons(plan: MakePlan, state: str, words: str) -> None:
    rule = "- {id: write, by: {any: [education_org_head, school_psychologist]}, must: decide, after: report_received, due: none}"
    (duty,) = plan(rule, institution={state: [HEAD]}).duties
    assert duty.by == ("school_psychologist",)
    assert any(words in line for line in duty.trace)


def _vocabulary() -> Any:
    return protocolkit.load("kz/interagency").vocabulary
