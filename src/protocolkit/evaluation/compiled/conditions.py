"""Conditions as tables: for the values that one reads, what it came to when somebody had said the same before."""

from __future__ import annotations

from typing import Any, NamedTuple, assert_never

from protocolkit.evaluation.compiled.plain import is_chained
from protocolkit.evaluation.deciding import Deciding
from protocolkit.evaluation.facts import Binding, Key, Knowledge
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.match import Matcher
from protocolkit.model.conditions import ALWAYS, Atom, Compared, Condition, Happened, atoms, facts_of
from protocolkit.model.follows import Follows, Holds, OfAnybody, Represents, Several, Under, When
from protocolkit.model.vocabulary import PARTIES
from protocolkit.model.walk import inside

MOST_KEPT = 50_000  # answers a protocol; then it begins anew, so that a backlog of cases fills no memory
State = tuple[Any, ...]


class Inputs(NamedTuple):
    """What alone decides a condition; `facts` is null where more than given facts and listed persons does.

    `facts` are those of the case and of whoever is chosen, each with its party; those of `anybody` count of every
    person. `persons` says that it hangs on who is listed, too, and `parties` whose choice it hangs on beside facts.
    `events` are those of its tests that ask the log alone.
    """

    condition: Condition
    facts: tuple[tuple[str | None, str], ...] | None
    anybody: frozenset[str] = frozenset()
    parties: tuple[str, ...] = ()
    persons: bool = False
    events: tuple[Happened, ...] = ()


class Conditions:
    """What the conditions of a protocol came to. A state is everything an answer hangs on, the condition with it."""

    def __init__(self) -> None:
        self._inputs: dict[int, Inputs] = {}
        self.truths: dict[State, Truth] = {}
        self.deciding: dict[State, tuple[Key, ...]] = {}

    def inputs(self, condition: Condition, knowledge: Knowledge) -> Inputs:
        """What decides a condition."""
        found = self._inputs.get(id(condition))
        if found is None:
            found = self._inputs[id(condition)] = _Reading(knowledge).of(condition)
        return found

    def make_room(self) -> None:
        """Forgets all answers where they have become too many."""
        if len(self.truths) + len(self.deciding) > MOST_KEPT:
            self.truths, self.deciding = {}, {}


