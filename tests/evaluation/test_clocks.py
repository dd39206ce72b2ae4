"""Clocks that stand still, limits that were missed for good, and entries of the log that change nothing."""

import json

import msgspec
import pytest

from procedures import MONDAY, MakePlan, duty, rules_of
from protocolkit import InputError, Plan, load
from protocolkit.exports.ics import ics
from protocolkit.exports.plan_csv import rows

REPORTED = {"event": "report_received", "at": MONDAY}
HELD = {"event": "investigation_started", "at": "2026-11-18T12:00:00+05:00"}
RESUMED = {"event": "investigation_completed", "at": "2026-11-26T12:00:00+05:00"}
INQUIRY = """
- id: hold-inquiry
  by: education_org_head
  must: investigate
  after: report_received
  until: case_closed
  due: 5 working_days
  clock:
    extend: {by: education_authority, at_most: 10 days, reasons: required, times: 1}
    waive: {by: education_authority}
    hold: investigation_started
    resume: investigation_completed
- id: escalate
  by: education_authority
  must: review
  after: {missed: hold-inquiry}
  due: 1 day
"""
DECIDED = """
- id: meet-again
  by: class_teacher
  must: meet
  every: report_received
  due: decided
"""


def on(day: int, event: str, rule: str = "hold-inquiry", **more: str) -> dict[str, str]:
    return {"event": event, "rule": rule, "at": f"2026-11-{day:02}T12:00:00+05:00", **more}


def noon(day: int) -> str:
    return f"2026-11-{day:02}T12:00:00+05:00"


def whys(plan: Plan) -> list[tuple[str, str]]:
    return [(one.entry.event, one.why) for one in plan.without_effect]


# -- a clock that stands still


def test_a_pause_that_began_before_the_trigger_holds_and_all_the_time_runs_from_the_resumption(plan: MakePlan) -> None:
    before = {"event": "investigation_started", "at": "2026-11-16T09:00:00+05:00"}
    held = duty(plan(INQUIRY, [before, REPORTED], as_of=noon(30)), "hold-inquiry")
    assert held.due is not None
    assert (held.status, json.loads(_json(held.due.remaining))) == ("suspended", {"n": 5, "unit": "working_day"})
    going = duty(plan(INQUIRY, [before, REPORTED, RESUMED], as_of=noon(30)), "hold-inquiry")
    assert going.due is not None
    # Friday 27, Monday 30, 1 to 3 December.
    assert (going.status, going.due.last_day) == ("open", "2026-12-03")


def test_a_pause_that_ended_before_the_trigger_holds_nothing(plan: MakePlan) -> None:
    before = [
        {"event": "investigation_started", "at": "2026-11-16T08:00:00+05:00"},
        {"event": "investigation_completed", "at": "2026-11-16T09:00:00+05:00"},
    ]
    found = duty(plan(INQUIRY, [*before, REPORTED], as_of=noon(17)), "hold-inquiry")
    assert found.due is not None
    assert (found.status, found.due.last_day) == ("open", "2026-11-23")


def test_while_the_clock_stands_still_there_is_no_date_no_miss_and_no_alarm_of_the_limit(plan: MakePlan) -> None:
    answer = plan(INQUIRY, [REPORTED, HELD], as_of=noon(30))
    found = duty(answer, "hold-inquiry")
    assert found.due is not None
    due = json.loads(_json(found.due))
    assert found.status == "suspended"
    assert [due[key] for key in ("at", "limit", "target", "last_day")] == [None] * 4
    assert due["remaining"] == {"n": 3, "unit": "working_day"}
    assert rules_of(answer.awaiting) == ["escalate"]
    assert [one.rung for one in answer.alarms()] == ["opened"]
    assert answer.next_change_at is None


def test_what_is_left_of_hours_is_told_in_seconds(plan: MakePlan) -> None:
    rule = INQUIRY.replace("5 working_days", "72 hours")
    found = duty(plan(rule, [REPORTED, HELD], as_of=noon(30)), "hold-inquiry")
    assert found.due is not None
    assert json.loads(_json(found.due.remaining)) == {"seconds": 22 * 3600}


def test_a_clock_that_runs_says_nothing_of_what_is_left(plan: MakePlan) -> None:
    answer = plan(INQUIRY, [REPORTED, HELD, RESUMED], as_of=noon(30))
    assert "remaining" not in answer.to_json()


def test_an_aim_moves_with_its_limit(plan: MakePlan) -> None:
    rule = INQUIRY.replace("5 working_days", "aim 4 working_days, at most 5 working_days")
    found = duty(plan(rule, [REPORTED, HELD, RESUMED], as_of=noon(27)), "hold-inquiry")
    assert found.due is not None
    assert (found.due.target, found.due.last_day) == ("2026-12-01T00:00:00+05:00", "2026-12-01")


