"""Conditions in three values as two formulas in two: when a condition is true, and when it is false.

An engine that knows true and false only, and to which absence is false, cannot be asked what is unknown. It can be
asked twice: is it certainly true, is it certainly false? Where neither holds, it is unknown. So it is with each atom.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any, Literal, assert_never

import msgspec

from protocolkit.model.conditions import All, Between, Compared, Condition, Happened, HasAll, Is, Known, Not
from protocolkit.model.conditions import Any as AnyOf

# Of one formula, so that a condition has 48: of more than 64, durable_rules loses the matches of a fact.
MOST_BRANCHES = 24


class Settled(msgspec.Struct, frozen=True):
    """An input is known to be so: 1 true, 0 false."""

    input: int
    value: Literal[0, 1]


class Joined(msgspec.Struct, frozen=True):
    """All of them, or any. All of none is true, any of none false."""

    how: Literal["$and", "$or"]
    of: tuple[Formula, ...]


Formula = Settled | Joined
TRUE, FALSE = Joined("$and", ()), Joined("$or", ())


class Asking(msgspec.Struct, frozen=True):
    """A condition as it is asked: its inputs, which are answered first, and the formulas over them."""

    inputs: tuple[Condition, ...]
    if_true: Formula
    if_false: Formula

    @property
    def branches(self) -> int:
        """How many alternatives there are in all."""
        return branches(self.if_true) + branches(self.if_false)


@lru_cache(10_000)
def asking(condition: Condition) -> Asking:
    """How a condition is asked: over its atoms, or where that makes too many alternatives, over its parts.

    >>> from protocolkit.model.conditions import Known
    >>> asked = asking(All((Known("a"), Not(Known("b")))))
    >>> len(asked.inputs), branches(asked.if_true), branches(asked.if_false)
    (2, 1, 2)
    """
    whole = _over(condition, _Inputs(deep=True))
    if max(branches(whole.if_true), branches(whole.if_false)) <= MOST_BRANCHES:
        return whole
    return _over(_in_two(condition), _Inputs(deep=False))


def branches(formula: Formula) -> int:
    """The alternatives of a formula, each of which is a conjunction."""
    if isinstance(formula, Settled):
        return 1
    counts = [branches(one) for one in formula.of]
    return prod(counts) if formula.how == "$and" else sum(counts)


def pattern(formula: Formula) -> dict[str, Any]:
    """A formula as durable_rules writes it, of attributes `a0`, `a1`, ..."""
    if isinstance(formula, Settled):
        return {f"a{formula.input}": formula.value}
    return {formula.how: [pattern(one) for one in formula.of]}


class _Inputs:
    """Numbers what is answered first: the atoms of a condition or, not `deep`, its parts."""

    def __init__(self, *, deep: bool) -> None:
        self.deep = deep
        self.found: dict[Condition, int] = {}

    def pair(self, condition: Condition, *, top: bool = False) -> tuple[Formula, Formula]:
        """When the condition is true, and when it is false."""
        if not (self.deep or top):
            return self._settled(condition)
        match condition:
            case All(of=of):
                true, false = self._pairs(of)
                return _joined("$and", true), _joined("$or", false)
            case AnyOf(of=of):
                true, false = self._pairs(of)
                return _joined("$or", true), _joined("$and", false)
            case Not(of=inner):
                if_true, if_false = self.pair(inner, top=top)
                return if_false, if_true
            case Is() | Between() | HasAll() | Known() | Compared() | Happened():
                return self._settled(condition)
            case _:
                assert_never(condition)

    def _settled(self, condition: Condition) -> tuple[Formula, Formula]:
        number = self.found.setdefault(condition, len(self.found))
        return Settled(number, 1), Settled(number, 0)

    def _pairs(self, of: tuple[Condition, ...]) -> tuple[list[Formula], list[Formula]]:
        pairs = [self.pair(one) for one in of]
        return [true for true, _ in pairs], [false for _, false in pairs]


def _over(condition: Condition, inputs: _Inputs) -> Asking:
    if_true, if_false = inputs.pair(condition, top=True)
    return Asking(tuple(inputs.found), if_true, if_false)


def _joined(how: Literal["$and", "$or"], of: list[Formula]) -> Formula:
    """The formulas together, what is settled by itself left out: the library has no constants."""
    decided, idle = (FALSE, TRUE) if how == "$and" else (TRUE, FALSE)
    if decided in of:
        return decided
    of = [one for one in of if one != idle]
    return of[0] if len(of) == 1 else Joined(how, tuple(of))


def _in_two(condition: Condition) -> Condition:
    """A condition of more parts than there may be alternatives, as one of two halves."""
    match condition:
        case All(of=of) | AnyOf(of=of) if len(of) > MOST_BRANCHES:
            kind, half = type(condition), len(of) // 2
            return kind((kind(of[:half]), kind(of[half:])))
        case Not(of=inner):
            return Not(_in_two(inner))
        case _:  # whatever has few parts, or none
            return condition
