"""A calendar file: readable, and in agreement with the installed library and with published totals."""

from __future__ import annotations

from pathlib import Path

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.comparing import compare_with_library, compare_with_totals, totals_of
from protocolkit.calendars.loading import read_calendar
from protocolkit.diagnostics import Place, Problems


def check_calendar(path: Path, display: str, problems: Problems) -> None:
    """Adds the reader's problems, and a `calendar-differs` or `calendar-totals` warning for each difference."""
    calendar = read_calendar(path, problems, display)
    if calendar is None:
        return
    place = Place(display)
    _library(calendar, place, problems)
    table = totals_of(calendar)
    for one in compare_with_totals(calendar, table, problems) if table.is_file() else ():
        said = f"{one.period}, {one.week}-day week: {one.published} published, {one.counted} counted"
        problems.warning(
            "calendar-totals", said, place, f"line {one.line} of {table.name}, expected `{one.expected}`: {one.source}"
        )


def _library(calendar: Calendar, place: Place, problems: Problems) -> None:
    try:
        differences = compare_with_library(calendar)
    except NotImplementedError:
        message = f"the installed library has no country `{calendar.id.upper()}` to compare with"
        problems.warning("calendar-not-compared", message, place)
        return
    for one in differences:
        ours, theirs = ("works" if works else "is off" for works in (one.works, one.library_works))
        message = f"{one.date} {ours} here and {theirs} in the installed `holidays`"
        problems.warning("calendar-differs", message, place, one.why)
