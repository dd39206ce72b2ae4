"""When an entry known only by its day may have happened: from the first moment it can have been to the last."""

from __future__ import annotations

from datetime import datetime

import msgspec

from protocolkit.evaluation.kleene import Truth
from protocolkit.model.incident import LogEntry


class Span(msgspec.Struct, frozen=True):
    """From the first moment to the last, both possible. `name` is what a reader would have to know: `EVENT.at`.

    `order` is the entry's place in the file: of two entries known by the same day the one written first came first.
    `known` says that the moment itself is: the two are then one.
    """

    first: datetime
    last: datetime
    name: str = ""
    order: int = -1
    known: bool = True
    ends: datetime | None = None

    @property
    def whenever(self) -> datetime:
        """The last moment at which it can have been, whenever that is asked: `last` is no later than the asking."""
        return self.ends or self.last

    def by(self, limit: datetime) -> Truth:
        """Whether it happened no later than a limit; null where the limit lies within the span."""
        return True if self.last <= limit else False if self.first > limit else None

    def before(self, other: Span) -> bool:
        """Whether it surely came before another; of two that share a day, as they stand in the file."""
        if self.last < other.first or self.known or other.known:
            return self.last < other.first
        return self.first <= other.last and self.order < other.order


def span(entry: LogEntry, as_of: datetime, since: datetime | None = None) -> Span:
    """The span of an entry, as known at an instant. `since` is what it cannot have come before, if that was its day."""
    last = min(entry.last, as_of)
    first = since if since is not None and entry.at < since <= last else entry.at
    return Span(first, max(first, last), f"{entry.event}.at", entry.index, not entry.date_only, max(first, entry.last))
