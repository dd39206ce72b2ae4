"""Who acts and is told: the same in all cases that say the same of their persons and of who is the accused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from protocolkit.evaluation.compiled.templates import Heard, Weighed
from protocolkit.evaluation.facts import Binding, Knowledge
from protocolkit.evaluation.persons import UNSAFE_MODALITIES, PeopleReader, persons
from protocolkit.evaluation.sides import NOBODY, Side
from protocolkit.model.follows import OfAnybody, bases
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever, party_of
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol

MOST_CASTS = 100  # of one protocol; then it begins anew, so that a backlog of cases fills no memory
Key = tuple[Any, ...]


class Cast:
    """The sides of a protocol's rules in all cases that say the same of the accused, and what is known of them.

    Its keys are addresses: of people, which the protocol keeps, and of sides, which are kept here.
    """

    def __init__(self) -> None:
        self.sides: dict[Key, list[Side]] = {}
        self.together: dict[Key, list[Side]] = {}
        self.lasting: set[int] = {id(NOBODY)}
        """The addresses of the sides."""
        self.heard: dict[Key, tuple[Heard, ...]] = {}
        """Whom a rule binds toward a recipient, by rule, recipient and persons."""
        self.weighed: dict[Key, tuple[Weighed, ...]] = {}
        """What rules came to before their triggers, by rule and everything that decides its condition."""

    def keep(self, key: Key, sides: list[Side]) -> list[Side]:
        """Keeps sides, unless another thread was first: then its are the ones."""
        kept = self.sides.setdefault(key, sides)
        self.lasting.update(map(id, kept))
        return kept


class Crew:
    """The casts of one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._vocabulary = vocabulary = protocol.vocabulary
        self._parties: dict[int, tuple[People, tuple[str, ...] | None]] = {}
        self._institutions: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._casts: dict[object, Cast] = {}
        self._of_kin = tuple(_of_kin(protocol))
        declared = [fact for name in vocabulary.accusing if (fact := vocabulary.fact(name))]
        kin = [fact for party, name in self._of_kin if (fact := vocabulary.fact(f"{party}.{name}"))]
        self._tells = not any(isinstance(one, OfAnybody) for fact in (*declared, *kin) for one in fact.follows)
        self._bases = frozenset(basis for fact in declared for basis in bases(fact.follows))
        self._telling: frozenset[str] | None = None

    def cast(self, knowledge: Knowledge) -> Cast:
        """The sides of a case, shared with all that say the same of its persons and of who is the accused."""
        if not self._tells or any(f"{party}.{name}" in knowledge.definitions for party, name in self._of_kin):
            return Cast()
        incident = knowledge.incident
        if self._telling is None:
            accusing = self._vocabulary.accusing
            self._telling = frozenset((*accusing, *(knowledge.kept(fact)[1] for fact in accusing), *self._bases))
        said = tuple(item for item in knowledge.given.items() if item[0][1] in self._telling)
        # That a person is a minor decides who there is to be told, not the age from which that follows.
        kin = tuple(
            knowledge.value(f"{party}.{name}", {party: person.id})
            for party, name in self._of_kin
            for person in persons(incident, self._vocabulary, party)
        )
        state = (incident.organisation, incident.persons, incident.complete, said, kin)
        if len(self._casts) >= MOST_CASTS:
            self._casts = {}
        return self._casts.setdefault(state, Cast())

    def parties(self, people: People) -> tuple[str, ...] | None:
        """The parties that people are of; null where it hangs on the log who they are."""
        found = self._parties.get(id(people))
        if found is None:
            each = _each(people)
            parties = tuple(dict.fromkeys(party for one in each if (party := party_of(one)) is not None))
            by_log = any(isinstance(one, Actor | Whoever) for one in each)
            found = self._parties[id(people)] = (people, None if by_log else parties)  # kept: its address is its own
        return found[1]

    def institutions(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        """The institutions of some roles."""
        if roles not in self._institutions:
            self._institutions[roles] = tuple(sorted({self._vocabulary.institution(role) for role in roles}))
        return self._institutions[roles]


class _Taken(NamedTuple):
    crew: Crew
    cast: Cast


class CompiledPeople(PeopleReader):
    """Resolves `by` and `to`; each list of offices once for all cases that say the same of the accused."""

    _taken: _Taken | None = None

    def take(self, crew: Crew, cast: Cast) -> CompiledPeople:
        """Answers from the sides of a protocol, unless who acts is the institution's own matter."""
        own = self.absent or self.places.holders or self.barred
        self._taken = _Taken(crew, Cast() if own else cast) if self.safety.lasting else None
        return self

    def sides(self, people: People | None, rule: Rule, binding: Binding, actor: str | None) -> list[Side]:
        if people is None:
            return [NOBODY]
        key = self._key(people, rule, binding)
        if self._taken is None or key is None:
            return super().sides(people, rule, binding, actor)
        cast = self._taken.cast
        found = cast.sides.get(key)
        return cast.keep(key, super().sides(people, rule, binding, None)) if found is None else found

    def recipients(self, rule: Rule, binding: Binding) -> list[Side]:
        if rule.modality in DUTIES or self._taken is None:
            return super().recipients(rule, binding)
        key = self._key(rule.to, rule, binding) if rule.to is not None else (None,)
        if key is None:
            return super().recipients(rule, binding)
        together, lasting = self._taken.cast.together, self._taken.cast.lasting
        if key not in together:
            found = together.setdefault(key, super().recipients(rule, binding))
            lasting.update(map(id, found))
        return together[key]

    def _key(self, people: People, rule: Rule, binding: Binding) -> Key | None:
        """What tells the sides of people from others of a cast; null where they are this case's alone."""
        parties = self._taken.crew.parties(people) if self._taken is not None else None
        if parties is None:
            return None
        return (id(people), rule.modality in UNSAFE_MODALITIES, *map(binding.get, parties))

    @property
    def cast(self) -> Cast | None:
        """The cast of the case; null where who acts may turn out otherwise within it."""
        return self._taken.cast if self._taken is not None else None

    def keeping(self, sides: Iterable[Side]) -> Cast | None:
        """The cast that keeps some sides; null where they are this case's alone."""
        cast = self.cast
        return cast if cast is not None and cast.lasting.issuperset(map(id, sides)) else None


def _of_kin(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """The facts that tell of the persons of a party whether they have the kin that rules name, each once."""
    every = (
        one
        for rule in protocol.rules
        for read in (rule, *(patch.rule for patch in rule.readings if patch.rule is not None))
        for people in (read.by, read.to)
        for one in (_each(people) if people is not None else ())
    )
    for one in dict.fromkeys(one for one in every if isinstance(one, Related)):
        role = protocol.vocabulary.roles.get(one.role)
        yield from ((one.party, fact) for fact, _wanted in (role.of or () if role else ()))


def _each(people: People) -> list[Office | Person | Related | Actor | Unstated | Whoever]:
    """Every single name in it, substitutes and exceptions included."""
    if isinstance(people, Choice):
        return [each for one in (*people.of, *people.except_, *people.else_) for each in _each(one)]
    return [people]
