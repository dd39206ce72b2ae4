"""Times as other systems write them: days before months, months by name, a clock beside, midnights in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from protocolkit.calendars.instants import iso, parse_instant
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.diagnostics import Place, Problems

TimeFault = Literal["time", "naive", "unclear", "clocks"]
DATED = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}")
_OFFSET = r"(?P<offset>Z|UTC|[+-][0-9]{2}:?(?:[0-9]{2})?)?"
_HOURS = (
    r"(?P<hour>[01]?[0-9]|2[0-3]){point}(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:[.,][0-9]+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
)
CLOCK = re.compile(_HOURS.replace("{point}", "[:.]") + rf" ?{_OFFSET}\Z", re.IGNORECASE)
# What stands after the year in Russian, Ukrainian and Kazakh.
_OF_YEAR = r"(?: ?(?:года|року|жылғы|жыл|г|р|ж)(?:\.|(?=[ ,]|\Z)))?,?(?=[ T]|\Z)"
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})" + _OF_YEAR,
        r"(?P<year>[0-9]{4})(?P<sign>[/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2}),?(?=[ T]|\Z)",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ .-]{{1,2}}{_WORD}[ ,-]{{1,2}}(?P<year>[0-9]{{4}})" + _OF_YEAR,
        rf"{_WORD} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}}),?(?=[ T]|\Z)",
        rf"(?P<year>[0-9]{{4}}) ?(?:жылғы|жыл|ж\.?),? (?P<day>[0-9]{{1,2}}) {_WORD},?(?=[ T]|\Z)",
    )
)
_SPLIT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    rf"(?:[T ]+(?:(?:в|о|об|at) )?{_HOURS.replace('{point}', ':')} ?{_OFFSET})?\Z",
    re.IGNORECASE,
)
# By themselves and as they stand after a day; any beginning of three letters that only one month has is understood.
_MONTHS = (
    "january январь января січень січня қаңтар",
    "february февраль февраля лютий лютого ақпан",
    "march март марта березень березня наурыз",
    "april апрель апреля квітень квітня сәуір",
    "may май мая травень травня мамыр",
    "june июнь июня червень червня маусым",
    "july июль июля липень липня шілде",
    "august август августа серпень серпня тамыз",
    "september сентябрь сентября вересень вересня қыркүйек",
    "october октябрь октября жовтень жовтня қазан",
    "november ноябрь ноября листопад листопада қараша",
    "december декабрь декабря грудень грудня желтоқсан",
)
_NOWHERE = Place("cell")


class Time(NamedTuple):
    """A cell read as a time: an instant, or only a day; else its fault.

    `midnight`: the clock said 00:00. `shifted`: the day was written as its midnight in UTC. `foreign`: the offset that
    was written, and the one that the case's zone had then.
    """

    at: datetime | None = None
    day: date | None = None
    fault: TimeFault | None = None
    midnight: bool = False
    shifted: bool = False
    foreign: tuple[str, str] | None = None

    def written(self, zone: str) -> str:
        """As incident files have it: with the offset, or the day alone."""
        return iso(self.at, zone) if self.at else str(self.day)

    def order(self, zone: str) -> date:
        """The day it was, in the zone."""
        if self.at is None:
            assert self.day is not None
            return self.day
        return date.fromisoformat(iso(self.at, zone)[:10])

    def only_day(self, zone: str) -> Time:
        """The day of it, whatever the clock said."""
        return Time(day=self.order(zone)) if self.fault is None else self


class _Hours(NamedTuple):
    """A time of day as written: `HH:MM:SS`, and an offset, empty where there is none."""

    clock: str
    offset: str
    seconds: bool

    @property
    def midnight(self) -> bool:
        return self.clock == "00:00:00"

    def differs(self, other: _Hours) -> bool:
        """Whether two cells name different times of day. Seconds count where both have them."""
        end = 8 if self.seconds and other.seconds else 5
        return self.clock[:end] != other.clock[:end] or bool(
            self.offset and other.offset and self.offset != other.offset
        )


@lru_cache(maxsize=20_000)
def read_time(cell: str, zone: str | None, clock: str = "", home: str | None = None) -> Time:
    """The time a cell names. Without an offset it is read in `zone`; without a zone that is a fault.

    `clock` is the time of day where it stands in a cell of its own: it counts where the cell itself has only a day, or
    a midnight, and two different times are a fault. `home` is the zone of the case: its midnights written in UTC are
    days. Days stand before months where points are between them; with slashes nobody can tell unless the year is first.

    >>> read_time("20.11.2026 9:30", "Asia/Almaty").written("Asia/Almaty")
    '2026-11-20T09:30:00+05:00'
    >>> read_time("20 ноября 2026 г.", None).day.isoformat()
    '2026-11-20'
    >>> read_time("20.11.2026 9:30", None).fault
    'naive'
    """
    found = _SPLIT.match(_year_first(" ".join(cell.split())))
    if found is None:
        return Time(fault="time")
    own, beside = _hours(found), _beside(clock)
    if (own is None and found["hour"] is not None) or (beside is None and clock):
        return Time(fault="time")
    if own is None:
        return _whole_day(found["date"]) if beside is None else _placed(found["date"], beside, zone, home)
    placed = _placed(found["date"], own, zone, home)
    if beside is None or placed.fault in ("time", "unclear"):
        return placed
    if placed.shifted:
        return _placed(str(placed.day), beside, zone, home)
    if not own.midnight:
        return Time(fault="clocks") if own.differs(beside) else placed
    if placed.foreign is not None or (own.offset and beside.offset not in ("", own.offset)):
        return Time(fault="clocks")
    if own.offset == "Z" and placed.at is not None and home is not None and _offset(placed.at, home) != timedelta():
        return Time(fault="clocks")  # whose midnight was it?
    return _placed(found["date"], beside._replace(offset=beside.offset or own.offset), zone, home)


def _year_first(text: str) -> str:
    """The text with its day as `2026-11-20`, where it begins with one in another form."""
    for form in _DAYS:
        if found := form.match(text):
            groups = found.groupdict()
            month = int(groups["month"]) if groups.get("month") else _month(groups["word"])
            if month is not None:
                return f"{found['year']}-{month:02}-{int(found['day']):02}{text[found.end() :]}"
    return text


@lru_cache(maxsize=1000)
def _month(word: str) -> int | None:
    """A month by its name in four languages, or by the beginning of it."""
    key = word.casefold()
    fitting = {
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(name.startswith(key) or (key == "sept" and name == "september") for name in names.split())
    }
    return fitting.pop() if len(fitting) == 1 else None


def _hours(found: re.Match[str]) -> _Hours | None:
    if found["hour"] is None:
        return None
    hour = int(found["hour"])
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "Pp" else 0)
    offset = (found["offset"] or "").upper()
    offset = "Z" if offset == "UTC" or (offset.strip("+-0:") == "" and offset) else offset
    return _Hours(f"{hour:02}:{found['minute']}:{found['second'] or '00'}", offset, found["second"] is not None)


def _beside(clock: str) -> _Hours | None:
    found = CLOCK.match(clock)
    return _hours(found) if found else None


def _whole_day(day: str) -> Time:
    read = parse_instant(day, _NOWHERE, Problems())
    return Time(day=read) if isinstance(read, date) else Time(fault="time")


def _placed(day: str, hours: _Hours, zone: str | None, home: str | None) -> Time:
    """A day and a time of day as an instant, in the written offset or else in the zone."""
    if not hours.offset and zone is None:
        well_formed = parse_instant(f"{day}T{hours.clock}Z", _NOWHERE, Problems())
        return Time(fault="naive" if well_formed else "time", midnight=hours.midnight)
    problems = Problems()
    read = parse_instant(f"{day}T{hours.clock}{hours.offset or f'[{zone}]'}", _NOWHERE, problems)
    if not isinstance(read, datetime):
        unclear = any(one.code in ("instant-ambiguous", "instant-nonexistent") for one in problems)
        return Time(fault="unclear" if unclear else "time")
    at = read.astimezone(UTC)
    if home is None:
        return Time(at=at, midnight=hours.midnight)
    local, had = at.astimezone(zone_of(home)), _offset(at, home)
    if hours.offset == "Z" or (not hours.offset and zone == "UTC"):
        if had != timedelta() and local.strftime("%H:%M:%S") == "00:00:00":
            return Time(day=local.date(), shifted=True)
        return Time(at=at, midnight=hours.midnight)
    given = datetime.fromisoformat(f"{day}T{hours.clock}").replace(tzinfo=UTC) - at
    foreign = (_signed(given), _signed(had)) if hours.offset and given != had else None
    return Time(at=at, midnight=hours.midnight, foreign=foreign)


def _offset(at: datetime, zone: str) -> timedelta:
    return at.astimezone(zone_of(zone)).utcoffset() or timedelta()


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
