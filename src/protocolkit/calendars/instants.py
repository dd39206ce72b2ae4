"""Instants: read from text, written with an offset, and the midnights of civil days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from protocolkit.calendars.zones import parse_zone
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.diagnostics import FIRST_YEAR, LAST_YEAR, Diagnostic, InputError, Place, Problems
from protocolkit.languages import N_
from protocolkit.messages import Listed, Message, say

_DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,]\d+)?)?"
_OFFSET = r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?"
_USUAL = re.compile(rf"{_DAY}(?:[Tt ]{_CLOCK}{_OFFSET}(?:\[(?P<zone>[A-Za-z0-9_+/-]+)\])?)?\Z", re.ASCII)
_OTHER_ISO = re.compile(
    r"(?:\d{8}|\d{4}-\d{3}|\d{4}-?W\d\d-?\d)(?:T\d\d:?\d\d(?::?\d\d)?(?:[Zz]|[+-]\d\d(?::?\d\d)?))?\Z", re.ASCII
)
_HELP = N_("write it as `2026-11-20T14:30:00+05:00`")


@lru_cache(4096)  # a plan tells few instants many times
def iso(instant: datetime, zone: str) -> str:
    """The instant in the zone's time, with its offset.

    >>> iso(datetime(2024, 2, 29, 19, tzinfo=UTC), "Asia/Almaty")
    '2024-03-01T00:00:00+05:00'
    """
    return instant.astimezone(zone_of(zone)).isoformat(timespec="seconds")


def start_of(day: date, zone: str) -> datetime:
    """The UTC instant at which a civil day begins. Raises OverflowError past the last year of the calendar."""
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)).astimezone(UTC)


def end_of(day: date, zone: str) -> datetime:
    """The UTC instant of the midnight that closes a civil day: exclusive, whatever the day's length.

    >>> end_of(date(2024, 2, 29), "Asia/Almaty").isoformat()
    '2024-02-29T19:00:00+00:00'
    """
    return start_of(day + timedelta(days=1), zone)


def local_day(instant: datetime, zone: str) -> date:
    return instant.astimezone(zone_of(zone)).date()


def parse_instant(text: str, place: Place, problems: Problems, zone: str | None = None) -> datetime | date | None:
    """The UTC instant a text names; a date where it names a day only; None with the reason in `problems`.

    An offset decides. A local time is read only with its zone beside it (`2026-11-20T14:30[Asia/Almaty]`), and refused
    where the clock showed it twice or never. `zone` only serves the help text: a bare local time is refused.

    >>> parse_instant("2024-12-31T17:00:00+05:00", Place("a"), Problems()).isoformat()
    '2024-12-31T12:00:00+00:00'
    """
    text = text.strip()
    found = _USUAL.match(text)
    if found is None:
        return _other_iso(text, place, problems)
    day = _day(found, text, place, problems)
    if day is None or found["hour"] is None:
        return day
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        message = say("no time of day `{text}`", text=text[11:])
        problems.error("instant-shape", message, place, say("the day ends at 23:59:59"))
        return None
    if (fraction := found["fraction"]) and fraction.strip(".,0"):
        # Earlier, never later: a term must not gain time by rounding.
        message = say("`{text}` is taken as the whole second it is in", text=text)
        problems.warning("instant-fraction", message, place)
    local = datetime(day.year, day.month, day.day, hour, minute, second)
    return _placed(local, found, place, problems, zone)


def _day(found: re.Match[str], text: str, place: Place, problems: Problems) -> date | None:
    year, month, number = int(found["year"]), int(found["month"]), int(found["day"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        help = say("years run from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        problems.error("instant-range", say("`{text}` is not in a year this can be", text=text), place, help)
        return None
    try:
        return date(year, month, number)
    except ValueError:
        written = f"{found['year']}-{found['month']}-{found['day']}"
        problems.error("instant-date", say("no day `{day}`", day=written), place)
        return None


def _placed(
    local: datetime, found: re.Match[str], place: Place, problems: Problems, zone: str | None
) -> datetime | None:
    text, offset, named = found.string, found["offset"], found["zone"]
    if offset is not None:
        fixed = _fixed(offset)
        if fixed is None:
            problems.error("instant-offset", say("no offset `{offset}`", offset=offset), place, say(_HELP))
            return None
        instant = local.replace(tzinfo=fixed).astimezone(UTC)
        if named and (key := parse_zone(named, place, problems)) and iso(instant, key)[:19] != local.isoformat():
            message = say("in `{text}` offset and zone disagree", text=text)
            help = say("{zone} had {instant}", zone=key, instant=iso(instant, key))
            problems.error("instant-offset", message, place, help)
            return None
        return instant
    if named:
        key = parse_zone(named, place, problems)
        placed = _in_zone(local, key, text) if key is not None else None
        if isinstance(placed, _Unclear):
            problems.error(placed.code, placed.message, place, placed.help)
            return None
        return placed
    help = say(_HELP)
    if zone is not None:
        match _in_zone(local, zone, text):
            case _Unclear(message=message, help=what):
                help = Message("{why}", (("why", Listed((message, what), "; ")),))
            case guess:
                help = say("if it is {zone} time, write `{instant}`", zone=zone, instant=iso(guess, zone))
    problems.error("instant-naive", say("`{text}` has no offset", text=text), place, help)
    return None


def offset_elsewhere(text: str, zone: str) -> tuple[str, str] | None:
    """The offset a time is written with and the one its zone had then, where they differ.

    UTC is no claim about anybody's clock: `Z` and `+00:00` differ from nothing.

    >>> offset_elsewhere("2026-11-20T14:30:00+06:00", "Asia/Almaty")
    ('+06:00', '+05:00')
    >>> offset_elsewhere("2026-11-20T14:30:00+05:00", "Asia/Almaty")
    >>> offset_elsewhere("2026-11-20T09:30:00Z", "Asia/Almaty")
    """
    found = _USUAL.match(text.strip())
    fixed = _fixed(found["offset"]) if found and found["offset"] else None
    if fixed is None or fixed.utcoffset(None) == timedelta():
        return None
    instant = parse_instant(text, Place(""), Problems())
    if not isinstance(instant, datetime):
        return None
    given, had = (at.strftime("%z") for at in (instant.astimezone(fixed), instant.astimezone(zone_of(zone))))
    return None if given == had else (f"{given[:3]}:{given[3:]}", f"{had[:3]}:{had[3:]}")


class _Unclear(NamedTuple):
    """Why a local time is no instant, and what to write instead."""

    code: str
    message: Message
    help: Message


def _in_zone(local: datetime, zone: str, text: str) -> datetime | _Unclear:
    """A local time in a zone, if the clock showed it exactly once."""
    here = zone_of(zone)
    first, second = (local.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    # In a gap the earlier reading comes out later than the other.
    if first > second:
        message = say("`{text}` never was: clocks in {zone} skipped it", text=text, zone=zone)
        return _Unclear("instant-nonexistent", message, say(_HELP))
    message = say("`{text}` came twice: clocks in {zone} went back", text=text, zone=zone)
    help = say("write `{first}` or `{second}`", first=iso(first, zone), second=iso(second, zone))
    return _Unclear("instant-ambiguous", message, help)


def _fixed(offset: str) -> timezone | None:
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        return None
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if offset[0] == "-" else span)


def _other_iso(text: str, place: Place, problems: Problems) -> datetime | date | None:
    """Week dates, day-of-year dates and the forms without separators."""
    if _OTHER_ISO.match(text):
        import pendulum

        try:
            parsed = pendulum.parse(text, exact=True)
        except (ValueError, OverflowError):
            parsed = None
        if isinstance(parsed, date) and FIRST_YEAR <= parsed.year <= LAST_YEAR:
            if isinstance(parsed, datetime):
                return datetime.fromtimestamp(int(parsed.timestamp()), UTC)
            return date(parsed.year, parsed.month, parsed.day)
    problems.error("instant-shape", say("`{text}` is not a date or a time", text=text), place, say(_HELP))
    return None


def exact(at: datetime) -> datetime:
    """The instant itself. Raises InputError for one without an offset: the machine's own zone is not the case's."""
    if at.utcoffset() is None:
        message = say("`{text}` has no offset", text=at.isoformat())
        help = say("give `as_of` with its zone: without one nobody knows which instant it is")
        raise InputError([Diagnostic("instant-naive", message, Place("as_of"), help)])
    return at
