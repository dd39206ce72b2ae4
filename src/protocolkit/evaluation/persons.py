"""Who owes, who is told, and which persons a name stands for, for every choice of persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Literal, assert_never

import msgspec

from protocolkit.calendars.institution import Institution
from protocolkit.evaluation.accused import Safety, Suspicion
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.log import Timeline
from protocolkit.evaluation.sides import NOBODY, Side, Somebody
from protocolkit.model.conditions import Condition, atoms, facts_of
from protocolkit.model.incident import Incident, Person
from protocolkit.model.people import Actor, Choice, Office, People, Related, Unstated, Whoever, named, party_of
from protocolkit.model.people import Person as Party
from protocolkit.model.rule import DUTIES, Rule
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


def chosen_for(rule: Rule) -> tuple[str, ...]:
    """The parties of whom each is chosen for a rule: that of `each`, and whoever is himself a bearer."""
    people = [*named(rule.by), *(named(rule.to) if rule.modality not in DUTIES else ())]
    parties = (rule.each, *map(party_of, people))
    return tuple(dict.fromkeys(one for one in parties if one))


UNSAFE_MODALITIES = ("prohibition", "sanction")  # a ban or a sanction still binds the accused


class PeopleReader:
    """Resolves `by` and `to` for one evaluation; `acts`: those who act, who must have no conflict of interest."""

    def __init__(self, safety: Safety, institution: Institution | None, log: Timeline, *, acts: bool = False) -> None:
        self.safety = safety
        self.knowledge = safety.knowledge
        self.incident = safety.incident
        own, meant = institution or Institution(), self.knowledge.vocabulary.meant
        self.absent = frozenset(map(meant, own.absent))
        self.places = log.places
        self.barred = frozenset(map(meant, own.conflicted) if acts else ())
        self.log = log

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
                    out = [(p.role, p.person) in excluded or (p.role, None) in excluded for p in side.text.people]
                    if not (out and all(out)):
                        sides.append(side)
            return _each_once(self._substituted(sides, people, rule, binding, actor))
        if isinstance(people, Choice):
            side = self._choice(people, binding, actor, guarded)
            return [side] if side.people or side.blocked or not people.of else []
        if isinstance(people, Related):
            return [s for id in self._ids(people.party, binding) for s in self._kin_sides(people, id, guarded)]
        return [
            self._guard("one", [one], guarded, self._names_offender(people))
            for one in self._people(people, binding, actor)
        ]

    def recipients(self, rule: Rule, binding: Binding) -> list[Side]:
        """Each side that is told by an act of its own; of a norm, all of them together."""
        sides = self.sides(rule.to, rule, binding, None)
        if rule.modality in DUTIES:
            return sides
        return [Side("all", tuple(person for side in sides for person in side.people))]

    def _kin_sides(self, people: Related, id: str, guarded: bool) -> Iterator[Side]:
        """Each who is listed as the person's, but for the accused; nobody is left only if all of them are."""
        members = self._kin(people, id)
        free = [one for one in members if one.suspicion.accused is not True] if guarded else members
        if members and not free:
            # A duty to none of several in particular.
            one = members[0] if len(members) == 1 else msgspec.structs.replace(members[0], who=None)
            yield Side("one", (), people.role, (one,))
        else:
            yield from (Side("one", (one,)) for one in free)

    def _kin(self, people: Related, id: str) -> list[Somebody]:
        """Those who are listed; else the role, unless the person is known to be none who has one.

        Whoever holds a post is taken for no child unless somebody says so.
        """
        party, role = people.party, people.role
        if self.knowledge.vocabulary.listed(role) and (listed := self.safety.representing(role, id)):
            return [Somebody(role, id, self.safety.person(who), party, who) for who in listed]
        entry = self.knowledge.vocabulary.roles.get(role)
        for fact, wanted in (entry.of or ()) if entry else ():
            value = self.knowledge.value(f"{party}.{fact}", {party: id})
            if value != wanted and (value is not None or self.safety.holds_a_post(id)):
                return []
        return [Somebody(role, id, self._related(role, id), party)]

    def _substituted(
        self, sides: list[Side], people: Choice, rule: Rule, binding: Binding, actor: str | None
    ) -> list[Side]:
        """In a list, each blocked member yields to the first substitute who is free."""
        substitutes = [s for one in people.else_ for s in self.sides(one, rule, binding, actor) if not s.blocked]
        return [substitutes[0] if side.blocked and substitutes else side for side in sides]

    def _choice(self, people: Choice, binding: Binding, actor: str | None, guarded: bool) -> Side:
        mode: Literal["one", "any", "all"] = "all" if people.mode == "all" else "any"
        excluded = self._excluded(people.except_, binding, actor)
        members = [s for one in people.of for s in self._people(one, binding, actor)]
        every = members
        members = [s for s in members if (s.role, s.person) not in excluded and (s.role, None) not in excluded]
        if every and not members and not people.else_ and any(isinstance(one, Whoever) for one in people.except_):
            return Side(mode, (), every[0].role, tuple(every))
        members = [self._doubted(s, people.except_, binding) for s in members]
        names_offender = any(self._names_offender(one) for one in people.of)
        if mode == "any" and len(members) > 1 and len({(m.role, m.person) for m in members}) == 1 and members[0].who:
            mode = "one"  # one of those who represent the same person
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
        members = [self._acting(m) for m in members]
        kept = [m for m in members if m.suspicion.accused is not True or (names_offender and m.variable == "offender")]
        kept = [m for m in kept if m.role not in self.barred]
        present = [m for m in kept if m.role not in self.absent]
        if mode == "any" and present:
            kept = present
        out = next((m.role for m in members if m not in kept and self._is_out(m)), None)
        if out and (not kept or mode == "all"):
            return Side(mode, tuple(kept), out, tuple(members))
        return Side(mode, tuple(kept))

    def _is_out(self, one: Somebody) -> bool:
        return one.suspicion.accused is True or one.role in self.barred

    def _acting(self, one: Somebody) -> Somebody:
        """Who acts in the place of a post, if somebody does."""
        role = self.places.holder(one.role)
        if role is None or one.person is not None:
            return one
        accused = one.suspicion.accused is True
        return Somebody(role, None, self.safety.office(role), instead_of=one.role, of_accused=accused)

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

    def _doers(self, rule: str, binding: Binding) -> tuple[tuple[str, ...], bool]:
        """The posts that the log says did what a rule asks, and whether it leaves open who it was some time."""
        persons = set(binding.values())
        done = [e for e in self.log.acts if e.event == "done" and e.of_rule == rule]
        done = [e for e in done if e.for_ is None or not persons or e.for_ in persons]
        roles = tuple(dict.fromkeys(e.by for e in done if e.by))
        return (() if any(e.by is None for e in done) else roles), any(e.by is None for e in done)

    def _doubted(self, one: Somebody, excepted: tuple[People, ...], binding: Binding) -> Somebody:
        """With what must be found out first: who did what whoever did it may not do as well."""
        asks = one.suspicion.ask
        for other in excepted:
            if isinstance(other, Whoever) and self._doers(other.did.rule, binding)[1]:
                asks = (*asks, f"{other.did.rule}.by")
        return msgspec.structs.replace(one, suspicion=msgspec.structs.replace(one.suspicion, ask=asks))

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
            case Related(party=party):
                return [one for id in self._ids(party, binding) for one in self._kin(people, id)]
            case Whoever(did=step):
                return [Somebody(role) for role in self._doers(step.rule, binding)[0]]
            case Choice(of=of):
                return [s for one in of for s in self._people(one, binding, actor)]
            case _:
                assert_never(people)

    def _related(self, role: str, id: str) -> Suspicion:
        vocabulary = self.knowledge.vocabulary
        kin = vocabulary.belongs_to(vocabulary.stands_with(role))
        return self.safety.kin(role, id) if kin else self.safety.office(role)

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


def _each_once(sides: list[Side]) -> list[Side]:
    """Sides of a list without those that are told under another of its names: `[party, offender]`."""
    told = {(one.role, one.person, one.who) for side in sides if not side.blocked for one in side.people}
    found: list[Side] = []
    for side in sides:
        named = {(one.role, one.person, one.who) for one in side.text.people}
        twice = any(side.people == other.people and side.mode == other.mode for other in found if not other.blocked)
        if not (side.blocked and named and named <= told) and (side.blocked or not twice):
            found.append(side)
    return found
