"""Two plans of one case tell what changed and why; a plan tells its host when to wake."""

from datetime import datetime

import pytest

from procedures import MONDAY, MakePlan
from protocolkit import AlarmPolicy, diff

RULES = """
- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 'immediately, at most 24 hours'}
- {id: convene, by: education_org_head, must: convene, to: bullying_commission, after: commission_decided, due: 2 hours,
   clock: {extend: {by: education_authority}}}
"""
REPORTED = {"event": "report_received", "at": MONDAY}
DECIDED = {"event": "commission_decided", "at": "2026-11-16T12:00:00+05:00"}
KNOWN = {"offender.role": "pupil"}


def test_nothing_differs_between_equal_plans(plan: MakePlan) -> None:
    assert diff(plan(RULES, facts=KNOWN), plan(RULES, facts=KNOWN)) == ()


def test_a_duty_that_an_event_opened(plan: MakePlan) -> None:
    (change,) = diff(
        plan(RULES, [REPORTED, DECIDED], KNOWN),
        plan(RULES, [REPORTED, DECIDED], KNOWN, as_of="2026-11-16T12:30:00+05:00"),
    )
    assert (change.kind, change.why, change.new_due) == ("opened", "event", "2026-11-16T14:00:00+05:00")


def test_a_duty_that_became_overdue_by_the_passing_of_time(plan: MakePlan) -> None:
    (change,) = diff(plan(RULES, [REPORTED], KNOWN), plan(RULES, [REPORTED], KNOWN, as_of="2026-11-18T10:00:00+05:00"))
    assert (change.kind, change.why, change.old_status, change.new_status) == ("changed", "time", "open", "overdue")


def test_a_date_that_an_extension_moved(plan: MakePlan) -> None:
    extended = {
        "event": "extended", "rule": "convene", "by": "education_authority", "at": "2026-11-16T13:00:00+05:00",
        "due": "2026-11-20",
    }  # fmt: skip
    before = plan(RULES, [REPORTED, DECIDED], KNOWN, as_of="2026-11-16T13:30:00+05:00")
    after = plan(RULES, [REPORTED, DECIDED, extended], KNOWN, as_of="2026-11-16T13:30:00+05:00")
    (change,) = diff(before, after)
    assert (change.kind, change.why, change.new_due) == ("moved", "event", "2026-11-21T00:00:00+05:00")


def test_another_edition_explains_itself(plan: MakePlan) -> None:
    (change,) = diff(plan(RULES, facts=KNOWN), plan(RULES.replace("24 hours", "12 hours"), facts=KNOWN))
    assert (change.kind, change.why) == ("moved", "edition")


def test_plans_of_two_incidents_are_not_compared(plan: MakePlan) -> None:
    with pytest.raises(ValueError, match="two incidents"):
        diff(plan(RULES), plan(RULES, incident="demo/2"))


def test_alarms_come_in_order_with_ids_that_stay(plan: MakePlan) -> None:
    policy = AlarmPolicy(due_soon=(3600,))
    found = plan(RULES, facts=KNOWN).alarms(policy)
    assert [(a.rung, a.at) for a in found] == [
        ("opened", MONDAY),
        ("target", MONDAY),
        ("due_soon", "2026-11-17T09:00:00+05:00"),
        ("due", "2026-11-17T10:00:00+05:00"),
        ("overdue", "2026-11-17T10:00:01+05:00"),
    ]
    later = plan(RULES, facts=KNOWN, as_of="2026-11-16T18:00:00+05:00").alarms(policy)
    assert [a.id for a in later] == [a.id for a in found]
    assert len({a.id for a in found}) == len(found)
    assert all(datetime.fromisoformat(a.at).tzinfo for a in found)


def test_a_moved_limit_has_other_ids_and_a_finished_duty_none(plan: MakePlan) -> None:
    first = {a.id for a in plan(RULES, facts=KNOWN).alarms()}
    assert not first & {a.id for a in plan(RULES.replace("24 hours", "12 hours"), facts=KNOWN).alarms()}
    done = {"event": "done", "rule": "tell", "at": "2026-11-16T10:30:00+05:00"}
    assert not plan(RULES, [REPORTED, done], KNOWN, as_of="2026-11-16T11:00:00+05:00").alarms()
