"""Whether a condition holds: three-valued, over every choice of the persons it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, assert_never

import msgspec

from protocolkit.evaluation.comparing import compares
from protocolkit.evaluation.facts import Binding, Knowledge, has
from protocolkit.evaluation.kleene import Truth, both, either, opposite
from protocolkit.evaluation.persons import bindings, persons, variables
from protocolkit.model.conditions import (
    All,
    Between,
    Compared,
    Condition,
    Happened,
    HasAll,
    Is,
    Known,
    Not,
    Test,
    atoms,
    facts_of,
    reads_log,
)
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import Represents
from protocolkit.model.rule import Rule

Happening = Callable[[Happened, Binding], Truth]
Starting = Callable[[Rule, Binding], bool]
T = TypeVar("T")
Question = tuple[int, tuple[str | None, ...]]


class _Each(msgspec.Struct, frozen=True):
    """Some person of a party role or group."""

    name: str
    then: _Step


class _Join(msgspec.Struct, frozen=True):
    """All steps, or any of them."""

    every: bool
    of: tuple[_Step, ...]


_Step = _Each | _Join | Condition  # a condition whose persons are all chosen


class Read:
    """What a condition reads, worked out once: who is chosen, which tests stand behind it, what its answer hangs on.

    `lasting` says that it reads no log: then nothing but the facts and `persons` can change its answer.
    """

    def __init__(self, condition: Condition, knowledge: Knowledge) -> None:
        self.condition = condition  # kept, so that its address stays its own
        vocabulary, definitions = knowledge.vocabulary, knowledge.definitions
        self.choose = variables(condition, vocabulary)
        every = [a for c in definitions_in([condition], definitions) for a in atoms(c)]
        self.tests = [a for a in every if not isinstance(a, Happened)]
        facts = dict.fromkeys(fact for test in self.tests for fact in facts_of(test))
        by_log = any(rule.after for fact in facts for rule in definitions.get(fact, ()))
        self.lasting = not any(map(reads_log, every)) and not by_log
        # Whether an offender represents the victim is a fact of his; what follows hangs on the victim in question.
        declared = [d for fact in facts if (d := knowledge.declared(fact))]
        also = [one.party for d in declared for one in d.follows if isinstance(one, Represents)]
        self.persons = tuple(dict.fromkeys([*self.choose, *also]))
        self._also = tuple(also)
        self._vocabulary = vocabulary
        self._scoped: dict[frozenset[str], _Step] = {}

    def scoped(self, chosen: Iterable[str]) -> _Step:
        """The condition with each choice made where it first matters, so that persons are tried apart if they can be.

        `some victim and some offender: A(victim) and B(offender)` is `some victim: A and some offender: B`: as many
        trials as there are persons, not pairs of them. In Kleene's logic, a lattice, that is the same. It presupposes
        that there is somebody to choose for every name.
        """
        names = frozenset(chosen)
        if names not in self._scoped:
            self._scoped[names] = self._step(self.condition, names)
        return self._scoped[names]

    def _step(self, condition: Condition, chosen: frozenset[str]) -> _Step:
        free = self._free(condition, chosen)
        if not free:
            return condition
        match condition:
            case AnyOf(of=of):
                return _Join(False, tuple(self._step(one, chosen) for one in of))
            case All(of=of) if len(groups := self._apart(of, chosen)) > 1:
                return _Join(True, tuple(self._step(one[0] if len(one) == 1 else All(one), chosen) for one in groups))
            case _:  # what cannot be taken apart is tried with each person
                return _Each(free[0], self._step(condition, chosen | {free[0]}))

    def _free(self, condition: Condition, chosen: frozenset[str]) -> tuple[str, ...]:
        """The names still to be chosen on which a condition hangs, in source order."""
        read = self.choose
        if not reads_log(condition):  # the log may speak of anybody
            own = (*variables(condition, self._vocabulary), *self._also)
            read = tuple(name for name in own if name in self.choose)
        return tuple(name for name in dict.fromkeys(read) if name not in chosen)

    def _apart(self, of: tuple[Condition, ...], chosen: frozenset[str]) -> list[tuple[Condition, ...]]:
        """Conditions in groups that have no name in common."""
        groups: list[tuple[set[str], tuple[Condition, ...]]] = []
        for one in of:
            names = set(self._free(one, chosen))
            members: tuple[Condition, ...] = (one,)
            for group in [g for g in groups if g[0] & names or not (g[0] or names)]:
                groups.remove(group)
                names, members = names | group[0], (*group[1], *members)
            groups.append((names, members))
        return [members for _names, members in groups]


class Matcher:
    """Answers conditions from what is known. `happened` reads the log, `came` whether a definition's trigger came."""

    def __init__(self, knowledge: Knowledge, happened: Happening, came: Starting) -> None:
        self.knowledge = knowledge
        self.happened = happened
        self.came = came
        knowledge.defined_by = self._define
        self.reads: dict[int, Read] = {}
        """What conditions read, by their identity: the same for every case under the same rules."""
        self._known = knowledge.given  # what the answers kept below were found from
        self._held: dict[Question, Truth] = {}
        self._members: dict[str, tuple[str, ...]] = {}

    def holds(self, condition: Condition, binding: Binding) -> Truth:
        """A condition over every choice of the persons that `binding` leaves open: one choice must make it whole."""
        question = self.question(condition, binding) if self.knowledge.asked is None else None
        if question in self._held:
            return self._held[question]
        if self.knowledge.asked is None:
            truth = self.over(condition, binding, both, either, self.holds_for)
        else:  # what is asked is asked in the order of the lists
            truth = either([self.holds_for(condition, b) for b in self.choices(condition, binding)])
        if question:
            self._held[question] = truth
        return truth

    def choices(self, condition: Condition, binding: Binding) -> Iterable[Binding]:
        """Every choice of the persons that a condition reads and `binding` leaves open."""
        knowledge = self.knowledge
        return bindings(self.read(condition).choose, binding, knowledge.incident, knowledge.vocabulary)

    def over(
        self, condition: Condition, binding: Binding,
        every: Callable[[list[T]], T], some: Callable[[list[T]], T], one: Callable[[Condition, Binding], T],
    ) -> T:  # fmt: skip
        """A condition over every choice of persons, put together from what `one` makes of its parts."""
        read = self.read(condition)
        if not all(name in binding or self.ids(name) for name in read.choose):
            return some([])

        def result(step: _Step, chosen: Binding) -> T:
            match step:
                case _Each(name=name, then=then):
                    return some([result(then, {**chosen, name: id}) for id in self.ids(name)])
                case _Join(every=True, of=of):
                    return every([result(part, chosen) for part in of])
                case _Join(of=of):
                    return some([result(part, chosen) for part in of])
                case _:  # a condition of any kind: what it is made of is `one`'s to know
                    return one(step, chosen)

        return result(read.scoped(name for name in read.choose if name in binding), binding)

    def holds_for(self, condition: Condition, binding: Binding) -> Truth:
        return holds(condition, binding, self.knowledge, self.happened)

    def ids(self, party: str) -> tuple[str, ...]:
        if party not in self._members:
            found = persons(self.knowledge.incident, self.knowledge.vocabulary, party)
            self._members[party] = tuple(person.id for person in found)
        return self._members[party]

    def read(self, condition: Condition) -> Read:
        found = self.reads.get(id(condition))
        if found is None:
            found = self.reads[id(condition)] = Read(condition, self.knowledge)
        return found

    def take(self, before: Matcher) -> None:
        """Takes over what conditions read, from a matcher of the same rules and persons."""
        self.reads = before.reads

    def question(self, condition: Condition, binding: Binding) -> Question | None:
        """What an answer hangs on, so that it need not be found again; null where it hangs on more than facts."""
        if self._known is not self.knowledge.given:  # somebody asks what would be if
            self._known, self._held = self.knowledge.given, {}
        read = self.read(condition)
        if not read.lasting or self.knowledge.defining:
            return None
        return id(condition), tuple(binding.get(name) for name in read.persons)

    def fixed(self, rule: Rule, binding: Binding) -> Binding:
        """What of a choice of persons a definition keeps: the one it defines something of."""
        own = self.knowledge.vocabulary.variable(rule.acts[0])
        return {own: binding[own]} if own and own in binding else {}

    def _define(self, rule: Rule, binding: Binding) -> Truth:
        """What a definition makes of its fact: true when found; an event not in the log leaves it unknown."""
        fixed = self.fixed(rule, binding)
        truth = self.holds(rule.if_, fixed)
        if rule.after is None:
            return truth
        return both([truth, True if self.came(rule, fixed) else None]) if truth is not False else None


