"""Entries known only by their day lie in a span; what nobody can know is said, and counts for nobody."""

from datetime import datetime

import pytest

from procedures import MakePlan, duty, rules_of
from protocolkit import Plan

DAY = "2026-11-16"
REPORTED = {"event": "report_received", "at": f"{DAY}T14:30:00+05:00"}
BY_DAY = {"event": "report_received", "at": DAY}
NEXT_DAY = f"{DAY[:-2]}17T09:00:00+05:00"
POLICE = """
- id: notify-police
  by: education_org_head
  must: notify
  to: police
  after: report_received
  until: case_closed
  due: 1 hour
  clock:
    hold: investigation_started
    resume: investigation_completed
    extend: {by: education_authority}
    waive: {by: education_authority}
    suspend: {by: education_authority}
- id: escalate
  by: education_authority
  must: review
  after: {missed: notify-police}
  due: 1 day
- id: follow-up
  by: education_org_head
  must: report
  to: education_authority
  after: {done: notify-police}
  due: 2 hours
"""
BAN = """
- id: say-nothing
  by: education_org_head
  must_not: disclose
  after: report_received
"""


def at(time: str, day: str = DAY) -> str:
    return f"{day}T{time}+05:00"


def done(when: str, **more: str) -> dict[str, str]:
    return {"event": "done", "rule": "notify-police", "at": when, **more}


def about(event: str, when: str, **more: str) -> dict[str, str]:
    return {"event": event, "rule": "notify-police", "at": when, "by": "education_authority", **more}


def open_questions(answer: Plan) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.rule.partition("#")[2], one.facts) for one in answer.undetermined]


def codes(answer: Plan, rule: str = "notify-police") -> list[str]:
    return [w.code for w in duty(answer, rule).warnings]


# -- a performance


@pytest.mark.parametrize(
    "entry", [done(DAY), {"event": "police_informed", "at": DAY}], ids=["by its rule", "as an event"]
)
def test_a_performance_on_the_day_of_an_hour_limit_is_done_and_nobody_can_say_whether_in_time(
    plan: MakePlan, entry: dict[str, str]
) -> None:
    answer = plan(POLICE, [REPORTED, entry], as_of=NEXT_DAY)
    found = duty(answer, "notify-police")
    assert (found.status, found.late, found.done_at) == ("done", None, DAY)
    assert [p.at for p in found.performances] == [DAY]
    assert codes(answer) == ["date_only"]
    assert open_questions(answer) == [("escalate", (f"{entry['event']}.at",))]
    assert answer.undetermined[0].would_be_due == "2026-11-18T00:00:00+05:00"


def test_whoever_records_it_within_the_limit_did_it_within_the_limit(plan: MakePlan) -> None:
    answer = plan(POLICE, [REPORTED, done(DAY, recorded_at=at("15:00:00"))], as_of=NEXT_DAY)
    assert (duty(answer, "notify-police").late, answer.undetermined) == (False, ())


def test_before_the_limit_has_passed_it_was_done_in_time_and_the_plan_knows_when_that_ends(plan: MakePlan) -> None:
    answer = plan(POLICE, [REPORTED, done(DAY)], as_of=at("15:00:00"))
    assert (duty(answer, "notify-police").late, answer.next_change_at) == (False, at("15:30:01"))


@pytest.mark.parametrize(
    ("when", "status", "late"),
    [("2026-11-17", "done_late", True), (DAY, "done", None), ("2026-11-15", "done", False)],
)
def test_the_whole_day_after_the_limit_is_late_and_the_whole_day_before_is_not(
    plan: MakePlan, when: str, status: str, late: bool | None
) -> None:
    found = duty(plan(POLICE, [REPORTED, done(when)], as_of=at("09:00:00", "2026-11-18")), "notify-police")
    assert (found.status, found.late, found.done_at) == (status, late, when)


def test_a_term_of_days_is_kept_on_its_last_day(plan: MakePlan) -> None:
    rules = POLICE.replace("due: 1 hour", "due: 2 days")
    log = [REPORTED, done("2026-11-18")]
    found = duty(plan(rules, log, as_of=at("09:00:00", "2026-11-20")), "notify-police")
    assert (found.status, found.late) == ("done", False)


