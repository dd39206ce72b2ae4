"""A calendar file: readable, and in agreement with the installed library and with published totals."""

from __future__ import annotations

from pathlib import Path

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.comparing import (
    DayDifference,
    TotalDifference,
    compare_with_library,
    compare_with_totals,
    totals_of,
)
from protocolkit.calendars.loading import read_calendar
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_, _

_WORKS_HERE = N_("{date} works here and is off in the installed `holidays`")
_OFF_HERE = N_("{date} is off here and works in the installed `holidays`")


def check_calendar(path: Path, display: str, problems: Problems) -> None:
    """Adds the reader's problems, and a `calendar-differs` or `calendar-totals` warning for each difference."""
    calendar = read_calendar(path, problems, display)
    if calendar is None:
        return
    place = Place(display)
    _library(calendar, place, problems)
    table = totals_of(calendar)
    for one in compare_with_totals(calendar, table, problems) if table.is_file() else ():
        problems.warning("calendar-totals", total_said(one), place, total_source(one, table))


def _library(calendar: Calendar, place: Place, problems: Problems) -> None:
    try:
        differences = compare_with_library(calendar)
    except NotImplementedError:
        message = _("the installed library has no country `{name}` to compare with").format(name=calendar.id.upper())
        problems.warning("calendar-not-compared", message, place)
        return
    for one in differences:
        problems.warning("calendar-differs", day_said(one), place, one.why)


def day_said(one: DayDifference) -> str:
    """A day that one side works and the other does not."""
    return _(_WORKS_HERE if one.works else _OFF_HERE).format(date=one.date)


def total_said(one: TotalDifference) -> str:
    """A published total and what is counted here."""
    return _("{period}, {week}-day week: {published} published, {counted} counted").format(
        period=one.period, week=one.week, published=one.published, counted=one.counted
    )


def total_source(one: TotalDifference, table: Path) -> str:
    """Where a published total stands, and whose it is."""
    return _("line {line} of {file}, expected `{expected}`: {source}").format(
        line=one.line, file=table.name, expected=one.expected, source=one.source
    )
