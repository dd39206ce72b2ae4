"""A calendar file: readable, and in agreement with the installed library and with published totals."""

from __future__ import annotations

import re
from pathlib import Path

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.calendar_file import read_calendar
from protocolkit.calendars.comparing import (
    DayDifference,
    TotalDifference,
    compare_with_library,
    compare_with_totals,
    totals_of,
)
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_
from protocolkit.messages import Message, say

_COUNTRY = re.compile(r"[a-z]{2}(-[a-z0-9]{1,3})?")
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
        if calendar.base is None and not _COUNTRY.fullmatch(calendar.id):
            return  # nobody would look for it there, and plans say that its days are listed
        message = say("the installed library has no country `{name}` to compare with", name=calendar.id.upper())
        help = say("hold its days against their acts; one called after its country, as `us-nj`, is compared by itself")
        problems.warning("calendar-not-compared", message, place, help)
        return
    for one in differences:
        problems.warning("calendar-differs", day_said(one), place, one.why)


def day_said(one: DayDifference) -> Message:
    """A day that one side works and the other does not."""
    return say(_WORKS_HERE if one.works else _OFF_HERE, date=str(one.date))


def total_said(one: TotalDifference) -> Message:
    """A published total and what is counted here."""
    return say(
        "{period}, {week}-day week: {published} published, {counted} counted",
        period=one.period, week=one.week, published=one.published, counted=one.counted,
    )  # fmt: skip


def total_source(one: TotalDifference, table: Path) -> Message:
    """Where a published total stands, and whose it is."""
    return say(
        "line {line} of {file}, expected `{expected}`: {source}",
        line=one.line, file=table.name, expected=one.expected, source=one.source,
    )  # fmt: skip
