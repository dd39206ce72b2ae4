"""A due time as it is found: instants, days, and messages that nobody has said yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from protocolkit.messages import Message, Part


class Caution(msgspec.Struct, frozen=True):
    """Something a reader must know before relying on an answer; of a whole text, `ruleset` names it.

    `asks` are the facts that would settle it.
    """

    code: str
    message: Part
    rule: str | None = None
    ruleset: str | None = None
    asks: tuple[str, ...] = ()


class Alternative(msgspec.Struct, frozen=True):
    """Another defensible reading of the same words, evaluated.

    `applies` is null where nobody knows; `awaits` are the events it waits for while it has not begun, and `at` is then
    when it would be due at the latest. `rule` is whose it is, where it is that of a twin.
    """

    at: datetime | None
    last_day: date | None
    because: Message
    applies: bool | None = True
    changes: dict[str, Any] = {}
    awaits: tuple[str, ...] = ()
    rule: str | None = None


class Remaining(msgspec.Struct, frozen=True):
    """How much of a term was left when its clock stopped: seconds, or days of a kind such as `working_day`."""

    n: int
    unit: str = "second"


class DueFound(msgspec.Struct, frozen=True):
    """When a duty is due: UTC instants and civil days. `kind` is empty where the text gives no time.

    `at` is the limit, else the target; null where there is a limit that nobody can date. Lateness looks only at
    `limit`. `may_be` are the limits it may have while facts decide between cases (null: none, or no date yet), nothing
    where it is certain. `remaining` is what is left of one whose clock stands still, and which therefore has no date.
    Two due times say the same if and only if they are equal.
    """

    at: datetime | None = None
    target: datetime | None = None
    limit: datetime | None = None
    not_before: datetime | None = None
    last_day: date | None = None
    kind: str = ""
    steps: tuple[Message, ...] = ()
    readings: tuple[Alternative, ...] = ()
    asks: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    remaining: Remaining | None = None
    may_be: tuple[datetime | None, ...] = ()

    @property
    def undatable(self) -> tuple[str, ...]:
        """Why nobody can date its limit: codes of its cautions."""
        return tuple(c.code for c in self.cautions if c.code in UNDATABLE) if self.limit is None else ()

    @property
    def latest_limit(self) -> datetime | None:
        """The latest limit it may have while facts decide between cases; null where it may have none."""
        return latest_of(self.may_be or (self.limit,))

    @property
    def timed(self) -> bool:
        """Whether the text gives a time at all."""
        return bool(self.kind)


def latest_of(limits: Sequence[datetime | None]) -> datetime | None:
    """The latest of several limits; null where one of them is none."""
    known = [one for one in limits if one is not None]
    return max(known) if len(known) == len(limits) else None


UNDATABLE = ("beyond_coverage", "unknown_day_kind")
UNTIMED = DueFound()
