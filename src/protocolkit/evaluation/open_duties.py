"""Of many duties those that are open when an entry is made, without going through all of them for each entry."""

from __future__ import annotations

from bisect import insort
from collections.abc import Container, Iterable
from datetime import UTC, datetime
from operator import itemgetter

from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.attribution import began
from protocolkit.model.incident import LogEntry

_EVER = datetime.min.replace(tzinfo=UTC)


class OpenDuties:
    """Duties that an entry may close. Entries are asked about in order of time; what is closed never opens again."""

    def __init__(self, owed: Iterable[Owed], closed: Container[str]) -> None:
        coming = ((began(one) or _EVER, place, one) for place, one in enumerate(owed))
        self._coming = sorted(coming, key=itemgetter(0, 1), reverse=True)
        self._open: list[tuple[int, Owed]] = []
        self._closed = closed
        self._latest = _EVER

    def at(self, entry: LogEntry) -> list[Owed]:
        """Those that may have begun by an entry, and are not surely over; in the order they were given."""
        # An entry known by its day may come after what began on that day.
        self._latest = max(self._latest, entry.last)
        self._open = [one for one in self._open if not self._over(one[1], entry)]
        while self._coming and self._coming[-1][0] <= self._latest:
            _, place, one = self._coming.pop()
            if not self._over(one, entry):
                insort(self._open, (place, one), key=itemgetter(0))
        return [one for _, one in self._open]

    def _over(self, one: Owed, entry: LogEntry) -> bool:
        ended = one.life.ended_at is not None and one.life.ended_at < entry.at
        return ended or one.id in self._closed or (one.period_end is not None and one.period_end <= entry.at)
