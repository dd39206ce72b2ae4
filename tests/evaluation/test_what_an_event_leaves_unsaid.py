"""A condition that asks who heard or did something is unknown while nobody says it, and asks: it is never false."""

from __future__ import annotations

from typing import Any

import pytest

from procedures import MONDAY, MakePlan
from protocolkit import Plan

TOLD = "- {id: r, by: class_teacher, must: notify, to: prosecutor, if: {happened: {event: MOMENT}}, after: report_received, due: 1 day}"
DEFINED = """
- {id: known, define: incident.heavy, if: {incident.forms: bullying}, after: {event: police_informed, by: education_org_head}}
- {id: r, by: class_teacher, must: report, to: education_authority, if: {incident.heavy: true}, after: report_received, due: 1 day}
"""
HEAVY = "names: {facts: {incident.heavy: {type: bool, label: {en: heavy}}}}"
WITHIN = """
- {id: r, by: class_teacher, must: report, to: education_authority, after: report_received, due: 1 day,
   if: {happened: {event: police_informed, by: education_org_head}, within: 2 days, of: ANCHOR}}
"""
INFORMED = {"event": "police_informed", "at": "2026-11-16T12:00:00+05:00"}
REPORT = {"event": "report_received", "at": MONDAY}
SEARCHED = [{"event": "police_informed", "at": "2026-11-30T00:00:00+05:00"}]
AS_OF = "2026-12-01T10:00:00+05:00"


def asked(plan: Plan) -> list[str]:
    return [fact for one in plan.undetermined for fact in one.facts]


def place(plan: Plan) -> str:
    """Where the rule stands: owed, asked, or nowhere."""
    return "owed" if plan.duties else "asked" if plan.undetermined else "nowhere"


@pytest.mark.parametrize(
    ("moment", "event", "unsaid"),
    [
        ("police_informed, by: education_org_head", "police_informed", "police_informed.by"),
        ("report_received, from: police", "report_received", "report_received.from"),
    ],
)
def test_a_side_that_nobody_gave_is_asked(plan: MakePlan, moment: str, event: str, unsaid: str) -> None:
    rule = TOLD.replace("MOMENT", moment)
    found = plan(rule, [REPORT, {**INFORMED, "event": event}], as_of=AS_OF)
    assert place(found) == "asked"
    assert unsaid in asked(found)


@pytest.mark.parametrize(("by", "where"), [("education_org_head", "owed"), ("teacher", "asked")])
def test_a_side_that_is_given_decides_or_leaves_what_may_yet_come(plan: MakePlan, by: str, where: str) -> None:
    rule = TOLD.replace("MOMENT", "police_informed, by: education_org_head")
    found = plan(rule, [REPORT, {**INFORMED, "by": by}], as_of=AS_OF)
    assert place(found) == where
    assert "police_informed.by" not in asked(found)


@pytest.mark.parametrize(
    ("more", "where"),
    [({}, "asked"), ({"by": "education_org_head"}, "owed"), ({"by": "police"}, "nowhere")],
)
def test_a_searched_log_is_no_answer_to_who_it_was(plan: MakePlan, more: dict[str, Any], where: str) -> None:
    rule = WITHIN.replace("ANCHOR", "report_received")
    found = plan(rule, [REPORT, {**INFORMED, **more}], as_of=AS_OF, searched=SEARCHED)
    assert place(found) == where
    assert ("police_informed.by" in asked(found)) == (where == "asked")


@pytest.mark.parametrize(("more", "where"), [({}, "asked"), ({"from": "police"}, "owed")])
def test_who_told_what_the_time_is_counted_from_is_asked_too(plan: MakePlan, more: dict[str, Any], where: str) -> None:
    """Of two reports the second is the one asked for; nobody informed the police within its time."""
    rule = WITHIN.replace("ANCHOR", "{event: fact_detected, from: police}").replace("fact_detected", "report_received")
    second = {"event": "report_received", "at": "2026-11-20T10:00:00+05:00", **more}
    log = [
        {**REPORT, "from": "police", "at": "2026-11-09T10:00:00+05:00"},
        second,
        {**INFORMED, "by": "education_org_head", "at": "2026-11-21T10:00:00+05:00"},
    ]
    found = plan(rule, log, as_of=AS_OF, searched=SEARCHED)
    assert place(found) == where
    assert ("report_received.from" in asked(found)) == (where == "asked")


def test_a_definition_that_begins_with_such_an_event_asks_it(plan: MakePlan) -> None:
    found = plan(DEFINED, [REPORT, INFORMED], {"incident.forms": ["bullying"]}, AS_OF, HEAVY)
    assert place(found) == "asked"
    assert "police_informed.by" in asked(found)
