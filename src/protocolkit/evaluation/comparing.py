"""Two facts, or the days of events, held against each other; and the values at which such a test may turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, assert_never

from protocolkit.evaluation.facts import Knowledge
from protocolkit.evaluation.kleene import Truth
from protocolkit.model.conditions import Atom, Compared, DayOf, How, Operand

_DAYS = ("2000-01-01", "2000-01-02")  # any two days will do where neither side is known


def compares(how: How, one: Any, other: Any) -> Truth:
    """Whether a value is over half of another, or the same; unknown while either is.

    >>> compares("over_half_of", 8, 14), compares("over_half_of", 7, 14), compares("same_as", None, 2026)
    (True, False, None)
    """
    if one is None or other is None:
        return None
    match how:
        case "over_half_of":
            return bool(2 * one > other)
        case "same_as":
            return bool(one == other)
        case _:
            assert_never(how)


def telling(name: str, tests: Iterable[Atom], knowledge: Knowledge) -> list[Any]:
    """Values of a fact, or of the day of an event, between which comparisons can tell, in the order of the tests."""
    found: list[Any] = []
    for test in tests:
        if isinstance(test, Compared):
            for own, other, left in ((test.left, test.right, True), (test.right, test.left, False)):
                if _tail(called(own)) == _tail(name):
                    found += _beside(test.how, other, left, knowledge)
    return list(dict.fromkeys(found))


def called(operand: Operand) -> str:
    """What a side of a comparison is called where facts are named."""
    return operand if isinstance(operand, str) else operand.name


def kind_of(operand: Operand, knowledge: Knowledge) -> str:
    """The type of a side of a comparison."""
    if isinstance(operand, DayOf):
        return "integer" if operand.part == "year" else "date"
    declared = knowledge.declared(operand)
    return declared.type if declared else ""


def _beside(how: How, other: Operand, left: bool, knowledge: Knowledge) -> Iterator[Any]:
    """What decides against the known values of the other side, and between two that are not known."""
    kind = kind_of(other, knowledge)
    numeric = kind in ("integer", "number")
    known = [*_known(other, knowledge), *((0, 1) if numeric else _DAYS if kind == "date" else ())]
    if isinstance(other, str) and (declared := knowledge.declared(other)) and not known:
        known = [*declared.of[:2]] or ["one", "another"]
    for value in known:
        match how:
            case "same_as":
                yield from (value, value + 1) if numeric else (value,)
            case "over_half_of":
                yield from (value // 2, value // 2 + 1) if left else (2 * value, max(2 * value - 1, 0))
            case _:
                assert_never(how)


def _known(operand: Operand, knowledge: Knowledge) -> list[Any]:
    """Every value that is known of a fact, whosoever, or of the day of an event."""
    if isinstance(operand, DayOf):
        return list(dict.fromkeys(knowledge.days(operand, None)))
    return [value for (_subject, fact), value in knowledge.given.items() if _tail(fact) == _tail(operand)]


def _tail(fact: str) -> str:
    return fact.partition(".")[2] or fact
