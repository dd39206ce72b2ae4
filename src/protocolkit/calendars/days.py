"""Days: what each is and why, and counting them in constant time."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

import msgspec

from protocolkit.calendars.dates import Span, in_spans
from protocolkit.calendars.layers import BeyondCoverage as BeyondCoverage
from protocolkit.calendars.layers import (
    Holiday,
    Layers,
    Mark,
    Suspension,
    Transfer,
    View,
    Window,
    holidays,
    marks,
    suspensions,
    transfers,
)
from protocolkit.messages import Message

_MOST_VIEWS = 256


class Day(msgspec.Struct, frozen=True):
    """One day. `kind` is working, weekend, holiday, holiday_substitute, day_off_moved, working_day_moved,
    suspended_holiday, institution_closed or institution_open; `status` says how sure that is. `why` and `source` are
    null for a plain day of the week."""

    date: date
    kind: str
    works: bool
    why: Message | None
    source: Message | None
    status: str


class UnknownDayKind(Exception):  # noqa: N818 - an answer callers plan for
    """A day kind the calendar does not declare."""

    def __init__(self, kind: str, calendar: str) -> None:
        self.kind, self.calendar = kind, calendar
        super().__init__(f"calendar {calendar} declares no {kind} days")


class _Counts:
    """Prefix counts of one kind of day: how many up to each day, and where the n-th stands."""

    __slots__ = ("at", "upto")

    def __init__(self, flags: bytes) -> None:
        self.upto = [0, *accumulate(flags)]
        self.at = [i for i, flag in enumerate(flags) if flag]


class Views:
    """The days of one calendar, laid out once in each view that is asked for."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self._made: dict[View, Days] = {}

    def days(self, view: View) -> Days:
        found = self._made.get(view)
        if found is None:
            if len(self._made) >= _MOST_VIEWS:
                self._made.clear()
            found = self._made[view] = Days(self, view)
        return found


