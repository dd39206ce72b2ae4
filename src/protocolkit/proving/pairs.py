"""Kleene's logic for a solver: a truth is two bits, whether it is true and whether it is false; neither is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from protocolkit.evaluation.kleene import Truth
from protocolkit.proving.solver import z3


class Pair(NamedTuple):
    """Whether something is true, and whether it is false, as formulas; never both."""

    true: Any
    false: Any

    @property
    def known(self) -> Any:
        return some_of((self.true, self.false))

    @property
    def unknown(self) -> Any:
        return z3().Not(self.known)


def constant(truth: Truth) -> Pair:
    return Pair(z3().BoolVal(truth is True), z3().BoolVal(truth is False))


def both(pairs: Iterable[Pair]) -> Pair:
    """True if all are, false if any is."""
    several = list(pairs)
    return Pair(all_of(one.true for one in several), some_of(one.false for one in several))


def either(pairs: Iterable[Pair]) -> Pair:
    """True if any is, false if all are."""
    several = list(pairs)
    return Pair(some_of(one.true for one in several), all_of(one.false for one in several))


def opposite(pair: Pair) -> Pair:
    return Pair(pair.false, pair.true)


def first_known(pairs: Iterable[Pair]) -> Pair:
    """The first that is known; unknown where none is."""
    solver = z3()
    true, false, before = [], [], solver.BoolVal(False)
    for one in pairs:
        true.append(solver.And(solver.Not(before), one.true))
        false.append(solver.And(solver.Not(before), one.false))
        before = solver.Or(before, one.known)
    return Pair(some_of(true), some_of(false))


def all_of(formulas: Iterable[Any]) -> Any:
    several = list(formulas)
    return several[0] if len(several) == 1 else z3().And(*several) if several else z3().BoolVal(True)


def some_of(formulas: Iterable[Any]) -> Any:
    several = list(formulas)
    return several[0] if len(several) == 1 else z3().Or(*several) if several else z3().BoolVal(False)