def test_what_ends_while_it_stands_still_was_suspended(plan: MakePlan) -> None:
    closed = {"event": "case_closed", "at": noon(27)}
    answer = plan(INQUIRY, [REPORTED, HELD, closed], as_of=noon(30))
    found = duty(answer, "hold-inquiry")
    assert (found.status, found.was) == ("ended", "suspended")
    assert rules_of(answer.awaiting) == ["escalate"]


def test_what_is_done_while_the_clock_stands_still_is_done_in_time(plan: MakePlan) -> None:
    log = [REPORTED, HELD, on(25, "done"), RESUMED]
    assert duty(plan(INQUIRY, log, as_of=noon(30)), "hold-inquiry").status == "done"


def test_a_pause_after_the_limit_stops_nothing(plan: MakePlan) -> None:
    late = {"event": "investigation_started", "at": noon(25)}
    found = duty(plan(INQUIRY, [REPORTED, late], as_of=noon(30)), "hold-inquiry")
    assert found.due is not None
    assert (found.status, found.due.last_day) == ("overdue", "2026-11-23")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the clock stands still, 3 working days left"),
        ("ru", "течение срока приостановлено, осталось 3 рабочих дня"),
        ("kk", "мерзімнің өтуі тоқтатыла тұрды, 3 жұмыс күні қалды"),
        ("uk", "перебіг строку зупинено, залишилося 3 робочі дні"),
    ],
)
def test_every_page_and_table_says_that_the_clock_stands_still_and_what_is_left(
    plan: MakePlan, language: str, words: str
) -> None:
    answer, vocabulary = plan(INQUIRY, [REPORTED, HELD], as_of=noon(30)), load("kz/interagency").vocabulary
    row = next(one for one in rows(answer, vocabulary, language) if one["kind"] == "duty")
    assert (row["why"], row["due"]) == (words, "")
    if language == "en":
        calendar = ics(answer, vocabulary).decode().replace("\r\n ", "").replace("\\,", ",")
        assert words in calendar
        assert "\r\nDUE" not in calendar


# -- a miss is history


@pytest.mark.parametrize(
    ("then", "status"),
    [
        (on(25, "done"), "done_late"),
        ({"event": "case_closed", "at": noon(25)}, "ended"),
        (on(25, "waived", by="education_authority"), "waived"),
        (on(25, "extended", by="education_authority", due="2026-11-30", reasons="x"), "overdue"),
        (on(25, "due_set", due="2026-11-30"), "overdue"),
    ],
)
def test_a_miss_stays_whatever_follows(plan: MakePlan, then: dict[str, str], status: str) -> None:
    answer = plan(INQUIRY, [REPORTED, then], as_of=noon(26))
    found, escalated = duty(answer, "hold-inquiry"), duty(answer, "escalate")
    assert found.due is not None
    assert escalated.due is not None
    assert (found.status, found.due.last_day) == (status, "2026-11-23")
    assert found.status == "overdue" or found.was == "overdue"
    # The miss comes at the midnight that closes the 23rd, so its day is the 24th.
    assert (escalated.trigger and escalated.trigger.event, escalated.due.last_day) == (
        "missed:demo/school#hold-inquiry", "2026-11-25",
    )  # fmt: skip


def test_a_miss_stays_when_a_later_fact_takes_the_duty_away(plan: MakePlan) -> None:
    rule = INQUIRY.replace("  due: 5", "  if: {offender.role: pupil}\n  due: 5")
    learnt = {"event": "interview_held", "at": noon(25), "facts": {"offender.role": "staff"}}
    answer = plan(rule, [REPORTED | {"facts": {"offender.role": "pupil"}}, learnt], as_of=noon(26))
    assert (duty(answer, "hold-inquiry").status, duty(answer, "hold-inquiry").was) == ("superseded", "overdue")
    assert duty(answer, "escalate").trigger is not None


# -- entries without effect


def test_a_date_set_after_the_limit_takes_no_lateness_away(plan: MakePlan) -> None:
    log = [
        REPORTED,
        on(16, "due_set", "meet-again", due="2026-11-18"),
        on(20, "done", "meet-again"),
        on(21, "due_set", "meet-again", due="2026-11-30"),
    ]
    answer = plan(DECIDED, log, as_of=noon(22))
    found = duty(answer, "meet-again")
    assert found.due is not None
    assert (found.status, found.due.last_day) == ("done_late", "2026-11-18")
    assert whys(answer) == [("due_set", "too_late")]


