"""Times as other systems write them: `20.11.2026 14:30`, `2026-11-20T14:30Z`, a day alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from protocolkit.calendars.instants import iso, parse_instant
from protocolkit.diagnostics import Place, Problems
from protocolkit.records.cells import CLOCK

Fault = Literal["time", "naive", "unclear"]
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?| ?р\.?| ?ж\.?)?,?(?=\s|\Z)", re.ASCII)
_SPLIT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|z|[+-]\d\d:?(?:\d\d)?|UTC)?)?\Z", re.ASCII
)
_NOWHERE = Place("cell")


class Time(NamedTuple):
    """A cell read as a time: an instant, or only a day; else its fault. `midnight`: the clock said 00:00."""

    at: datetime | None = None
    day: date | None = None
    fault: Fault | None = None
    midnight: bool = False
    offset: bool = False

    def written(self, zone: str) -> str:
        """As incident files have it: with the offset, or the day alone."""
        return iso(self.at, zone) if self.at else str(self.day)

    def order(self, zone: str) -> date:
        """The day it was, in the zone."""
        if self.at is None:
            assert self.day is not None
            return self.day
        return date.fromisoformat(iso(self.at, zone)[:10])


@lru_cache(maxsize=20_000)
def read_time(cell: str, zone: str | None, clock: str = "") -> Time:
    """The time a cell names. Without an offset it is read in `zone`; without a zone that is a fault.

    `clock` is the time of day where it stands in a cell of its own. Days before months where points stand between
    them; with slashes nobody can tell, and that is a fault.

    >>> read_time("20.11.2026 9:30", "Asia/Almaty").written("Asia/Almaty")
    '2026-11-20T09:30:00+05:00'
    >>> read_time("20.11.2026 9:30", None).fault
    'naive'
    """
    text = " ".join(cell.split())
    if first := _DAY_FIRST.match(text):
        text = f"{first[3]}-{int(first[2]):02}-{int(first[1]):02}{text[first.end() :]}"
    found = _SPLIT.match(text)
    if found is None:
        return Time(fault="time")
    day, hours, offset = found[1], found[2], found[3] or ""
    if hours is None and clock:
        hours = clock if CLOCK.match(clock) else None
        if hours is None:
            return Time(fault="time")
    if hours is None:
        read = parse_instant(day, _NOWHERE, Problems())
        return Time(day=read) if isinstance(read, date) else Time(fault="time")
    hours = hours.replace(".", ":")
    hours = hours if hours.index(":") == 2 else f"0{hours}"
    midnight = hours in ("00:00", "00:00:00")
    if not offset and zone is None:
        well_formed = parse_instant(f"{day}T{hours}Z", _NOWHERE, Problems())
        return Time(fault="naive" if well_formed else "time", midnight=midnight)
    tail = "Z" if offset in ("UTC", "z") else offset or f"[{zone}]"
    problems = Problems()
    read = parse_instant(f"{day}T{hours}{tail}", _NOWHERE, problems)
    if isinstance(read, datetime):
        return Time(at=read.astimezone(UTC), midnight=midnight, offset=bool(offset))
    unclear = any(one.code in ("instant-ambiguous", "instant-nonexistent") for one in problems)
    return Time(fault="unclear" if unclear else "time")
