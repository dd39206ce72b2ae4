"""What if: the smallest change of facts under which a rule would apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from math import prod
from typing import Any, Literal, NamedTuple, assert_never

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.comparing import telling
from protocolkit.evaluation.facts import Binding, Key, shown
from protocolkit.evaluation.match import definitions_in
from protocolkit.evaluation.persons import bindings
from protocolkit.explaining.failing import plain
from protocolkit.model.conditions import Between, Compared, Condition, Happened, HasAll, Is, Known, atoms, facts_of
from protocolkit.model.follows import bases, contradicts, settles
from protocolkit.model.incident import SetValue
from protocolkit.model.vocabulary import Fact
from protocolkit.plans.explanation import Change, Varied

MOST_FACTS = 2  # changed at once
MOST_TRIED = 20_000

Tests = list[Is | Between | HasAll | Known | Compared]
How = Literal["is", "has", "has_not"]


class Option(NamedTuple):
    """One way to vary a fact: how and what it is said to be, and the whole value then."""

    how: How
    said: Any
    value: Any


def smallest_changes(
    case: Case, conditions: Iterable[Condition], binding: Binding, holds: Callable[[], bool | None]
) -> tuple[tuple[Change, ...], int]:
    """Every change of one fact under which `holds` is true; if there is none, every change of two.

    `conditions` are what `holds` reads; definitions behind their facts are followed. Also returns how many facts at
    once were tried: 0 where the case has nothing to change.
    """
    options = options_of(case, conditions, binding)
    tried = 0
    for size in range(1, MOST_FACTS + 1):
        found: list[dict[Key, Option]] = []
        for keys in combinations(options, size):
            for chosen in product(*(options[key] for key in keys)):
                tried += 1
                if tried > MOST_TRIED:
                    return tuple(_together(case, found)), size - 1
                supposed = dict(zip(keys, chosen, strict=True))
                if _under(case, {key: option.value for key, option in supposed.items()}, holds) is True:
                    found.append(supposed)
        if found:
            return tuple(sorted(_together(case, found), key=_overturned)), size
        if len(options) <= size:
            return (), len(options)
    return (), MOST_FACTS


def _under(case: Case, supposed: dict[Key, Any], holds: Callable[[], bool | None]) -> bool | None:
    """The answer if these facts had been given, so that what follows from facts follows from these."""
    knowledge = case.knowledge
    before = knowledge.given
    knowledge.given = before | supposed
    try:
        return holds()
    finally:
        knowledge.given = before


def _overturned(change: Change) -> int:
    """How much that is known would have to be otherwise: answers to open questions come first."""
    return sum(one.was is not None for one in change.facts)


def _together(case: Case, found: list[dict[Key, Option]]) -> Iterator[Change]:
    """Changes of the same facts in the same way as one, where every combination of their values will do."""
    groups: dict[tuple[tuple[Key, How], ...], list[dict[Key, Option]]] = {}
    for supposed in found:
        groups.setdefault(tuple((key, option.how) for key, option in supposed.items()), []).append(supposed)
    for ways, several in groups.items():
        columns = [list(dict.fromkeys(one[key].said for one in several)) for key, _ in ways]
        whole = prod(map(len, columns)) == len(several)
        for row in [columns] if whole else [[[one[key].said] for key, _ in ways] for one in several]:
            yield Change(
                tuple(
                    Varied(shown(key, case.vocabulary), how, tuple(values), plain(case.knowledge.given.get(key)))
                    for (key, how), values in zip(ways, row, strict=True)
                )
            )


def options_of(case: Case, conditions: Iterable[Condition], binding: Binding) -> dict[Key, list[Option]]:
    """The facts to vary and the values that tests can tell apart, without the value a fact has now."""
    all_conditions = definitions_in(conditions, case.definitions)
    tests = [a for c in all_conditions for a in atoms(c) if not isinstance(a, Happened)]
    options: dict[Key, list[Option]] = {}
    for read in dict.fromkeys(fact for test in tests for fact in facts_of(test)):
        fact = _basis(read, case)
        name = case.vocabulary.variable(fact)
        for choice in bindings([name] if name else [], binding, case.incident, case.vocabulary):
            key = case.knowledge.key(fact, choice)
            declared = case.vocabulary.fact(fact)
            if declared and (declared.derived or _contradicts(key, declared, case)):
                continue
            tail = fact.partition(".")[2]
            own = [t for t in tests if any(one.partition(".")[2] == tail for one in facts_of(t))]
            now = case.knowledge.given.get(key)
            options[key] = [option for option in _values(fact, own, now, case) if option.value != now]
    return options


def _basis(fact: str, case: Case) -> str:
    """Whether somebody is a minor is asked by his age wherever the case gives ages."""
    head, declared = fact.partition(".")[0], case.vocabulary.fact(fact)
    said = {name for subject, name in case.knowledge.given if subject is not None}
    settled_by = [b for b in bases(declared.follows) if settles(declared.follows, b)] if declared else []
    return next((f"{head}.{basis}" for basis in settled_by if basis in said), fact)


def _contradicts(key: Key, declared: Fact, case: Case) -> bool:
    """A pupil neither heads the organisation nor represents the victim: saying so would be refused."""
    given = case.knowledge.given
    return any(contradicts(declared.follows, b, given.get((key[0], b)), True) for b in bases(declared.follows))


def _values(fact: str, tests: Tests, now: Any, case: Case) -> list[Option]:
    """Values that tests can tell apart."""
    declared = case.vocabulary.fact(fact)
    mentioned = [v for t in tests if isinstance(t, Is | HasAll) for v in t.values]
    mentioned = list(dict.fromkeys([*mentioned, *telling(fact, tests, case.knowledge)]))
    match declared.type if declared else "bool":
        case "bool":
            values: list[Any] = [True, False]
        case "set":
            return list(_sets(mentioned, now))
        case "one_of":
            others = [v for v in (declared.of if declared else ()) if v not in mentioned and v != "unknown"]
            values = mentioned + others[:1]
        case "integer" | "number" | "date" | "text":
            edges = {e for t in tests if isinstance(t, Between) for e in (t.low, t.high) if e is not None}
            edges |= set(case.vocabulary.limits(fact))
            numbers: set[int | float] = {n for e in edges for n in (int(e) - 1, int(e))}
            numbers |= {v for v in mentioned if isinstance(v, int | float)}
            days = [v for v in mentioned if isinstance(v, str)]
            values = [*sorted(n for n in numbers if n >= 0), *days]
        case kind:
            assert_never(kind)
    return [Option("is", value, value) for value in values]


def _sets(mentioned: list[Any], now: Any) -> Iterator[Option]:
    """The set with one value more, or without one it has."""
    values = now.values if isinstance(now, SetValue) else frozenset()
    for value in mentioned:
        yield Option("has_not" if value in values else "has", value, SetValue(values ^ {value}))
