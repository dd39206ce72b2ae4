"""Where cases are kept: a log for each reference, to which is only added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from protocolkit.web.records import Kept, Line, Record

OPENING = "opened"
"""The key of the first records of a case, so that a reference is given once."""


class StoreUnavailableError(Exception):
    """The store cannot be read or written at the moment. Nothing of what was asked for has been done."""


class Store(Protocol):
    """A store of cases. Each method raises StoreUnavailableError where it cannot do all that it is asked for."""

    def cases(self) -> list[Kept]:
        """Every case, that with the newest record first."""

    def lines(self, reference: str) -> list[Line]:
        """The log of a case, in the order in which it was made; empty if there is no such case."""

    def append(self, reference: str, records: Sequence[Record], *, once: str, at: datetime) -> bool:
        """Adds all records to a log, or none. False, and nothing is added, if `once` was used for that case before.

        `once` names one act of one person: a form sent twice says the same thing once.
        """


class MemoryStore:
    """A store that ends with its process: for a browser's own memory, and for trying out.

    >>> from datetime import UTC
    >>> from protocolkit.web.records import Opened
    >>> store, now = MemoryStore(), datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    >>> store.append("2026-041", [Opened()], once="opened", at=now)
    True
    >>> store.append("2026-041", [Opened()], once="opened", at=now)
    False
    >>> [kept.reference for kept in store.cases()]
    ['2026-041']
    """

    def __init__(self) -> None:
        self._logs: dict[str, dict[str, tuple[Line, ...]]] = {}

    def cases(self) -> list[Kept]:
        found = []
        for reference in list(self._logs):
            lines = self.lines(reference)
            found.append(Kept(reference, lines[0].at, lines[-1].at))
        return sorted(found, key=lambda one: one.last, reverse=True)

    def lines(self, reference: str) -> list[Line]:
        return [line for lines in list(self._logs.get(reference, {}).values()) for line in lines]

    def append(self, reference: str, records: Sequence[Record], *, once: str, at: datetime) -> bool:
        added = tuple(Line(at, record) for record in records)
        # One step, so that of two threads with the same key one is told that it came second.
        return self._logs.setdefault(reference, {}).setdefault(once, added) is added
