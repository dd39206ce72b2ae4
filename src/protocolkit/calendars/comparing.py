"""Does a calendar agree with the installed `holidays` library, and with the working calendars others published?"""

from __future__ import annotations

import csv
import json
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.days import Days
from protocolkit.calendars.freeze import country_of, frozen
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages.saying import said
from protocolkit.messages import say


class DayDifference(msgspec.Struct, frozen=True):
    """A day that one side works and the other does not."""

    date: date
    works: bool
    library_works: bool
    why: str


class BaseDifference(msgspec.Struct, frozen=True):
    """An entry of the frozen base that the installed library gives otherwise: null on the side that lacks it.

    A holiday is its name, a moved day `work YYYY-MM-DD` on its day off. Not every such entry makes a day another.
    """

    date: date
    frozen: str | None
    library: str | None


class TotalDifference(msgspec.Struct, frozen=True):
    """A published number of working days that this calendar does not give, or an error that is one no longer."""

    line: int
    period: str
    week: int
    published: int
    counted: int
    expected: str
    source: str


def compare_with_library(calendar: Calendar) -> list[DayDifference]:
    """Every covered day on which the installed library disagrees, for a five-day week and by what is known now."""
    import holidays

    days = calendar.days()
    years = range(days.first.year, days.last.year + 1)
    if (place := country_of(calendar.id)) is None:
        raise NotImplementedError(calendar.id)
    library = holidays.country_holidays(place.country, place.part, years=years, language="en_US")
    found = []
    for number in range(days.first.toordinal(), days.last.toordinal() + 1):
        day = date.fromordinal(number)
        ours, theirs = days.is_kind(day), library.is_working_day(day)
        if ours != theirs:
            known = days.day(day)
            found.append(DayDifference(day, ours, theirs, said(known.why) if known.why else known.kind))
    return found


def compare_base(calendar: Calendar) -> list[BaseDifference]:
    """Every holiday and moved day that the installed library gives otherwise than the base froze it.

    Raises NotImplementedError for a calendar without a base, or of a country the library does not have.
    """
    if calendar.base is None or country_of(calendar.id) is None:
        raise NotImplementedError(calendar.id)
    data = json.loads(calendar.base.read_bytes())
    base, library = _entries(data), _entries(frozen(calendar.id, *data["years"]))
    return [
        BaseDifference(date.fromisoformat(day), base.get((day, kind)), library.get((day, kind)))
        for day, kind in sorted(base.keys() | library.keys())
        if base.get((day, kind)) != library.get((day, kind))
    ]


def _entries(data: dict[str, Any]) -> dict[tuple[str, str], str]:
    estimated = {True: " (estimated)", False: ""}
    return {
        (one["date"], "holiday"): one["name"] + estimated[one.get("estimated", False)] for one in data["holidays"]
    } | {(one["off"], "transfer"): f"work {one['work']}" for one in data["transfers"]}


def totals_of(calendar: Calendar) -> Path:
    """The table of published totals beside a calendar's file."""
    return calendar.path.with_name(f"{calendar.path.stem}_totals.csv")


def compare_with_totals(
    calendar: Calendar, table: Path | None = None, problems: Problems | None = None
) -> list[TotalDifference]:
    """Every published total that differs although it should not, or agrees although it is marked as an error.

    Columns: year, month (or `total`), week, working_days, known_at, expected (`agrees`, `error`), source, class, note.
    A plan that was right when it was made is compared with what was known then (`known_at`).
    """
    found = []
    path = table or totals_of(calendar)
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            try:
                known_at = date.fromisoformat(row["known_at"]) if row["known_at"] else None
                days = calendar.days(known_at).other(week=int(row["week"]))
                counted = _counted(days, int(row["year"]), row["month"])
                published = int(row["working_days"])
            except (KeyError, ValueError) as error:
                if problems is None:
                    raise
                message = say("`{text}` cannot be read", text=str(error))
                problems.error("calendar-totals", message, Place(path.name, line, 1))
                continue
            if (counted == published) != (row["expected"] == "agrees"):
                period = f"{row['year']}-{row['month']}"
                found.append(
                    TotalDifference(line, period, int(row["week"]), published, counted, row["expected"], row["source"])
                )
    return found


def _counted(days: Days, year: int, month: str) -> int:
    months = range(1, 13) if month == "total" else [int(month)]
    return sum(days.is_kind(date(year, m, d)) for m in months for d in range(1, monthrange(year, m)[1] + 1))


__all__ = [
    "BaseDifference",
    "DayDifference",
    "TotalDifference",
    "compare_base",
    "compare_with_library",
    "compare_with_totals",
    "totals_of",
]