class Days:
    """The days of one calendar in one view. Dates outside `first` to `last` raise `BeyondCoverage`."""

    def __init__(self, views: Views, view: View) -> None:
        self.layers = layers = views.layers
        self.view = view
        self.first, self.last = layers.first, layers.last
        self._views = views
        self._free = layers.free(view.week)
        self._marks: dict[date, Mark] = marks(layers, view)
        self.suspensions: tuple[Suspension, ...] = suspensions(layers, view)
        self._feasts = tuple(h for h in holidays(layers, view).values() if h.tolerance)
        free = layers.transfers_binding or view.follows_transfers is not None
        self._recommended = () if free else transfers(layers, view)
        self._start = self.first.toordinal()
        self._counts: dict[str, _Counts] = {}

    # -- single days

    def day(self, day: date) -> Day:
        """What the day is, why, by which source, and how sure that is."""
        self._index(day)
        mark = self._marks.get(day)
        status = self.window(day).status
        if status == "official" and any(s.covers(day) and day > s.verified_through for s in self.suspensions):
            status = "assumed"
        if mark is not None:
            status = status if mark.status == "official" else mark.status
            return Day(day, mark.kind, mark.works, mark.why, mark.source, status)
        works = day.weekday() not in self._free
        return Day(day, "working" if works else "weekend", works, None, None, status)

    def is_kind(self, day: date, kind: str = "working") -> bool:
        counts, i = self._count(kind), self._index(day)
        return counts.upto[i + 1] > counts.upto[i]

    def window(self, day: date) -> Window:
        self._index(day)
        return next(w for w in self.layers.coverage if w.first <= day <= w.last)

    # -- counting

    def nth(self, day: date, n: int, kind: str = "working") -> date:
        """The n-th day of a kind strictly after a day; strictly before it for negative n. Raises ValueError for 0."""
        if n == 0:
            raise ValueError("there is no day 0 to count to")
        counts, i = self._count(kind), self._index(day)
        k = counts.upto[i + 1] + n - 1 if n > 0 else counts.upto[i] + n
        if not 0 <= k < len(counts.at):
            raise BeyondCoverage(None, self.first, self.last)
        return date.fromordinal(self._start + counts.at[k])

    def count(self, after: date, through: date, kind: str = "working") -> int:
        """How many days of a kind lie after one day, up to and including another."""
        upto = self._count(kind).upto
        return upto[self._index(through) + 1] - upto[self._index(after) + 1]

    def on_or_after(self, day: date, kind: str = "working") -> date:
        return day if self.is_kind(day, kind) else self.nth(day, 1, kind)

    def on_or_before(self, day: date, kind: str = "working") -> date:
        return day if self.is_kind(day, kind) else self.nth(day, -1, kind)

    def _index(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise BeyondCoverage(day, self.first, self.last)
        return day.toordinal() - self._start

    def _count(self, kind: str) -> _Counts:
        found = self._counts.get(kind)
        if found is None:
            found = self._counts[kind] = _Counts(self._flags(kind))
        return found

    def _flags(self, kind: str) -> bytes:
        declared = self.layers.kinds.get(kind)
        if declared is None:
            raise UnknownDayKind(kind, self.layers.calendar)
        size, monday = self.last.toordinal() - self._start + 1, self.first.weekday()
        week = bytes(i % 7 not in self._free for i in range(monday, monday + 7))
        flags = bytearray((week * (size // 7 + 1))[:size])
        for day, mark in self._marks.items():
            if self.first <= day <= self.last:
                flags[day.toordinal() - self._start] = mark.works
        if declared.of == "school" and self.view.school_days is not None:
            # A single day named as a school day is one even where nobody else works.
            named = [(a, b) for a, b in self.view.school_days if a == b]
            inside = self._spanned(self.view.school_days)
            flags = bytearray(works and within for works, within in zip(flags, inside, strict=True))
            flags = bytearray(a or b for a, b in zip(flags, self._spanned(named), strict=True))
        elif declared.of == "school" and self.layers.school is not None:
            away = self._spanned(self.layers.school.breaks)
            flags = bytearray(works and not gone for works, gone in zip(flags, away, strict=True))
        for spans, value in ((declared.except_, 0), (declared.also, 1)):
            for i, within in enumerate(self._spanned(spans)):
                if within:
                    flags[i] = value
        return bytes(flags)

    def _spanned(self, spans: tuple[Span, ...] | list[Span]) -> bytes:
        flags = bytearray(self.last.toordinal() - self._start + 1)
        for first, last in spans:
            a, b = max(first, self.first).toordinal(), min(last, self.last).toordinal()
            if a <= b:
                flags[a - self._start : b - self._start + 1] = b"\1" * (b - a + 1)
        return bytes(flags)

    # -- what is not settled about them

    def feasts(self, after: date, through: date) -> tuple[Holiday, ...]:
        """The feasts that may still move into or out of a span."""
        return tuple(
            h for h in self._feasts if (after - h.date).days < h.tolerance and (h.date - through).days <= h.tolerance
        )  # fmt: skip

    def recommended(self, after: date, through: date) -> tuple[Transfer, ...]:
        """The moved days in a span that an institution is free not to follow, where it does not say."""
        return tuple(
            t for t in self._recommended
            if any(after < d <= through and self.day(d).kind.endswith("_moved") for d in (t.off, t.work))
        )  # fmt: skip

    def closed(self, after: date, through: date) -> bool:
        """Whether the institution's own closing days touch a span."""
        spans = self.view.closed + self.view.open
        return any(first <= through and last > after for first, last in spans)

    def school_break(self, day: date, kind: str) -> str | None:
        """The source of the break between two school terms that a day lies in, where days of a kind leave it out."""
        declared, school = self.layers.kinds.get(kind), self.layers.school
        if declared is None or declared.of != "school" or school is None or self.view.school_days is not None:
            return None
        return next((year.source for year in school.listed if in_spans(day, tuple(year.breaks))), None)

    def other(self, **changes: object) -> Days:
        """The same days in a view that differs in the parts named."""
        return self._views.days(msgspec.structs.replace(self.view, **changes))
