"""How often each outcome was met, in all or in one group, and how late what was late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from protocolkit.auditing.outcome import SHARES


class AtOnce(msgspec.Struct, frozen=True):
    """Duties to be done at once, which no limit measures: how many, how many surely done, and the median of how soon.

    The median is of those of which both moments are known, `known` of them, in seconds.
    """

    n: int = 0
    known: int = 0
    median_seconds: int | float | None = None


class Counts(msgspec.Struct, frozen=True):
    """Duties by outcome. The six shares, `on_time` to `nobody_named`, sum to `duties`; what follows stands apart.

    Lateness is in seconds, of what was done after its limit: the median, and what the worst tenth of it reaches.
    """

    duties: int
    on_time: int
    late: int
    never: int
    not_knowable: int
    not_certain: int
    nobody_named: int
    median_late_seconds: int | float | None
    worst_tenth_late_seconds: int | None
    at_once: AtOnce
    not_yet_due: int
    no_limit: int
    released: int

    @classmethod
    def of(
        cls, found: Mapping[str, int], at_once: AtOnce, median: int | float | None, worst_tenth: int | None
    ) -> Counts:
        """Counts from how often each outcome was met."""
        shares = {name: found.get(name, 0) for name in SHARES}
        apart = {name: found.get(name, 0) for name in ("not_yet_due", "no_limit", "released")}
        return cls(
            duties=sum(shares.values()), median_late_seconds=median, worst_tenth_late_seconds=worst_tenth,
            at_once=at_once, **shares, **apart,
        )  # fmt: skip

    @property
    def missed(self) -> int:
        """Those whose limit surely passed undone, whatever followed."""
        return self.late + self.never


HOUR, DAY = 3600, 86_400
STEPS = (HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)


class Lateness(msgspec.Struct, frozen=True):
    """How many duties were done late by at most so many seconds, and by more than those of the step before.

    `up_to_seconds` is null where they were later than the last step.
    """

    up_to_seconds: int | None
    duties: int


class Grouped(msgspec.Struct, frozen=True):
    """The counts of one group; its name is empty where nothing says to which group a duty belongs."""

    name: str
    counts: Counts

    def as_data(self) -> dict[str, Any]:
        """The group as plain values for JSON."""
        return {"group": self.name, **msgspec.to_builtins(self.counts)}
