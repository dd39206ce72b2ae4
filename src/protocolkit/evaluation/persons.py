"""Who owes, who is told, and which persons a name stands for, for every choice of persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Literal, assert_never

import msgspec

from protocolkit.evaluation.accused import CLEAR, Safety, Suspicion
from protocolkit.evaluation.facts import Binding
from protocolkit.model.conditions import Condition, atoms, facts_of
from protocolkit.model.incident import Incident, Person
from protocolkit.model.people import Actor, Choice, Office, People, Related, Unstated
from protocolkit.model.people import Person as Party
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary


def persons(incident: Incident, vocabulary: Vocabulary, party: str) -> list[Person]:
    """The persons a party role or group stands for, each once, in the order of the lists."""
    roles = vocabulary.members(party)
    return [p for p in incident.persons if any(role in roles for role in p.roles)]


def variables(condition: Condition, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The party variables a condition reads, in source order."""
    found = (vocabulary.variable(fact) for atom in atoms(condition) for fact in facts_of(atom))
    return tuple(dict.fromkeys(v for v in found if v))


def bindings(names: Iterable[str], fixed: Binding, incident: Incident, vocabulary: Vocabulary) -> Iterator[Binding]:
    """Every choice of persons for the variables that are not fixed yet."""
    free = [name for name in names if name not in fixed]
    choices = [[p.id for p in persons(incident, vocabulary, name)] for name in free]
    for chosen in product(*choices):
        yield fixed | dict(zip(free, chosen, strict=True))


class Somebody(msgspec.Struct, frozen=True):
    """One role, and the person it stands for where it is a party or belongs to one."""

    role: str
    person: str | None = None
    suspicion: Suspicion = CLEAR
    variable: str | None = None


class Side(msgspec.Struct, frozen=True):
    """The bearers or the recipients of one duty. `blocked` says which role is the accused when nobody is left.

    `named` are those whom the text names; where nobody is left, the duty is still known by them.
    """

    mode: Literal["one", "any", "all", "each"]
    people: tuple[Somebody, ...]
    blocked: str | None = None
    named: tuple[Somebody, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.role for one in self.people))

    @property
    def text(self) -> Side:
        """The side as the text has it, whoever of it is the accused."""
        return Side(self.mode, self.named) if self.blocked else self

    @property
    def check_first(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for one in self.people for fact in one.suspicion.ask))

    @property
    def person(self) -> str | None:
        ids = {one.person for one in self.people}
        return next(iter(ids)) if len(ids) == 1 else None

    @property
    def binding(self) -> Binding:
        return {one.variable: one.person for one in self.people if one.variable and one.person and self.mode == "one"}


NOBODY = Side("one", ())
UNSAFE_MODALITIES = ("prohibition", "sanction")  # a ban or a sanction still binds the accused


