"""Random cases of small worlds, seen by the engine and by the formulas: for tests that hold the one against the other."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from protocolkit.api import node_of
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.rules import Evaluation
from protocolkit.model.incident import SetValue
from protocolkit.model.rule import Rule
from protocolkit.proving.expressed import unexpressed
from protocolkit.proving.pairs import Pair, some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.symbols import Symbol
from protocolkit.proving.tries import Tries

ENTRIES = 4  # of a log, about
AGES = (0, 5, 11, 12, 13, 14, 15, 16, 17, 18, 30, 100)
OUTCOMES = {"owed": ("duty", "in_force"), "asked": ("undetermined",), "gap": ("gap",)}


class Drawn(NamedTuple):
    """A case, the engine's evaluation of it, and what its values are to the solver."""

    file: dict[str, Any]
    evaluation: Evaluation
    values: list[tuple[Any, Any]]

    def is_true(self, formula: Any) -> bool | None:
        """Whether a formula is true of the case; None where it hangs on what formulas leave open."""
        z = z3()
        found = z.simplify(z.substitute(formula, *self.values))
        return True if z.is_true(found) else False if z.is_false(found) else None

    def truth(self, pair: Pair) -> Truth | str:
        true, false = self.is_true(pair.true), self.is_true(pair.false)
        return "open" if None in (true, false) else True if true else False if false else None


def drawn(tries: Tries, random: Random) -> Drawn | None:
    """A random case of a world; None where it contradicts itself, as cases may not."""
    world, truths, z = tries.world, tries.truths, z3()
    facts: dict[tuple[str | None, str], Any] = {}
    values: list[tuple[Any, Any]] = []
    for key, symbol in truths.symbols.items():
        value = None if symbol.fact.derived else _value(symbol, random)
        values += symbol.given(value)
        if value is not None:
            facts[key] = value if not isinstance(value, SetValue) else _written(value)
    lists: dict[str, dict[str | None, Any]] = {}
    for (name, member), bit in truths.holding.items():
        lists.setdefault(name, {})[member] = bit
    for name, bits in lists.items():
        person, _, list_ = name.partition(".")
        said = world.persons.listed and random.random() < 0.4
        members = [one for one in bits if one is not None and said and random.random() < 0.3]
        values += [(bit, z.BoolVal(said if one is None else one in members)) for one, bit in bits.items()]
        if said:
            facts[person, list_] = members
    log = []
    for entry in world.entries:
        there, at = random.random() < ENTRIES / len(world.entries), random.randrange(5_000)
        values += [(world.there[entry], z.BoolVal(there)), (world.at[entry], z.IntVal(at))]
        log += [(at, entry)] if there else []
    file = world.file(facts, [entry.written(world.instant(at)) for at, entry in sorted(log, key=lambda one: one[0])])
    problems = Problems()
    incident = read_incident(node_of(file, "case"), world.protocol, problems)
    if problems.errors or incident.as_of is None:
        return None
    return Drawn(file, Evaluation(world.protocol, incident, incident.as_of), values)


def disagreements(one: Drawn, tries: Tries, rule: Rule) -> Iterator[tuple[str, Any, Any]]:
    """Where formulas and engine do not say the same of a rule: what, by the formulas, by the engine."""
    for binding in one.evaluation.choices(rule):
        by_formula = one.truth(tries.truths.holds(rule.if_, binding))
        by_engine = one.evaluation.case.holds(rule.if_, binding)
        if by_formula != "open" and by_formula is not by_engine:
            yield f"condition {binding}", by_formula, by_engine
    if unexpressed(rule) or rule.modality == "definition" or rule.id not in one.evaluation.all():
        return
    found = one.evaluation.found(rule)
    ended = bool(found.owed) and all(owed.life.status == "ended" for owed in found.owed)
    for what, outcomes in OUTCOMES.items():
        said = one.is_true(some_of(getattr(each, what) for each in tries.of(rule)))
        seen = any(a.outcome in outcomes for a in found.attempts) and not (what == "owed" and ended)
        if said is not None and said != seen:
            yield what, said, seen


def _value(symbol: Symbol, random: Random) -> Any:
    if random.random() < 0.4:
        return None
    match symbol.kind:
        case "number":
            return random.choice(AGES)
        case "set":
            values = frozenset(value for value in symbol.values if random.random() < 0.3)
            return SetValue(values, complete=not values or random.random() < 0.6)
        case _:
            return random.choice(list(symbol.values))


def _written(value: SetValue) -> Any:
    return sorted(value.values) if value.complete else {"includes": sorted(value.values)}
