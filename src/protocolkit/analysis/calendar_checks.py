"""A calendar file: readable, and in agreement with the installed library and with published totals."""

from __future__ import annotations

from pathlib import Path

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.calendar_file import read_calendar
from protocolkit.calendars.comparing import compare_with_library, compare_with_totals, totals_of
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_
from protocolkit.messages import say

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
        message = say(
            "{period}, {week}-day week: {published} published, {counted} counted",
            period=one.period,
            week=one.week,
            published=one.published,
            counted=one.counted,
        )
        help = say(
            "line {line} of {file}, expected `{expected}`: {source}",
            line=one.line,
            file=table.name,
            expected=one.expected,
            source=one.source,
        )
        problems.warning("calendar-totals", message, place, help)


def _library(calendar: Calendar, place: Place, problems: Problems) -> None:
    try:
        differences = compare_with_library(calendar)
    except NotImplementedError:
        message = say("the installed library has no country `{name}` to compare with", name=calendar.id.upper())
        problems.warning("calendar-not-compared", message, place)
        return
    for one in differences:
        said = _WORKS_HERE if one.works else _OFF_HERE
        problems.warning("calendar-differs", say(said, date=str(one.date)), place, one.why)