class PeopleReader:
    """Resolves `by` and `to` for one evaluation."""

    def __init__(self, safety: Safety, absent: Iterable[str] = ()) -> None:
        self.safety = safety
        self.knowledge = safety.knowledge
        self.incident = safety.incident
        self.absent = frozenset(absent)

    def sides(self, people: People | None, rule: Rule, binding: Binding, actor: str | None) -> list[Side]:
        """A side for each duty: a list means a duty apiece, `any` and `all` one duty."""
        if people is None:
            return [NOBODY]
        guarded = rule.modality not in UNSAFE_MODALITIES
        if isinstance(people, Choice) and people.mode == "each":
            excluded = self._excluded(people.except_, binding, actor)
            sides = []
            for one in people.of:
                for side in self.sides(one, rule, binding, actor):
                    if not (
                        side.people
                        and all((p.role, p.person) in excluded or (p.role, None) in excluded for p in side.people)
                    ):
                        sides.append(side)
            return self._substituted(sides, people, rule, binding, actor)
        if isinstance(people, Choice):
            return [self._choice(people, binding, actor, guarded)]
        return [
            self._guard("one", [one], guarded, self._names_offender(people))
            for one in self._people(people, binding, actor)
        ]

    def _substituted(
        self, sides: list[Side], people: Choice, rule: Rule, binding: Binding, actor: str | None
    ) -> list[Side]:
        """In a list, each blocked member yields to the first substitute who is free."""
        substitutes = [s for one in people.else_ for s in self.sides(one, rule, binding, actor) if not s.blocked]
        return [substitutes[0] if side.blocked and substitutes else side for side in sides]

    def _choice(self, people: Choice, binding: Binding, actor: str | None, guarded: bool) -> Side:
        mode: Literal["any", "all"] = "all" if people.mode == "all" else "any"
        excluded = self._excluded(people.except_, binding, actor)
        members = [s for one in people.of for s in self._people(one, binding, actor)]
        members = [s for s in members if (s.role, s.person) not in excluded and (s.role, None) not in excluded]
        names_offender = any(self._names_offender(one) for one in people.of)
        side = self._guard(mode, members, guarded, names_offender)
        if people.else_ and (side.blocked or not side.people or self._all_absent(side)):
            for one in people.else_:
                free = self._guard("one", self._people(one, binding, actor), guarded, self._names_offender(one))
                if not free.blocked and free.people and not self._all_absent(free):
                    return free
        return side

    def _all_absent(self, side: Side) -> bool:
        return all(p.role in self.absent for p in side.people)

    def _guard(
        self, mode: Literal["one", "any", "all"], members: list[Somebody], guarded: bool, names_offender: bool
    ) -> Side:
        """The members who are not the accused. Together (`all`) means none may be missing."""
        if not guarded:
            return Side(mode, tuple(members))
        kept = [m for m in members if m.suspicion.accused is not True or (names_offender and m.variable == "offender")]
        present = [m for m in kept if m.role not in self.absent]
        if mode == "any" and present:
            kept = present
        accused = next((m.role for m in members if m not in kept and m.suspicion.accused is True), None)
        if accused and (not kept or mode == "all"):
            return Side(mode, tuple(kept), accused, tuple(members))
        return Side(mode, tuple(kept))

    def _names_offender(self, people: People) -> bool:
        if isinstance(people, Choice):
            return any(self._names_offender(one) for one in people.of)
        return isinstance(people, Party) and people.party == "offender"

    def excepted(self, people: People | None, binding: Binding, actor: str | None) -> set[str]:
        """The roles that the people leave out, whoever holds them."""
        if not isinstance(people, Choice):
            return set()
        return {role for role, person in self._excluded(people.except_, binding, actor) if person is None}

    def _excluded(self, people: tuple[People, ...], binding: Binding, actor: str | None) -> set[tuple[str, str | None]]:
        return {(s.role, s.person) for one in people for s in self._people(one, binding, actor)}

    def _people(self, people: People, binding: Binding, actor: str | None) -> list[Somebody]:
        match people:
            case Office(role=role):
                return [Somebody(role, None, self.safety.office(role))]
            case Unstated(role=role):
                # Where the reader took the text's school, the file may be another organisation's.
                own = self.incident.organisation if role == self.knowledge.vocabulary.organisation else role
                return [Somebody(own, None, self.safety.office(own))]
            case Actor(allowed=allowed):
                return self._actor(allowed, actor)
            case Party(party=party):
                return [
                    Somebody(self._role(party, id), id, self.safety.person(id), party)
                    for id in self._ids(party, binding)
                ]
            case Related(party=party, role=role):
                return [Somebody(role, id, self._related(role, id), party) for id in self._ids(party, binding)]
            case Choice(of=of):
                return [s for one in of for s in self._people(one, binding, actor)]
            case _:
                assert_never(people)

    def _related(self, role: str, id: str) -> Suspicion:
        return self.safety.kin(role, id) if self.knowledge.vocabulary.belongs_to(role) else self.safety.office(role)

    def _actor(self, allowed: tuple[str, ...], actor: str | None) -> list[Somebody]:
        role = actor or self.incident.organisation
        within = self.knowledge.vocabulary.institution
        if role in allowed:
            return [Somebody(role, None, self.safety.office(role))]
        if within(role) in allowed:
            return [Somebody(within(role), None, self.safety.office(role))]
        posts = [a for a in allowed if within(a) == role] or [
            a for a in allowed if within(a) == within(role) and role == within(role)
        ]
        return [Somebody(a, None, self.safety.office(a)) for a in posts]

    def _ids(self, party: str, binding: Binding) -> list[str]:
        if party in binding:
            return [binding[party]]
        return [p.id for p in persons(self.incident, self.knowledge.vocabulary, party)]

    def _role(self, party: str, id: str) -> str:
        members = self.knowledge.vocabulary.members(party)
        roles = self.knowledge.person(id).roles
        return next((r for r in members if r in roles), party)
