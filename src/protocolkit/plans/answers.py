"""What a fact may be answered with, and the case as it would be with an answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, assert_never

import msgspec

from protocolkit.building.build_facts import NOT_KNOWN, FactReader
from protocolkit.building.case_names import CaseNames
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_, _
from protocolkit.messages import Name
from protocolkit.model.conditions import Between, Is
from protocolkit.model.incident import Incident, Known, Person, SetValue
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, Fact, FactType, label_for
from protocolkit.model.walk import walk
from protocolkit.reading.nodes import Node

PERSON_KEYS = ("represents", "holds")
"""What is said of a person in the list of a case, and is no fact of the vocabulary."""
PLACE = Place("answer")
_WHO = {
    "victim": N_("the victim"),
    "offender": N_("the alleged offender"),
    "witness": N_("the witness"),
    REPRESENTATIVE: N_("the representative"),
}


class Asked(NamedTuple):
    """A fact of a case: as a reader gives it, its declaration (null for a person's key), and whose it is."""

    name: str
    declared: Fact | None
    person: Person | None

    @property
    def tail(self) -> str:
        return self.name.partition(".")[2]

    @property
    def type(self) -> FactType:
        return self.declared.type if self.declared else "set"


class Answering:
    """What the facts of one case may be answered with."""

    def __init__(self, protocol: Protocol, incident: Incident, language: str) -> None:
        self.protocol = protocol
        self.incident = incident
        self.language = language
        self.vocabulary = protocol.vocabulary

    def asked(self, name: str) -> Asked | None:
        """The fact of a name as the plan gives it; null for what no fact is, as who sent an event."""
        head, _dot, tail = name.partition(".")
        person = self.incident.person(head)
        if person is None:
            # The representative of a victim of whom nothing is listed is spoken of as his own.
            party = self.vocabulary.belongs_to(head)
            person = self.incident.person(party) if party else None
            declared = self.vocabulary.fact(name)
            return Asked(name, declared, person) if declared and not declared.derived else None
        if tail in PERSON_KEYS:
            return Asked(name, None, person) if person.id not in PARTIES else None
        kin = self.vocabulary.belongs_to(tail.partition(".")[0])
        names = [tail] if kin else [f"{'party' if r == REPRESENTATIVE else r}.{tail}" for r in person.roles]
        declared = next((found for one in names if (found := self.vocabulary.fact(one))), None)
        return Asked(name, declared, person) if declared and not declared.derived else None

    def values(self, asked: Asked) -> list[tuple[Any, str]]:
        """Each value with its label: yes and no in the order of the question, ranges from below, the rest as listed."""
        declared = asked.declared
        if declared is None:
            return [(one, self._person_value(asked, one)) for one in self._listed(asked)]
        match declared.type:
            case "bool":
                yes = declared.answer_yes_means
                return [(yes, _("yes")), (not yes, _("no"))]
            case "one_of" | "set":
                known = self.known(asked)
                every = [one for one in declared.of if one != NOT_KNOWN and one not in known]
                return [(one, self._label(declared.values.get(one, {})) or one) for one in every]
            case "integer":
                return list(_ranges(sorted(self._edges.get(declared.name.partition(".")[2], ()))))
            case "number" | "date" | "text":  # written, not chosen
                return []
            case _:
                assert_never(declared.type)

    def known(self, asked: Asked) -> tuple[Any, ...]:
        """What a set is said to include already, in the order of the vocabulary."""
        said = self._said(asked)
        every = asked.declared.of if asked.declared else ()
        return tuple(one for one in every if one in said.values) if isinstance(said, SetValue) else ()

    def with_answer(self, asked: Asked, value: Any) -> Incident | None:
        """The case as if the answer had been in its file; null where it would contradict what is said there."""
        incident, problems = self.incident, Problems()
        if asked.declared is None:
            assert asked.person is not None
            told = msgspec.structs.replace(asked.person, **{asked.tail: (value,)})
            persons = tuple(told if one is asked.person else one for one in incident.persons)
            return msgspec.structs.replace(incident, persons=persons)
        node = Node(value, PLACE)
        if asked.declared.type == "set":
            node = Node({"includes": Node([node], PLACE)}, PLACE)
        reader = FactReader(CaseNames(self.protocol, problems), incident.persons)
        found = tuple(map(self._united, reader.case(Node({asked.name: node}, PLACE))))
        facts = tuple(reader.without_contradictions([*incident.facts, *found]))
        if problems.errors:
            return None
        party = asked.name.partition(".")[0]
        listed = incident.listed if party not in PARTIES else tuple(dict.fromkeys((*incident.listed, party)))
        return msgspec.structs.replace(incident, facts=facts, listed=listed)

    def person(self, person: Person) -> str:
        """A party in words: its role, and its id where the case lists parties."""
        role = next((one for one in PARTIES if one in person.roles), person.roles[0])
        return _(_WHO[role]) if person.id == role else f"{_(_WHO[role])} ({person.id})"

    def words(self, label: dict[str, str]) -> str:
        return self._label(label)

    def _label(self, label: dict[str, str]) -> str:
        return label_for(label, self.language, self.vocabulary.language)

    def _said(self, asked: Asked) -> Any:
        subject = asked.person.id if asked.person else None
        fact = asked.name if subject is None or asked.name.partition(".")[0] != subject else asked.tail
        every = [k.value for k in self.incident.facts if (k.subject, k.fact) == (subject, fact)]
        return every[-1] if every else None

    def _united(self, found: Known) -> Known:
        """A member of a set beside those that the case is said to include already."""
        before = next((k.value for k in reversed(self.incident.facts)
                       if (k.subject, k.fact) == (found.subject, found.fact)), None)  # fmt: skip
        if isinstance(before, SetValue) and isinstance(found.value, SetValue):
            return msgspec.structs.replace(found, value=SetValue(before.values | found.value.values, complete=False))
        return found

    def _listed(self, asked: Asked) -> list[str]:
        """Those whom a person may represent, or the posts that he may hold."""
        if asked.tail == "represents":
            victims = self.incident.having("victim")
            return [one.id for one in victims if one is not asked.person]
        return list(self._posts)

    def _person_value(self, asked: Asked, value: str) -> str:
        if asked.tail == "represents" and (person := self.incident.person(value)):
            return self.person(person)
        return self.vocabulary.label("roles", value, self.language)

    @cached_property
    def _posts(self) -> tuple[str, ...]:
        """The posts of the organisation of which some rule speaks."""
        organisation, found = self.incident.organisation, dict[str, None]()
        for rule in self.protocol.rules:
            for _spot, node in walk(rule, readings=True):
                role = node.name if isinstance(node, Name) and node.kind == "roles" else organisation
                if role != organisation and self.vocabulary.institution(role) == organisation:
                    found[role] = None
        return tuple(found)

    @cached_property
    def _edges(self) -> dict[str, set[int]]:
        """The numbers at which some rule turns, by the fact without its party."""
        found: dict[str, set[int]] = {}
        for rule in self.protocol.rules:
            for _spot, node in walk(rule, readings=True):
                match node:
                    case Between(fact=fact, low=low, high=high):
                        edges = [int(one) for one in (low, high) if one is not None]
                    case Is(fact=fact, values=values):
                        exact = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
                        edges = [one for v in exact for one in (v, v + 1)]
                    case _:  # only the tests of a number have edges
                        continue
                found.setdefault(fact.partition(".")[2], set()).update(edges)
        for name in self.vocabulary.facts:
            if limits := self.vocabulary.limits(name):
                found.setdefault(name.partition(".")[2], set()).update(int(one) for one in limits)
        return found


def _ranges(edges: list[int]) -> Iterator[tuple[int, str]]:
    """A number of each range between edges, with the range in words."""
    if not edges:
        return
    if edges[0] > 0:
        yield edges[0] - 1, _("under {n}").format(n=edges[0])
    for low, high in pairwise(edges):
        last = high - 1
        yield low, str(low) if low == last else _("from {low} to {high}").format(low=low, high=last)
    yield edges[-1], _("{n} or more").format(n=edges[-1])