def test_a_date_speaks_of_the_round_that_is_open_and_of_no_earlier_one(plan: MakePlan) -> None:
    log = [
        REPORTED,
        on(16, "due_set", "meet-again", due="2026-11-18"),
        on(20, "done", "meet-again"),
        {"event": "report_received", "at": noon(21)},
        {**on(21, "due_set", "meet-again", due="3 working_days"), "at": "2026-11-21T12:10:00+05:00"},
    ]
    answer = plan(DECIDED, log, as_of=noon(22))
    assert [(d.status, d.due and d.due.last_day) for d in answer.duties] == [
        ("done_late", "2026-11-18"), ("open", "2026-11-25"),
    ]  # fmt: skip
    assert answer.without_effect == ()


def test_a_date_that_could_be_of_two_open_rounds_is_refused(plan: MakePlan) -> None:
    again = {"event": "report_received", "at": noon(17)}
    with pytest.raises(InputError) as refused:
        plan(DECIDED, [REPORTED, again, on(18, "due_set", "meet-again", due="2026-11-30")], as_of=noon(19))
    assert [one.code for one in refused.value.problems] == ["ambiguous-done"]


TWICE = on(19, "extended", by="education_authority", due="2026-11-26", reasons="x")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([on(17, "waived", by="education_org_head")], [("waived", "by_whom")]),
        ([on(17, "suspended")], [("suspended", "not_allowed")]),
        ([on(17, "resumed")], [("resumed", "nothing_open")]),
        ([on(17, "done"), on(18, "due_set", due="2026-11-30")], [("due_set", "nothing_open")]),
        ([on(17, "due_set", "escalate", due="2026-11-30")], [("due_set", "nothing_open")]),
        ([TWICE, TWICE | {"at": noon(20)}], [("extended", "not_allowed")]),
        ([on(17, "done", to="prosecutor")], [("done", "not_owed_to")]),
        ([on(15, "due_set", due="2026-11-15")], [("due_set", "nothing_open")]),
        ([on(15, "waived", by="education_authority")], [("waived", "nothing_open")]),
        ([on(17, "due_set", due="2026-11-16")], [("due_set", "too_late")]),
        ([on(17, "due_set", due="2026-11-15T12:00:00+05:00")], [("due_set", "too_late")]),
        ([on(17, "extended", by="education_authority", due="2026-11-16", reasons="x")], [("extended", "too_late")]),
    ],
)
def test_what_changes_nothing_is_kept_with_the_reason_and_spoils_no_plan(
    plan: MakePlan, entries: list[dict[str, str]], expected: list[tuple[str, str]]
) -> None:
    assert whys(plan(INQUIRY, [REPORTED, *entries], as_of=noon(21))) == expected


def test_what_somebody_does_whom_the_rule_excepts_is_no_performance(plan: MakePlan) -> None:
    rule = INQUIRY.replace("by: education_org_head", "by: {any: [education_org_head], except: [school_psychologist]}")
    answer = plan(rule, [REPORTED, on(17, "done", by="school_psychologist")], as_of=noon(18))
    assert duty(answer, "hold-inquiry").status == "open"
    assert whys(answer) == [("done", "excepted")]


def test_an_entry_without_effect_is_told_as_the_log_has_it_but_for_its_free_text(plan: MakePlan) -> None:
    told = on(26, "extended", by="education_authority", due="2026-11-30", reasons="a witness is ill")
    answer = plan(INQUIRY, [REPORTED, told], as_of=noon(27)).to_dict()
    assert answer["without_effect"] == [
        {
            "entry": {
                "event": "extended", "at": noon(26), "rule": "demo/school#hold-inquiry",
                "by": "education_authority", "due": "2026-11-30",
            },
            "why": "too_late",
        }
    ]  # fmt: skip
    assert plan(INQUIRY, [REPORTED], as_of=noon(17)).to_dict()["without_effect"] == []


def test_the_table_has_a_row_for_each_entry_without_effect(plan: MakePlan) -> None:
    late = on(26, "extended", by="education_authority", due="2026-11-30", reasons="x")
    found = rows(plan(INQUIRY, [REPORTED, late], as_of=noon(27)), load("kz/national").vocabulary, "ru")
    (row,) = [one for one in found if one["kind"] == "without_effect"]
    assert (row["what"], row["triggered_at"], row["by"]) == ("extended", noon(26), "education_authority")
    assert row["id"] == row["rule"] == "demo/school#hold-inquiry"
    assert (row["why"], row["who"]) == ("предельный срок уже прошёл", "орган управления образованием")


def test_a_performance_for_somebody_it_is_not_owed_to_makes_no_event(plan: MakePlan) -> None:
    rules = """
- id: notify-prosecutor
  by: education_org_head
  must: notify
  to: prosecutor
  after: report_received
  due: 1 hour
- id: check
  by: police
  must: investigate
  after: police_informed
  due: 1 hour
"""
    answer = plan(rules, [REPORTED, on(16, "done", "notify-prosecutor", to="police")], as_of=noon(17))
    assert rules_of(answer.awaiting) == ["check"]
    assert whys(answer) == [("done", "not_owed_to")]


