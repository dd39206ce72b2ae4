"""Editions of one ruleset: their periods must follow one another."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node

UNDATED = "undated"
_EARLIEST, _LATEST = "0000-00-00", "9999-99-99"


class Period(msgspec.Struct, frozen=True):
    """From a day (included) until a day (excluded), as ISO dates."""

    start: str
    end: str
    place: Place


def period(documents: Iterable[Node]) -> Period | None:
    """When an edition is in force, as its head says; None if it says nothing."""
    for document in documents:
        if (in_force := document.get("in_force")) is not None:
            begins, ends = in_force.get("from"), in_force.get("until")
            start = begins.text if begins and begins.text != UNDATED else _EARLIEST
            return Period(start, ends.text if ends else _LATEST, in_force.place)
    return None


def check_periods(id: str, periods: Iterable[Period], problems: Problems) -> None:
    """Adds `empty-period` and `editions-overlap`."""
    ordered = sorted(periods, key=lambda p: (p.start, p.end))
    for one in ordered:
        if one.start >= one.end:
            message = say("in force from `{start}` until `{end}`: never", start=one.start, end=one.end)
            problems.error("empty-period", message, one.place)
    last: Period | None = None
    for one in ordered:
        if last is not None and one.start < last.end:
            message = say("two editions of `{name}` are in force at once, from `{day}`", name=id, day=_shown(one.start))
            help = say("the other is at {place}; give it an `until`", place=str(last.place))
            if (one.start, one.end) == (last.start, last.end):
                help = say(
                    "the other is at {place}, of the same days: remove one if they are copies, else give it an `until`",
                    place=str(last.place),
                )
            problems.error("editions-overlap", message, one.place, help)
        if last is None or one.end > last.end:
            last = one


def _shown(day: str) -> str:
    return UNDATED if day == _EARLIEST else day
