"""A case that shows a difference between two texts: made from what their rules read, and replayed by the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, product
from typing import Any, Literal, assert_never

import msgspec

from protocolkit.api import node_of
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.comparing.alignment import Unit
from protocolkit.comparing.implication import Assignment, satisfying
from protocolkit.diagnostics import InputError, Problems
from protocolkit.model.conditions import Happened, atoms
from protocolkit.model.moments import SAME, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, Norm
from protocolkit.plans.plan_parts import DueTime
from protocolkit.plans.present import evaluate

State = Literal["applies", "gap", "undetermined", "awaiting", "none"]
Case = dict[str, Any]
Wanted = Callable[["Seen", "Seen"], bool]
_TRIED = 24  # cases a difference
_FACTS = 4  # ways to make a condition hold
_DEEPEST = 3  # steps of one text that follow one another
_BEFORE = timedelta(hours=2)
_LONG_BEFORE = timedelta(days=400)


class Seen(msgspec.Struct, frozen=True):
    """What one side's plan says of the act: `none`: nothing of it, for nobody."""

    state: State
    rule: str | None = None
    status: str | None = None
    due: DueTime | None = None


class Shown(msgspec.Struct, frozen=True):
    """A case without its protocol, and what the plans of both sides say in it."""

    case: Case
    a: Seen
    b: Seen


class Stage:
    """Where cases are played: the protocols of both sides as they are named, whatever day a case is of."""

    def __init__(self, a: Protocol, b: Protocol, names: Vocabulary, year: int) -> None:
        self._names = names
        self._a, self._b = (msgspec.structs.replace(one, of_day=None) for one in (a, b))
        # A Wednesday afternoon in November: work goes on, and the days after it are ordinary ones.
        day = next(d for d in (date(year, 11, n) for n in range(15, 22)) if d.weekday() == 2)
        self._usual = datetime.combine(day, time(15), zone_of(a.zone))
        self._plans: dict[str, tuple[Plan, Plan] | None] = {}

    def shows(
        self, a: Unit | None, b: Unit | None, wanted: Wanted, facts: Assignment | None = None,
        at: datetime | None = None, begun: Literal["a", "b", "both"] = "both",
    ) -> Shown | None:  # fmt: skip
        """The first case of those tried in which both plans say what is wanted; null where none does.

        `facts` are those that matter, `at` is when it begins, `begun` whose trigger comes.
        """
        for case in islice(self._cases(a, b, facts, at or self._usual, begun), _TRIED):
            plans = self._played(case)
            if plans is None:
                continue
            one, other = seen(plans[0], a, b), seen(plans[1], b, a)
            if wanted(one, other):
                return Shown(case, one, other)
        return None

    def _cases(
        self, a: Unit | None, b: Unit | None, facts: Assignment | None, at: datetime, begun: str
    ) -> Iterator[Case]:
        mine = [one for one, side in ((a, "a"), (b, "b")) if one is not None and begun in (side, "both")]
        about = mine or [one for one in (a, b) if one is not None]
        ways = [list(islice(self._begun(_starting(one.rule), at, 0), 3)) for one in mine]
        said = [facts] if facts is not None else list(islice(self._facts(about), _FACTS))
        places = dict.fromkeys([None, *(org for one in about for org in one.asked.institution)])
        for organisation, given, chosen in product(places, said, product(*ways)):
            events = _once(one for way in chosen for one in way)
            events += [one for unit in about for one in self._happened(unit, given, at)]
            case: Case = {"incident": "compare/1"}
            if organisation is not None:
                case["organisation"] = organisation
            if told := _written(given, about):
                case["facts"] = told
            yield case | {"events": sorted(events, key=lambda one: one["at"]), "as_of": at.isoformat()}

    def _facts(self, about: list[Unit]) -> Iterator[Assignment]:
        """Facts under which the conditions hold, all together."""
        each = [list(islice(satisfying(one.rule.if_, self._names), _FACTS)) for one in about]
        for chosen in product(*each):
            united: Assignment = {}
            for one in chosen:
                united |= {name: value for name, value in one.items() if name not in united}
            yield united

    def _begun(self, moment: Moment | None, at: datetime, deep: int) -> Iterator[list[dict[str, Any]]]:
        """Logs under which a moment comes at an instant, each in another way."""
        match moment:
            case None:
                yield []
            case Occurs(event=event, by=by, from_=from_, to=to, where=where):
                sides = {key: some[0] for key, some in (("by", by), ("from", from_), ("to", to)) if some}
                yield [{"event": event, "at": at.isoformat(), **sides, **dict(where)}]
            case First(of=of):
                for one in of:
                    yield from self._begun(one, at, deep)
            case Last(of=of):
                ways = [next(self._begun(one, at, deep), []) for one in of]
                yield [entry for way in ways for entry in way]
            case Done(rule=rule, to=to):
                for way in self._rule_begun(rule, at - _BEFORE, deep):
                    told = {"to": to} if to not in (None, SAME) else {}
                    yield [*way, {"event": "done", "rule": rule, **told, "at": at.isoformat()}]
            case Missed(rule=rule):
                yield from self._rule_begun(rule, at - _LONG_BEFORE, deep)
            case Lapse(after=after):
                yield from self._begun(after, at - _LONG_BEFORE, deep)
            case _:
                assert_never(moment)

    def _rule_begun(self, id: str, at: datetime, deep: int) -> Iterator[list[dict[str, Any]]]:
        rule = self._a.rule(id) or self._b.rule(id)
        if rule is not None and deep < _DEEPEST:
            yield from self._begun(_starting(rule), at, deep + 1)

    def _happened(self, unit: Unit, given: Assignment, at: datetime) -> Iterator[dict[str, Any]]:
        for test in atoms(unit.rule.if_):
            if isinstance(test, Happened) and given.get(repr(test)) is True:
                yield from next(self._begun(test.moment, at - _BEFORE, 0), [])

    def _played(self, case: Case) -> tuple[Plan, Plan] | None:
        key = repr(case)
        if key not in self._plans:
            a, b = _plan(self._a, case), _plan(self._b, case)
            self._plans[key] = (a, b) if a is not None and b is not None else None
        return self._plans[key]


