"""What an evaluation finds, as values: duties, what stands short of one, and the attempts behind them.

Instants are UTC, days civil, and sentences are messages that nobody has said yet: two findings say the same if and
only if they are equal, in whatever language they will be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Literal

import msgspec

from protocolkit.evaluation.due.found import Alternative, Caution, DueFound, Remaining
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.sides import NOBODY, Side, places_taken
from protocolkit.evaluation.spans import Span
from protocolkit.evaluation.triggers import Came, Latest
from protocolkit.messages import Message, Part
from protocolkit.model.incident import BreachStatus, LogEntry, Why
from protocolkit.model.moments import Rhythm
from protocolkit.model.rule import DONE, Channels, Patch, Rank, Rule, Status
from protocolkit.model.vocabulary import Act

Identity = tuple[object, ...]
Outcome = Literal["absent", "awaiting", "undetermined", "gap", "in_force", "ended", "duty"]
NEVER = datetime.max.replace(tzinfo=UTC)


class Attempt(msgspec.Struct, frozen=True):
    """A rule tried for one choice of persons, one recipient and one time: how far it came, and what stopped it.

    `rule` is the rule in the reading that the facts choose; `truth` is that of its condition, `facts` would decide it,
    and `events` where a definition waits for one; `waiting` are the events its trigger waits for, `projected` when that
    comes at the latest. `open` are readings whose unanswered question decides no more than how much or by when. `owed`
    are the duties of a gap, which nobody may perform, and of what is undetermined, which may be none: their clocks run
    all the same.
    """

    rule: Rule
    binding: Binding
    party: str | None
    recipient: Side
    bearer: Side = NOBODY
    outcome: Outcome = "absent"
    truth: Truth = True
    facts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    open: tuple[Patch, ...] = ()
    waiting: tuple[str, ...] = ()
    projected: Latest | None = None
    came: Came | None = None
    owed: tuple[Owed, ...] = ()


class Performance(msgspec.Struct, frozen=True):
    """What the log says was done (or not), and by whom; `entry` is the number of the entry that says so."""

    event: str
    at: datetime
    by: str | None = None
    date_only: bool = False
    ref: str | None = None
    entry: int | None = None


class ClockChange(msgspec.Struct, frozen=True):
    """What the log did to a duty's clock, the limit after it with the day people are told, and the step that says so.

    `readings` are other readings of a term that was set.
    """

    event: Literal["due_set", "extended", "waived", "suspended", "resumed"]
    at: datetime
    limit: datetime | None
    step: Message
    by: str | None = None
    last_day: date | None = None
    date_only: bool = False
    readings: tuple[Alternative, ...] = ()


class Idle(msgspec.Struct, frozen=True):
    """An entry of the log that changes nothing, and why."""

    entry: LogEntry
    why: Why


class Life(msgspec.Struct, frozen=True):
    """Where a duty stands at the instant of the evaluation.

    `limit` and `target` are those after all changes to the clock; while it stands still there are none, and
    `remaining` says what is left. `missed_at` is when the limit passed undone, whatever followed. `late` is null where
    nobody can say whether it was kept, and `doubts` names what would tell: `EVENT.at`, or facts. `done` is when it was
    done. `used` are the records that made it done, `idle` the entries about it that changed nothing, each by its number
    in the log.
    """

    status: Status = "open"
    was: Status | None = None
    limit: datetime | None = None
    target: datetime | None = None
    missed_at: datetime | None = None
    closed_at: datetime | None = None
    remaining: Remaining | None = None
    late: Truth = False
    doubts: tuple[str, ...] = ()
    done: Span | None = None
    done_by: str | None = None
    done_date_only: bool = False
    done_entry: int | None = None
    not_done_at: datetime | None = None
    not_done_date_only: bool = False
    ended_at: datetime | None = None
    suspended_since: datetime | None = None
    performances: tuple[Performance, ...] = ()
    clock: tuple[ClockChange, ...] = ()
    used: tuple[int, ...] = ()
    idle: tuple[tuple[int, Why], ...] = ()

    @property
    def done_at(self) -> datetime | None:
        """When it was done, or the first moment at which it can have been."""
        return self.done.first if self.done else None

    @property
    def fulfilled(self) -> bool:
        return self.status in DONE


class Owed(msgspec.Struct, frozen=True, dict=True):
    """What one rule asks for: one act, paper, bearer, recipient, party and occurrence.

    `trigger` is null for what stands at all times; `period_end` closes an occurrence of a rhythm. `actor` is the
    institution that owes it where whoever acted does and it is not that of the file. `unsure` are the facts without
    which nobody knew whether it was owed when it was done; null where that was certain. `loose` is the due time by the
    latest reading of what is not known: of a trigger known by its day, its last moment; null where the due time is
    certain. `open` are readings whose question nobody has answered, and which would change how much or by when.
    """

    # `dict=True` keeps what is asked of a duty over and over, worked out once.

    rule: Rule
    act: str
    document: str | None
    bearer: Side
    recipient: Side
    party: str | None
    occurrence: str | None
    trigger: Came | None
    due: DueFound
    binding: Binding
    institutions: tuple[str, ...]
    period_end: datetime | None = None
    life: Life = Life()
    apiece: bool = False
    actor: str | None = None
    unsure: tuple[str, ...] | None = None
    loose: DueFound | None = None
    open: tuple[Patch, ...] = ()
    former: str | None = None
    fallen: bool = False

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The roles the text says are told, whoever of them is the accused."""
        return self.recipient.text.roles

    @cached_property
    def called(self) -> tuple[str, ...]:
        """What a record may call those who are told: their roles, and the posts whose place they take."""
        return self.recipient.text.known_as

    @cached_property
    def owing(self) -> tuple[str, ...]:
        """The roles the text says owe it, whoever of them is the accused."""
        return self.bearer.text.roles

    @property
    def to(self) -> str | None:
        """The one recipient role; null where there is none or several share the duty."""
        roles = self.told
        return roles[0] if len(roles) == 1 and self.recipient.mode == "one" else None

    @cached_property
    def for_(self) -> str | None:
        """The party the duty concerns: that of `each`, else the person told."""
        return self.party or self.recipient.text.person or self.bearer.text.person

    @cached_property
    def tail(self) -> str:
        """What tells this duty from the rule's others; the rest of its id."""
        return self.tail_under(self.rule)

    def tail_under(self, rule: Rule) -> str:
        """The tail this duty would have as a duty of a rule, whose lists decide what needs telling apart.

        Roles are called as the rule's text calls them, whoever stands for them here.
        """
        parts: list[str] = []
        if rule.act_mode == "each" and len(rule.acts) > 1:
            parts.append(self.act)
        if rule.document_mode == "each" and self.document:
            parts.append(self.document)
        if rule.apiece:
            parts.append("+".join(rule.bound.get(role, role) for role in self.bearer.text.posts))
        elif rule.acting and self.actor:
            parts.append(self.actor)
        if self.told:
            parts.append("+".join(rule.bound.get(role, role) for role in self.recipient.text.posts))
        if self.for_:
            parts.append(self.for_)
        persons = (self.recipient.text.person, self.bearer.text.person)
        parts += [id for id in persons if id and id != self.for_]
        parts += [side.who[0] for side in (self.recipient.text, self.bearer.text) if len(side.who) == 1]
        tail = "/".join(["", *parts]) + (f"@{self.occurrence}" if self.occurrence else "")
        return tail + (f"~{self.former}" if self.former else "")

    @cached_property
    def id(self) -> str:
        return self.rule.id + self.tail

    @cached_property
    def making(self) -> dict[str, tuple[Act, ...]]:
        """What its performance makes, event by event, as far as anybody asked: the acts that are the event."""
        return {}

    @cached_property
    def identity(self) -> Identity:
        """What two rules must share to ask for one duty: act, document, recipient, party, the bearer's institution."""
        rule, recipient = self.rule, (self.recipient.mode, tuple(sorted(self.told)))
        acts = (self.act,) if rule.act_mode == "each" else (rule.act_mode, *sorted(rule.acts))
        chosen = rule.document_mode in ("any", "all")
        papers = (rule.document_mode, *sorted(rule.documents)) if chosen else self.document
        told, bearer = self.recipient.text.person, self.bearer.text.person
        bearer = bearer if bearer != self.for_ else None
        who = (self.recipient.text.who, self.bearer.text.who)
        # What is owed for a day or a year is that day's; a round that an event began is one of several duties.
        period = self.occurrence if isinstance(rule.every, Rhythm) else None
        return (acts, papers, recipient, self.for_, told, who, bearer, self.institutions, period)


class Found(msgspec.Struct):
    """What one rule comes to: every attempt to apply it, and the duties of those that succeeded."""

    attempts: list[Attempt] = []
    owed: list[Owed] = []

    def of(self, *outcomes: Outcome) -> list[Attempt]:
        """The attempts that came out so."""
        return [one for one in self.attempts if one.outcome in outcomes]

    def by_outcome(self) -> dict[Outcome, list[Attempt]]:
        """The attempts by how they came out."""
        found: dict[Outcome, list[Attempt]] = {}
        for one in self.attempts:
            found.setdefault(one.outcome, []).append(one)
        return found

    @property
    def unheld(self) -> list[Owed]:
        """The duties that nobody may perform or receive."""
        return [owed for one in self.of("gap") for owed in one.owed]


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
