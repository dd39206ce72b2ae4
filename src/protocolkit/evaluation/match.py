"""Whether a condition holds, and which unknown facts really decide it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from protocolkit.evaluation.facts import Binding, Key, Knowledge, has
from protocolkit.evaluation.kleene import Truth, both, either, opposite
from protocolkit.model.conditions import All, Between, Condition, Happened, HasAll, Is, Known, Not, atoms
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.incident import SetValue
from protocolkit.model.rule import Rule

Happening = Callable[[Happened, Binding], Truth]
MOST_COMBINATIONS = 20_000  # beyond it every unknown fact mentioned is reported, which is never too few


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
    value = knowledge.value(condition.fact, binding)
    if value is None:
        return None
    match condition:
        case Is(values=values):
            return _told(either([has(value, v) for v in values]), condition, binding, knowledge)
        case HasAll(values=values):
            return _told(both([has(value, v) for v in values]), condition, binding, knowledge)
        case Between(low=low, high=high):
            return (low is None or value >= low) and (high is None or value < high)


def _told(truth: Truth, test: Is | HasAll, binding: Binding, knowledge: Knowledge) -> Truth:
    """An incomplete set may leave a test open: then the fact is still asked."""
    if truth is None and knowledge.asked is not None:
        knowledge.asked[knowledge.key(test.fact, binding)] = test.fact
    return truth


def deciding(decide: Callable[[], Truth], knowledge: Knowledge, rules: Iterable[Condition]) -> tuple[Key, ...]:
    """The unknown facts that matter: some completion of the others exists under which the answer turns on them.

    `decide` answers the whole question from `knowledge`; `rules` are all conditions it may touch.
    """
    knowledge.asked = {}
    decide()
    unknown, knowledge.asked = knowledge.asked, None
    # Age tells who is a minor: asking for both would ask twice.
    unknown = {
        (who, fact): name for (who, fact), name in unknown.items() if fact != "is_minor" or (who, "age") not in unknown
    }
    tests = [a for c in rules for a in atoms(c) if not isinstance(a, Happened)]
    values = {key: _candidates(fact, knowledge, tests) for key, fact in unknown.items()}
    size = 1
    for options in values.values():
        size *= len(options)
    if not unknown or size > MOST_COMBINATIONS:
        return tuple(unknown)
    keys = list(values)
    answers = {}
    before = knowledge.supposed
    for chosen in product(*(range(len(values[k])) for k in keys)):
        knowledge.supposed = before | {k: values[k][i] for k, i in zip(keys, chosen, strict=True)}
        answers[chosen] = decide()
    knowledge.supposed = before
    return tuple(key for place, key in enumerate(keys) if _turns(answers, place, len(values[key])))


def _turns(answers: dict[tuple[int, ...], Truth], place: int, options: int) -> bool:
    """Whether changing one fact alone changes the answer anywhere."""
    for chosen, answer in answers.items():
        if chosen[place] == 0:
            for option in range(1, options):
                if answers[(*chosen[:place], option, *chosen[place + 1 :])] is not answer:
                    return True
    return False


def _candidates(fact: str, knowledge: Knowledge, tests: list[Is | Between | HasAll | Known]) -> list[Any]:
    """Values of a fact that tests can tell apart."""
    declared = knowledge.vocabulary.fact(fact)
    tail = fact.partition(".")[2]
    own = [t for t in tests if t.fact == fact or t.fact.partition(".")[2] == tail]
    mentioned = list(dict.fromkeys(v for t in own if isinstance(t, Is | HasAll) for v in t.values))
    kind = declared.type if declared else "bool"
    if kind == "bool":
        return [True, False]
    if kind == "one_of":
        return mentioned + [v for v in (declared.of if declared else ()) if v not in mentioned][:1]
    if kind == "set":
        chosen = mentioned[:6]
        subsets = product((False, True), repeat=len(chosen))
        return [SetValue(frozenset(v for v, keep in zip(chosen, s, strict=True) if keep)) for s in subsets]
    edges: set[float] = set(knowledge.vocabulary.limits(fact))
    edges |= {e for t in own if isinstance(t, Between) for e in (t.low, t.high) if e is not None}
    numbers = {e + d for e in edges for d in (-1, 0)} | {v for v in mentioned if isinstance(v, int | float)}
    if kind in ("integer", "number"):
        return [*sorted(numbers), max(numbers, default=0) + 1]
    return [*mentioned, "another"]


def definitions_in(conditions: Iterable[Condition], definitions: dict[str, list[Rule]]) -> list[Condition]:
    """The conditions and, behind the facts they read, those of the definitions."""
    found: list[Condition] = []
    waiting, seen = list(conditions), set[str]()
    while waiting:
        condition = waiting.pop(0)
        found.append(condition)
        for atom in atoms(condition):
            if not isinstance(atom, Happened) and atom.fact not in seen:
                seen.add(atom.fact)
                waiting += [rule.if_ for rule in definitions.get(atom.fact, ())]
    return found
