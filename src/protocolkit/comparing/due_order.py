"""Which of two due times ends first: worked out from every day of two years, at hours that tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal, assert_never

import msgspec

from protocolkit.calendars.zones import zone as zone_of
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.model.clock import Clock, TimeRules
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.ruleset import Protocol

_HOURS = (time(0), time(15), time(23, 59, 59))
Sign = Literal["a", "b", "same", "both"]
"""Which of the two is earlier; `both`: the target of one and the limit of the other."""


class Ends(msgspec.Struct, frozen=True):
    """Target and limit of a due from one trigger; null where the text sets none."""

    target: datetime | None
    limit: datetime | None


class Found(msgspec.Struct, frozen=True):
    """How two dues stand over the days tried: of each sign, when it was last so, and on which weekdays (0: Monday).

    `undated` is how many triggers neither could be dated from: an agenda without dates, days the calendar lacks.
    """

    last: dict[Sign, datetime]
    weekdays: dict[Sign, tuple[int, ...]]
    tried: int
    undated: int

    @property
    def earlier(self) -> frozenset[Sign]:
        """The signs that occur, apart from `same`; `both` is that of each side."""
        one: frozenset[Sign] = frozenset({"a"} if {"a", "both"} & set(self.last) else ())
        other: frozenset[Sign] = frozenset({"b"} if {"b", "both"} & set(self.last) else ())
        return one | other


class DueOrder:
    """Compares dues on the calendars of two protocols, over two whole years."""

    def __init__(self, a: Protocol, b: Protocol, years: tuple[int, int]) -> None:
        self._sides = (a, b)
        self.years = years
        self._found: dict[object, Found] = {}
        self._clocks: dict[tuple[int, TimeRules], _Counted] = {}

    @property
    def same_days(self) -> bool:
        """Whether both sides count the same days, so that equal dues end together."""
        a, b = self._sides
        return a.zone == b.zone and a.calendar.id == b.calendar.id and a.calendar.version == b.calendar.version

    def compare(self, a: Due | None, b: Due | None, time_a: TimeRules, time_b: TimeRules) -> Found:
        """How two dues stand to each other from triggers of the years compared; no due is a due without a time."""
        key = (repr(a), repr(b), time_a, time_b)
        if key not in self._found:
            self._found[key] = self._over_the_years(a or DueNone(), b or DueNone(), time_a, time_b)
        return self._found[key]

    def _counted(self, number: Literal[0, 1], rules: TimeRules) -> _Counted:
        """The clock of one side under some conventions, with what was counted on it."""
        if (number, rules) not in self._clocks:
            protocol = self._sides[number]
            clock = Clock(zone=protocol.zone, days=protocol.calendar.days(), conventions=rules)
            self._clocks[number, rules] = _Counted(clock)
        return self._clocks[number, rules]

    def _over_the_years(self, a: Due, b: Due, time_a: TimeRules, time_b: TimeRules) -> Found:
        one, other = self._counted(0, time_a), self._counted(1, time_b)
        last: dict[Sign, datetime] = {}
        weekdays: dict[Sign, set[int]] = {}
        tried = undated = 0
        for at in _triggers(*self.years, self._sides[0].zone):
            tried += 1
            if not (one.datable(a, at) and other.datable(b, at)):
                undated += 1
                continue
            for sign in {_sign(one.ends(x, at), other.ends(y, at)) for x, y in _held(a, b)}:
                if sign not in last or _plain(at) or not _plain(last[sign]):
                    last[sign] = at
                weekdays.setdefault(sign, set()).add(at.weekday())
        return Found(last, {sign: tuple(sorted(days)) for sign, days in weekdays.items()}, tried, undated)


def _triggers(first: int, last: int, zone: str) -> Iterator[datetime]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield from (datetime.combine(day, hour, zone_of(zone)) for hour in _HOURS)
        day += timedelta(days=1)


def _plain(at: datetime) -> bool:
    """An hour at which somebody is at work, in a month without many days off: the one to show."""
    return at.hour == 15 and at.weekday() < 5 and at.month in (2, 9, 10, 11)


def _held(a: Due, b: Due) -> Iterator[tuple[Due, Due]]:
    """What to hold against each other: the dues of the same case where both tell cases apart by the same facts."""
    if isinstance(a, DueCases) and isinstance(b, DueCases) and a.if_ == b.if_:
        yield from _held(a.then, b.then)
        yield from _held(a.else_, b.else_)
    else:
        yield from ((one, other) for one in _cases(a) for other in _cases(b))


def _cases(due: Due) -> Iterator[Due]:
    """What a due may be as facts decide."""
    if isinstance(due, DueCases):
        yield from _cases(due.then)
        yield from _cases(due.else_)
    else:
        yield due


class _Counted:
    """One clock, and what was counted on it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends: dict[tuple[Due, datetime], Ends] = {}

    def ends(self, due: Due, at: datetime) -> Ends:
        if (due, at) not in self._ends:
            found = compute(Ask(due, at, self._clock))
            self._ends[due, at] = Ends(found.target, found.limit)
        return self._ends[due, at]

    def datable(self, due: Due, at: datetime) -> bool:
        """Whether every end that the due speaks of has a date."""
        match due:
            case DueNone():
                return True
            case DueDecided():
                return False
            case DueParts():
                found = self.ends(due, at)
                wanted = (found.target, due.aim), (found.limit, due.limit)
                return all(end is not None or term is None for end, term in wanted)
            case DueCases(then=then, else_=otherwise):
                return self.datable(then, at) and self.datable(otherwise, at)
            case DueEarliest(options=options) | DueLatest(options=options):
                return all(self.datable(one, at) for one in options)
            case _:
                assert_never(due)


def _sign(a: Ends, b: Ends) -> Sign:
    signs = {_earlier(a.target or a.limit, b.target or b.limit), _earlier(a.limit, b.limit)} - {"same"}
    return "both" if len(signs) > 1 else next(iter(signs), "same")


def _earlier(a: datetime | None, b: datetime | None) -> Sign:
    if a == b:
        return "same"
    if a is None or b is None:
        return "b" if a is None else "a"
    return "a" if a < b else "b"
