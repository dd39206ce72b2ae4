"""When a duty is due at the latest, as a formula: hours added to the instant, days looked up in a table.

The table has, for each day of the window, where a term that begins on it ends. It is made by the engine's own clock, so
holidays, moved days and clock changes stand in it. A term that ends elsewhere for another hour of its day stands in it
with its latest end.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from protocolkit.model.clock import TimeRules
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.terms import When
from protocolkit.model.terms.hours import Hours
from protocolkit.proving.pairs import some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.worlds import World

_HOURS = (time(0, 0), time(12, 0), time(23, 59))
UTC = ZoneInfo("UTC")


class Limits:
    """Due times in the cases of one world. `days_used` says whether the calendar was looked into."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.days_used = False
        self._tables: dict[tuple[When, TimeRules], list[int] | None] = {}
        self._ends: dict[tuple[When, TimeRules, str], Any] = {}

    def latest(self, due: Due | None, at: Any, rules: TimeRules) -> Any:
        """By when at the latest, in minutes of the world: the limit, else the target; null where there is neither."""
        solver = z3()
        match due:
            case None | DueNone() | DueDecided():
                return None
            case DueParts(immediately=immediately, aim=aim, limit=limit):
                if limit is not None:
                    return self.end(limit, at, rules)
                return at if immediately else self.end(aim, at, rules) if aim is not None else None
            case DueCases(then=then, else_=other):
                return self._most([self.latest(one, at, rules) for one in (then, other)])
            case DueEarliest(options=options):
                found = [end for one in options if (end := self.latest(one, at, rules)) is not None]
                least = found[0] if found else None
                for one in found[1:]:
                    least = solver.If(one < least, one, least)
                return least
            case DueLatest(options=options):
                return self._most([self.latest(one, at, rules) for one in options])
            case _:
                assert_never(due)

    def _most(self, ends: list[Any]) -> Any:
        if any(end is None for end in ends):
            return None
        most = ends[0]
        for one in ends[1:]:
            most = z3().If(one > most, one, most)
        return most

    def end(self, term: When, at: Any, rules: TimeRules | None = None) -> Any:
        """Where a term ends that begins at an instant; null where the calendar does not reach so far."""
        if isinstance(term, Hours):
            return at + 60 * term.n
        table = self.table(term, rules or TimeRules())
        if table is None:
            return None
        self.days_used = True
        key = (term, rules or TimeRules(), str(at))
        if key not in self._ends:
            self._ends[key] = self._looked_up(table, at)
        return self._ends[key]

    def _looked_up(self, table: list[int], at: Any) -> Any:
        """The row of the day of an instant, which is the last day that had begun by then."""
        solver = z3()
        found = solver.IntVal(table[-1])
        for n in range(len(table) - 2, -1, -1):
            found = solver.If(at < self._midnights[n + 1], solver.IntVal(table[n]), found)
        return found

    @cached_property
    def _midnights(self) -> list[int]:
        zone = self.world.zone
        return [self.world.minutes(datetime.combine(day, time(), zone).astimezone(UTC)) for day in self.world.days]

    def table(self, term: When, rules: TimeRules) -> list[int] | None:
        """The latest end of a term for each day of the window it may begin on; null where some day has none."""
        if (term, rules) not in self._tables:
            self._tables[term, rules] = self._table(term, rules)
        return self._tables[term, rules]

    def _table(self, term: When, rules: TimeRules) -> list[int] | None:
        found: list[int] = []
        for day in self.world.days:
            ends = [self.ending(term, datetime.combine(day, hour, self.world.zone), rules) for hour in _HOURS]
            known = [self.world.minutes(end) for end in ends if end is not None]
            if len(known) < len(ends):
                return None
            found.append(max(known))
        return found

    def ending(self, term: When, at: datetime, rules: TimeRules | None = None) -> datetime | None:
        """Where the engine ends a term."""
        case = self.world.case
        return case.due(DueParts(limit=term), at.astimezone(UTC), {}, rules or TimeRules()).limit

    def civil_days(self, term: When, day: date) -> tuple[int, date]:
        """How many civil days a term takes that begins on a day, and its last day, by the calendar alone."""
        end = self.ending(term, datetime.combine(day, _HOURS[1], self.world.zone))
        assert end is not None
        last = (end - timedelta(seconds=1)).astimezone(self.world.zone).date()
        return (last - day).days, last


def spans(limits: Limits, term: When, at_most: int) -> Any:
    """That a term takes more civil days than so many, for some day of the window: a formula over `day`."""
    solver = z3()
    table = limits.table(term, TimeRules())
    if table is None:
        return None
    day, span = solver.Int("day"), solver.Function("span", solver.IntSort(), solver.IntSort())
    world = limits.world
    lasts = ((world.start + timedelta(minutes=end - 1)).astimezone(world.zone).date() for end in table)
    counted = [(last - first).days for first, last in zip(world.days, lasts, strict=True)]
    rows = [span(n) == solver.IntVal(days) for n, days in enumerate(counted)]
    return solver.And(some_of(day == n for n in range(len(counted))), *rows, span(day) > at_most)