def holds(condition: Condition, binding: Binding, knowledge: Knowledge, happened: Happening) -> Truth:
    """The truth of a condition under one choice of persons.

    Every part is looked at even when one already decides, so that `knowledge.asked` is complete.
    """
    match condition:
        case All(of=of):
            return both([holds(c, binding, knowledge, happened) for c in of])
        case AnyOf(of=of):
            return either([holds(c, binding, knowledge, happened) for c in of])
        case Not(of=inner):
            return opposite(holds(inner, binding, knowledge, happened))
        case Happened():
            return happened(condition, binding)
        case Known(fact=fact):
            asked, knowledge.asked = knowledge.asked, None
            known = knowledge.value(fact, binding) is not None
            knowledge.asked = asked
            return known
        case Compared(how=how, left=left, right=right):
            return compares(how, knowledge.operand(left, binding), knowledge.operand(right, binding))
        case Is() | HasAll() | Between():
            value = knowledge.value(condition.fact, binding)
            truth = passes(condition, value)
            if truth is None and value is not None and knowledge.asked is not None:
                # An incomplete set may leave a test open: then the fact is still asked.
                knowledge.asked[knowledge.key(condition.fact, binding)] = condition.fact
            return truth
        case _:
            assert_never(condition)


def passes(test: Test, value: Any) -> Truth:
    """The truth of a single test of a value; None is a value nobody has said."""
    match test:
        case Known():
            return value is not None
        case _ if value is None:
            return None
        case Is(values=values):
            return either([has(value, v) for v in values])
        case HasAll(values=values):
            return both([has(value, v) for v in values])
        case Between(low=low, high=high):
            return (low is None or value >= low) and (high is None or value < high)
        case _:
            assert_never(test)


def definitions_in(conditions: Iterable[Condition], definitions: dict[str, list[Rule]]) -> list[Condition]:
    """The conditions and, behind the facts they read, those of the definitions."""
    found: list[Condition] = []
    waiting, seen = list(conditions), set[str]()
    while waiting:
        condition = waiting.pop(0)
        found.append(condition)
        for atom in atoms(condition):
            for fact in facts_of(atom):
                if fact not in seen:
                    seen.add(fact)
                    waiting += [rule.if_ for rule in definitions.get(fact, ())]
    return found
