"""The facts of a case as unknowns of a solver, each with the values its type allows and with none; and back again."""

from __future__ import annotations

from typing import Any, assert_never

from protocolkit.building.build_facts import NOT_KNOWN
from protocolkit.evaluation.facts import Key
from protocolkit.model.conditions import Between, HasAll, Is, Known
from protocolkit.model.incident import SetValue
from protocolkit.model.vocabulary import Fact
from protocolkit.proving.pairs import Pair, all_of, both, either, some_of
from protocolkit.proving.solver import z3

MOST_YEARS = 120
_OTHER = "other"  # of a text nobody restricts: any value that no rule asks for


class Symbol:
    """One fact of one person or of the case. `domain` says which values there are."""

    def __init__(self, key: Key, fact: Fact) -> None:
        solver = z3()
        name = f"{key[0] or 'case'}:{key[1]}"
        self.key, self.fact = key, fact
        self.kind = {"bool": "bool", "integer": "number", "number": "number", "set": "set"}.get(fact.type, "choice")
        self.known = solver.Bool(f"{name}?")
        self.number = (solver.Real if fact.type == "number" else solver.Int)(name)
        self.whole = solver.Bool(f"{name}=all")
        self.values: dict[Any, Any] = {}
        self.domain: list[Any] = []
        for value in (True, False) if self.kind == "bool" else fact.of or (_OTHER,):
            if value != NOT_KNOWN:  # a file that says so says nothing
                self._value(value)
        if self.kind in ("bool", "choice"):
            self.domain.append(self.known == some_of(self.values.values()))
        if self.kind == "number":
            top = [self.number <= MOST_YEARS] if fact.unit == "years" else []
            self.domain += [self.number >= 0, *top]
        if self.kind == "set":
            # What is said to include nothing says nothing.
            said = solver.Or(self.whole, some_of(self.values.values()))
            self.domain.append(solver.Implies(self.known, said))

    def _value(self, value: Any) -> Any:
        """Whether the fact is, or has, a value."""
        if value not in self.values:
            solver = z3()
            found = solver.Bool(f"{self.key[0] or 'case'}:{self.key[1]}={value}")
            if self.kind != "set":
                self.domain += [solver.Not(solver.And(found, other)) for other in self.values.values()]
            self.values[value] = found
        return self.values[value]

    @property
    def truth(self) -> Pair:
        """What is said of a yes-or-no fact."""
        return Pair(self.values[True], self.values[False])

    def has(self, value: Any) -> Pair:
        """Whether it is, or has, a value, as `evaluation.facts.has` says."""
        solver = z3()
        match self.kind:
            case "set":
                here = solver.And(self.known, self.values.get(value, solver.BoolVal(False)))
                return Pair(here, solver.And(self.known, solver.Not(here), self.whole))
            case "number":
                return Pair(solver.And(self.known, self.number == value), solver.And(self.known, self.number != value))
            case _:
                here = self.values.get(value, solver.BoolVal(False))
                return Pair(here, solver.And(self.known, solver.Not(here)))

    def passes(self, test: Is | Between | HasAll | Known) -> Pair:
        """The truth of a test of it, as `evaluation.match.passes` says."""
        solver = z3()
        match test:
            case Known():
                return Pair(self.known, solver.Not(self.known))
            case Is(values=values):
                return either(map(self.has, values))
            case HasAll(values=values):
                return both(map(self.has, values))
            case Between(low=low, high=high):
                above = [self.number >= _exact(low)] if low is not None else []
                within = all_of([*above, *([self.number < _exact(high)] if high is not None else [])])
                return Pair(solver.And(self.known, within), solver.And(self.known, solver.Not(within)))
            case _:
                assert_never(test)

    def read(self, model: Any) -> Any:
        """Its value in a model, as a case file writes it; None where it is unknown."""
        if not _holds(model, self.known):
            return None
        match self.kind:
            case "number":
                number = model.eval(self.number, model_completion=True)
                return number.as_long() if self.fact.type == "integer" else float(number.as_fraction())
            case "set":
                values = sorted(value for value, here in self.values.items() if _holds(model, here))
                return values if _holds(model, self.whole) else {"includes": values}
            case _:
                return next(value for value, here in self.values.items() if _holds(model, here))

    def given(self, value: Any) -> list[tuple[Any, Any]]:
        """What to put for its unknowns so that it has a value, or (None) none: a case seen by the solver."""
        solver = z3()
        members = value.values if isinstance(value, SetValue) else (value,)
        bits = [(self.known, solver.BoolVal(value is not None))]
        bits += [(bit, solver.BoolVal(value is not None and one in members)) for one, bit in self.values.items()]
        bits.append((self.whole, solver.BoolVal(isinstance(value, SetValue) and value.complete)))
        if self.kind == "number":
            bits.append((self.number, _number(self, value or 0)))
        return bits


def _number(symbol: Symbol, value: float) -> Any:
    solver = z3()
    return solver.RealVal(value) if symbol.fact.type == "number" else solver.IntVal(int(value))


def _exact(bound: float) -> Any:
    return int(bound) if bound == int(bound) else bound


def _holds(model: Any, formula: Any) -> bool:
    return bool(z3().is_true(model.eval(formula, model_completion=True)))
