"""The answer: what is owed, by whom, to whom, by when, why; and what is open, forbidden or in conflict.

Every object is frozen and holds plain values: instants are ISO 8601 texts with the protocol's offset, days ISO dates.
The field names are the keys of the JSON form; nullable keys are always present there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Literal, assert_never

import msgspec

from protocolkit.model.incident import Why
from protocolkit.model.rule import ACTIVE, Modality, Rank, Status
from protocolkit.plans.card import Card
from protocolkit.plans.page import Page
from protocolkit.plans.question import Question
from protocolkit.plans.repeats import Repeated, Time, compacted


class Warned(msgspec.Struct, frozen=True):
    """Something the reader must know before relying on the answer; of a whole text, `ruleset` names it.

    `asks` are the facts that would settle it.
    """

    code: str
    message: str
    rule: str | None = None
    ruleset: str | msgspec.UnsetType = msgspec.UNSET
    asks: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Source(msgspec.Struct, frozen=True):
    """The sentence a duty rests on.

    `text` is the id of the text it stands in, where its ruleset names one; `act` that of the act, where the ruleset
    encodes several: the same act may be cited in two languages. `rank` is that of the text, where the protocol ranks
    its texts.
    """

    ruleset: str
    point: str
    words: str
    text: str | msgspec.UnsetType = msgspec.UNSET
    act: str | msgspec.UnsetType = msgspec.UNSET
    rank: Rank | msgspec.UnsetType = msgspec.UNSET


class Reading(msgspec.Struct, frozen=True):
    """Another defensible reading of the same words, evaluated.

    `applies` is null where nobody knows. While it waits for events, `awaits` names them and `at` is when it would be
    due at the latest. `rule` is whose it is, where it is that of another rule that asks for the same.
    """

    at: str | None
    last_day: str | None
    because: str
    applies: bool | None = True
    changes: dict[str, Any] = {}
    awaits: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    rule: str | msgspec.UnsetType = msgspec.UNSET


class Trigger(msgspec.Struct, frozen=True):
    """What set the duty going. `recorded_at` is null where the log entry does not say.

    `date_only` is there, and true, where only its day is known: `at` is then the first moment it can have been.
    """

    event: str
    at: str
    recorded_at: str | None = None
    date_only: bool | msgspec.UnsetType = msgspec.UNSET


class Remaining(msgspec.Struct, frozen=True):
    """What is left of a term whose clock stands still: `seconds`, or `n` days of a `unit` such as `working_day`."""

    seconds: int | msgspec.UnsetType = msgspec.UNSET
    n: int | msgspec.UnsetType = msgspec.UNSET
    unit: str | msgspec.UnsetType = msgspec.UNSET


class DueTime(msgspec.Struct, frozen=True):
    """A due time that explains itself. `at` is the limit, else the target; lateness looks only at `limit`.

    While the clock stands still there is no date: `remaining` says what is left.
    """

    at: str | None
    target: str | None
    limit: str | None
    not_before: str | None
    last_day: str | None
    kind: str
    steps: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    asks: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()
    remaining: Remaining | msgspec.UnsetType = msgspec.UNSET


class Performance(msgspec.Struct, frozen=True):
    """What the log says was done (or not), and by whom. `at` is a day where no more is known; `ref` its number."""

    event: str
    at: str
    by: str | None = None
    ref: str | msgspec.UnsetType = msgspec.UNSET


class ClockChange(msgspec.Struct, frozen=True):
    """What the log did to a duty's clock, who did it, and the limit after it with the day people are told."""

    event: Literal["due_set", "extended", "waived", "suspended", "resumed"]
    at: str
    limit: str | None
    by: str | None = None
    last_day: str | None = None


