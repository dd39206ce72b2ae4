"""The steps of a due time: each day counted or skipped, with its reason and source."""

from __future__ import annotations

from datetime import datetime

import pytest

from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.languages.saying import said as in_words
from protocolkit.model.clock import Clock, TimeRules
from protocolkit.model.dues import DueParts
from protocolkit.model.terms import numbered
from protocolkit.plans.due_answer import due_answer


def steps(due: str, after: str, calendar: str = "kz", profile: str | None = None) -> tuple[str, ...]:
    found = due_answer(due, after, calendar, profile=profile)
    assert found is not None
    return found.steps


def test_a_moved_day_is_counted_with_its_act() -> None:
    told = steps("2 working_days", "2024-05-03T11:00:00+05:00")
    assert told == (
        "the day of the trigger, Fri 3 May 2024, is not counted",
        "Sat 4 May 2024 is working day 1 (working day, its day off moved to Wed 8 May 2024; "
        "order of the Ministry of Labour of 2024-04-17 (adilet.zan.kz G24G0000109; mail.kz))",
        "Sun 5 May 2024 is skipped (weekend)",
        "Mon 6 May 2024 is working day 2",
        "the term ends at the midnight that closes Mon 6 May 2024: 2024-05-07T00:00:00+05:00",
    )


def test_a_holiday_worked_under_martial_law_says_so() -> None:
    told = steps("1 working_day", "2024-12-31T15:00:00+02:00", "ua")
    assert told[1].startswith("Wed 1 January 2025 is working day 1 (New Year's Day, an ordinary day under martial law;")
    assert "Law 2136-IX, art. 6(6)" in told[1]


def test_long_counts_are_told_in_runs_but_keep_every_special_day() -> None:
    told = steps("30 working_days", "2024-11-25T15:00:00+05:00")
    assert "Tue 26 November 2024 to Fri 29 November 2024 are working days 1 to 4" in told
    assert any(step.startswith("Mon 16 December 2024 is skipped (Independence Day") for step in told)
    assert any(step.startswith("Sun 5 January 2025 is working day 26 (") for step in told)
    assert len(told) < 30


def test_the_clock_change_on_the_way_is_told() -> None:
    told = steps("24 hours", "2024-02-29T15:00:00+06:00")
    assert told[-1] == "clocks in Asia/Almaty go from +06:00 to +05:00 on the way"
    assert told[0].endswith("through nights and days off, to 2024-03-01T14:00:00+05:00")


def test_what_cannot_be_counted_says_why() -> None:
    (told,) = steps("3 working_days", "2030-01-05T10:00:00+05:00")
    assert told == "`3 working_days` cannot be counted: calendar kz knows 2019-01-01 to 2028-12-31 only"


@pytest.mark.parametrize(
    ("term", "after", "said"),
    [
        ("1 month", "2026-01-31", "1 month later is Sat 28 February 2026, the last day of a shorter month"),
        ("1 month", "2026-01-30", "1 month later is Sat 28 February 2026, the last day of a shorter month"),
        ("1 month", "2026-01-29", "1 month later is Sat 28 February 2026, the last day of a shorter month"),
        ("1 month", "2026-03-31", "1 month later is Thu 30 April 2026, the last day of a shorter month"),
        ("1 year", "2024-02-29", "1 year later is Fri 28 February 2025, the last day of a shorter month"),
        ("1 month", "2026-01-28", "1 month later is Sat 28 February 2026"),
        ("1 month", "2026-04-30", "1 month later is Sat 30 May 2026"),
        ("4 years", "2024-02-29", "4 years later is Tue 29 February 2028"),
    ],
)
def test_a_shorter_month_that_ends_the_term_is_said(term: str, after: str, said: str) -> None:
    assert steps(term, f"{after}T10:00:00+05:00")[1] == said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            "2026-01-31",
            "1 month later is Sat 28 February 2026, the last day of a shorter month; "
            "counted from the day of the trigger, the term ends on Fri 27 February 2026",
        ),
        ("2026-03-15", "1 month later is Tue 14 April 2026"),
    ],
)
def test_a_shorter_month_is_said_where_the_day_of_the_trigger_counts(after: str, said: str) -> None:
    found = compute(
        Ask(
            DueParts(limit=numbered(1, "month")), datetime.fromisoformat(f"{after}T10:00:00+05:00"), counting_day_zero()
        )
    )
    assert said in map(in_words, found.steps)


def counting_day_zero() -> Clock:
    calendar = load_calendar("kz", Problems())
    assert calendar is not None
    return Clock(zone=calendar.zone, days=calendar.days(), conventions=TimeRules(day_zero="counts"))


def test_a_choice_says_which_option_it_took() -> None:
    told = steps("{latest: [3 days, 2 working_days]}", "2026-11-20T14:30:00+05:00")
    assert told[0] == "the latest of `3 days`, `2 working_days` is `2 working_days`"
