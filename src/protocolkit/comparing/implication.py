"""Which of two conditions holds whenever the other does: both tried on every combination of what facts can say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from math import ceil, prod
from typing import Any, assert_never

import msgspec

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
    Value,
    atoms,
    facts_of,
)
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.vocabulary import Vocabulary

MOST = 20_000  # combinations tried
_MOST_OF_A_SET = 10  # values of one set, each with or without
Assignment = dict[str, Any]
"""What each fact says, and whether each test that is no fact's holds; a set's values together, null: not known."""


class Implied(msgspec.Struct, frozen=True):
    """How two conditions stand to each other; each example is an assignment under which only that one holds.

    `decided` is false where there were too many combinations to try them all.
    """

    only_one: Assignment | None = None
    only_other: Assignment | None = None
    decided: bool = True


def implied(one: Condition, other: Condition, names: Vocabulary) -> Implied:
    """Whether each of two conditions holds whenever the other does, unknown facts included.

    That something has happened is never false: a condition that only waits to be told of it does not hold either.
    """
    if one == other:
        return Implied()
    domains = _domains((one, other), names)
    if _cut((one, other), names) or prod(map(len, domains.values())) > MOST:
        return Implied(decided=False)
    told = {called(test) for condition in (one, other) for test in atoms(condition) if isinstance(test, Happened)}
    only_one = only_other = None
    for values in product(*domains.values()):
        given = dict(zip(domains, values, strict=True))
        here, there = truth(one, given), truth(other, given)
        fails = (False, None) if all(value is not None or name in told for name, value in given.items()) else (False,)
        if here is True and there in fails and only_one is None:
            only_one = given
        if there is True and here in fails and only_other is None:
            only_other = given
    return Implied(only_one, only_other)


def satisfying(condition: Condition, names: Vocabulary) -> Iterator[Assignment]:
    """Assignments of the facts of a condition under which it holds, those that say least first."""
    domains = _domains((condition,), names)
    tried = 0
    for known in range(len(domains) + 1):
        for chosen in combinations(domains, known):
            for values in product(*(domains[name] for name in chosen)):
                tried += 1
                if tried > MOST:
                    return
                given = dict(zip(chosen, values, strict=True))
                if None not in values and truth(condition, given) is True:
                    yield given


def truth(condition: Condition, given: Assignment) -> bool | None:
    """The truth of a condition under an assignment: three-valued, as the engine has it."""
    match condition:
        case Is(fact=fact, values=values):
            return _is(given.get(fact), values)
        case HasAll(fact=fact, values=values):
            found = given.get(fact)
            return None if found is None else set(values) <= found
        case Between(fact=fact, low=low, high=high):
            found = given.get(fact)
            return None if found is None else (low is None or low <= found) and (high is None or found < high)
        case Known(fact=fact):
            return given.get(fact) is not None
        case Compared() | Happened():
            found = given.get(called(condition))
            return found if isinstance(found, bool) else None
        case All(of=of):
            parts = [truth(part, given) for part in of]
            return False if False in parts else None if None in parts else True
        case AnyOf(of=of):
            parts = [truth(part, given) for part in of]
            return True if True in parts else None if None in parts else False
        case Not(of=inner):
            found = truth(inner, given)
            return None if found is None else not found
        case _:
            assert_never(condition)


def called(test: Compared | Happened) -> str:
    """The name under which an assignment has a test that is no single fact's."""
    return repr(test)


def _is(found: Any, values: tuple[Value, ...]) -> bool | None:
    if found is None:
        return None
    return bool(found & set(values)) if isinstance(found, frozenset) else found in values


def _domains(conditions: tuple[Condition, ...], names: Vocabulary) -> dict[str, list[Any]]:
    """Of each fact the values that tests can tell apart."""
    tests = [atom for condition in conditions for atom in atoms(condition)]
    domains: dict[str, list[Any]] = {}
    for test in tests:
        match test:
            case Happened():
                domains[called(test)] = [True, None]  # never false: nobody knows what was not told
            case Compared():
                domains[called(test)] = [True, False, None]
            case Is() | HasAll() | Between() | Known():
                (fact,) = facts_of(test)
                own = [one for one in tests if fact in facts_of(one)]
                domains.setdefault(fact, _values(fact, own, names))
            case _:
                assert_never(test)
    return domains


def _cut(conditions: tuple[Condition, ...], names: Vocabulary) -> bool:
    """Whether tests name more values of a set than are tried."""
    tests = [atom for condition in conditions for atom in atoms(condition)]
    named = {one.fact for one in tests if isinstance(one, Is | HasAll)}
    sets = [fact for fact in named if (declared := names.fact(fact)) is not None and declared.type == "set"]
    return any(len(_mentioned([one for one in tests if fact in facts_of(one)])) > _MOST_OF_A_SET for fact in sets)


def _mentioned(tests: list[Any]) -> list[Value]:
    return list(dict.fromkeys(v for t in tests if isinstance(t, Is | HasAll) for v in t.values))


def _values(fact: str, tests: list[Any], names: Vocabulary) -> list[Any]:
    mentioned = _mentioned(tests)
    declared = names.fact(fact)
    match declared.type if declared else "bool":
        case "bool":
            return [True, False, None]
        case "set":
            some = mentioned[:_MOST_OF_A_SET]
            subsets = chain.from_iterable(combinations(some, n) for n in range(len(some) + 1))
            return [*map(frozenset, subsets), None]
        case "one_of":
            others = [v for v in (declared.of if declared else ()) if v not in mentioned]
            return [*mentioned, *others[:1], None]
        case "integer" | "number" | "date" | "text":
            return [*_numbers(tests, mentioned), None]
        case kind:
            assert_never(kind)


def _numbers(tests: list[Any], mentioned: list[Value]) -> list[Value]:
    """On either side of each edge, and beside each number that is named; where a test names none, any."""
    edges = [ceil(e) for t in tests if isinstance(t, Between) for e in (t.low, t.high) if e is not None]
    named = [v for v in mentioned if isinstance(v, int)]
    found = {n for e in edges for n in (e - 1, e)} | {n for v in named for n in (v - 1, v, v + 1)} or {0}
    return [*sorted(n for n in found if n >= 0), *(v for v in mentioned if v not in found)]
