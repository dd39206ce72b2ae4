"""What is known of a case at an instant: given facts, what follows from them, and what definitions add.

Unknown is None: a fact not given is unknown, never false.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from protocolkit.building.build_facts import ADULT
from protocolkit.evaluation.kleene import Truth, either
from protocolkit.model.incident import Incident, Person, SetValue
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, Vocabulary

Binding = dict[str, str]  # variable (victim, offender, party, ...) -> id of a person
Key = tuple[str | None, str]  # the person (null: the case) and the fact without its party
Defined = Callable[[Rule, Binding], Truth]


class Knowledge:
    """Looks facts up. `asked` collects the keys nobody has answered, for those who trace a decision."""

    def __init__(
        self, incident: Incident, vocabulary: Vocabulary, at: datetime, definitions: dict[str, list[Rule]]
    ) -> None:
        self.incident = incident
        self.vocabulary = vocabulary
        self.definitions = definitions
        self.given: dict[Key, Any] = {}
        self.supposed: dict[Key, Any] = {}
        self.asked: dict[Key, str] | None = None
        self.defined_by: Defined = lambda _rule, _binding: None
        self._defining: list[str] = []
        for known in incident.facts:
            self.given[known.subject, known.fact] = known.value
        for entry in incident.log:
            if entry.counts_from <= at:
                for known in entry.facts:
                    self.given[known.subject, known.fact] = known.value

    def key(self, fact: str, binding: Binding) -> Key:
        """Where a fact is kept: with the person its variable is bound to, or with the case."""
        name = self.vocabulary.variable(fact)
        if name is None:
            return None, fact
        return binding[name], fact if fact.startswith(REPRESENTATIVE) else fact.partition(".")[2]

    def value(self, fact: str, binding: Binding) -> Any:
        """The value, or None where it is unknown."""
        key = self.key(fact, binding)
        for table in (self.supposed, self.given):
            if key in table:
                return table[key]
        derived = self._derived(fact, key, binding)
        if derived is None:
            derived = self._defined(fact, binding)
        if derived is None and self.asked is not None and not self._is_composed(fact):
            self.asked[key] = fact
        return derived

    def person(self, id: str) -> Person:
        found = self.incident.person(id)
        assert found is not None
        return found

    def _is_composed(self, fact: str) -> bool:
        """Whether asking for the fact itself would be idle because others make it."""
        return fact == "incident.involves_minor" or any(not r.after for r in self.definitions.get(fact, ()))

    def _derived(self, fact: str, key: Key, binding: Binding) -> Any:
        subject, name = key
        if fact == "incident.involves_minor":
            return either(self._of(p, "is_minor") for p in self.incident.persons)
        if subject is None:
            return None
        person = self.person(subject)
        if name == "is_minor":
            age = self.given.get((subject, "age"), self.supposed.get((subject, "age")))
            return None if age is None else age < ADULT
        if "offender" not in person.roles:
            return None
        role = self.supposed.get((subject, "role"), self.given.get((subject, "role")))
        match name:
            case "is_group":
                return True if len(self.incident.having("offender")) > 1 else None
            case "is_pupil":
                return True if role == "pupil" else None
            case "is_head":
                held = None if person.holds is None else "education_org_head" in person.holds
                return False if held is None and role == "pupil" else held
            case "represents_victim":
                return self._represents(person, role, binding)
        return None

    def _of(self, person: Person, fact: str) -> Any:
        """A fact of any person, by the party role under which the vocabulary has it."""
        role = next((r for r in PARTIES if r in person.roles), person.roles[0])
        return self.value(f"{role}.{fact}", {role: person.id})

    def _represents(self, offender: Person, role: Any, binding: Binding) -> Truth:
        victim = binding.get("victim")
        if offender.represents is not None:
            victims = [victim] if victim else [p.id for p in self.incident.having("victim")]
            return any(v in offender.represents for v in victims)
        if role == "legal_representative":
            return True
        return False if role == "pupil" else None

    def _defined(self, fact: str, binding: Binding) -> Truth:
        rules = self.definitions.get(fact, ())
        if not rules or fact in self._defining:
            return None
        self._defining.append(fact)
        try:
            return either(self.defined_by(rule, binding) for rule in rules)
        finally:
            self._defining.pop()


def shown(subject: str | None, fact: str) -> str:
    """A fact as a reader gives it: `victim.age` in the flat form, `v1.age` where parties are listed."""
    if subject is None:
        return fact
    if subject in PARTIES and fact.startswith(REPRESENTATIVE):
        return fact
    return f"{subject}.{fact}"


def has(value: Any, wanted: Any) -> Truth:
    """Whether a value is, or a set has, what is wanted. A set said to include some values may have more."""
    if not isinstance(value, SetValue):
        return bool(value == wanted and isinstance(value, bool) == isinstance(wanted, bool))
    if wanted in value.values:
        return True
    return False if value.complete else None
