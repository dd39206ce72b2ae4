"""Conditions as tables: for the values that one reads, what it came to when somebody had said the same before."""

from __future__ import annotations

from typing import Any, NamedTuple

from protocolkit.evaluation.deciding import Deciding
from protocolkit.evaluation.facts import Binding, Key, Knowledge
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.match import Matcher
from protocolkit.model.conditions import ALWAYS, Compared, Condition, atoms, facts_of, reads_log
from protocolkit.model.follows import Under, When

MOST_KEPT = 50_000  # answers a protocol; then it begins anew, so that a backlog of cases fills no memory
State = tuple[Any, ...]


class Inputs(NamedTuple):
    """The facts that alone decide a condition, each with the party it is of; null where more than these decides it."""

    condition: Condition
    facts: tuple[tuple[str | None, str], ...] | None


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
            found = self._inputs[id(condition)] = Inputs(condition, _facts(condition, knowledge))
        return found

    def make_room(self) -> None:
        """Forgets all answers where they have become too many."""
        if len(self.truths) + len(self.deciding) > MOST_KEPT:
            self.truths, self.deciding = {}, {}


class CompiledMatcher(Matcher):
    """Looks answers up by the values that they hang on; what hangs on more is asked as the reference asks it."""

    conditions: Conditions

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
        """Everything on which the answers hang, whoever is chosen; null where that is more, or somebody traces it."""
        return self.state(condition, {}) if self.knowledge.asked is None else None

    def state(self, condition: Condition, binding: Binding) -> State | None:
        """Everything on which an answer hangs; null where that is more than facts."""
        facts = self.conditions.inputs(condition, self.knowledge).facts
        if facts is None:
            return None
        given, found = self.knowledge.given, list[Any]([id(condition)])
        for party, fact in facts:
            if party is None:
                found.append(given.get((None, fact)))
            else:
                persons = (binding[party],) if party in binding else self.ids(party)
                found += [persons, *[given.get((person, fact)) for person in persons]]
        return tuple(found)


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


def _facts(condition: Condition, knowledge: Knowledge) -> tuple[tuple[str | None, str], ...] | None:
    """The facts that alone decide a condition: none that is defined, compared, or follows from more than a fact."""
    if reads_log(condition) or any(isinstance(atom, Compared) for atom in atoms(condition)):
        return None
    found: dict[tuple[str | None, str], None] = {}
    for fact in (fact for atom in atoms(condition) for fact in facts_of(atom)):
        declared = knowledge.declared(fact)
        follows = declared.follows if declared else ()
        if fact in knowledge.definitions or not all(isinstance(one, Under | When) for one in follows):
            return None
        party, kept = knowledge.kept(fact)
        found[party, fact if party is None else kept] = None
        found.update(dict.fromkeys((party, one.fact) for one in follows if isinstance(one, Under | When)))
    return tuple(found)
