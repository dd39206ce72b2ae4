"""What is known of a case at an instant: given facts, what follows from them, and what definitions add.

Unknown is None: a fact not given is unknown, never false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, assert_never

from protocolkit.evaluation.kleene import Truth, either
from protocolkit.model.conditions import DayOf, Operand
from protocolkit.model.follows import Follows, Holds, OfAnybody, Represents, Several, Under, When
from protocolkit.model.incident import Incident, Person, SetValue
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, Fact, Vocabulary

Binding = dict[str, str]  # variable (victim, offender, party, ...) -> id of a person
Key = tuple[str | None, str]  # the person (null: the case) and the fact without its party
Defined = Callable[[Rule, Binding], Truth]
Days = Callable[[DayOf, Binding | None], list[Any]]


class Knowledge:
    """Looks facts up. `asked` collects the keys nobody has answered, for those who trace a decision."""

    def __init__(
        self, incident: Incident, vocabulary: Vocabulary, at: datetime, definitions: dict[str, list[Rule]]
    ) -> None:
        self.incident = incident
        self.vocabulary = vocabulary
        self.definitions = definitions
        self.given: dict[Key, Any] = {}
        self.asked: dict[Key, str] | None = None
        self.defined_by: Defined = lambda _rule, _binding: None
        self.days: Days = lambda _day, _binding: []
        self.defining: list[str] = []
        self._facts: dict[str, Fact | None] = {}
        self._persons = {person.id: person for person in incident.persons}
        self._having: dict[str, tuple[Person, ...]] = {}
        self._representing: dict[str, list[Person]] | None = None
        self._kept: dict[str, tuple[str | None, str]] = {}
        for known in incident.facts:
            self.given[known.subject, known.fact] = known.value
        for entry in incident.known(at):
            for known in entry.facts:
                self.given[known.subject, known.fact] = known.value

    def key(self, fact: str, binding: Binding) -> Key:
        """Where a fact is kept: with the person its variable is bound to, or with the case."""
        name, kept = self.kept(fact)
        return (None, fact) if name is None else (binding[name], kept)

    def kept(self, fact: str) -> tuple[str | None, str]:
        """The party of whom a fact is kept, if it is not the case's, and under which name."""
        if fact not in self._kept:
            head, _, tail = fact.partition(".")
            self._kept[fact] = (self.vocabulary.variable(fact), fact if self.vocabulary.belongs_to(head) else tail)
        return self._kept[fact]

    def value(self, fact: str, binding: Binding) -> Any:
        """The value, or None where it is unknown."""
        key = self.key(fact, binding)
        if (said := self.said(key)) is not None:
            return said
        derived = self._derived(fact, key[0], binding)
        if derived is None:
            derived = self._defined(fact, binding)
        if derived is None and self.asked is not None and not self._is_composed(fact):
            self.asked[key] = fact
        return derived

    def operand(self, operand: Operand, binding: Binding) -> Any:
        """What stands on a side of a comparison; None where it is unknown."""
        if isinstance(operand, str):
            return self.value(operand, binding)
        # Of several persons it may be several days, and then nobody knows which is meant.
        found = dict.fromkeys(self.days(operand, binding))
        if len(found) == 1:
            return next(iter(found))
        if self.asked is not None:
            self.asked[None, operand.name] = operand.name
        return None

    def said(self, key: Key) -> Any:
        """What is given; None where nobody has said."""
        return self.given.get(key)

    def person(self, id: str) -> Person:
        return self._persons[id]

    def representing(self, id: str) -> tuple[Person, ...]:
        """The listed representatives of a party; none where nobody listed them."""
        if self._representing is None:
            self._representing = {}
            for one in self.having(REPRESENTATIVE):
                for represented in one.represents or ():
                    self._representing.setdefault(represented, []).append(one)
        return tuple(self._representing.get(id, ()))

    def having(self, role: str) -> tuple[Person, ...]:
        """The persons in a party role."""
        if role not in self._having:
            self._having[role] = self.incident.having(role)
        return self._having[role]

    def declared(self, fact: str) -> Fact | None:
        if fact not in self._facts:
            self._facts[fact] = self.vocabulary.fact(fact)
        return self._facts[fact]

    def _is_composed(self, fact: str) -> bool:
        """Whether asking for the fact itself would be idle because others make it."""
        declared = self.declared(fact)
        if declared and declared.derived and declared.follows:
            return True
        return any(not r.after for r in self.definitions.get(fact, ()))

    def _derived(self, fact: str, subject: str | None, binding: Binding) -> Truth:
        """What follows of a fact by the first of its ways that tells."""
        declared = self.declared(fact)
        for one in declared.follows if declared else ():
            told = self.follows(one, subject, binding)
            if told is not None:
                return told
        return None

    def follows(self, one: Follows, subject: str | None, binding: Binding) -> Truth:
        match one:
            case Under(fact=basis) | When(fact=basis):
                return one.told(self.said((subject, basis)))
            case Holds(role=role):
                held = self.person(subject).holds if subject else None
                return None if held is None else role in held
            case Represents(party=party):
                represented = self.person(subject).represents if subject else None
                meant = [binding[party]] if party in binding else [p.id for p in self.having(party)]
                return None if represented is None else any(id in represented for id in meant)
            case Several(party=party):
                several = len(self.having(party)) > 1
                return True if several else False if party in self.incident.complete else None
            case OfAnybody():
                return either([self.value(*each) for each in self.of_anybody(one)])
            case _:
                assert_never(one)

    def of_anybody(self, one: OfAnybody) -> Iterator[tuple[str, Binding]]:
        """The fact of each person who may have it, by the party role under which the vocabulary has it."""
        for person in self.incident.persons:
            role = next((r for r in PARTIES if r in person.roles), person.roles[0])
            if self.declared(f"{role}.{one.fact}"):
                yield f"{role}.{one.fact}", {role: person.id}

    def _defined(self, fact: str, binding: Binding) -> Truth:
        rules = self.definitions.get(fact, ())
        if not rules or fact in self.defining:
            return None
        self.defining.append(fact)
        try:
            return either([self.defined_by(rule, binding) for rule in rules])
        finally:
            self.defining.pop()


def shown(key: Key, vocabulary: Vocabulary) -> str:
    """A fact as a reader gives it: `victim.age` in the flat form, `v1.age` where parties are listed."""
    subject, fact = key
    own = subject in PARTIES and vocabulary.belongs_to(fact.partition(".")[0]) == subject
    return fact if subject is None or own else f"{subject}.{fact}"


def has(value: Any, wanted: Any) -> Truth:
    """Whether a value is, or a set has, what is wanted. A set said to include some values may have more."""
    if not isinstance(value, SetValue):
        return bool(value == wanted and isinstance(value, bool) == isinstance(wanted, bool))
    if wanted in value.values:
        return True
    return False if value.complete else None
