"""Conditions that can never hold: contradictions, empty ranges, too many parties."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import assert_never

from protocolkit.analysis.edition import Edition
from protocolkit.evaluation.persons import variables
from protocolkit.languages import N_
from protocolkit.messages import NOTHING, Message, counted, digits, say
from protocolkit.model.conditions import (
    All,
    Atom,
    Between,
    Compared,
    Condition,
    Happened,
    HasAll,
    Is,
    Known,
    Not,
    atoms,
    facts_of,
)
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import Under
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary

MOST_CASES = 512  # beyond it a condition is taken as possible
MOST_PARTIES = 2

Literal_ = tuple[Atom, bool]  # a single test, and whether it must hold


def check_conditions(edition: Edition) -> None:
    """Adds `never-applies`, `empty-range` and `many-parties`."""
    for rule in edition.rules:
        _check(rule, rule.if_, edition)
        for patch in rule.readings:
            if patch.rule is not None and patch.rule.if_ != rule.if_:
                _check(rule, patch.rule.if_, edition, "readings")


def _check(rule: Rule, condition: Condition, edition: Edition, key: str = "if") -> None:
    vocabulary, place = edition.ruleset.vocabulary, edition.at(rule, key)
    empty = [a for a in atoms(condition) if isinstance(a, Between) and _is_empty(a)]
    for one in empty:
        message = say(
            "no number is at least {low} and under {high}: `{fact}`",
            low=digits(one.low or 0),
            high=digits(one.high or 0),
            fact=one.fact,
        )
        edition.problems.error("empty-range", message, place, say("`from` is included, `under` is not"))
    if not empty and (why := impossible(condition, vocabulary)):
        message = say("the condition of `{rule}` can never hold: {why}", rule=rule.name, why=why)
        edition.problems.error("never-applies", message, place)
    names = variables(condition, vocabulary)
    if len(names) > MOST_PARTIES:
        n, shown = len(names), ", ".join(f"`{name}`" for name in names)
        message = counted(
            "one condition over {n} party, {names}", "one condition over {n} parties, {names}", n, names=shown
        )
        help = say("every choice of persons is tried; split the rule, or define a fact")
        edition.problems.warning("many-parties", message, place, help)


def _is_empty(test: Between) -> bool:
    return test.low is not None and test.high is not None and test.low >= test.high


def impossible(condition: Condition, vocabulary: Vocabulary) -> Message:
    """Why a condition can hold in no case; empty if it can, or if that would take too long to find out."""
    cases = _cases(condition, True)
    if cases is None:
        return NOTHING
    reasons = []
    for case in cases:
        reason = _contradiction(case, vocabulary)
        if not reason:
            return NOTHING
        reasons.append(reason)
    return reasons[0] if reasons else say("it offers no case at all")


def _cases(condition: Condition, holds: bool) -> list[list[Literal_]] | None:
    """The alternatives under which the condition holds (or not), each a list of tests; None if there are too many."""
    match condition:
        case Not(of=inner):
            return _cases(inner, not holds)
        case All(of=of) | AnyOf(of=of):
            parts = [_cases(one, holds) for one in of]
            if isinstance(condition, All) is holds:
                return _together([p for p in parts if p is not None] if None not in parts else None)
            if None in parts:
                return None
            found = [case for part in parts for case in part or ()]
            return found if len(found) <= MOST_CASES else None
        case Is() | Between() | HasAll() | Known() | Compared() | Happened():
            return [[(condition, holds)]]
        case _:
            assert_never(condition)


def _together(parts: list[list[list[Literal_]]] | None) -> list[list[Literal_]] | None:
    if parts is None:
        return None
    size = 1
    for part in parts:
        size *= max(len(part), 1)
        if size > MOST_CASES:
            return None
    return [[literal for case in chosen for literal in case] for chosen in product(*parts)]


def _contradiction(tests: Iterable[Literal_], vocabulary: Vocabulary) -> Message:
    """Why tests cannot all hold; empty if nothing speaks against it."""
    domains: dict[str, _Domain] = {}
    unknown, compared = set[str](), set[str]()
    for test, holds in tests:
        if isinstance(test, Happened):
            if not holds:
                return say("that something has happened is true or unknown, never false")
        elif isinstance(test, Known):
            if not holds:
                unknown.add(test.fact)
        elif isinstance(test, Compared):
            compared |= set(facts_of(test))
        else:
            declared = vocabulary.fact(test.fact)
            domain = domains.setdefault(
                test.fact, _Domain(declared.type if declared else "", declared.of if declared else ())
            )
            domain.add(test, holds)
    for fact in unknown & {*domains, *compared}:
        return say("`{fact}` is tested and must be unknown", fact=fact)
    _limits(domains, vocabulary)
    return next((say(why, fact=fact) for fact, domain in domains.items() if (why := domain.empty())), NOTHING)


def _limits(domains: dict[str, _Domain], vocabulary: Vocabulary) -> None:
    """What follows from a number bounds it: who is a minor is under 18."""
    for fact, domain in list(domains.items()):
        declared = vocabulary.fact(fact)
        for one in declared.follows if declared else ():
            if isinstance(one, Under) and (number := domains.get(f"{fact.partition('.')[0]}.{one.fact}")):
                basis, value = f"{fact.partition('.')[0]}.{one.fact}", domain.only()
                if value is not None:
                    number.add(Between(basis, None, one.limit) if value else Between(basis, one.limit, None), True)


class _Domain:
    """The values a fact may still have."""

    def __init__(self, kind: str, of: tuple[str, ...]) -> None:
        self.kind = kind
        values: tuple[object, ...] = (True, False) if kind == "bool" else of
        self.allowed: set[object] | None = set(values) if values and kind in ("bool", "one_of") else None
        self.excluded: set[object] = set()
        self.low, self.high = float("-inf"), float("inf")
        self.required: set[object] = set()
        self.some: list[set[object]] = []

    def add(self, test: Is | Between | HasAll, holds: bool) -> None:
        match test:
            case Between(low=low, high=high) if holds:
                self.low = max(self.low, self.low if low is None else low)
                self.high = min(self.high, self.high if high is None else high)
            case Between(low=None, high=high) if high is not None:
                self.low = max(self.low, high)
            case Between(low=low, high=None) if low is not None:
                self.high = min(self.high, low)
            case Between():
                pass  # outside both ends is no one range
            case HasAll(values=values):
                if holds:
                    self.required |= set(values)
                elif len(values) == 1:
                    self.excluded |= set(values)
            case Is(values=values):
                self._is(set(values), holds)
            case _:
                assert_never(test)

    def _is(self, values: set[object], holds: bool) -> None:
        if not holds:
            self.excluded |= values
        elif self.kind == "set":
            self.some.append(values)
        else:
            self.allowed = values if self.allowed is None else self.allowed & values

    def only(self) -> object:
        left = None if self.allowed is None else self.allowed - self.excluded
        return next(iter(left)) if left is not None and len(left) == 1 else None

    def empty(self) -> str:
        """Why no value is left, for a fact still to be named; empty if one is."""
        if self.kind == "set":
            none_left = any(values <= self.excluded for values in self.some) or self.required & self.excluded
            return N_("`{fact}` must have and must not have the same") if none_left else ""
        if self.low >= self.high:
            return N_("`{fact}` would have to be in two ranges that do not meet")
        if self.allowed is None:
            return ""
        left = self.allowed - self.excluded
        if not left:
            return N_("`{fact}` cannot be all of this at once")
        numbers = [v for v in left if isinstance(v, int | float) and not isinstance(v, bool)]
        outside = numbers and len(numbers) == len(left) and not any(self.low <= v < self.high for v in numbers)
        return N_("`{fact}` is a number outside its range") if outside else ""
