"""The life of a duty is a replay of the log: open, done, late, overdue, and what may be done to its clock."""

import pytest

from procedures import MONDAY, MakePlan, duty, rules_of
from protocolkit import InputError

REPORTED = {"event": "report_received", "at": MONDAY}
POLICE = """
- id: notify-police
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: 1 hour
"""


def done(at: str, rule: str = "notify-police", **more: str) -> dict[str, str]:
    return {"event": "done", "rule": rule, "at": f"2026-11-16T{at}+05:00", **more}


def at(time: str) -> str:
    return f"2026-11-16T{time}+05:00"


@pytest.mark.parametrize(
    ("as_of", "performed", "status"),
    [
        ("10:00:00", None, "open"),
        ("11:00:00", None, "open"),
        ("11:00:01", None, "overdue"),
        ("12:00:00", "10:30:00", "done"),
        ("12:00:00", "11:00:00", "done"),
        ("12:00:00", "11:00:01", "done_late"),
        ("10:15:00", "10:30:00", "open"),
    ],
)
def test_late_means_after_the_limit_and_the_limit_itself_is_on_time(
    plan: MakePlan, as_of: str, performed: str | None, status: str
) -> None:
    log = [REPORTED, *([done(performed)] if performed else [])]
    assert duty(plan(POLICE, log, as_of=at(as_of)), "notify-police").status == status


def test_an_immediate_duty_without_a_number_is_never_overdue(plan: MakePlan) -> None:
    found = duty(plan(POLICE.replace("1 hour", "immediately"), as_of="2026-12-16T10:00:00+05:00"), "notify-police")
    assert found.status == "open"
    assert found.due is not None
    assert (found.due.kind, found.due.at, found.due.limit) == ("immediate", MONDAY, None)


def test_a_recorded_failure_is_its_own_limit(plan: MakePlan) -> None:
    log = [REPORTED, {"event": "not_done", "rule": "notify-police", "at": at("12:00:00")}]
    answer = plan(POLICE.replace("1 hour", "none"), log, as_of=at("13:00:00"))
    found = duty(answer, "notify-police")
    assert (found.status, found.not_done_at, found.due) == ("overdue", at("12:00:00"), None)


def test_a_second_report_never_restarts_the_clock(plan: MakePlan) -> None:
    log = [REPORTED, {"event": "report_received", "at": at("10:45:00")}]
    found = duty(plan(POLICE, log, as_of=at("11:30:00")), "notify-police")
    assert found.status == "overdue"
    assert found.due is not None
    assert found.due.at == at("11:00:00")


def test_every_gives_a_duty_for_each_time(plan: MakePlan) -> None:
    rule = POLICE.replace("after: report_received", "every: report_received")
    log = [REPORTED, {"event": "report_received", "at": at("10:45:00")}]
    answer = plan(rule, log, as_of=at("11:30:00"))
    assert [(d.status, d.id.partition("@")[2]) for d in answer.duties] == [
        ("overdue", "2026-11-16T05:00:00Z"), ("open", "2026-11-16T05:45:00Z"),
    ]  # fmt: skip


def test_a_done_that_could_close_several_times_is_refused_with_their_ids(plan: MakePlan) -> None:
    rule = POLICE.replace("after: report_received", "every: report_received")
    log = [REPORTED, {"event": "report_received", "at": at("10:45:00")}, done("10:50:00")]
    with pytest.raises(InputError) as refused:
        plan(rule, log, as_of=at("11:30:00"))
    (problem,) = refused.value.problems
    assert problem.code == "ambiguous-done"
    assert "notify-police/police@2026-11-16T05:45:00Z" in problem.help
    named = {"event": "done", "duty": "demo/school#notify-police/police@2026-11-16T05:45:00Z", "at": at("10:50:00")}
    answer = plan(rule, [*log[:2], named], as_of=at("11:30:00"))
    assert [d.status for d in answer.duties] == ["overdue", "done"]