def test_what_follows_starts_no_earlier_than_what_was_done(plan: MakePlan) -> None:
    answer = plan(POLICE, [REPORTED, done(DAY)], as_of=at("23:00:00"))
    found = duty(answer, "follow-up")
    assert found.trigger is not None
    assert found.due is not None
    assert (found.trigger.at, found.trigger.date_only) == (REPORTED["at"], True)
    assert (found.due.at, found.status, found.late) == (at("16:30:00"), "overdue", None)
    assert [w.code for w in found.due.warnings] == ["date_only"]


def test_a_telling_that_starts_something_came_after_the_report_it_was_owed_for(plan: MakePlan) -> None:
    rules = (
        POLICE
        + """
- id: open-inquiry
  by: police
  must: investigate
  after: police_informed
  due: 3 hours
"""
    )
    found = duty(plan(rules, [REPORTED, {"event": "police_informed", "at": DAY}], as_of=NEXT_DAY), "open-inquiry")
    assert found.due is not None
    assert found.due.at == at("17:30:00")


def test_the_day_before_the_report_closes_nothing_of_what_it_starts(plan: MakePlan) -> None:
    told = {"event": "police_informed", "at": "2026-11-15"}
    assert duty(plan(POLICE, [told, REPORTED], as_of=NEXT_DAY), "notify-police").status == "overdue"


@pytest.mark.parametrize(("log", "status"), [((0, 1), "done"), ((1, 0), "overdue")])
def test_of_one_day_what_the_file_has_first_came_first(plan: MakePlan, log: tuple[int, int], status: str) -> None:
    both = [BY_DAY, {"event": "police_informed", "at": DAY}]
    answer = plan(POLICE, [both[i] for i in log], as_of=at("09:00:00", "2026-11-18"))
    assert duty(answer, "notify-police").status == status


# -- a trigger


@pytest.mark.parametrize(
    ("as_of", "late"),
    [(at("01:00:00"), False), (at("12:00:00"), None), (at("01:00:01", "2026-11-17"), True)],
)
def test_hours_from_a_day_are_overdue_by_the_earliest_reading_and_late_only_by_the_latest(
    plan: MakePlan, as_of: str, late: bool | None
) -> None:
    answer = plan(POLICE, [BY_DAY], as_of=as_of)
    found = duty(answer, "notify-police")
    assert found.due is not None
    assert (found.due.at, found.late) == (at("01:00:00"), late)
    assert found.status == ("open" if late is False else "overdue")
    if late is None:
        assert open_questions(answer) == [("escalate", ("report_received.at",))]
    elif late:
        assert rules_of(answer.duties) == ["notify-police", "escalate"]


@pytest.mark.parametrize(
    ("when", "status", "late"),
    [
        (at("00:30:00"), "done", False),
        (at("08:00:00"), "done_late", None),
        (at("02:00:00", "2026-11-17"), "done_late", True),
    ],
)
def test_what_was_done_after_a_day_is_late_only_if_it_is_by_every_reading(
    plan: MakePlan, when: str, status: str, late: bool | None
) -> None:
    found = duty(plan(POLICE, [BY_DAY, done(when)], as_of=at("09:00:00", "2026-11-18")), "notify-police")
    assert (found.status, found.late) == (status, late)


def test_days_from_a_day_are_exact(plan: MakePlan) -> None:
    found = duty(
        plan(POLICE.replace("due: 1 hour", "due: 2 days"), [BY_DAY], as_of=at("00:00:01", "2026-11-19")),
        "notify-police",
    )
    assert (found.status, found.late, found.warnings) == ("overdue", True, ())


# -- what ends, holds, moves or lifts it


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ({"event": "case_closed", "at": DAY}, "ended"),
        ({"event": "investigation_started", "at": DAY}, "suspended"),
        (about("suspended", DAY), "suspended"),
        (about("waived", DAY), "waived"),
    ],
    ids=["until", "hold", "suspension", "waiver"],
)
def test_what_comes_on_the_day_of_the_limit_takes_effect_and_leaves_open_whether_it_was_missed(
    plan: MakePlan, entry: dict[str, str], status: str
) -> None:
    answer = plan(POLICE, [REPORTED, entry], as_of=NEXT_DAY)
    found = duty(answer, "notify-police")
    assert (found.status, found.late) == (status, None)
    assert codes(answer) == ["date_only"]
    assert open_questions(answer) == [("escalate", (f"{entry['event']}.at",))]


