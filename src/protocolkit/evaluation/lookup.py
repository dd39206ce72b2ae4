"""What stands in a log by its time: what may bear on a duty is found without going through the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from protocolkit.model.incident import LogEntry

T = TypeVar("T")


class Series(Generic[T]):
    """Things of the log, each with the entry it comes from, to be cut to a time; what is found keeps its order."""

    def __init__(self, of: Iterable[T], at: Callable[[T], datetime], entry: Callable[[T], LogEntry]) -> None:
        placed = sorted(enumerate(of), key=lambda one: at(one[1]))
        self._of = placed
        self._at = [at(one) for _, one in placed]
        entries = (entry(one) for _, one in placed)
        self._widest = max((one.last - one.at for one in entries), default=timedelta(0))

    def within(self, since: datetime | None, until: datetime | None) -> list[tuple[int, T]]:
        """Those that may have been from one instant on and begin before another, with their places; null is no bound.

        What is known by its day begins with that day, and may have been as late as its end.
        """
        first = 0 if since is None else bisect_left(self._at, since - self._widest)
        last = len(self._at) if until is None else bisect_left(self._at, until)
        return sorted(self._of[first:last], key=_place)


class Records:
    """The entries about the duties of one rule, in the order of the log."""

    def __init__(self, entries: Iterable[LogEntry], rule: str) -> None:
        self.all = tuple(entries)
        self.acts = frozenset(entry.do for entry in self.all if entry.do)
        """The acts that they name."""
        self._by_tail: dict[str, list[tuple[int, LogEntry]]] = {}
        self._of_anybody: list[tuple[int, LogEntry]] = []
        for place, entry in enumerate(self.all):
            if entry.duty is not None:
                self._by_tail.setdefault(entry.duty[len(rule) :], []).append((place, entry))
            else:
                self._of_anybody.append((place, entry))
        for_whom: dict[str | None, list[tuple[int, LogEntry]]] = {}
        for one in self._of_anybody:
            for_whom.setdefault(one[1].for_, []).append(one)
        self._for = {person: _series(several) for person, several in for_whom.items()}
        self._unnamed = _series(self._of_anybody)
        self.done = _series([one for one in enumerate(self.all) if one[1].event == "done"])
        """The performances."""

    def of(self, tail: str, for_: str | None, since: datetime | None, until: datetime | None) -> list[LogEntry]:
        """Those that may be about one duty of the rule: that name it, or name none and may have been in its time."""
        some = [self._unnamed] if for_ is None else [self._for[who] for who in (None, for_) if who in self._for]
        found = [one for series in some for _, one in series.within(since, until)]
        return [entry for _, entry in sorted((*self._by_tail.get(tail, ()), *found), key=_place)]


def _series(placed: list[tuple[int, LogEntry]]) -> Series[tuple[int, LogEntry]]:
    return Series(placed, lambda one: one[1].at, lambda one: one[1])


def _place(one: tuple[int, object]) -> int:
    return one[0]
