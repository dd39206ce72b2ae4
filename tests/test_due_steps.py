"""The steps of a due time: each day counted or skipped, with its reason and source."""

from __future__ import annotations

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


def test_months_say_where_a_shorter_month_ends() -> None:
    told = steps("1 month", "2026-01-31T10:00:00+05:00")
    assert told[1] == "1 month later is Sat 28 February 2026, the last day of a shorter month"


def test_a_choice_says_which_option_it_took() -> None:
    told = steps("{latest: [3 days, 2 working_days]}", "2026-11-20T14:30:00+05:00")
    assert told[0] == "the latest of `3 days`, `2 working_days` is `2 working_days`"
