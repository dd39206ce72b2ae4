"""The answer: what is owed, by whom, to whom, by when, why; and what is open, forbidden or in conflict.

Every object is frozen and holds plain values: instants are ISO 8601 texts with the protocol's offset, days ISO dates.
The field names are the keys of the JSON form; nullable keys are always present there. The entries are in
`plan_entries`, what these are made of in `plan_parts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from protocolkit.model.rule import ACTIVE
from protocolkit.plans.card import Card
from protocolkit.plans.page import Page
from protocolkit.plans.plan_entries import (
    Accused,
    Awaiting,
    Breach,
    Clocked,
    Conflict,
    Duty,
    Gap,
    Norm,
    NotHeld,
    Route,
    TakenBack,
    Undetermined,
    WithoutEffect,
)
from protocolkit.plans.plan_parts import (
    Warned,
)
from protocolkit.plans.question import Question
from protocolkit.plans.repeats import compacted


class MadeWith(msgspec.Struct, frozen=True):
    """The versions that made the answer."""

    protocolkit: str
    rulesets: dict[str, str]
    calendar: str
    holidays: str
    tzdata: str


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
    channels, contents, rules; `page` what else a page needs. `breaches` is there where the log tells of any.
    `digest` is the same for two plans that say the same, in whatever language and at whatever instant; it changes when
    any entry does.
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
    breaches: tuple[Breach, ...] | msgspec.UnsetType = msgspec.UNSET
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
    def broken(self) -> tuple[Breach, ...]:
        """The bans that the log says were broken; empty where `breaches` is left out, as it is where there are none."""
        return () if self.breaches is msgspec.UNSET else self.breaches

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
