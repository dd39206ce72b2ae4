"""Targets, limits and beginnings together: what is shown, what counts as late, what is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from protocolkit.building.build_due import parse_due
from protocolkit.calendars import Institution, load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.due.found import UNTIMED
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.model.clock import Clock, TimeRules
from protocolkit.model.dues import Due
from protocolkit.plans.due_answer import due_answer
from protocolkit.plans.entries import Presenting
from protocolkit.plans.plan_parts import DueTime
from protocolkit.reading.yaml12 import read_text

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # 14:30 in Almaty


def due_of(text: str) -> Due:
    problems = Problems()
    node = read_text(text, "due", problems)
    assert node is not None
    due = parse_due(node, problems, lambda cond: cond.plain())
    problems.raise_if_errors()
    assert due is not None
    return due


def clock(institution: Institution | None = None, **time_rules: str) -> Clock:
    calendar = load_calendar("kz", Problems())
    assert calendar is not None
    days = calendar.days(institution=institution)
    rules = TimeRules(**time_rules)  # type: ignore[arg-type]
    return Clock(zone="Asia/Almaty", days=days, institution=institution, conventions=rules)


def shown(text: str, at: datetime = FRIDAY, here: Clock | None = None, **more: object) -> DueTime:
    found = Presenting("Asia/Almaty").due(compute(Ask(due_of(text), at, here or clock(), **more)))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_none_has_no_time() -> None:
    assert compute(Ask(due_of("none"), FRIDAY, clock())) == UNTIMED


def test_immediately_without_a_number_is_at_the_trigger_and_has_no_limit() -> None:
    found = compute(Ask(due_of("immediately"), FRIDAY, clock()))
    assert (found.target, found.limit, found.at) == (FRIDAY, None, FRIDAY)
    assert (found.kind, found.at, found.limit) == ("immediate", FRIDAY, None)


def test_immediately_with_a_number_keeps_both() -> None:
    found = shown("immediately, at most 24 hours")
    assert (found.target, found.at) == ("2026-11-20T14:30:00+05:00", "2026-11-21T14:30:00+05:00")
    assert (found.limit, found.kind) == (found.at, "elapsed")


def test_a_range_alone_aims_at_its_lower_number() -> None:
    found = shown("1 to 2 hours")
    assert (found.target, found.limit) == ("2026-11-20T15:30:00+05:00", "2026-11-20T16:30:00+05:00")


def test_a_range_after_immediately_keeps_its_lower_number_as_a_reading() -> None:
    found = shown("immediately, 1 to 2 hours")
    assert (found.target, found.limit) == ("2026-11-20T14:30:00+05:00", "2026-11-20T16:30:00+05:00")
    assert [r.at for r in found.readings] == ["2026-11-20T15:30:00+05:00"]


def test_a_target_alone_is_shown_but_limits_nothing() -> None:
    found = compute(Ask(due_of("aim 3 days"), FRIDAY, clock()))
    assert found.limit is None
    assert (found.last_day, found.kind) == (date(2026, 11, 23), "civil_day")


def test_a_beginning_is_the_end_of_the_term_that_must_pass() -> None:
    found = shown("not before 5 days, at most 20 days")
    assert (found.not_before, found.last_day) == ("2026-11-26T00:00:00+05:00", "2026-12-10")


def test_a_beginning_neither_rolls_nor_ends_with_the_office() -> None:
    office = Institution(office_hours=(*[(time(9), time(18))] * 5, None, None))
    found = shown("not before 1 day, at most 10 days", here=clock(office, roll="next", ends="office_close"))
    assert found.not_before == "2026-11-22T00:00:00+05:00"
    assert found.at == "2026-11-30T18:00:00+05:00"


def test_office_close_ends_a_day_long_term_and_midnight_is_the_other_reading() -> None:
    office = Institution(office_hours=(*[(time(9), time(18))] * 5, None, None))
    found = shown("2 working_days", here=clock(office, ends="office_close"))
    assert (found.at, found.last_day) == ("2026-11-24T18:00:00+05:00", "2026-11-24")
    assert "2026-11-25T00:00:00+05:00" in [r.at for r in found.readings]
    plain = shown("2 working_days", here=clock(office))
    assert plain.at == "2026-11-25T00:00:00+05:00"
    assert "2026-11-24T18:00:00+05:00" in [r.at for r in plain.readings]


def test_a_term_that_ends_on_a_closed_day_ends_at_midnight() -> None:
    office = Institution(office_hours=(*[(time(9), time(18))] * 5, None, None))
    assert shown("1 day", here=clock(office, ends="office_close")).at == "2026-11-22T00:00:00+05:00"


def test_an_agenda_is_compared_by_instant() -> None:
    meetings = (FRIDAY, datetime(2026, 12, 3, 5, tzinfo=UTC), datetime(2027, 1, 7, 5, tzinfo=UTC))
    board = Institution(agendas={"board_meeting": meetings})
    found = compute(Ask(due_of("next board_meeting"), FRIDAY, clock(board)))
    assert found.limit == meetings[1]
    assert (found.kind, found.last_day) == ("agenda", date(2026, 12, 3))


def test_a_meeting_known_by_its_day_lasts_to_the_end_of_it() -> None:
    board = Institution(agendas={"board_meeting": (date(2026, 11, 20), date(2026, 12, 3))})
    assert shown("next board_meeting", here=clock(board)).at == "2026-11-21T00:00:00+05:00"


def test_an_unscheduled_agenda_is_owed_without_a_date() -> None:
    found = shown("next board_meeting")
    assert (found.at, found.last_day, found.kind) == (None, None, "agenda")
    assert [w.code for w in found.warnings] == ["agenda_unscheduled"]


def test_a_decided_time_is_null_until_somebody_decides() -> None:
    assert (shown("decided").at, shown("decided").kind) == (None, "decided")
    found = shown("decided", decided=datetime(2026, 12, 1, 7, tzinfo=UTC))
    assert (found.at, found.limit, found.last_day) == ("2026-12-01T12:00:00+05:00",) * 2 + ("2026-12-01",)


def test_only_a_day_is_known_so_hours_count_from_its_start() -> None:
    midnight = datetime(2026, 11, 19, 19, tzinfo=UTC)
    found = shown("24 hours", midnight, date_only=True)
    assert found.at == "2026-11-21T00:00:00+05:00"
    assert [w.code for w in found.warnings] == ["date_only"]
    days = shown("3 days", midnight, date_only=True)
    assert days.at == shown("3 days").at
    assert not days.readings
    assert not days.warnings


# -- cases


CASES = "{if: {forensic.materials_needed: true}, then: 10 days, else: 3 days}"


@pytest.mark.parametrize(("truth", "last_day"), [(True, "2026-11-30"), (False, "2026-11-23")])
def test_a_known_case_is_the_only_one(truth: bool, last_day: str) -> None:
    found = shown(CASES, holds=lambda _: truth)
    assert (found.last_day, found.asks) == (last_day, ())


def test_an_unknown_case_shows_the_earliest_and_asks() -> None:
    found = shown(CASES, asks=lambda cond: tuple(cond))  # type: ignore[call-overload]
    assert (found.last_day, found.asks) == ("2026-11-23", ("forensic.materials_needed",))
    assert "2026-11-30" in [r.last_day for r in found.readings]


def test_a_timed_case_goes_before_none_and_before_an_undated_one() -> None:
    for other in ("none", "next board_meeting", "decided"):
        found = shown(f"{{if: {{a.b: true}}, then: {other}, else: 3 days}}", asks=lambda _: ("a.b",))
        assert (found.last_day, found.asks) == ("2026-11-23", ("a.b",))


def test_cases_that_come_to_the_same_ask_nothing() -> None:
    found = shown("{if: {a.b: true}, then: 3 days, else: 3 days}", asks=lambda _: ("a.b",))
    assert found.asks == ()


def test_asks_of_inner_cases_are_kept() -> None:
    inner = "{if: {c.d: true}, then: 1 day, else: 2 days}"
    found = shown(f"{{if: {{a.b: true}}, then: {inner}, else: 3 days}}", asks=lambda cond: tuple(cond))  # type: ignore[call-overload]
    assert (found.last_day, found.asks) == ("2026-11-21", ("a.b", "c.d"))


# -- earliest and latest


def test_the_earliest_and_the_latest_of_several() -> None:
    assert shown("{earliest: [3 days, 2 working_days]}").last_day == "2026-11-23"
    assert shown("{latest: [3 days, 2 working_days]}").last_day == "2026-11-24"


def test_the_earliest_takes_each_part_where_it_is_earliest() -> None:
    found = shown('{earliest: ["immediately, at most 5 days", 2 days]}')
    assert (found.target, found.last_day) == ("2026-11-20T14:30:00+05:00", "2026-11-22")
    assert found.limit == "2026-11-23T00:00:00+05:00"


def test_the_earliest_passes_over_what_has_no_date_but_says_so() -> None:
    found = shown("{earliest: [next board_meeting, 3 days]}")
    assert found.last_day == "2026-11-23"
    assert "option_undated" in [w.code for w in found.warnings]


def test_the_latest_waits_for_what_has_no_date() -> None:
    found = shown("{latest: [next board_meeting, 3 days]}")
    assert (found.at, found.kind) == (None, "agenda")


def test_the_latest_of_a_limit_and_none_is_none() -> None:
    assert compute(Ask(due_of("{latest: [none, 3 days]}"), FRIDAY, clock())) == UNTIMED
    assert shown("{earliest: [none, 3 days]}").last_day == "2026-11-23"


def test_the_latest_of_a_limit_and_a_mere_target_has_no_limit() -> None:
    found = compute(Ask(due_of("{latest: [3 days, aim 5 days]}"), FRIDAY, clock()))
    assert found.limit is None


# -- asked as text


def test_an_answer_from_texts() -> None:
    problems = Problems()
    found = due_answer("2 working_days", "2024-12-31T17:00:00+05:00", "kz", problems=problems)
    assert not problems.found
    assert found is not None
    assert found.last_day == "2025-01-06"


def test_an_answer_for_a_six_day_week_and_another_zone() -> None:
    six = due_answer("2 working_days", "2024-12-31T17:00:00+05:00", "kz", profile="6day")
    assert six is not None
    assert six.last_day == "2025-01-05"
    aktau = due_answer("1 hour", "2023-12-31T17:00:00+05:00", "kz", zone="Asia/Aqtau")
    assert aktau is not None
    assert aktau.at == "2023-12-31T18:00:00+05:00"


def test_an_answer_for_a_day_only() -> None:
    found = due_answer("1 hour", "2026-11-20", "kz")
    assert found is not None
    assert (found.at, found.warnings[0].code) == ("2026-11-20T01:00:00+05:00", "date_only")


def test_every_fault_of_a_question_is_reported_at_once() -> None:
    problems = Problems()
    assert due_answer("3 workng_days", "2026-11-20T10:00", "kzz", zone="Asia/Almati", problems=problems) is None
    codes = {p.code for p in problems}
    assert codes == {"due-unit", "instant-naive", "unknown-calendar", "unknown-zone"}


def test_a_day_kind_the_calendar_lacks_and_an_unknown_profile_are_refused() -> None:
    problems = Problems()
    assert due_answer("3 banking_days", "2026-11-20", "kz", profile="7day", problems=problems) is None
    assert {p.code for p in problems} == {"unknown-day-kind", "unknown-profile"}


def test_a_day_kind_nobody_declares_is_a_warning_where_nobody_checked() -> None:
    found = shown("3 banking_days")
    assert (found.at, found.kind, found.warnings[0].code) == (None, "banking_day", "unknown_day_kind")