def _starting(rule: Rule) -> Moment | None:
    """The moment that starts a rule, once or each time; null for what stands, or returns by the calendar."""
    return rule.after if rule.after is not None else None if isinstance(rule.every, Rhythm) else rule.every


def _once(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries without those that another says with more beside it: one report starts what asks who received it, too."""
    every = list({repr(one): one for one in entries}.values())
    return [one for one in every if not any(one is not other and one.items() <= other.items() for other in every)]


def _plan(protocol: Protocol, case: Case) -> Plan | None:
    """The plan of a case; null where the text could not take it. What only the other text knows is left out of it."""
    own = {**case, "protocol": protocol.id}
    names = protocol.vocabulary
    own["events"] = [
        one for one in case["events"]
        if (protocol.rule(one["rule"]) is not None if "rule" in one else one["event"] in names.events)
    ]  # fmt: skip
    own["facts"] = {name: value for name, value in case.get("facts", {}).items() if names.fact(name) is not None}
    problems = Problems()
    try:
        incident = read_incident(node_of(own, "case"), protocol, problems)
        problems.raise_if_errors()
        return evaluate(protocol, incident)
    except InputError:
        return None


def _written(given: Assignment, about: list[Unit]) -> dict[str, Any]:
    """Facts as a case gives them: of somebody of a group those of one of it, sets as lists."""
    told: dict[str, Any] = {}
    for name, value in given.items():
        head, dot, tail = name.partition(".")
        if not dot or "(" in name:
            continue  # a test of what happened, or of two facts
        party = next((one.asked.party for one in about if one.rule.each == head and one.asked.party in PARTIES), head)
        told[f"{party}.{tail}"] = sorted(value) if isinstance(value, frozenset) else value
    return {name: value for name, value in told.items() if value is not None}


def seen(plan: Plan, own: Unit | None, other: Unit | None) -> Seen:
    """What a plan says of the act of a unit; where its side has none, of whatever asks the same of anybody."""
    if own is None:
        assert other is not None
        found = next((one for one in plan.duties if _does(one, other) and _concerns(one, other)), None)
        return Seen("none") if found is None else Seen("applies", found.rule, found.status, found.due)
    for duty in plan.duties:
        if own.rule.id in (duty.rule, *duty.also_required_by) and _does(duty, own) and _concerns(duty, own):
            return Seen("applies", duty.rule, duty.status, duty.due)
    norms: tuple[Norm, ...] = (*plan.prohibitions, *plan.permissions, *plan.sanctions)
    if any(norm.rule == own.rule.id for norm in norms):
        return Seen("applies", own.rule.id)
    for state, entries in (("gap", plan.gaps), ("undetermined", plan.undetermined), ("awaiting", plan.awaiting)):
        if any(entry.rule == own.rule.id for entry in entries):
            return Seen(state, own.rule.id)  # type: ignore[arg-type]
    return Seen("none")


def _does(duty: Duty, unit: Unit) -> bool:
    done = {duty.do, *(duty.do_any or ())} if duty.do_any is not msgspec.UNSET else {duty.do}
    return bool(unit.acts & done) and (not unit.papers or duty.document in unit.papers)


def _concerns(duty: Duty, unit: Unit) -> bool:
    told = {duty.to}
    for several in (duty.to_any, duty.to_all):
        told |= set(several) if several is not msgspec.UNSET else set()
    return (not unit.people or bool(unit.people & told)) and unit.asked.party in (None, duty.for_)
