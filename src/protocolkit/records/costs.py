"""What each lack costs, counted in duties: worked out by evaluating cases, never estimated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from protocolkit.evaluation.find import Findings, find
from protocolkit.evaluation.rhythms import start_of
from protocolkit.languages import speaking
from protocolkit.model.incident import Incident
from protocolkit.model.moments import First
from protocolkit.model.rule import DUTIES
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Undetermined
from protocolkit.plans.present import present
from protocolkit.records.columns import Mapping

_NO_EVENTS = ("due_set", "agenda")
_NOT_FROM_OUTSIDE = ("missed:", "lapse")


class FactCost(msgspec.Struct):
    """What not knowing a fact costs. `column` is the one that gives it, where there is one.

    `undecided` are the duties it helps to decide, `alone` those for which nothing else is needed; `undated` have a
    date that turns on it, `unchecked` a bearer or recipient who may be the accused. `share` ranks: a duty that waits
    for two facts counts half for each.
    """

    fact: str
    column: str | None = None
    undecided: int = 0
    alone: int = 0
    undated: int = 0
    unchecked: int = 0
    cases: int = 0
    share: float = 0.0


class EventCost(msgspec.Struct):
    """The duties that wait for an event no column gives, summed over the cases, and the number of cases."""

    event: str
    duties: int = 0
    cases: int = 0


class DayCost(msgspec.Struct):
    """The duties counted in hours whose trigger has only a day, by the event and the column it came from."""

    event: str
    column: str | None
    duties: int = 0
    cases: int = 0


class Costs(msgspec.Struct):
    """All costs over the evaluated cases. `started` are the cases with at least one duty, decided or not.

    Times without an offset start nothing. Where there are some, the costs are those of `supposed_zone`, the protocol's,
    and `lost_to_offsets` are the duties that do not start as the times stand.
    """

    cases: int = 0
    started: int = 0
    duties: int = 0
    undecided: int = 0
    lost_to_offsets: int = 0
    supposed_zone: str | None = None
    facts: list[FactCost] = []
    events: list[EventCost] = []
    days: list[DayCost] = []


class Counter:
    """Adds up one case after another."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.costs = Costs()
        self._facts: dict[str, FactCost] = {}
        self._events: dict[str, EventCost] = {}
        self._days: dict[str, DayCost] = {}
        self._given = set(mapping.events())
        self._vocabulary = Vocabulary()

    def add(self, protocol: Protocol, incident: Incident, as_of: datetime, columns: dict[str, str]) -> None:
        """Evaluates a case and counts. `columns` names the column of each event in its log.

        Raises InputError where the log says what it may not say.
        """
        found = find(protocol, incident, as_of)
        with speaking("en"):  # its words are not shown, nor is the next change
            plan = present(found, upcoming=False)
        self._vocabulary = protocol.vocabulary
        costs = self.costs
        costs.cases += 1
        costs.duties += len(plan.duties)
        waiting = [one for one in plan.undetermined if one.modality in DUTIES]
        costs.started += bool(plan.duties or plan.gaps or any(one.triggered for one in waiting))
        touched: set[str] = set()
        for one in waiting:
            weight = _weight(one, found)
            costs.undecided += weight
            facts = self._named(one.facts, incident)
            for fact in facts:
                cost = self._cost(fact)
                cost.undecided += weight
                cost.alone += weight if len(facts) == 1 else 0
                cost.share += weight / len(facts)
            touched |= set(facts)
        touched |= self._dates(plan, incident)
        for fact in touched:
            self._cost(fact).cases += 1
        self._awaited(plan, found)
        self._by_day(plan, columns)

    def total(self) -> Costs:
        """The costs so far, the dearest first."""
        costs = self.costs
        costs.facts = sorted(self._facts.values(), key=lambda c: (-c.share, -c.undated, -c.unchecked, c.fact))
        costs.events = sorted(self._events.values(), key=lambda c: (-c.duties, c.event))
        costs.days = sorted(self._days.values(), key=lambda c: (-c.duties, c.event))
        return costs

    def _dates(self, plan: Plan, incident: Incident) -> set[str]:
        touched: set[str] = set()
        for duty in plan.duties:
            for fact in self._named(duty.due.asks if duty.due else (), incident):
                self._cost(fact).undated += 1
                touched.add(fact)
            for fact in self._named(duty.check_first, incident):
                self._cost(fact).unchecked += 1
                touched.add(fact)
        return touched

    def _awaited(self, plan: Plan, found: Findings) -> None:
        by_event: dict[str, int] = {}
        for one in plan.awaiting:
            rule = found.case.protocol.rule(one.rule)
            events = set(one.events or (one.event,))
            if rule is None or one.modality not in DUTIES or one.event in _NO_EVENTS:
                continue
            if isinstance(start_of(rule), First) and events & self._given:
                continue  # the first of several suffices, and a column gives one of them
            duties = max(len([a for a in found.attempts(rule) if a.outcome == "awaiting"]), 1)
            for event in events - self._given:
                if not event.startswith(_NOT_FROM_OUTSIDE):
                    by_event[event] = by_event.get(event, 0) + duties
        for event, duties in by_event.items():
            cost = self._events.setdefault(event, EventCost(event))
            cost.duties += duties
            cost.cases += 1

    def _by_day(self, plan: Plan, columns: dict[str, str]) -> None:
        by_event: dict[str, int] = {}
        for duty in plan.duties:
            if duty.trigger and duty.due and any(w.code == "date_only" for w in duty.due.warnings):
                by_event[duty.trigger.event] = by_event.get(duty.trigger.event, 0) + 1
        for event, duties in by_event.items():
            cost = self._days.setdefault(event, DayCost(event, columns.get(event)))
            cost.duties += duties
            cost.cases += 1

    def _cost(self, fact: str) -> FactCost:
        return self._facts.setdefault(fact, FactCost(fact, self._column(fact)))

    def _column(self, fact: str) -> str | None:
        """The column that gives the fact, or one from which it would follow."""
        for name in (fact, *self._vocabulary.sources(fact)):
            if column := self.mapping.of_fact(name):
                return column.name
        return None

    def _named(self, facts: Iterable[str], incident: Incident) -> tuple[str, ...]:
        """Facts of `v1` as facts of the victim."""
        found = []
        for fact in facts:
            head, dot, tail = fact.partition(".")
            person = incident.person(head) if head not in PARTIES else None
            own = (
                ""
                if self._vocabulary.belongs_to(tail.partition(".")[0])
                else f"{person.roles[0]}{dot}"
                if person
                else ""
            )
            found.append(f"{own}{tail}" if person else fact)
        return tuple(dict.fromkeys(found))


def _weight(one: Undetermined, found: Findings) -> int:
    """How many duties an entry of the plan stands for: it gathers the recipients of a rule."""
    rule = found.case.protocol.rule(one.rule)
    opens = found.attempts(rule) if rule is not None and not rule.during else ()
    same = [
        o
        for o in opens
        if o.outcome == "undetermined" and o.facts == one.facts and (o.party or o.recipient.person) == one.for_
    ]
    return max(len(same), 1)