# -- aims and projections


def test_days_after_a_step_that_ends_with_a_day_are_projected_from_that_day(plan: MakePlan) -> None:
    rules = """
- id: report-orally
  by: education_org_staff
  must: notify
  to: education_org_head
  after: report_received
  due: 1 day
- id: report-in-writing
  by: education_org_staff
  must: submit
  to: education_org_head
  after: {done: report-orally}
  due: 2 days
- id: file-report
  by: education_org_head
  must: register
  after: {done: report-in-writing}
  due: 2 hours
"""
    latest = {one.rule.partition("#")[2]: one.projected for one in plan(rules, [REPORTED], as_of=MONDAY).awaiting}
    # The 17th, two days later the 19th, and two hours after its end.
    assert latest == {
        "report-in-writing": "2026-11-20T00:00:00+05:00", "file-report": "2026-11-20T02:00:00+05:00",
    }  # fmt: skip


def test_a_reading_that_waits_for_a_step_is_dated_by_the_latest_end_of_that_step(plan: MakePlan) -> None:
    rules = """
- id: register-message
  by: education_authority
  must: register
  after: report_received
  due: 1 working_day
- id: decide-case
  by: education_authority
  must: decide
  after: report_received
  due: 2 working_days
  readings:
    - instead: {after: {done: register-message}}
      because: the days may run from the registration
"""
    found = duty(plan(rules, [REPORTED], as_of=MONDAY), "decide-case")
    assert [(one.last_day, one.applies) for one in found.readings] == [("2026-11-19", True)]
    assert found.due is not None
    assert found.due.last_day == "2026-11-18"


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


# -- other readings, and who set what


OTHERWISE = """
- id: hold-inquiry
  by: education_org_head
  must: investigate
  after: report_received
  due: 10 days
  readings: [{instead: {due: 12 days}, because: the sentence may count otherwise}]
  clock:
    extend: {by: education_authority}
    hold: investigation_started
    resume: investigation_completed
"""


def test_a_pause_moves_the_other_readings_with_the_limit(plan: MakePlan) -> None:
    found = duty(plan(OTHERWISE, [REPORTED, HELD, RESUMED], as_of=noon(27)), "hold-inquiry")
    assert found.due is not None
    assert found.due.last_day == "2026-12-04"
    assert [one.last_day for one in found.readings] == ["2026-12-06"]
    days = {one.because: one.last_day for one in found.due.readings}
    assert days["the sentence may count otherwise"] == "2026-12-06"


def test_a_date_set_is_that_of_every_reading_and_says_who_set_it_and_the_day_people_are_told(plan: MakePlan) -> None:
    rules = OTHERWISE.replace("due: 10 days", "due: decided")
    dated = on(18, "due_set", due="2026-11-25", by="education_authority")
    found = duty(plan(rules, [REPORTED, dated], as_of=noon(19)), "hold-inquiry")
    assert found.due is not None
    assert (found.due.last_day, [one.last_day for one in found.readings]) == ("2026-11-25", ["2026-11-25"])
    (change,) = found.clock  # type: ignore[misc]
    assert (change.by, change.last_day) == ("education_authority", "2026-11-25")
    assert found.due.steps[-1].endswith("by education authority: 2026-11-25")


def test_a_term_that_ends_with_the_office_does_so_after_a_pause(plan: MakePlan) -> None:
    rules = INQUIRY.replace("due: 5 working_days", "due: 5 working_days\n  time: {ends: office_close}")
    log = [REPORTED, HELD, RESUMED]
    found = duty(plan(rules, log, as_of=noon(27), institution={"office_hours": "08:00-15:30"}), "hold-inquiry")
    assert found.due is not None
    # Two of the five days had been counted; Friday 27, Monday 30, Tuesday 1.
    assert found.due.limit == "2026-12-01T15:30:00+05:00"


@pytest.mark.parametrize(
    "due", ["immediately, at most 3 days", "at most 3 days", "decided", "{earliest: [1 day, 2 days]}"]
)
def test_a_new_limit_is_a_day_an_instant_or_a_term(plan: MakePlan, due: str) -> None:
    with pytest.raises(InputError):
        plan(DECIDED, [REPORTED, on(18, "due_set", "meet-again", due=due)], as_of=noon(19))


def test_what_changes_nothing_is_shown_with_the_duty_and_its_date_stays(plan: MakePlan) -> None:
    late = on(28, "extended", due="2026-12-10", by="education_authority")
    found = duty(plan(OTHERWISE, [REPORTED, late], as_of=noon(29)), "hold-inquiry")
    assert found.due is not None
    assert (found.due.last_day, found.status) == ("2026-11-26", "overdue")
    assert found.due.steps[-1] == f"the extension of {noon(28)} changes nothing: the limit had already passed"
