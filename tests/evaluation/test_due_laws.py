"""Laws of due times, over all triggers and lengths."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from protocolkit.calendars import BeyondCoverage, Calendar, Days, Institution, load_calendar
from protocolkit.calendars.instants import end_of, local_day
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.model.clock import Clock, TimeRules
from protocolkit.model.dues import DueParts
from protocolkit.model.terms import Term, numbered
from protocolkit.model.terms.civil import months_later

ZONES = {"kz": "Asia/Almaty", "ua": "Europe/Kyiv"}


@cache
def calendar(name: str) -> Calendar:
    found = load_calendar(name, Problems())
    assert found is not None
    return found


@cache
def some_days(name: str, week: int, scenario: str | None) -> Days:
    return calendar(name).days(institution=Institution(week=week), scenario=scenario)


views = st.builds(
    some_days, st.sampled_from(["kz", "ua"]), st.sampled_from([5, 6]), st.sampled_from([None, "peacetime", "never"])
)
dates = st.dates(date(2019, 2, 1), date(2028, 11, 1))
triggers = st.datetimes(datetime(2019, 2, 1), datetime(2028, 10, 1), timezones=st.just(UTC)).map(
    lambda t: t.replace(microsecond=0)
)
units = st.sampled_from(["hour", "day", "week", "month", "year", "working_day", "school_day", "business_day"])
conventions = st.builds(
    TimeRules,
    day_zero=st.sampled_from(["excluded", "counts"]),
    roll=st.sampled_from(["none", "next", "previous"]),
    ends=st.just("midnight"),
)


def naive_nth(days: Days, day: date, n: int) -> date:
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= days.day(day).works
    return day


@given(views, dates, st.integers(-25, 25))
def test_counting_in_constant_time_equals_walking_day_by_day(days: Days, day: date, n: int) -> None:
    assume(n != 0)
    try:
        expected = naive_nth(days, day, n)
    except BeyondCoverage:
        with pytest.raises(BeyondCoverage):
            days.nth(day, n)
    else:
        assert days.nth(day, n) == expected


@given(views, dates, st.integers(0, 40))
def test_count_counts_what_lies_between(days: Days, day: date, length: int) -> None:
    through = day + timedelta(days=length)
    between = [date.fromordinal(i) for i in range(day.toordinal() + 1, through.toordinal() + 1)]
    assert days.count(day, through) == sum(days.day(d).works for d in between)


@given(views, dates, st.integers(1, 25))
def test_the_nth_day_is_the_nth_counted(days: Days, day: date, n: int) -> None:
    found = days.nth(day, n)
    assert days.is_kind(found)
    assert days.count(day, found) == n


@given(views, dates)
def test_rolls_move_only_days_off_and_never_past_a_working_day(days: Days, day: date) -> None:
    after, before = days.on_or_after(day), days.on_or_before(day)
    assert before <= day <= after
    assert days.is_kind(after)
    assert days.is_kind(before)
    assert (before == day) == (after == day) == days.is_kind(day)


def limit_of(
    name: str, term: Term, at: datetime, rules: TimeRules, week: int = 5, zone: str | None = None
) -> datetime | None:
    days = some_days(name, week, None)
    clock = Clock(zone=zone or ZONES[name], days=days, conventions=rules)
    return compute(Ask(DueParts(limit=term), at, clock)).limit


calendars = st.sampled_from(["kz", "ua"])


@given(calendars, triggers, units, st.integers(1, 200), conventions)
def test_no_term_ends_before_its_trigger(name: str, at: datetime, unit: str, n: int, rules: TimeRules) -> None:
    limit = limit_of(name, numbered(n, unit), at, rules)
    assert limit is None or limit > at


@given(calendars, triggers, units, st.integers(1, 60), conventions)
def test_a_longer_term_never_ends_earlier(name: str, at: datetime, unit: str, n: int, rules: TimeRules) -> None:
    shorter, longer = (limit_of(name, numbered(k, unit), at, rules) for k in (n, n + 1))
    assume(shorter is not None and longer is not None)
    assert shorter is not None
    assert longer is not None
    assert shorter <= longer


@given(calendars, triggers, st.timedeltas(timedelta(), timedelta(days=9)), units, st.integers(1, 30))
def test_a_later_trigger_never_ends_a_term_earlier(
    name: str, at: datetime, later: timedelta, unit: str, n: int
) -> None:
    first, second = (limit_of(name, numbered(n, unit), t, TimeRules()) for t in (at, at + later))
    assume(first is not None and second is not None)
    assert first is not None
    assert second is not None
    assert first <= second


@given(triggers, st.integers(1, 9999))
def test_hours_do_not_know_where_they_run(at: datetime, n: int) -> None:
    ends = {
        limit_of(name, numbered(n, "hour"), at, TimeRules(), zone=zone) for name in ZONES for zone in ZONES.values()
    }
    assert ends == {at + timedelta(hours=n)}


@given(calendars, triggers, st.sampled_from(["day", "week", "month", "working_day"]), st.integers(1, 40))
def test_day_long_terms_end_at_a_local_midnight(name: str, at: datetime, unit: str, n: int) -> None:
    found = compute(Ask(DueParts(limit=numbered(n, unit)), at, Clock(zone=ZONES[name], days=some_days(name, 5, None))))
    assume(found.limit is not None)
    assert found.timed
    last = found.last_day
    assert last is not None
    assert found.limit == end_of(last, ZONES[name])
    assert local_day(found.limit - timedelta(seconds=1), ZONES[name]) == last


@given(dates, st.integers(1, 30))
def test_months_are_counted_from_the_first_day_and_keep_its_number(day: date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(calendars, triggers, units, st.integers(1, 30), conventions)
def test_every_reading_ends_elsewhere_and_says_why(
    name: str, at: datetime, unit: str, n: int, rules: TimeRules
) -> None:
    clock = Clock(zone=ZONES[name], days=some_days(name, 5, None), conventions=rules)
    found = compute(Ask(DueParts(limit=numbered(n, unit)), at, clock))
    assert found.timed
    for reading in found.readings:
        assert reading.because
        assert reading.at not in (None, found.at)


@given(calendars, triggers, units, st.integers(1, 30))
def test_the_same_question_gets_the_same_answer(name: str, at: datetime, unit: str, n: int) -> None:
    clock = Clock(zone=ZONES[name], days=some_days(name, 5, None))
    parts = DueParts(limit=numbered(n, unit))
    assert compute(Ask(parts, at, clock)) == compute(Ask(parts, at, clock))
