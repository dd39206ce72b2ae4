"""The entries of a plan: duties, gaps, questions, norms, conflicts and what of the log has no effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, assert_never

import msgspec

from protocolkit.model.incident import BreachStatus, Why
from protocolkit.model.rule import Modality, Status
from protocolkit.plans.plan_parts import (
    ClockChange,
    DueTime,
    LoggedEntry,
    Manner,
    Performance,
    Reading,
    Source,
    Trigger,
    Warned,
)
from protocolkit.plans.repeats import Repeated, Time


class Duty(msgspec.Struct, frozen=True):
    """One thing owed, by one bearer (or one of several), to one recipient, for one party.

    `late`: whether the limit was missed; null where nobody can say. `done_at` and `not_done_at` are a day where no more
    is known. `by_persons` and `to_persons` are listed representatives of the party, of whom one suffices. `in_place_of`
    has, by the role that acts or is told, the posts of the text whose place it takes.
    Where several rules ask for it, `by` names the bearers of all, and `content_from` says which wants what in it.
    """

    id: str
    rule: str
    modality: Modality
    by: tuple[str, ...]
    do: str
    to: str | None
    for_: str | None = msgspec.field(name="for")
    status: Status
    trigger: Trigger | None
    due: DueTime | None
    sources: tuple[Source, ...]
    also_required_by: tuple[str, ...] = ()
    to_any: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    to_all: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    by_mode: Literal["one", "any", "all", "each"] = "one"
    do_any: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    do_all: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    document: str | None = None
    content: tuple[str, ...] = ()
    content_from: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET
    content_never: tuple[str, ...] = ()
    via_only: tuple[str, ...] = ()
    via_any: tuple[str, ...] = ()
    via_never: tuple[str, ...] = ()
    amount: str | None = None
    asks: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    occurrence: str | None = None
    was: Status | None = None
    late: bool | None = False
    done_at: str | None = None
    done_by: str | None = None
    not_done_at: str | None = None
    performances: tuple[Performance, ...] = ()
    check_first: tuple[str, ...] = ()
    note: str | None = None
    label: dict[str, str] = {}
    manner: tuple[Manner, ...] = ()
    readings: tuple[Reading, ...] = ()
    warnings: tuple[Warned, ...] = ()
    trace: tuple[str, ...] = ()
    clock: tuple[ClockChange, ...] | msgspec.UnsetType = msgspec.UNSET
    by_persons: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    to_persons: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    repeated: Repeated | msgspec.UnsetType = msgspec.UNSET
    in_place_of: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET

    def time(self) -> Time | None:
        """Which time of the duty this is; null where the log speaks of it, or it comes but once."""
        recorded = self.done_at or self.not_done_at or self.performances or self.clock is not msgspec.UNSET
        if self.occurrence is None or recorded:
            return None
        return Time((self.id.removesuffix(f"@{self.occurrence}"), self.status, self.late, self.was), self.occurrence)


class Awaiting(msgspec.Struct, frozen=True):
    """A rule whose trigger has not happened. `projected` is the latest date if every earlier step ends on its limit.

    `event_with` is what the rule asks of the event: `by`, `from`, `to` or a field, each with what it may be.
    """

    rule: str
    event: str
    events: tuple[str, ...] = ()
    to: str | None = None
    for_: str | None = msgspec.field(name="for", default=None)
    facts: tuple[str, ...] = ()
    modality: Modality = "obligation"
    do: str = ""
    by: tuple[str, ...] = ()
    projected: str | None = None
    sources: tuple[Source, ...] = ()
    label: dict[str, str] = {}
    event_with: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET
    in_place_of: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET


class Undetermined(msgspec.Struct, frozen=True):
    """A rule that unknown facts decide: exactly those that matter, and when it would be due if it applies.

    Its clock does not wait for the answer: `status` and `late` are those of what it would give.
    `events` would decide it as well: a definition, or the condition itself, waits for them.
    """

    rule: str
    to: str | None
    for_: str | None = msgspec.field(name="for")
    facts: tuple[str, ...]
    would_be_due: str | None
    due: DueTime | None = None
    modality: Modality = "obligation"
    do: str = ""
    by: tuple[str, ...] = ()
    triggered: bool = False
    sources: tuple[Source, ...] = ()
    label: dict[str, str] = {}
    repeated: Repeated | msgspec.UnsetType = msgspec.UNSET
    to_any: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    to_all: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    to_each: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    by_mode: Literal["one", "any", "all", "each"] = "one"
    id: str = ""
    status: Status = "open"
    late: bool | None = False
    trigger: Trigger | None = None
    readings: tuple[Reading, ...] | msgspec.UnsetType = msgspec.UNSET
    events: tuple[str, ...] = ()
    in_place_of: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET

    def time(self) -> Time | None:
        """Which time of the question this is; null where it has no time."""
        told = (self.to, self.to_any, self.to_all, self.to_each)
        same = (self.rule, self.modality, self.do, self.by, told, self.for_, self.facts, self.status)
        when = (self.due.last_day if self.due else None) or self.would_be_due
        return Time(same, when) if when else None


class Gap(msgspec.Struct, frozen=True):
    """A duty that nobody the text names may perform or receive: a person must decide.

    Its clock runs all the same: `status` and `late` are as those of a duty.
    """

    rule: str
    role: str
    why: str
    do: str = ""
    by: tuple[str, ...] = ()
    to: str | None = None
    for_: str | None = msgspec.field(name="for", default=None)
    due: DueTime | None = None
    trigger: Trigger | None = None
    sources: tuple[Source, ...] = ()
    label: dict[str, str] = {}
    repeated: Repeated | msgspec.UnsetType = msgspec.UNSET
    id: str = ""
    status: Status = "open"
    late: bool | None = False
    modality: Modality = "obligation"
    readings: tuple[Reading, ...] | msgspec.UnsetType = msgspec.UNSET
    in_place_of: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET

    def time(self) -> Time | None:
        """Which time of the gap this is; null where nothing set it going."""
        same = (self.rule, self.role, self.why, self.do, self.by, self.to, self.for_, self.status)
        return Time(same, self.trigger.at) if self.trigger else None


class Norm(msgspec.Struct, frozen=True):
    """A prohibition in force, a permission, right or power open, or a sanction engaged.

    `asks` are the facts that decide how much it comes to; those that decide when stand in `due`.
    """

    rule: str
    modality: Modality
    do: tuple[str, ...]
    by: tuple[str, ...]
    to: tuple[str, ...]
    for_: str | None = msgspec.field(name="for")
    until: str | None
    sources: tuple[Source, ...]
    by_except: tuple[str, ...] = ()
    to_except: tuple[str, ...] = ()
    amount: str | None = None
    due: DueTime | None = None
    trigger: Trigger | None = None
    also_required_by: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    via_only: tuple[str, ...] = ()
    via_any: tuple[str, ...] = ()
    via_never: tuple[str, ...] = ()
    label: dict[str, str] = {}
    manner: tuple[Manner, ...] = ()
    warnings: tuple[Warned, ...] = ()
    asks: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    in_place_of: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET


class Breach(msgspec.Struct, frozen=True):
    """An act of the log that a ban forbade when it was done, and `why`: since when the ban stands.

    `status` is `breached`, `not_certain` while `facts` decide whether it was forbidden, or `superseded` where only what
    was known then forbade it. `at` is a day where the log gives no more; `by` is null where nobody says who did it.
    """

    rule: str
    status: BreachStatus
    do: str
    at: str
    by: str | None
    to: str | None
    for_: str | None = msgspec.field(name="for")
    why: str
    entry: LoggedEntry
    facts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    label: dict[str, str] = {}
    trigger: Trigger | None = None


class Conflict(msgspec.Struct, frozen=True):
    """Two rules that cannot both be followed as they stand, which one governs, and why."""

    kind: str
    rules: tuple[str, ...]
    governs: str | None
    because: str
    sources: tuple[Source, ...] = ()
    id: str | None = None


class Accused(msgspec.Struct, frozen=True):
    """A post or a representative known to be the accused: not to be told, not to act. `who` it is of several listed."""

    role: str
    for_: str | None = msgspec.field(name="for", default=None)
    who: str | msgspec.UnsetType = msgspec.UNSET


class Route(msgspec.Struct, frozen=True):
    """The case goes to another procedure: beside this one, or instead of it but for the rules it keeps.

    `loaded` says whether there are rules of it here.
    """

    rule: str
    to: str
    instead: bool
    keeps: tuple[str, ...]
    sources: tuple[Source, ...]
    trigger: Trigger | None = None
    label: dict[str, str] = {}
    loaded: bool = True


class TakenBack(msgspec.Struct, frozen=True):
    """An entry that counts no longer, since when (a day where the log gives no more), and who took it back."""

    entry: LoggedEntry
    at: str
    by: str | None = None


class WithoutEffect(msgspec.Struct, frozen=True):
    """An entry of the log that changes nothing, and why."""

    entry: LoggedEntry
    why: Why


class NotHeld(msgspec.Struct, frozen=True):
    """A rule that a consent keeps away: its condition is false through this fact alone. `since`: when it was said."""

    rule: str
    fact: str
    value: Any
    since: str | None


Clocked = Duty | Gap | Undetermined
"""What has a clock: what is owed, what nobody may do, what facts must still decide."""


def known_as(roles: Iterable[str], one: Clocked | Awaiting | Norm) -> tuple[str, ...]:
    """Roles of an entry with the posts of the text whose place they take in it: whoever asks for either means both."""
    taken = {} if one.in_place_of is msgspec.UNSET else one.in_place_of
    return tuple(dict.fromkeys(name for role in roles for name in (role, *taken.get(role, ()))))


def recipients(one: Clocked | Awaiting) -> tuple[str, ...]:
    """The roles that are told: the one, or those of whom any, all or each is; empty where nobody is."""
    shared: tuple[tuple[str, ...] | msgspec.UnsetType, ...] = ()
    match one:
        case Duty():
            shared = (one.to_any, one.to_all)
        case Undetermined():
            shared = (one.to_any, one.to_all, one.to_each)
        case Gap() | Awaiting():
            pass
        case _:
            assert_never(one)
    several = (role for roles in shared if roles is not msgspec.UNSET for role in roles)
    return ((one.to,) if one.to else ()) + tuple(several)
