"""Reads facts against the vocabulary: types, persons, contradictions, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from protocolkit.building.build_condition import value_problem
from protocolkit.building.case_names import CaseNames
from protocolkit.building.unknown_names import unknown
from protocolkit.diagnostics import Place
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.incident import Known, Person, SetValue
from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, Fact
from protocolkit.reading.nodes import Node

NOT_KNOWN = "unknown"
_WHICH = {
    "victim": N_("`{key}` does not say which victim"),
    "offender": N_("`{key}` does not say which offender"),
    "witness": N_("`{key}` does not say which witness"),
}
_NOBODY = {
    "victim": N_("this case lists no victim for `{key}`"),
    "offender": N_("this case lists no offender for `{key}`"),
    "witness": N_("this case lists no witness for `{key}`"),
}
_PERSON_KEYS = ("id", "holds", "represents")


class FactReader:
    """Turns given facts into `Known` ones. A fact given as `unknown` is not known."""

    def __init__(self, names: CaseNames, persons: tuple[Person, ...]) -> None:
        self.names = names
        self.vocabulary = names.protocol.vocabulary
        self.persons = persons
        self.problems = names.problems

    def case(self, node: Node | None, since: datetime | None = None) -> Iterator[Known]:
        """Facts as `NAME: value`; `victim.age` in the flat form, `v1.age` where there are several."""
        for key, value in node.map.items() if node else ():
            head, dot, tail = key.partition(".")
            by_id = next((p for p in self.persons if p.id == head and head not in PARTIES), None)
            if dot and by_id:
                yield from self._person_fact(by_id.id, by_id.roles, tail, value, since)
            elif dot and (role := self.vocabulary.belongs_to(head) or head) in PARTIES:
                whole = tail if role == head else key
                having = [p for p in self.persons if role in p.roles]
                if len(having) > 1:
                    ids = ", ".join(p.id for p in having)
                    message, help = say(_WHICH[role], key=key), say("one of {names}", names=ids)
                    self.problems.error("which-party", message, value.place, help)
                elif having:
                    yield from self._person_fact(having[0].id, (role,), whole, value, since)
                else:
                    self.problems.error("which-party", say(_NOBODY[role], key=key), value.place)
            else:
                yield from self._one(None, key, key, value, since)

    def person(self, node: Node, role: str) -> Iterator[Known]:
        """Facts of one listed party."""
        id = node.get("id")
        for key, value in node.map.items():
            if key in _PERSON_KEYS:
                self._check_names(key, value)
            elif isinstance(value.value, dict) and "includes" not in value.map:
                for inner, one in value.map.items():
                    yield from self._person_fact(id.text if id else role, (role,), f"{key}.{inner}", one, None)
            else:
                yield from self._person_fact(id.text if id else role, (role,), key, value, None)

    def _check_names(self, key: str, node: Node) -> None:
        persons = [p.id for p in self.persons]
        for one in node.list if key != "id" else ():
            if key != "represents":
                self.names.look("role", one.text, self.vocabulary.roles, one.place)
            elif one.text not in persons:
                unknown("party", one.text, persons, one.place, self.problems)

    def _person_fact(
        self, id: str, roles: tuple[str, ...], tail: str, node: Node, since: datetime | None
    ) -> Iterator[Known]:
        kin = self.vocabulary.belongs_to(tail.partition(".")[0])
        names = [tail] if kin else [f"{'party' if role == REPRESENTATIVE else role}.{tail}" for role in roles]
        name = next((n for n in names if self.names.fact(n)), names[0])
        yield from self._one(id, tail, name, node, since)

    def _one(self, subject: str | None, stored: str, name: str, node: Node, since: datetime | None) -> Iterator[Known]:
        fact = self.names.fact(name)
        if self.vocabulary.fact(name) is None:
            help = say("names of people are never facts")
            self.names.look("fact", name, self._all_names(), node.place, help)
        if fact is None:
            return
        if node.value != NOT_KNOWN and (value := self._value(fact, name, node)) is not None:
            yield Known(subject, stored, value, since, node.place)

    def _all_names(self) -> list[str]:
        facts = [*self.vocabulary.facts]
        return facts + [f"{role}.{f.partition('.')[2]}" for f in facts if f.startswith("party.") for role in PARTIES]

    def _value(self, fact: Fact, name: str, node: Node) -> Any:
        includes = node.get("includes")
        if fact.type == "set":
            values = (includes or node).list
            bad = [v for v in values if self._wrong(fact, name, v)]
            return None if bad else SetValue(frozenset(v.value for v in values), includes is None)
        if self._wrong(fact, name, node):
            return None
        if fact.unit == "years" and isinstance(node.value, int) and not 0 <= node.value <= 120:
            message = say("`{value}` is no age", value=node.value)
            self.problems.error("type-mismatch", message, node.place, say("years on the day of the act"))
            return None
        return node.value

    def _wrong(self, fact: Fact, name: str, node: Node) -> bool:
        if problem := value_problem(fact, node.value):
            shown = node.text or str(node.plain())
            message = say("`{value}` cannot be a value of `{name}`", value=shown, name=name)
            self.problems.error("type-mismatch", message, node.place, problem)
        return bool(problem)

    def without_contradictions(self, given: list[Known]) -> list[Known]:
        """The given facts; those that contradict each other become problems."""
        table = {(k.subject, k.fact): k for k in given}
        for person in self.persons:
            own = {fact: known.value for (subject, fact), known in table.items() if subject == person.id}
            for basis, fact in self.vocabulary.contradictions(person.roles, own):
                known = table[person.id, fact]
                message = say(
                    "`{party}` has {basis} {value} and {fact} {said}",
                    party=person.id, basis=basis, value=own[basis], fact=fact, said=str(known.value).lower(),
                )  # fmt: skip
                place = known.place or Place("incident")
                self.problems.error("contradiction", message, place, say("only one can be true"))
        return given
