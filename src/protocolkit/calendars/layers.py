"""What a calendar is made of: dated entries, each with a source and a status, and since when each could be known."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Known from a day on (null: always), until a day (exclusive; null: still)."""

    known_from: date | None = None
    known_until: date | None = None

    def at(self, day: date | None) -> bool:
        """Whether it was known on a day; without a day, whether it is known now."""
        if day is None:
            return self.known_until is None
        return (self.known_from is None or self.known_from <= day) and (
            self.known_until is None or day < self.known_until
        )


class Holiday(Known, frozen=True, kw_only=True):
    """A holiday by law. `tolerance` is by how many days a feast may still move."""

    date: date
    name: str
    status: str
    source: str
    tolerance: int = 0


class Transfer(Known, frozen=True, kw_only=True):
    """A day off moved: `off` becomes a day off, `work` is worked instead."""

    off: date
    work: date
    status: str
    source: str


class Verified(Known, frozen=True, kw_only=True):
    """How far a regime is verified."""

    until: datetime
    source: str


class Regime(Known, frozen=True, kw_only=True):
    """A time in which holidays, their substitutes and moved days are ordinary days. Unverified, it is assumed."""

    id: str
    from_: date
    suspends_from: date
    source: str
    verified: tuple[Verified, ...]
    gap: str = ""


class Window(msgspec.Struct, frozen=True):
    """A span of days, both ends included, and how much is known about it."""

    first: date
    last: date
    status: str
    because: str
    missing: tuple[str, ...] = ()


class DayKind(msgspec.Struct, frozen=True):
    """A kind of day that terms may count. `of` is `working` or `school`."""

    id: str
    of: str = "working"
    except_: tuple[tuple[date, date], ...] = ()
    also: tuple[tuple[date, date], ...] = ()


class SchoolYear(msgspec.Struct, frozen=True):
    """(month, day) of its first and last day."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    status: str
    source: str

    def end_after(self, day: date) -> date:
        """The last day of the school year a day is in; in the holidays after it, the day before the next one starts."""
        starts, ends = date(day.year, *self.starts), date(day.year, *self.ends)
        if day < starts:
            return ends if day <= ends else date.fromordinal(starts.toordinal() - 1)
        return date(day.year + 1, *self.ends) if self.ends < self.starts else max(ends, day)


class Layers(msgspec.Struct, frozen=True):
    """Everything a calendar file and its frozen base say about days."""

    holidays: tuple[Holiday, ...]
    transfers: tuple[Transfer, ...]
    regimes: tuple[Regime, ...]
    coverage: tuple[Window, ...]
    moves: bool
    stays: frozenset[str]
    substitution_source: str
    transfers_binding: bool
    kinds: dict[str, DayKind]

    @property
    def first(self) -> date:
        return self.coverage[0].first

    @property
    def last(self) -> date:
        return self.coverage[-1].last
