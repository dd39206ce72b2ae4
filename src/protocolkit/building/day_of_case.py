"""The day of a case as its document tells it: read before the case is, since it decides which editions read it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from protocolkit.calendars.instants import local_day, parse_instant, start_of
from protocolkit.diagnostics import Problems
from protocolkit.model.case_days import case_days
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.nodes import Node


class Days(NamedTuple):
    """ISO days: that of the case, that of its evaluation, that of the act; null where nothing dates them."""

    case: str | None
    now: str | None
    act: str | None


def days_of(case: Node, vocabulary: Vocabulary, zone: str, as_of: datetime | None = None) -> Days:
    """The days of a case, of its evaluation and of its act, as `zone` counts them: they decide its editions.

    Null where nothing dates them. What cannot be read counts for nothing: whoever reads the case says so.
    """
    written = case.get("as_of")
    now = as_of or (_instant_of(written, zone) if written else None)
    events = case.get("events")
    log = [
        (event.text, instant)
        for one in (events.list if events else ())
        if (event := one.get("event")) and (at := one.get("at")) and (instant := _instant_of(at, zone))
    ]
    found = case_days(log, vocabulary, zone, now)
    today = local_day(now, zone).isoformat() if now else None
    return Days(found.case.isoformat() if found else None, today, found.act.isoformat() if found else None)


def _instant_of(node: Node, zone: str) -> datetime | None:
    """The instant a text names: of a day alone its first moment."""
    found = parse_instant(node.text, node.place, Problems())
    return start_of(found, zone) if found is not None and not isinstance(found, datetime) else found
