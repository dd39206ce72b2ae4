"""Hours and days on one line: the nearer a moment is to now, the more room it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from math import copysign, log1p
from typing import NamedTuple

# Half an hour is where the line turns from even to narrowing: an hour and a week both stay readable.
EVEN = 1800.0
EDGE = 4.0
LADDER = (
    ("hour", 1, 3600), ("day", 1, 86_400), ("week", 1, 604_800), ("month", 1, 2_629_800), ("year", 1, 31_557_600),
    ("hour", 4, 14_400), ("day", 3, 259_200), ("month", 6, 15_778_800), ("hour", 12, 43_200), ("minute", 30, 1800),
    ("week", 2, 1_209_600), ("month", 3, 7_889_400), ("hour", 2, 7200), ("day", 2, 172_800), ("minute", 10, 600),
)  # fmt: skip
APART = 12.0


class Tick(NamedTuple):
    """A line of the scale: where it stands in percent, and how many units from now (negative: before)."""

    percent: float
    at: datetime
    number: int
    unit: str


class Axis:
    """Places on the line in percent. `moments` are what it must hold beside now."""

    def __init__(self, now: datetime, moments: Iterable[datetime]) -> None:
        self.now = now
        places = [_bent((moment - now).total_seconds()) for moment in moments]
        self.first = min([0.0, *places])
        self.last = max([0.0, *places])
        if self.last - self.first < 1:
            self.last = self.first + 1

    def percent(self, moment: datetime) -> float:
        """Where a moment stands; what lies beyond the ends stands at the end."""
        return self._place((moment - self.now).total_seconds())

    def ticks(self) -> list[Tick]:
        """Lines at round distances from now, as many as there is room for, left to right."""
        chosen: list[Tick] = []
        taken = [self.percent(self.now)]
        for tick in self._candidates():
            if all(abs(tick.percent - other) >= APART for other in taken):
                chosen.append(tick)
                taken.append(tick.percent)
        return sorted(chosen)

    def _candidates(self) -> Iterator[Tick]:
        for unit, count, seconds in LADDER:
            for sign in (1, -1):
                if self.first <= _bent(sign * seconds) <= self.last:
                    at = self.now + timedelta(seconds=sign * seconds)
                    yield Tick(self._place(sign * seconds), at, sign * count, unit)

    def _place(self, seconds: float) -> float:
        share = (_bent(seconds) - self.first) / (self.last - self.first)
        return EDGE + min(max(share, 0.0), 1.0) * (100 - 2 * EDGE)


def _bent(seconds: float) -> float:
    return copysign(log1p(abs(seconds) / EVEN), seconds)