class CompiledMatcher(Matcher):
    """Looks answers up by the values that they hang on; what hangs on more is asked as the reference asks it."""

    conditions: Conditions
    names_persons = True
    """Whether the log says of an event for whom it was."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._log: dict[int, Truth] = {}

    def holds(self, condition: Condition, binding: Binding) -> Truth:
        if condition == ALWAYS:
            return True
        state = self.state(condition, binding) if self.knowledge.asked is None else None
        if state is None:
            return super().holds(condition, binding)
        truths = self.conditions.truths
        if state not in truths:
            truths[state] = super().holds(condition, binding)
        return truths[state]

    def lasting(self, condition: Condition) -> State | None:
        """What an answer and its questions hang on, whoever is chosen; null where that is more, or somebody traces it.

        Events that came, or may have, are awaited no more: a test of the log is not always alike where its truth is.
        """
        tests_log = bool(self.conditions.inputs(condition, self.knowledge).events)
        return None if tests_log or self.knowledge.asked is not None else self.state(condition, {})

    def state(self, condition: Condition, binding: Binding) -> State | None:
        """Everything on which an answer hangs; null where that is more than facts."""
        inputs = self.conditions.inputs(condition, self.knowledge)
        if inputs.facts is None or (inputs.persons and self.knowledge.defining):
            return None  # what is being defined is unknown within its own definition
        if inputs.events and self.names_persons:
            return None
        given, found = self.knowledge.given, list[Any]([id(condition)])
        if inputs.persons:
            incident, anybody = self.knowledge.incident, inputs.anybody
            found += [incident.persons, incident.complete, *map(binding.get, inputs.parties)]
            found.append(tuple(one for one in given.items() if one[0][1] in anybody))
        found += map(self._came_true, inputs.events)
        for party, fact in inputs.facts:
            if party is None:
                found.append(given.get((None, fact)))
            else:
                persons = (binding[party],) if party in binding else self.ids(party)
                found += [persons, *[given.get((person, fact)) for person in persons]]
        return tuple(found)

    def _came_true(self, test: Happened) -> Truth:
        """What a log that names no person says of an event, whoever is chosen."""
        if id(test) not in self._log:
            self._log[id(test)] = self.happened(test, {})
        return self._log[id(test)]


class CompiledDeciding(Deciding):
    """Which facts decide is looked up as well; of several persons their order is part of the question."""

    matcher: CompiledMatcher

    def deciding(self, condition: Condition, binding: Binding) -> tuple[Key, ...]:
        state = self.matcher.state(condition, binding)
        if state is None:
            return super().deciding(condition, binding)
        kept = self.matcher.conditions.deciding
        key = (*state, tuple(person.id for person in self.matcher.knowledge.incident.persons))
        if key not in kept:
            kept[key] = super().deciding(condition, binding)
        return kept[key]


class _Reading:
    """Follows a condition to the given facts on which its answer hangs, through what follows and is defined."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.facts: dict[tuple[str | None, str], None] = {}
        self.anybody: dict[str, None] = {}
        self.parties: dict[str, None] = {}
        self.persons = False
        self.events: dict[Happened, None] = {}
        self._followed: set[str] = set()

    def of(self, condition: Condition) -> Inputs:
        """What decides a condition."""
        if not self._condition(condition, whole=False):
            return Inputs(condition, None)
        facts, anybody, events = tuple(self.facts), frozenset(self.anybody), tuple(self.events)
        return Inputs(condition, facts, anybody, tuple(self.parties), self.persons, events)

    def _condition(self, condition: Condition, *, whole: bool) -> bool:
        """Adds what a condition reads, of everybody if it is a definition's; false where it reads more."""
        return all(self._atom(atom, whole=whole) for atom in atoms(condition))

    def _atom(self, atom: Atom, *, whole: bool) -> bool:
        if isinstance(atom, Happened):
            self.events[atom] = None
            return atom.of is None and not is_chained(inside(atom.moment))
        return not isinstance(atom, Compared) and all(self._fact(fact, whole=whole) for fact in facts_of(atom))

    def _fact(self, fact: str, *, whole: bool) -> bool:
        party, kept = self.knowledge.kept(fact)
        self._add(party, fact if party is None else kept, whole=whole)
        declared = self.knowledge.declared(fact)
        follows = all(self._follows(one, party, whole=whole) for one in (declared.follows if declared else ()))
        return follows and self._defined(fact)

    def _add(self, party: str | None, name: str, *, whole: bool) -> None:
        if whole:
            self.anybody[name] = None
        else:
            self.facts[party, name] = None

    def _follows(self, one: Follows, party: str | None, *, whole: bool) -> bool:
        match one:
            case Under(fact=basis) | When(fact=basis):
                self._add(party, basis, whole=whole)
                return True
            case Holds() | Several():
                self.persons = True
                return True
            case Represents(party=represented):
                self.persons = True
                self.parties[represented] = None
                return True
            case OfAnybody(fact=fact):
                self.persons = True
                each = (f"{role}.{fact}" for role in PARTIES if self.knowledge.declared(f"{role}.{fact}"))
                return all(self._fact(one, whole=True) for one in each)
            case _:
                assert_never(one)

    def _defined(self, fact: str) -> bool:
        """Adds what a definition reads, unless an event starts it. It keeps only the person it defines something of."""
        rules = self.knowledge.definitions.get(fact, ())
        if not rules or fact in self._followed:
            return True
        self._followed.add(fact)
        self.persons = True
        return all(rule.after is None and self._condition(rule.if_, whole=True) for rule in rules)
