"""Every time: the occurrences of a rhythm, and which rules run by the organisation's year rather than by a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.calendars.layers import ONE_DAY
from protocolkit.calendars.school_year import SchoolYear
from protocolkit.evaluation.triggers import Came
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.moments import Done, Missed, Moment, Occurs, Rhythm, single
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol

UTC = ZoneInfo("UTC")


class Occurrence(msgspec.Struct, frozen=True):
    """One time a duty arises. `key` is stable: the instant, day or period, never a count."""

    came: Came | None
    key: str | None = None
    ends: datetime | None = None


def occurrences(
    rhythm: Rhythm, start: datetime, until: datetime, zone: str, school_year: SchoolYear, agenda: tuple[datetime, ...]
) -> list[Occurrence]:
    """The occurrences that have begun by `until`. The first period may be partial: it begins at `start`."""
    if rhythm.agenda:
        return [
            Occurrence(Came(rhythm.agenda, at), key=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
            for at in sorted(agenda)
            if start <= at <= until
        ]
    found = []
    for first_day, next_day, key in _periods(rhythm, start.astimezone(ZoneInfo(zone)).date(), school_year):
        begins = max(_midnight(first_day, zone), start)
        if begins > until:
            break
        found.append(Occurrence(Came(rhythm.period, begins), key, _midnight(next_day, zone)))
    return found


def next_start(rhythm: Rhythm, start: datetime, after: datetime, zone: str, school_year: SchoolYear) -> datetime | None:
    """The first occurrence that begins after an instant."""
    if rhythm.agenda:
        return None
    for first_day, _, _ in _periods(rhythm, max(start, after).astimezone(ZoneInfo(zone)).date(), school_year):
        if (begins := _midnight(first_day, zone)) > after and begins >= start:
            return begins
    return None


def _periods(rhythm: Rhythm, day: date, school_year: SchoolYear) -> Iterator[tuple[date, date, str]]:
    """Periods from the one that holds `day` on: first day, first day of the next, and a stable key."""
    match rhythm.period:
        case "day" | "week":
            length = timedelta(days=1 if rhythm.period == "day" else 7)
            first = day if rhythm.period == "day" else day - timedelta(days=day.weekday())
            while True:
                yield first, first + length, first.isoformat()
                first += length
        case "month" | "quarter" | "year":
            months = {"month": 1, "quarter": 3, "year": 12}[rhythm.period]
            index = (day.year * 12 + day.month - 1) // months
            while True:
                yield _month(index * months), _month((index + 1) * months), _month(index * months).isoformat()[:7]
                index += 1
        case "school_year":
            first = school_year.first_day(day)
            while True:
                following = school_year.last_day(first) + ONE_DAY
                yield first, following, first.isoformat()[:7]
                first = following
        case "school_term":
            for first, last in school_year.terms:
                if day <= last:
                    yield first, last + ONE_DAY, first.isoformat()
        case "month_of_year":
            index = day.year * 12 + day.month - 1
            while True:
                if index % 12 + 1 in rhythm.months:
                    yield _month(index), _month(index + 1), _month(index).isoformat()[:7]
                index += 1
        case "agenda":
            return  # its dates are the organisation's, not the calendar's
        case _:
            assert_never(rhythm.period)


def _month(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_of(instant: datetime, zone: str) -> date:
    """The day an instant is on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def instant_of(day: date, zone: str) -> datetime:
    """The instant of an agenda date: itself, or the start of a day given without a time."""
    return day if isinstance(day, datetime) else _midnight(day, zone)


def belongs_to_case(rule: Rule, protocol: Protocol, asking: tuple[str, ...] = ()) -> bool:
    """Whether an incident's plan shows the rule, rather than the organisation's agenda.

    Standing rules and rhythms without `after` belong to the agenda unless `if` or `each` reads the case; so do rules
    that start with an event of the organisation's own log, and what follows from them.
    """
    if (start := start_of(rule)) is not None:
        events = protocol.vocabulary.events
        for one in single(start):
            if isinstance(one, Occurs) and (one.event not in events or events[one.event].log != "organisation"):
                return True
            if isinstance(one, Done | Missed):
                earlier = protocol.rule(one.rule)
                # A circle leads nowhere: it is shown, waiting for itself.
                if earlier is None or one.rule in asking or belongs_to_case(earlier, protocol, (*asking, one.rule)):
                    return True
        return False
    if rule.during:
        return True
    return rule.each is not None or rule.if_ != ALWAYS


def starting_events(rule: Rule) -> tuple[str, ...]:
    """The events a rule may start with."""
    start = start_of(rule)
    return tuple(one.event for one in single(start) if isinstance(one, Occurs)) if start else ()


def start_of(rule: Rule) -> Moment | None:
    """The moment that starts a rule, if it starts with one."""
    return rule.after or (rule.every if rule.every and not isinstance(rule.every, Rhythm) else None)
