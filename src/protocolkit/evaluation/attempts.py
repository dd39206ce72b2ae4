"""What rules come to when they are tried in a case: attempts, and what is owed with what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal

import msgspec

from protocolkit.evaluation.due.found import Alternative, DueFound, Remaining
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.sides import NOBODY, Side
from protocolkit.evaluation.spans import Span
from protocolkit.evaluation.triggers import Came, Latest
from protocolkit.messages import Message
from protocolkit.model.incident import Why
from protocolkit.model.moments import Rhythm
from protocolkit.model.rule import DONE, Patch, Rule, Status
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
