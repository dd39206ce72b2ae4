"""The rules of kz/national that anybody could match: their triggers and conditions over facts that are yes or no.

Left out is what other engines have no word for: what follows other duties, what stands at all times, numbers, `known`
and `happened`, and conditions on persons in the plural. Every fact is given: there is no unknown here, and no time.
"""

from __future__ import annotations

import random
from typing import Any, Literal, NamedTuple

from protocolkit import Protocol, load
from protocolkit.model.conditions import ALWAYS, All, Condition, HasAll, Is, Not
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.moments import First, Moment, Occurs
from protocolkit.model.rule import Rule

Flat = dict[str, bool]


class Field(NamedTuple):
    """Something that is so or not: `f3`."""

    name: str


class Joined(NamedTuple):
    how: Literal["and", "or"]
    of: tuple[Any, ...]


class Opposite(NamedTuple):
    of: Any


Test = Field | Joined | Opposite


class UndecidedError(Exception):
    """A condition that a yes or no does not decide."""


class Workload:
    """The rules as tests over fields, and cases by chance."""

    def __init__(self, id: str = "kz/national") -> None:
        self.protocol: Protocol = load(id)
        self.fields: dict[tuple[str, Any], str] = {}
        self.rules: list[Test] = []
        self.sources: list[Rule] = []
        for rule in self.protocol.rules:
            try:
                test = self._rule(rule)
            except UndecidedError:
                continue
            self.rules.append(test)
            self.sources.append(rule)
        self.events = [name for (kind, _), name in self.fields.items() if kind == "event"]

    def _field(self, kind: str, of: Any) -> Field:
        return Field(self.fields.setdefault((kind, of), f"f{len(self.fields)}"))

    def _rule(self, rule: Rule) -> Test:
        if rule.modality == "definition" or rule.during or rule.after is None:
            raise UndecidedError
        began = self._moment(rule.after)
        return began if rule.if_ == ALWAYS else Joined("and", (began, self._condition(rule.if_)))

    def _moment(self, moment: Moment) -> Test:
        match moment:
            case Occurs(event=event, by=(), from_=(), to=(), where=()):
                names = [one for one in self.protocol.vocabulary.events if self._is(one, event)]
                return Joined("or", tuple(self._field("event", one) for one in names))
            case First(of=of):
                return Joined("or", tuple(map(self._moment, of)))
            case _:
                raise UndecidedError

    def _is(self, name: str, event: str) -> bool:
        return event in self.protocol.vocabulary.event_is(name)

    def _condition(self, condition: Condition) -> Test:
        match condition:
            case All(of=of) | AnyOf(of=of):
                return Joined("and" if isinstance(condition, All) else "or", tuple(map(self._condition, of)))
            case Not(of=inner):
                return Opposite(self._condition(inner))
            case Is(fact=fact, values=values):
                return Joined("or", tuple(self._value(fact, value) for value in values))
            case HasAll(fact=fact, values=values):
                return Joined("and", tuple(self._value(fact, value) for value in values))
            case _:
                raise UndecidedError

    def _value(self, fact: str, value: Any) -> Test:
        one = self._field(fact, value if isinstance(value, str) else True)
        return Opposite(one) if value is False else one

    def cases(self, n: int, seed: int = 1) -> list[Flat]:
        """Cases of one to six events in which a third of the facts is so."""
        chance, made = random.Random(seed), list[Flat]()
        for _ in range(n):
            case = {name: chance.random() < 0.35 for name in self.fields.values()}
            happened = chance.sample(self.events, chance.randint(1, 6))
            made.append(case | {name: name in happened for name in self.events})
        return made


def holds(test: Test, case: Flat) -> bool:
    """The truth that every engine is held to."""
    match test:
        case Field(name=name):
            return case[name]
        case Joined(how=how, of=of):
            return (all if how == "and" else any)(holds(one, case) for one in of)
        case Opposite(of=inner):
            return not holds(inner, case)


def written(test: Test, *, both: str, either: str, no: str, field: str = "{}") -> str:
    """A test in a language with brackets; a name as `field` has it."""
    words = {"both": both, "either": either, "no": no, "field": field}
    match test:
        case Field(name=name):
            return field.format(name)
        case Joined(how=how, of=of):
            return f"({(both if how == 'and' else either).join(written(one, **words) for one in of)})"
        case Opposite(of=inner):
            return f"{no}({written(inner, **words)})"