@pytest.mark.parametrize("event", ["case_closed", "investigation_started"])
def test_what_comes_on_a_day_after_the_limit_undoes_no_miss(plan: MakePlan, event: str) -> None:
    answer = plan(POLICE, [REPORTED, {"event": event, "at": "2026-11-17"}], as_of=at("09:00:00", "2026-11-18"))
    assert duty(answer, "notify-police").late is True
    assert "escalate" in rules_of(answer.duties)


def test_an_extension_on_the_day_of_the_limit_moves_it_and_leaves_open_whether_it_had_passed(plan: MakePlan) -> None:
    answer = plan(POLICE, [REPORTED, about("extended", DAY, due="2026-11-20")], as_of=NEXT_DAY)
    found = duty(answer, "notify-police")
    assert found.due is not None
    assert (found.status, found.late, found.due.last_day) == ("open", None, "2026-11-20")
    assert found.clock[0].at == DAY  # type: ignore[index]


def test_a_pause_in_hours_is_the_least_it_can_have_been(plan: MakePlan) -> None:
    rules = POLICE.replace("due: 1 hour", "due: 48 hours")
    log = [REPORTED, {"event": "investigation_started", "at": "2026-11-17"}]
    held = duty(plan(rules, log, as_of=at("12:00:00", "2026-11-20")), "notify-police")
    # It may have begun at the very end of the 17th: 14 hours and 30 minutes of the 18th are left, and a second.
    assert held.due is not None
    assert held.due.remaining.seconds == 14.5 * 3600 + 1  # type: ignore[union-attr]
    log.append({"event": "investigation_completed", "at": "2026-11-19"})
    going = duty(plan(rules, log, as_of=at("12:00:00", "2026-11-20")), "notify-police")
    assert going.due is not None
    assert going.due.limit == at("14:30:01", "2026-11-19")


def test_what_goes_on_again_on_a_day_stood_still_before(plan: MakePlan) -> None:
    log = [
        REPORTED,
        {"event": "investigation_started", "at": at("15:00:00")},
        {"event": "investigation_completed", "at": DAY},
    ]
    found = duty(plan(POLICE, log, as_of=at("15:10:00")), "notify-police")
    assert found.due is not None
    assert (found.status, found.due.limit) == ("open", at("15:30:00"))


# -- a recorded failure


def test_a_failure_recorded_for_a_day_is_shown_as_a_day(plan: MakePlan) -> None:
    found = duty(
        plan(POLICE.replace("1 hour", "none"), [REPORTED, about("not_done", DAY)], as_of=NEXT_DAY), "notify-police"
    )
    assert (found.status, found.late, found.not_done_at) == ("overdue", True, DAY)


def test_a_failure_recorded_before_anything_was_owed_is_none(plan: MakePlan) -> None:
    answer = plan(POLICE, [about("not_done", at("10:00:00")), REPORTED], as_of=at("15:00:00"))
    found = duty(answer, "notify-police")
    assert (found.status, found.late) == ("open", False)
    assert [(one.entry.event, one.why) for one in answer.without_effect] == [("not_done", "nothing_open")]
    assert "not_done_too_early" in [w.code for w in answer.warnings]


def test_that_a_ban_was_broken_is_shown_and_changes_no_duty(plan: MakePlan) -> None:
    broken = {"event": "breached", "rule": "say-nothing", "at": at("15:00:00")}
    answer = plan(BAN, [REPORTED, broken], as_of=NEXT_DAY)
    assert answer.without_effect == ()
    assert [(one.entry.event, one.status) for one in answer.breaches] == [("breached", "breached")]  # type: ignore[union-attr]


# -- whether it is late, in every state


@pytest.mark.parametrize(
    ("log", "as_of", "late"),
    [
        ([], at("15:00:00"), False),
        ([], at("16:00:00"), True),
        ([done(at("15:00:00"))], NEXT_DAY, False),
        ([done(at("16:00:00"))], NEXT_DAY, True),
        ([{"event": "case_closed", "at": at("15:00:00")}], NEXT_DAY, False),
        ([{"event": "case_closed", "at": at("16:00:00")}], NEXT_DAY, True),
        ([about("waived", at("16:00:00"))], NEXT_DAY, True),
        ([{"event": "investigation_started", "at": at("15:00:00")}], NEXT_DAY, False),
    ],
)
def test_late_says_whether_the_limit_was_missed_whatever_followed(
    plan: MakePlan, log: list[dict[str, str]], as_of: str, late: bool
) -> None:
    assert duty(plan(POLICE, [REPORTED, *log], as_of=as_of), "notify-police").late is late


