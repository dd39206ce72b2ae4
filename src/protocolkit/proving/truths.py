"""Conditions, and the facts they read, as formulas: what `evaluation.match` and `evaluation.facts` say, in two bits.

What stands outside (how long ago something happened, days of events held against facts) is left open: the formula may
be true, false or neither, and is marked so.
"""

from __future__ import annotations

from itertools import product
from typing import Any, assert_never

from protocolkit.evaluation.facts import Binding, Key
from protocolkit.evaluation.persons import persons, variables
from protocolkit.model.conditions import All, Between, Compared, Condition, Happened, HasAll, Is, Known, Not
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import Follows, Holds, OfAnybody, Represents, Several, Under, When, bases, contradicts
from protocolkit.model.moments import First, Occurs
from protocolkit.model.rule import Rule
from protocolkit.proving.pairs import Pair, both, constant, either, first_known, opposite, some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.symbols import Symbol
from protocolkit.proving.worlds import World


class Truths:
    """The truth of conditions over one world. `open` are the formulas that stand for what is not expressed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.knowledge = world.case.knowledge
        self.vocabulary = world.protocol.vocabulary
        self.symbols: dict[Key, Symbol] = {}
        self.holding: dict[tuple[str, str | None], Any] = {}
        self.open: dict[str, Any] = {}
        self._definitions = world.case.definitions
        self._defining: list[str] = []
        self._domain: list[Any] = world.bounds
        self._known = 0

    # -- conditions

    def holds(self, condition: Condition, binding: Binding) -> Pair:
        """Over every choice of the persons that `binding` leaves open: one choice must make it whole."""
        free = [name for name in variables(condition, self.vocabulary) if name not in binding]
        choices = [[p.id for p in persons(self.world.incident, self.vocabulary, name)] for name in free]
        return either(self.of(condition, binding | dict(zip(free, ids, strict=True))) for ids in product(*choices))

    def of(self, condition: Condition, binding: Binding) -> Pair:
        """Under one choice of persons."""
        match condition:
            case All(of=of):
                return both(self.of(one, binding) for one in of)
            case AnyOf(of=of):
                return either(self.of(one, binding) for one in of)
            case Not(of=inner):
                return opposite(self.of(inner, binding))
            case Happened():
                return self._happened(condition)
            case Compared():
                return self._compared(condition, binding)
            case Known(fact=fact):
                known = self.value(fact, binding).known if self._is_bool(fact) else self.symbol(fact, binding).known
                return Pair(known, z3().Not(known))
            case Is(values=values) if self._is_bool(condition.fact):
                value = self.value(condition.fact, binding)
                return either(value if one is True else opposite(value) for one in values)
            case Is() | HasAll() | Between():
                return self.symbol(condition.fact, binding).passes(condition)
            case _:
                assert_never(condition)

    def _happened(self, condition: Happened) -> Pair:
        """True or unknown, where it only asks whether something came; else left open."""
        moments = condition.moment.of if isinstance(condition.moment, First) else (condition.moment,)
        simple = condition.of is None and condition.within is None and condition.times == 1
        if not simple or not all(isinstance(one, Occurs) and not (one.by or one.from_ or one.to) for one in moments):
            return self.left_open(f"happened {condition}")
        came = [entry for one in moments if isinstance(one, Occurs) for entry, _ in self.world.came(one.event)]
        return Pair(some_of(self.world.there[entry] for entry in came), z3().BoolVal(False))

    def _compared(self, condition: Compared, binding: Binding) -> Pair:
        left, right = condition.left, condition.right
        if not (isinstance(left, str) and isinstance(right, str)):
            return self.left_open(f"compared {condition}")
        solver, one, other = z3(), self.symbol(left, binding), self.symbol(right, binding)
        known = solver.And(one.known, other.known)
        if one.kind == "number" and other.kind == "number":
            over = condition.how == "over_half_of"
            holds = 2 * one.number > other.number if over else one.number == other.number
            return Pair(solver.And(known, holds), solver.And(known, solver.Not(holds)))
        return self.left_open(f"compared {condition} {sorted(binding.items())}")

    def left_open(self, name: str) -> Pair:
        """A truth that the formulas do not say."""
        solver = z3()
        true, false = (self.open.setdefault(f"{name}:{bit}", solver.Bool(f"open:{name}:{bit}")) for bit in ("t", "f"))
        return Pair(true, solver.And(false, solver.Not(true)))

    # -- facts

    def _is_bool(self, fact: str) -> bool:
        declared = self.vocabulary.fact(fact)
        return declared is not None and declared.type == "bool"

    def symbol(self, fact: str, binding: Binding) -> Symbol:
        """What is said of a fact."""
        key = self.knowledge.key(fact, binding)
        if key not in self.symbols:
            declared = self.vocabulary.fact(fact)
            assert declared is not None
            self.symbols[key] = Symbol(key, declared)
        return self.symbols[key]

    def value(self, fact: str, binding: Binding) -> Pair:
        """A yes-or-no fact: what is said of it, else what follows, else what definitions make of it."""
        said = self.symbol(fact, binding)
        declared = said.fact
        # A derived fact is never said by itself; whoever wrote the case could not.
        ways = [] if declared.derived else [said.truth]
        ways += [self._follows(one, said.key[0], binding) for one in declared.follows]
        return first_known([*ways, self._defined(fact, binding)])

    def _said(self, subject: str | None, fact: str) -> Symbol | None:
        """The raw fact of somebody from which another follows."""
        roles = next((p.roles for p in self.world.incident.persons if p.id == subject), ())
        for role in roles:
            if self.vocabulary.fact(f"{role}.{fact}"):
                return self.symbol(f"{role}.{fact}", {role: subject or ""})
        return None

    def _follows(self, one: Follows, subject: str | None, binding: Binding) -> Pair:
        solver = z3()
        match one:
            case Under(fact=basis, limit=limit):
                said = self._said(subject, basis)
                if said is None:
                    return constant(None)
                return Pair(solver.And(said.known, said.number < limit), solver.And(said.known, said.number >= limit))
            case When(fact=basis, values=values):
                said = self._said(subject, basis)
                if said is None:
                    return constant(None)
                told = [(value, truth) for value, truth in values.items()]
                return Pair(
                    some_of(said.has(value).true for value, truth in told if truth),
                    some_of(said.has(value).true for value, truth in told if not truth),
                )
            case Holds(role=role):
                return self.holds_post(subject, role)
            case Represents(party=party):
                meant = [binding[party]] if party in binding else [p.id for p in self.knowledge.having(party)]
                return self.represents(subject, meant)
            case Several(party=party):
                several = len(self.knowledge.having(party)) > 1
                return constant(True if several else False if party in self.world.incident.complete else None)
            case OfAnybody():
                return either(self.value(*each) for each in self.knowledge.of_anybody(one))
            case _:
                assert_never(one)

    def holds_post(self, person: str | None, role: str) -> Pair:
        """Whether the posts that a listed person is said to hold include one; nobody holds an institution."""
        entry = self.vocabulary.roles.get(role)
        return self._listed_of("holds", person, [role] if entry is not None and entry.within else [])

    def represents(self, person: str | None, of: list[str]) -> Pair:
        """Whether those that a listed person is said to represent include one of some."""
        return self._listed_of("represents", person, of)

    def _listed_of(self, list: str, person: str | None, members: list[str]) -> Pair:
        solver = z3()
        if person is None or not self.world.persons.listed:
            return constant(None)
        said = self.bit((f"{person}.{list}", None))
        among = some_of(self.bit((f"{person}.{list}", one)) for one in members)
        return Pair(solver.And(said, among), solver.And(said, solver.Not(among)))

    def bit(self, name: tuple[str, str | None]) -> Any:
        """Whether a list of a person is said at all (`None`), and whether it has somebody."""
        return self.holding.setdefault(name, z3().Bool(f"{name[0]}:{name[1] or '?'}"))

    def _defined(self, fact: str, binding: Binding) -> Pair:
        rules = self._definitions.get(fact, ())
        if not rules or fact in self._defining:
            return constant(None)
        self._defining.append(fact)
        try:
            return either([self._by(rule, binding) for rule in rules])
        finally:
            self._defining.pop()

    def _by(self, rule: Rule, binding: Binding) -> Pair:
        """What a definition makes of its fact: true when found, unknown while what starts it has not come."""
        own = self.vocabulary.variable(rule.acts[0])
        truth = self.holds(rule.if_, {own: binding[own]} if own and own in binding else {})
        if rule.after is None:
            return truth
        solver = z3()
        if not isinstance(rule.after, Occurs):
            return Pair(solver.And(truth.true, self.left_open(f"came {rule.id}").true), solver.BoolVal(False))
        came = some_of(self.world.there[entry] for entry, _ in self.world.came(rule.after.event))
        return Pair(solver.And(truth.true, came), solver.BoolVal(False))

    # -- what a case file may say

    @property
    def domain(self) -> list[Any]:
        """What holds of every case that can be read: values that there are, and nothing that contradicts itself."""
        while self._known != len(self.symbols):  # what contradicts a fact is a fact, too
            self._known = len(self.symbols)
            found = [one for person in self.world.incident.persons for one in self._consistent(person.id, person.roles)]
            values = [one for symbol in self.symbols.values() for one in symbol.domain]
            self._domain = [*self.world.bounds, *values, *found]
        return self._domain

    def _consistent(self, id: str, roles: tuple[str, ...]) -> list[Any]:
        solver = z3()
        found = []
        for fact, declared in self.vocabulary.following(roles):
            said = self._said(id, fact)
            for basis in bases(declared.follows) if said is not None else ():
                other = self._said(id, basis)
                if said is None or other is None:
                    continue
                for value in other.values if other.kind != "number" else ():
                    for truth in (True, False):
                        if contradicts(declared.follows, basis, value, truth):
                            found.append(solver.Not(solver.And(other.has(value).true, said.values[truth])))
                for one in declared.follows:
                    if isinstance(one, Under) and one.fact == basis:
                        under = solver.Or(solver.Not(other.known), other.number < one.limit)
                        above = solver.Or(solver.Not(other.known), other.number >= one.limit)
                        found += [solver.Implies(said.values[True], under), solver.Implies(said.values[False], above)]
        return found
