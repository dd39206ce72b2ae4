"""One case: what is known of it and what its log says. References, ages and roles only; never a name."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Literal

import msgspec

from protocolkit.diagnostics import Diagnostic, Place
from protocolkit.messages import Message, say
from protocolkit.model.dues import Due

DEEDS = ("done", "not_done", "breached")
LOG_WORDS = (*DEEDS, "due_set", "extended", "suspended", "resumed", "waived")
RETRACTED = "retracted"
"""The word of the log that takes an entry back."""

Why = Literal[
    "too_late", "no_reasons", "not_allowed", "by_whom", "nothing_open", "not_owed_to", "excepted", "twice",
    "before_not_before", "edition_not_loaded",
]  # fmt: skip
"""Why an entry changes nothing."""

WHY: dict[Why, Message] = {
    "too_late": say("the limit had already passed"),
    "no_reasons": say("reasons must be recorded"),
    "not_allowed": say("the rule does not allow it"),
    "by_whom": say("the rule does not allow it by whoever did it"),
    "nothing_open": say("nothing was open that it could change"),
    "not_owed_to": say("the duty is not owed to whom it names"),
    "excepted": say("the rule excepts whoever did it"),
    "twice": say("it had been recorded already"),
    "before_not_before": say("it may not be done so early"),
    "edition_not_loaded": say("its edition is not in force on the day of the case"),
}


BreachStatus = Literal["breached", "not_certain", "superseded"]
BREACHES: dict[BreachStatus, Message] = {
    "breached": say("a ban in force was broken"),
    "not_certain": say("not certain: whether it was forbidden hangs on what nobody has said"),
    "superseded": say("forbidden only under what was known then"),
}


class Known(msgspec.Struct, frozen=True):
    """What somebody has said: a fact of the case (`subject` null) or of a person, and since when it is known."""

    subject: str | None
    fact: str
    value: Any
    since: datetime | None = None
    place: Place | None = None


class SetValue(msgspec.Struct, frozen=True):
    """The values of a set fact; `complete` unless the list says only that it includes them."""

    values: frozenset[Any]
    complete: bool = True


class Person(msgspec.Struct, frozen=True):
    """A party of the case under a reference. `holds` and `represents` are null where nobody has said."""

    id: str
    roles: tuple[str, ...]
    holds: tuple[str, ...] | None = None
    represents: tuple[str, ...] | None = None


def rule_of_duty(id: str) -> str:
    """The rule in a duty's id.

    >>> rule_of_duty("a/b#notify/police@2026"), rule_of_duty("notify/police")
    ('a/b#notify', 'notify')
    """
    ruleset, mark, rest = id.rpartition("#")
    return ruleset + mark + re.split("[/@]", rest, maxsplit=1)[0]


class LogEntry(msgspec.Struct, frozen=True):
    """Something that happened, or was done to a duty. Instants are aware and in UTC.

    Of an entry known only by its day `at` is the start of the day, and `ends` the last moment at which it may have
    happened by what the log itself says. `limit` is what `due` says: an instant, or a term from the limit there was;
    null where it says neither. `id` is the entry's own, `entry` that of one it takes back, `ref` an outgoing number.
    `to_person` is who of several who are listed was told; `to` is then his role.
    `do` is which of the acts of its rule a performance was.
    """

    event: str
    at: datetime
    index: int
    place: Place
    date_only: bool = False
    recorded_at: datetime | None = None
    by: str | None = None
    from_: str | None = None
    to: str | None = None
    to_person: str | None = None
    for_: str | None = None
    rule: str | None = None
    duty: str | None = None
    do: str | None = None
    due: str | None = None
    limit: datetime | Due | None = None
    reasons: str | None = None
    facts: tuple[Known, ...] = ()
    fields: dict[str, str] = {}
    ends: datetime | None = None
    id: str | None = None
    entry: str | None = None
    ref: str | None = None

    @property
    def last(self) -> datetime:
        """The last moment at which it may have happened."""
        return self.ends or self.at

    @property
    def of_rule(self) -> str | None:
        """The rule it is about, also when it names a duty."""
        return self.rule or (rule_of_duty(self.duty) if self.duty else None)

    @property
    def counts_from(self) -> datetime:
        """The instant from which an evaluation may know of it."""
        return max(self.at, self.recorded_at or self.at)


class Searched(msgspec.Struct, frozen=True):
    """That somebody looked for an event: the log of it is complete until `at`, for one person or (null) for all."""

    event: str
    at: datetime
    for_: str | None = None


class Incident(msgspec.Struct, frozen=True):
    """One case, checked.

    `listed` are the party roles of which something was said, `complete` those whose list was given.
    """

    reference: str
    protocol: str
    as_of: datetime | None
    organisation: str
    persons: tuple[Person, ...]
    listed: tuple[str, ...]
    facts: tuple[Known, ...]
    log: tuple[LogEntry, ...]
    place: Place
    institution: Any = None
    agenda: bool = False
    complete: tuple[str, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    searched: tuple[Searched, ...] = ()

    def known(self, at: datetime) -> tuple[LogEntry, ...]:
        """The entries that count at an instant: recorded by then, and not taken back by then."""
        gone = {entry.index for entry, _ in self.taken_back(at)}
        return tuple(e for e in self.log if e.counts_from <= at and e.event != RETRACTED and e.index not in gone)

    def taken_back(self, at: datetime) -> tuple[tuple[LogEntry, LogEntry], ...]:
        """The entries that no longer count at an instant, each with the entry that took it back first."""
        by_id = {e.id: e for e in self.log if e.id is not None and e.counts_from <= at}
        found: dict[int, tuple[LogEntry, LogEntry]] = {}
        for one in self.log:
            entry = by_id.get(one.entry or "") if one.event == RETRACTED and one.counts_from <= at else None
            if entry is not None:
                found.setdefault(entry.index, (entry, one))
        return tuple(found.values())

    def having(self, role: str) -> tuple[Person, ...]:
        """The persons in a party role."""
        return tuple(p for p in self.persons if role in p.roles)

    def person(self, id: str) -> Person | None:
        return next((p for p in self.persons if p.id == id), None)