def test_done_without_a_recipient_closes_all_and_says_so(plan: MakePlan) -> None:
    answer = plan(
        POLICE.replace("to: police", "to: [police, prosecutor]"), [REPORTED, done("10:30:00")], as_of=at("12:00:00")
    )
    assert {d.status for d in answer.duties} == {"done"}
    assert "done_for_all" in [w.code for w in answer.warnings]


def test_one_act_closes_only_the_duty_to_its_recipient(plan: MakePlan) -> None:
    rule = POLICE.replace("to: police", "to: [police, prosecutor]")
    answer = plan(rule, [REPORTED, done("10:30:00", to="police")], as_of=at("12:00:00"))
    assert {d.to: d.status for d in answer.duties} == {"police": "done", "prosecutor": "overdue"}


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (done("10:30:00", rule="notify-polise"), "unknown-rule"),
        ({"event": "done", "at": at("10:30:00")}, "missing-key"),
        ({"event": "extended", "rule": "notify-police", "at": at("10:30:00"), "due": "soon"}, "due-shape"),
    ],
)
def test_what_the_log_may_not_say_is_refused(plan: MakePlan, entry: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(POLICE, [REPORTED, entry], as_of=at("12:00:00"))
    assert [p.code for p in refused.value.problems] == [code]


def test_until_ends_a_duty_and_an_overdue_stays_in_sight(plan: MakePlan) -> None:
    rule = POLICE + "  until: case_closed\n"
    closed = {"event": "case_closed", "at": at("13:00:00")}
    found = duty(plan(rule, [REPORTED, closed], as_of=at("14:00:00")), "notify-police")
    assert (found.status, found.was) == ("ended", "overdue")
    early = {"event": "case_closed", "at": at("10:30:00")}
    found = duty(plan(rule, [REPORTED, early], as_of=at("14:00:00")), "notify-police")
    assert (found.status, found.was) == ("ended", "open")


def test_an_event_that_is_the_act_discharges_the_duty(plan: MakePlan) -> None:
    told = {"event": "police_informed", "at": at("10:20:00")}
    assert duty(plan(POLICE, [REPORTED, told], as_of=at("12:00:00")), "notify-police").status == "done"
    other = told | {"by": "local_executive_body"}
    found = duty(plan(POLICE, [REPORTED, other], as_of=at("12:00:00")), "notify-police")
    assert (found.status, found.done_by) == ("discharged_by_other", "local_executive_body")


def test_doing_the_act_makes_its_event(plan: MakePlan) -> None:
    rules = (
        POLICE
        + """
- id: investigate-at-once
  by: police
  must: investigate
  after: police_informed
  due: 2 hours
"""
    )
    found = duty(plan(rules, [REPORTED, done("10:20:00", to="police")], as_of=at("10:30:00")), "investigate-at-once")
    assert found.trigger is not None
    assert (found.trigger.event, found.trigger.at) == ("police_informed", at("10:20:00"))
    assert rules_of(plan(rules, as_of=at("10:30:00")).awaiting) == ["investigate-at-once"]


CLOCK = """
- id: hold-inquiry
  by: education_org_head
  must: investigate
  after: report_received
  due: 5 working_days
  clock:
    extend: {by: education_authority, at_most: 10 days, reasons: required}
    waive: {by: education_authority}
    suspend: {by: education_org_head}
    hold: investigation_started
    resume: investigation_completed
"""


def changed(event: str, day: int, **more: str) -> dict[str, str]:
    return {"event": event, "rule": "hold-inquiry", "at": f"2026-11-{day}T12:00:00+05:00", **more}


def test_an_extension_within_what_the_rule_allows_moves_the_limit(plan: MakePlan) -> None:
    allowed = changed("extended", 18, by="education_authority", due="2026-11-30", reasons="a witness is ill")
    found = duty(plan(CLOCK, [REPORTED, allowed], as_of="2026-11-25T10:00:00+05:00"), "hold-inquiry")
    assert found.due is not None
    assert (found.due.last_day, found.due.at, found.status) == ("2026-11-30", "2026-12-01T00:00:00+05:00", "open")
    assert any("a witness is ill" in step for step in found.due.steps)


@pytest.mark.parametrize(
    ("day", "change", "why"),
    [
        (18, {"by": "education_org_head", "due": "2026-11-30", "reasons": "x"}, "by_whom"),
        (18, {"due": "2026-11-30", "reasons": "x"}, "by_whom"),
        (18, {"by": "education_authority", "due": "2026-11-30"}, "no_reasons"),
        (18, {"by": "education_authority", "due": "2026-12-30", "reasons": "x"}, "not_allowed"),
        (26, {"by": "education_authority", "due": "2026-11-30", "reasons": "x"}, "too_late"),
    ],
)
def test_an_extension_that_the_rule_does_not_allow_has_no_effect(
    plan: MakePlan, day: int, change: dict[str, str], why: str
) -> None:
    answer = plan(CLOCK, [REPORTED, changed("extended", day, **change)], as_of="2026-11-26T13:00:00+05:00")
    found = duty(answer, "hold-inquiry")
    assert found.due is not None
    assert (found.status, found.due.last_day) == ("overdue", "2026-11-23")
    assert [(one.entry.event, one.why) for one in answer.without_effect] == [("extended", why)]


def test_a_term_that_is_none_is_refused(plan: MakePlan) -> None:
    soon = changed("extended", 18, by="education_authority", due="soon", reasons="x")
    with pytest.raises(InputError, match="neither a date nor a term"):
        plan(CLOCK, [REPORTED, soon], as_of="2026-11-25T10:00:00+05:00")


def test_a_stopped_clock_counts_on_from_its_resumption(plan: MakePlan) -> None:
    # Five working days from Monday 16 November end on Monday 23; three are left when the clock stops on Wednesday 18.
    held = [REPORTED, {"event": "investigation_started", "at": "2026-11-18T12:00:00+05:00"}]
    found = duty(plan(CLOCK, held, as_of="2026-11-30T10:00:00+05:00"), "hold-inquiry")
    assert found.status == "suspended"
    resumed = [*held, {"event": "investigation_completed", "at": "2026-11-26T12:00:00+05:00"}]
    found = duty(plan(CLOCK, resumed, as_of="2026-11-30T10:00:00+05:00"), "hold-inquiry")
    assert found.due is not None
    # Thursday 26 November is the day of the resumption: Friday 27, Monday 30 and Tuesday 1 December are left.
    assert (found.status, found.due.last_day) == ("open", "2026-12-01")


def test_a_waiver_ends_the_duty(plan: MakePlan) -> None:
    found = duty(
        plan(CLOCK, [REPORTED, changed("waived", 18, by="education_authority")], as_of="2026-11-25T10:00:00+05:00"),
        "hold-inquiry",
    )
    assert found.status == "waived"


def test_a_time_set_in_the_case_dates_the_duty(plan: MakePlan) -> None:
    rule = CLOCK.replace("due: 5 working_days", "due: decided")
    answer = plan(rule, [REPORTED], as_of="2026-11-18T10:00:00+05:00")
    found = duty(answer, "hold-inquiry")
    assert found.due is not None
    assert (found.due.kind, found.due.at) == ("decided", None)
    assert [(a.rule.partition("#")[2], a.event) for a in answer.awaiting] == [("hold-inquiry", "due_set")]
    found = duty(
        plan(rule, [REPORTED, changed("due_set", 17, due="2026-11-20")], as_of="2026-11-23T10:00:00+05:00"),
        "hold-inquiry",
    )
    assert found.due is not None
    assert (found.status, found.due.last_day) == ("overdue", "2026-11-20")