def test_a_limit_that_nobody_can_date_is_neither_kept_nor_missed(plan: MakePlan) -> None:
    rules = POLICE.replace("due: 1 hour", "due: 900 working_days")
    assert duty(plan(rules, [REPORTED], as_of=NEXT_DAY), "notify-police").late is None


def test_a_limit_that_a_fact_would_move_is_not_surely_missed(plan: MakePlan) -> None:
    rules = POLICE.replace("due: 1 hour", "due: {if: {forensic.materials_needed: true}, then: 10 days, else: 1 hour}")
    answer = plan(rules, [REPORTED], as_of=NEXT_DAY)
    found = duty(answer, "notify-police")
    assert (found.status, found.late) == ("overdue", None)
    assert open_questions(answer) == [("escalate", ("forensic.materials_needed",))]
    surely = plan(rules, [REPORTED], as_of=at("00:00:01", "2026-11-27"))
    assert duty(surely, "notify-police").late is True
    assert "escalate" in rules_of(surely.duties)


# -- what counts or returns


def test_two_of_one_day_are_two_rounds_each_with_an_id_of_its_own(plan: MakePlan) -> None:
    rules = POLICE.replace("after: report_received", "every: report_received")
    answer = plan(rules, [BY_DAY, BY_DAY], as_of=at("00:30:00"))
    ids = [one.id.partition("@")[2] for one in answer.duties]
    assert ids == ["2026-11-15T19:00:00Z", "2026-11-15T19:00:00Z.2"]


def test_two_of_one_day_are_two_times(plan: MakePlan) -> None:
    rules = """
- id: look-again
  by: education_org_head
  must: review
  after: report_received
  if: {happened: act_committed, times: 2}
  due: 1 day
"""
    act = {"event": "act_committed", "at": "2026-11-10"}
    assert rules_of(plan(rules, [act, REPORTED], as_of=NEXT_DAY).undetermined) == ["look-again"]
    assert rules_of(plan(rules, [act, act, REPORTED], as_of=NEXT_DAY).duties) == ["look-again"]


def test_a_time_that_may_have_gone_by_without_something_is_asked(plan: MakePlan) -> None:
    rules = (
        POLICE
        + """
- id: remind
  by: education_authority
  must: check_conditions
  after: {lapse: 4 hours, after: report_received, without: police_informed}
  due: 1 day
"""
    )
    told = {"event": "police_informed", "at": DAY}
    assert ("remind", ("police_informed.at",)) in open_questions(plan(rules, [REPORTED, told], as_of=NEXT_DAY))
    in_time = told | {"recorded_at": at("16:00:00")}
    assert rules_of(plan(rules, [REPORTED, in_time], as_of=NEXT_DAY).awaiting) == ["remind"]
    assert "remind" in rules_of(plan(rules, [REPORTED], as_of=NEXT_DAY).duties)


# -- when the answer turns


@pytest.mark.parametrize(
    "entry",
    [
        {"event": "police_informed", "at": "2026-11-17"},
        {"event": "investigation_started", "at": "2026-11-17"},
        about("extended", "2026-11-17", due="2 days"),
        about("waived", "2026-11-17"),
        about("not_done", "2026-11-17"),
    ],
    ids=lambda entry: entry["event"],
)
def test_between_one_change_and_the_next_the_answer_stands(plan: MakePlan, entry: dict[str, str]) -> None:
    rules = POLICE.replace("due: 1 hour", "due: 30 hours")
    now, end = (
        datetime.fromisoformat(at("00:00:00", "2026-11-17")),
        datetime.fromisoformat(at("00:00:00", "2026-11-20")),
    )

    def content(moment: datetime) -> tuple[dict[str, object], str | None]:
        found = plan(rules, [REPORTED, entry], as_of=moment.isoformat()).to_dict()
        del found["page"]["urgency"]  # how soon a duty presses is told by the clock, as `as_of` is
        return {key: found[key] for key in found if key not in ("as_of", "next_change_at")}, found["next_change_at"]

    while now < end:
        answer, turn = content(now)
        turns = datetime.fromisoformat(turn) if turn else end
        for part in (0.3, 0.9):
            between = (now + (turns - now) * part).replace(microsecond=0)
            assert content(between)[0] == answer, between
        now = turns
