"""What returns: the times of one duty that the log does not speak of, as one entry."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

import msgspec


class Repeated(msgspec.Struct, frozen=True):
    """How often something came of which nothing is recorded, and its first and last time; in a compact plan only."""

    count: int
    first: str
    last: str


class Time(NamedTuple):
    """One time of what returns: what all its times have in common, and which one it is."""

    series: Hashable
    when: str


class Returning(Protocol):
    """What may be one time of several."""

    def time(self) -> Time | None: ...


Entry = TypeVar("Entry", bound=Returning)


def compacted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with one for all the times of each series: the first of them, which presses most, in its place."""
    found: dict[Hashable, list[tuple[Time | None, Entry]]] = {}
    for number, one in enumerate(entries):
        time = one.time()
        found.setdefault(("alone", number) if time is None else ("series", time.series), []).append((time, one))
    return tuple(one for several in found.values() for one in _joined(several))


def _joined(several: list[tuple[Time | None, Entry]]) -> Iterator[Entry]:
    times = sorted(time.when for time, _one in several if time)
    first = several[0][1]
    if len(set(times)) == len(several) > 1:
        yield msgspec.structs.replace(first, repeated=Repeated(len(times), times[0], times[-1]))  # type: ignore[type-var]
    else:
        yield from (one for _time, one in several)
