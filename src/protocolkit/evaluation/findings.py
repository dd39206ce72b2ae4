"""What an evaluation finds, as values: duties, what stands short of one, and where texts conflict.

Instants are UTC, days civil, and sentences are messages that nobody has said yet: two findings say the same if and
only if they are equal, in whatever language they will be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import msgspec

from protocolkit.evaluation.attempts import NEVER, Attempt, Life, Owed
from protocolkit.evaluation.due.found import Alternative, Caution, DueFound
from protocolkit.evaluation.sides import places_taken
from protocolkit.evaluation.triggers import Came
from protocolkit.messages import Message, Part
from protocolkit.model.incident import BreachStatus, LogEntry, Why
from protocolkit.model.rule import Channels, Rank, Rule


class Idle(msgspec.Struct, frozen=True):
    """An entry of the log that changes nothing, and why."""

    entry: LogEntry
    why: Why


class Manner(msgspec.Struct, frozen=True):
    """A rule of conduct under an act: whose it is and whom it names, the accused apart in `without`."""

    rule: Rule
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Duty(msgspec.Struct, frozen=True):
    """One duty with the rules that ask for it; `lead` gives its id, its limit and its status.

    What a reader is told of it (`due` after changes to the clock, readings, trace, ...) is settled last.
    """

    lead: Owed
    twins: tuple[Owed, ...] = ()
    due: DueFound | None = None
    readings: tuple[Alternative, ...] = ()
    trace: tuple[Message, ...] = ()
    conduct: tuple[Manner, ...] = ()
    amount: Part = None
    asks: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def all(self) -> tuple[Owed, ...]:
        return (self.lead, *self.twins)

    @property
    def target(self) -> datetime | None:
        """The earliest aim of all; none after the limit."""
        earliest = min((o.life.target for o in self.all if o.life.target), default=None)
        return None if earliest and self.limit and earliest > self.limit else earliest

    @property
    def limit(self) -> datetime | None:
        return self.lead.life.limit

    @property
    def bearers(self) -> tuple[str, ...]:
        """Everybody whom one of the rules names."""
        return tuple(dict.fromkeys(role for o in self.all for role in o.bearer.roles))

    @property
    def in_place_of(self) -> dict[str, tuple[str, ...]]:
        """The posts whose place somebody takes who owes it or is told."""
        return places_taken(side for o in self.all for side in (o.bearer, o.recipient))

    @property
    def by_mode(self) -> Literal["one", "any", "all", "each"]:
        """How they share it: one of them suffices, unless a rule wants all of its own together."""
        if len(self.bearers) < 2:
            return "one"
        if not self.twins:
            return self.lead.bearer.mode
        return "all" if any(o.bearer.mode == "all" and len(o.bearer.roles) > 1 for o in self.all) else "any"

    @property
    def via(self) -> Channels:
        """Channels every text allows: the lists of `only` intersected, what any forbids taken out."""
        return united_channels(o.rule.via for o in self.all)

    @property
    def content(self) -> tuple[str, ...]:
        never = self.content_never
        return tuple(dict.fromkeys(c for o in self.all for c in o.rule.content if c not in never))

    @property
    def content_from(self) -> dict[str, tuple[str, ...]]:
        """What each of several rules wants in it."""
        never = self.content_never
        found = {o.rule.id: tuple(c for c in o.rule.content if c not in never) for o in self.all if self.twins}
        return {rule: content for rule, content in found.items() if content}

    @property
    def content_never(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for o in self.all for c in o.rule.content_never))

    @property
    def check_first(self) -> tuple[str, ...]:
        sides = [side for o in self.all for side in (o.bearer, o.recipient)]
        return tuple(dict.fromkeys(fact for side in sides for fact in side.check_first))

    @property
    def due_moment(self) -> datetime:
        return self.limit or self.target or NEVER


def united_channels(several: Iterable[Channels]) -> Channels:
    several = [via for via in several if via != Channels()]
    if not several:
        return Channels()
    never = tuple(dict.fromkeys(c for via in several for c in via.never))
    lists = [via.only for via in several if via.only]
    only = tuple(c for c in lists[0] if all(c in other for other in lists) and c not in never) if lists else ()
    any_of = tuple(dict.fromkeys(c for via in several for c in via.any if c not in never))
    return Channels(only=only, never=never, any=any_of)


class Waiting(msgspec.Struct, frozen=True):
    """A rule whose trigger has not come, for however many persons; `projected` is when it is due at the latest.

    `bearers` are those who will owe it, `in_place_of` the posts whose place one of them takes.
    """

    attempts: tuple[Attempt, ...]
    projected: datetime | None = None
    bearers: tuple[str, ...] = ()
    in_place_of: dict[str, tuple[str, ...]] = {}


class Undated(msgspec.Struct, frozen=True):
    """An open duty whose date an agenda or a decision must still give."""

    duty: Duty
    event: str


class Question(msgspec.Struct, frozen=True):
    """A rule that unknown facts decide, for recipients alike; `owed` is what it would give, the most pressing first.

    `bearers` are those it is for; where whoever acted owes it, who did, unless that is what is asked. `in_place_of` are
    the posts whose place one of them takes.
    """

    attempts: tuple[Attempt, ...]
    owed: tuple[Owed, ...] = ()
    due: DueFound | None = None
    readings: tuple[Alternative, ...] = ()
    bearers: tuple[str, ...] = ()
    in_place_of: dict[str, tuple[str, ...]] = {}

    @property
    def life(self) -> Life:
        """Where what it would give stands; of several, the most pressing."""
        return self.owed[0].life if self.owed else Life()

    @property
    def roles(self) -> tuple[str, ...]:
        """Everybody it would be owed to."""
        return tuple(dict.fromkeys(role for one in self.attempts for role in one.recipient.roles))

    @property
    def to(self) -> str | None:
        """The one recipient; null where there is none or several."""
        return self.roles[0] if len(self.roles) == 1 else None

    @property
    def shared(self) -> str:
        """How several recipients would share it."""
        return self.attempts[0].recipient.mode if len(self.attempts) == 1 else "one"

    @property
    def for_(self) -> str | None:
        """The party it would concern."""
        return self.attempts[0].party or self.attempts[0].recipient.person


class Gap(msgspec.Struct, frozen=True):
    """A duty that nobody the text names may perform or receive; `bearers` and `in_place_of` are as in `Question`."""

    attempt: Attempt
    owed: Owed
    role: str
    why: Message
    due: DueFound | None = None
    readings: tuple[Alternative, ...] = ()
    bearers: tuple[str, ...] = ()
    in_place_of: dict[str, tuple[str, ...]] = {}

    @property
    def to(self) -> str | None:
        """Whom it is owed to, though nobody may tell him."""
        told = self.attempt.recipient
        return told.blocked or (told.roles[0] if len(told.roles) == 1 else None)

    @property
    def for_(self) -> str | None:
        """The party it concerns."""
        return self.owed.for_ or self.attempt.binding.get("victim")


class Norm(msgspec.Struct, frozen=True):
    """A prohibition in force, a permission, right or power open, or a sanction engaged.

    `asks` are the facts that decide how much it comes to; those that decide when stand in `due`.
    """

    attempt: Attempt
    due: DueFound | None = None
    amount: Part = None
    asks: tuple[str, ...] = ()
    readings: tuple[Alternative, ...] = ()
    conduct: tuple[Manner, ...] = ()


class NotHeld(msgspec.Struct, frozen=True):
    """A rule whose condition is false only through a fact of consent; `since` is null where it always was known."""

    rule: str
    fact: str
    value: Any
    since: datetime | None = None


class Breach(msgspec.Struct, frozen=True):
    """An act of the log that a ban forbade when it was done; `because` says since when.

    `facts` would decide whether it was forbidden, of one that is not certain. What only earlier knowledge forbade is
    superseded.
    """

    rule: Rule
    status: BreachStatus
    act: str
    entry: LogEntry
    because: Message
    by: str | None = None
    to: str | None = None
    for_: str | None = None
    facts: tuple[str, ...] = ()
    came: Came | None = None


class Source(msgspec.Struct, frozen=True):
    """The sentence an entry rests on; `text` and `act` as its citation has them, `rank` as the protocol ranks it."""

    ruleset: str
    point: str
    words: str
    text: str | None = None
    act: str | None = None
    rank: Rank | None = None


def sources_of(*rules: Rule) -> tuple[Source, ...]:
    """What the rules cite, each sentence once."""
    found = (
        Source(rule.ruleset, cite.point, cite.words, cite.text, cite.act, rule.rank)
        for rule in rules
        for cite in rule.cites
    )
    return tuple(dict.fromkeys(found))


class Conflict(msgspec.Struct, frozen=True):
    """Rules that cannot all be followed as they stand, which of them governs (null: a person decides), and why."""

    kind: str
    rules: tuple[str, ...]
    governs: str | None
    because: Message
    sources: tuple[Source, ...] = ()
    id: str | None = None