class Manner(msgspec.Struct, frozen=True):
    """A rule of conduct under an open duty: how the act is to be carried out, by whom, and with or towards whom.

    `without` are those whom it names and who are the accused; they are in neither `by` nor `to`.
    """

    rule: str
    modality: Modality
    do: str
    sources: tuple[Source, ...]
    label: dict[str, str] = {}
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Duty(msgspec.Struct, frozen=True):
    """One thing owed, by one bearer (or one of several), to one recipient, for one party.

    `late`: whether the limit was missed; null where nobody can say. `done_at` and `not_done_at` are a day where no more
    is known. `by_persons` and `to_persons` are listed representatives of the party, of whom one suffices.
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


class LoggedEntry(msgspec.Struct, frozen=True):
    """An entry as the log has it, without its free text. `at` is a day where the log gives no more."""

    event: str
    at: str
    rule: str | msgspec.UnsetType = msgspec.UNSET
    duty: str | msgspec.UnsetType = msgspec.UNSET
    to: str | msgspec.UnsetType = msgspec.UNSET
    for_: str | msgspec.UnsetType = msgspec.field(name="for", default=msgspec.UNSET)
    by: str | msgspec.UnsetType = msgspec.UNSET
    due: str | msgspec.UnsetType = msgspec.UNSET
    recorded_at: str | msgspec.UnsetType = msgspec.UNSET
    id: str | msgspec.UnsetType = msgspec.UNSET
    do: str | msgspec.UnsetType = msgspec.UNSET


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


class MadeWith(msgspec.Struct, frozen=True):
    """The versions that made the answer."""

    protocolkit: str
    rulesets: dict[str, str]
    calendar: str
    holidays: str
    tzdata: str


Clocked = Duty | Gap | Undetermined
"""What has a clock: what is owed, what nobody may do, what facts must still decide."""


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


Rung = Literal["opened", "window_opens", "due_soon", "target", "due", "overdue"]


class AlarmPolicy(msgspec.Struct, frozen=True):
    """How long before its limit a duty is due soon (seconds, each a rung), and which rungs are wanted."""

    due_soon: tuple[int, ...] = (15 * 60, 24 * 3600)
    rungs: tuple[Rung, ...] = ("opened", "window_opens", "due_soon", "target", "due", "overdue")


class Alarm(msgspec.Struct, frozen=True):
    """One rung of one duty, gap or open question, by its id in `duty`.

    `id` is the same for the same duty, rung and due time: send each id once.
    """

    id: str
    duty: str
    rung: Rung
    at: str
    before: int = 0


class Plan(msgspec.Struct, frozen=True, dict=True):
    """The whole answer for one incident at one instant.

    `names` has the label of every id in the plan's language, by kind: roles, events, facts, actions, documents,
    channels, contents, rules; `page` what else a page needs. `digest` is the same for two plans that say the same, in
    whatever language and at whatever instant; it changes when any entry does.
    """

    # Beside its fields (`dict=True`) a plan that was just made keeps how to say itself again.

    incident: str
    protocol: str
    as_of: str
    zone: str
    duties: tuple[Duty, ...]
    awaiting: tuple[Awaiting, ...]
    undetermined: tuple[Undetermined, ...]
    gaps: tuple[Gap, ...]
    prohibitions: tuple[Norm, ...]
    permissions: tuple[Norm, ...]
    sanctions: tuple[Norm, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Warned, ...]
    next_change_at: str | None
    made_with: MadeWith
    routes: tuple[Route, ...] = ()
    accused: tuple[Accused, ...] = ()
    without_effect: tuple[WithoutEffect, ...] = ()
    retracted: tuple[TakenBack, ...] = ()
    not_held: tuple[NotHeld, ...] = ()
    names: dict[str, dict[str, str]] = {}
    page: Page = Page()
    digest: str = ""
    plan: int = 1

    def to_json(self, *, indent: int = 2) -> str:
        """The plan as JSON text: the same plan gives the same text."""
        return msgspec.json.format(msgspec.json.encode(self), indent=indent).decode()

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain dictionaries, lists and scalars: what its JSON reads as."""
        return dict(msgspec.json.decode(msgspec.json.encode(self)))

    def compact(self) -> Plan:
        """The plan with one entry for all times of a duty, a gap or a question of which nothing is recorded.

        Each such entry is that of the first time, with `repeated` beside it: how many, the first and the last. For
        people: ids and alarms of the other times are only in the whole plan.
        """
        plan = msgspec.structs.replace(
            self, duties=compacted(self.duties), gaps=compacted(self.gaps), undetermined=compacted(self.undetermined)
        )
        if again := self.__dict__.get("_again"):
            plan.__dict__["_again"] = lambda language: again(language).compact()
            # What an answer changes is told of the whole plan.
            plan.__dict__["_questions"] = self.__dict__["_questions"]
            plan.__dict__["_view"] = self.__dict__["_view"]
        return plan

    def said(self, language: str) -> Plan:
        """The same plan in another language, without evaluating again.

        Raises ValueError for a plan that was read from JSON or pickled: its sentences are all it has.
        """
        again: Callable[[str], Plan] | None = self.__dict__.get("_again")
        if again is None:
            raise ValueError("only a plan that was just evaluated can be said in another language: make it again")
        return again(language)

    def questions(self, *, most: int | None = None, without: Collection[str] = ()) -> tuple[Question, ...]:
        """The facts nobody has said that can still change the plan, each with what every answer would do.

        First those on which something hangs that presses soonest, then those on which most hangs. Each answer is
        evaluated as if the incident file had it, by the rules that read the fact: `most` asks for the first few,
        `without` leaves out facts to which nobody knows the answer yet.
        What is awaited is not asked about before it comes, nor what only an entry of the log can tell.
        Raises ValueError for a plan that was read from JSON, pickled or narrowed: nothing is left to evaluate.

        >>> import protocolkit
        >>> plan = protocolkit.plan({
        ...     "incident": "demo/1", "protocol": "kz/interagency",
        ...     "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
        ...     "as_of": "2026-11-20T14:30:00+05:00",
        ... })
        >>> question = next(one for one in plan.questions() if one.fact == "incident.ongoing")
        >>> question.ask
        'Is it still going on at this moment?'
        >>> yes, no = question.values
        >>> yes.opens[0].label
        'Stop those taking part while the incident goes on'
        >>> len(yes.opens), len(no.opens)
        (1, 0)
        """
        asked: Callable[[int | None, Collection[str]], tuple[Question, ...]] | None = self.__dict__.get("_questions")
        if asked is None:
            raise ValueError("only a plan that was just evaluated can tell what answers would change: make it again")
        return asked(most, without)

    def view(self, name: Literal["card"] = "card", *, institution: str | None = None) -> Card:
        """The plan for one use: `card`, what one institution does hour by hour, small enough for a phone.

        `institution` is whose card it is, by its id or that of anybody in it (default: the one whose case it is).
        Raises ValueError for a plan that was read from JSON, pickled or narrowed, and for a view of another name.

        >>> import protocolkit
        >>> plan = protocolkit.plan({
        ...     "incident": "demo/1", "protocol": "kz/interagency",
        ...     "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
        ...     "as_of": "2026-11-20T14:45:00+05:00",
        ... })
        >>> card = plan.view("card")
        >>> card.clock.limit
        '2026-11-20T15:30:00+05:00'
        >>> ", ".join(task.title for task in card.lead)
        'Draw up the short note that the notice carries, Notify: to each of 7'
        >>> ", ".join(row.label for row in card.lead[1].rows[:2])
        'police, prosecution office'
        """
        if name != "card":
            raise ValueError(f"no view {name!r} of a plan: there is 'card'")
        viewed: Callable[[str | None], Card] | None = self.__dict__.get("_view")
        if viewed is None:
            raise ValueError("only a plan that was just evaluated can be seen as a card: make it again")
        return viewed(institution)

    @property
    def clocked(self) -> tuple[Clocked, ...]:
        """Everything whose clock may run: the duties, the gaps, and the duties that facts must still decide."""
        return (*self.duties, *self.gaps, *(one for one in self.undetermined if one.triggered and one.id))

    def alarms(self, policy: AlarmPolicy | None = None) -> tuple[Alarm, ...]:
        """The instants a host may want to be woken at, with stable ids."""
        return alarms(self, policy)


