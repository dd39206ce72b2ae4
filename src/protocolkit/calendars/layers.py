"""What a calendar is made of: dated entries, each with a source and a status, and since when each could be known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from protocolkit.languages import N_, _, language
from protocolkit.messages import Message

ONE_DAY = timedelta(days=1)
KNOWN_KINDS = {"working": N_("working day"), "business": N_("business day"), "school": N_("school day")}
KNOWN_REGIMES = {"martial_law": N_("martial law")}


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
    source: Message
    tolerance: int = 0


class Transfer(Known, frozen=True, kw_only=True):
    """A day off moved: `off` becomes a day off, `work` is worked instead."""

    off: date
    work: date
    status: str
    source: Message


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

    @property
    def name(self) -> str:
        """What it is called, in English: said like any text."""
        return KNOWN_REGIMES.get(self.id) or self.id.replace("_", " ")


class Window(msgspec.Struct, frozen=True):
    """A span of days, both ends included, and how much is known about it."""

    first: date
    last: date
    status: str
    because: str
    missing: tuple[str, ...] = ()


class DayKind(msgspec.Struct, frozen=True):
    """A kind of day that terms may count. `of` is `working` or `school`; `label` names one such day."""

    id: str
    of: str = "working"
    except_: tuple[tuple[date, date], ...] = ()
    also: tuple[tuple[date, date], ...] = ()
    label: dict[str, str] = {}

    @property
    def name(self) -> str:
        """One day of the kind in the language being spoken: `working day`."""
        spoken = language()
        if known := self.label.get(spoken) or _(KNOWN_KINDS.get(self.id, "")) or self.label.get("en"):
            return known
        return _("{kind} day").format(kind=self.id.replace("_", " "))


class BareDays(msgspec.Struct, frozen=True):
    """A reading of plain `N days`, up to a number, as days of a kind."""

    kind: str
    at_most: int
    because: str


class SchoolYear(msgspec.Struct, frozen=True):
    """(month, day) of its first day and of the last day of teaching. It lasts until the next one starts."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    status: str
    source: str

    def last_day(self, day: date) -> date:
        """The last day of the school year a day is in: the day before the next one starts."""
        starts = date(day.year, *self.starts)
        return (starts if day < starts else date(day.year + 1, *self.starts)) - ONE_DAY

    def first_day(self, day: date) -> date:
        """The first day of the school year a day is in."""
        starts = date(day.year, *self.starts)
        return starts if day >= starts else date(day.year - 1, *self.starts)

    def end_of_teaching(self, day: date) -> date | None:
        """The last day of teaching still ahead in that school year; null in the holidays after it."""
        last = self.last_day(day)
        ends = date(last.year if self.ends < self.starts else last.year - 1, *self.ends)
        return ends if day <= ends else None


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
