"""A year of a calendar month by month: what a page and a text both show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from protocolkit.calendars.days import BeyondCoverage, Day, Days
from protocolkit.languages import language
from protocolkit.languages.civil_days import locale
from protocolkit.showing.day_words import KINDS

ORDINARY = ("working", "weekend")


class Month(NamedTuple):
    """A month: its days by week from Monday, null outside the month."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def days(self) -> tuple[Day, ...]:
        return tuple(day for week in self.weeks for day in week if day is not None)

    @property
    def worked(self) -> int:
        return sum(day.works for day in self.days)


def months(days: Days, year: int) -> list[Month]:
    """The months of a year; days outside the coverage are of kind `unknown`. Raises BeyondCoverage if all are."""
    if not days.first.year <= year <= days.last.year:
        raise BeyondCoverage(date(year, 1, 1), days.first, days.last)
    return [Month(number, tuple(_weeks(days, year, number))) for number in range(1, 13)]


def kinds(found: Sequence[Month]) -> list[str]:
    """The kinds of day that occur, in a fixed order."""
    seen = {day.kind for month in found for day in month.days}
    return [kind for kind in KINDS if kind in seen]


def settled(day: Day) -> bool:
    """Whether a day rests on law or a published act, rather than on a projection or an assumption."""
    return day.status in ("official", "declared")


def day_anchor(day: Day) -> str:
    """The id of what is said of a day."""
    return f"d-{day.date}"


def month_names() -> list[str]:
    """January to December as headings, in the language being spoken."""
    from babel.dates import get_month_names

    names = get_month_names("wide", context="stand-alone", locale=locale(language()))
    return [names[number][:1].upper() + names[number][1:] for number in range(1, 13)]


def weekday_names(width: str = "wide") -> list[str]:
    """Monday to Sunday; `short` gives two or three letters."""
    from babel.dates import get_day_names

    names = get_day_names(width, context="stand-alone", locale=locale(language()))  # type: ignore[arg-type]
    return [str(names[number]) for number in range(7)]


def _weeks(days: Days, year: int, month: int) -> Iterator[tuple[Day | None, ...]]:
    first = date(year, month, 1)
    monday = first - timedelta(days=first.weekday())
    while monday.year < year or (monday.year == year and monday.month <= month):
        week = [monday + timedelta(days=n) for n in range(7)]
        yield tuple(_day(days, day) if day.month == month and day.year == year else None for day in week)
        monday += timedelta(days=7)


def _day(days: Days, day: date) -> Day:
    try:
        return days.day(day)
    except BeyondCoverage:
        return Day(day, "unknown", False, None, None, "unknown")