def alarms(plan: Plan, policy: AlarmPolicy | None = None) -> tuple[Alarm, ...]:
    """Every rung of everything that still runs, earliest first; those in the past too, so that a host can catch up."""
    policy = policy or AlarmPolicy()
    found = [a for one in plan.clocked if one.status in ACTIVE for a in _rungs(plan, one, policy)]
    return tuple(sorted(found, key=lambda a: (datetime.fromisoformat(a.at), a.duty, a.rung)))


def _rungs(plan: Plan, duty: Clocked, policy: AlarmPolicy) -> list[Alarm]:
    found: list[tuple[Rung, datetime, int]] = []
    start = datetime.fromisoformat(duty.trigger.at) if duty.trigger else None
    if start:
        found.append(("opened", start, 0))
    due = duty.due
    if due is not None and due.not_before:
        found.append(("window_opens", datetime.fromisoformat(due.not_before), 0))
    if due is not None and due.target and due.target != due.limit:
        found.append(("target", datetime.fromisoformat(due.target), 0))
    if due is not None and due.limit and duty.status != "suspended":
        limit = datetime.fromisoformat(due.limit)
        for seconds in policy.due_soon:
            soon = limit - timedelta(seconds=seconds)
            if start is None or soon > start:
                found.append(("due_soon", soon, seconds))
        found += [("due", limit, 0), ("overdue", limit + timedelta(seconds=1), 0)]
    due_at = due.at if due else None
    return [
        Alarm(_id(plan.incident, duty.id, rung, due_at, before), duty.id, rung, at.isoformat(), before)
        for rung, at, before in found
        if rung in policy.rungs
    ]


def _id(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
