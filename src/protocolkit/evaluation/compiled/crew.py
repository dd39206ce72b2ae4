"""Who acts and is told by rules that name offices alone: the same wherever no holder of one is the accused."""

from __future__ import annotations

from typing import NamedTuple

from protocolkit.evaluation.accused import CLEAR
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.persons import NOBODY, UNSAFE_MODALITIES, PeopleReader, Side
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary


class _Offices(NamedTuple):
    """The offices that people name, if they name nothing else; `people` keeps its address its own."""

    people: People
    roles: tuple[str, ...] | None
    as_filed: bool
    """Whether one of them is whichever organisation's file it is."""


class Crew:
    """The sides of a protocol's rules while nobody in them is the accused, absent or barred."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._offices: dict[int, _Offices] = {}
        self._institutions: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.sides: dict[tuple[int, bool, str], list[Side]] = {}
        self.lasting: set[int] = {id(NOBODY)}
        """The identities of those sides."""

    def offices(self, people: People) -> _Offices:
        """What people name."""
        found = self._offices.get(id(people))
        if found is None:
            roles = _offices(people)
            found = _Offices(people, roles, any(isinstance(one, Unstated) for one in _each(people)))
            self._offices[id(people)] = found
        return found

    def keep(self, key: tuple[int, bool, str], sides: list[Side]) -> None:
        """Keeps sides for later cases."""
        self.sides[key] = sides
        self.lasting.update(map(id, sides))

    def institutions(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        """The institutions of some roles."""
        if roles not in self._institutions:
            self._institutions[roles] = tuple(sorted({self._vocabulary.institution(role) for role in roles}))
        return self._institutions[roles]


class CompiledPeople(PeopleReader):
    """Resolves `by` and `to`: each list of offices once a case, and once a protocol where nobody in it is accused."""

    crew: Crew

    def take(self, crew: Crew) -> CompiledPeople:
        """Answers from the sides of a protocol."""
        self.crew = crew
        self._own: dict[tuple[int, bool], list[Side]] = {}
        self._as_they_are = not (self.absent or self.acting or self.barred)
        return self

    def sides(self, people: People | None, rule: Rule, binding: Binding, actor: str | None) -> list[Side]:
        if people is None:
            return [NOBODY]
        named = self.crew.offices(people)
        if named.roles is None or not self.safety.lasting:
            return super().sides(people, rule, binding, actor)
        bound = rule.modality in UNSAFE_MODALITIES
        own = self._own.get((id(people), bound))
        if own is None:
            own = self._own[id(people), bound] = self._found(named, rule, bound)
        return own

    def _found(self, named: _Offices, rule: Rule, bound: bool) -> list[Side]:
        organisation = self.incident.organisation if named.as_filed else ""
        roles = (*(named.roles or ()), *((organisation,) if named.as_filed else ()))
        clear = self._as_they_are and all(self.safety.office(role) == CLEAR for role in roles)
        key = (id(named.people), bound, organisation)
        if not clear:
            return super().sides(named.people, rule, {}, None)
        if key not in self.crew.sides:
            self.crew.keep(key, super().sides(named.people, rule, {}, None))
        return self.crew.sides[key]


def _offices(people: People) -> tuple[str, ...] | None:
    """The offices it names; null where it names anybody else."""
    several = tuple(_each(people))
    if not all(isinstance(one, Office | Unstated) for one in several):
        return None
    return tuple(dict.fromkeys(one.role for one in several if isinstance(one, Office | Unstated)))


def _each(people: People) -> list[Office | Person | Related | Actor | Unstated | Whoever]:
    """Every single name in it, substitutes and exceptions included."""
    if isinstance(people, Choice):
        return [each for one in (*people.of, *people.except_, *people.else_) for each in _each(one)]
    return [people]
