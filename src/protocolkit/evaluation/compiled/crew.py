"""Who acts and is told by rules that name offices alone: the same in all cases that say the same of the accused."""

from __future__ import annotations

from typing import Any, NamedTuple

from protocolkit.evaluation.facts import Binding, Knowledge
from protocolkit.evaluation.persons import NOBODY, UNSAFE_MODALITIES, PeopleReader, Side
from protocolkit.model.follows import OfAnybody, bases
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.vocabulary import Vocabulary

MOST_CASTS = 1_000  # of one protocol; then it begins anew, so that a backlog of cases fills no memory


class Cast:
    """The sides of a protocol's rules in all cases that say the same of the accused, and what is known of them.

    Its keys are addresses: of people, which the protocol keeps, and of sides, which are kept here.
    """

    def __init__(self) -> None:
        self.sides: dict[tuple[int, bool], list[Side]] = {}
        self.together: dict[tuple[int, bool], list[Side]] = {}
        self.lasting: set[int] = {id(NOBODY)}
        """The addresses of the sides."""
        self.stamps: dict[tuple[Any, ...], dict[str, Any]] = {}
        """What tells duties of offices from each other, by rule, act, paper, bearer and recipient."""

    def keep(self, key: tuple[int, bool], sides: list[Side]) -> list[Side]:
        """Keeps sides, unless another thread was first: then its are the ones."""
        kept = self.sides.setdefault(key, sides)
        self.lasting.update(map(id, kept))
        return kept


class Crew:
    """The casts of one protocol."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._offices: dict[int, tuple[People, bool]] = {}
        self._institutions: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._casts: dict[object, Cast] = {}
        declared = [fact for name in vocabulary.accusing if (fact := vocabulary.fact(name))]
        self._tells = not any(isinstance(one, OfAnybody) for fact in declared for one in fact.follows)
        self._bases = frozenset(basis for fact in declared for basis in bases(fact.follows))
        self._telling: frozenset[str] | None = None

    def cast(self, knowledge: Knowledge) -> Cast:
        """The sides of a case, shared with all that say the same of its persons and of who is the accused."""
        if not self._tells:
            return Cast()
        incident = knowledge.incident
        if self._telling is None:
            accusing = self._vocabulary.accusing
            self._telling = frozenset((*accusing, *(knowledge.kept(fact)[1] for fact in accusing), *self._bases))
        said = tuple(item for item in knowledge.given.items() if item[0][1] in self._telling)
        state = (incident.organisation, incident.persons, incident.complete, said)
        if len(self._casts) >= MOST_CASTS:
            self._casts = {}
        return self._casts.setdefault(state, Cast())

    def names_offices(self, people: People) -> bool:
        """Whether people name nobody but offices."""
        found = self._offices.get(id(people))
        if found is None:
            offices = all(isinstance(one, Office | Unstated) for one in _each(people))
            found = self._offices[id(people)] = (people, offices)  # kept, so that its address stays its own
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
        own = self.absent or self.acting or self.barred
        self._taken = _Taken(crew, Cast() if own else cast) if self.safety.lasting else None
        return self

    def sides(self, people: People | None, rule: Rule, binding: Binding, actor: str | None) -> list[Side]:
        if people is None:
            return [NOBODY]
        if self._taken is None or not self._taken.crew.names_offices(people):
            return super().sides(people, rule, binding, actor)
        cast, key = self._taken.cast, (id(people), rule.modality in UNSAFE_MODALITIES)
        found = cast.sides.get(key)
        return cast.keep(key, super().sides(people, rule, {}, None)) if found is None else found

    def recipients(self, rule: Rule, binding: Binding) -> list[Side]:
        taken = self._taken
        if rule.modality in DUTIES or taken is None or not (rule.to is None or taken.crew.names_offices(rule.to)):
            return super().recipients(rule, binding)
        key = (id(rule.to), rule.modality in UNSAFE_MODALITIES)
        if key not in taken.cast.together:
            taken.cast.together[key] = super().recipients(rule, binding)
        return taken.cast.together[key]

    def stamps(self, *sides: Side) -> dict[tuple[Any, ...], dict[str, Any]] | None:
        """Where duties of some sides are told from each other; null where the sides are this case's alone."""
        if self._taken is None or not self._taken.cast.lasting.issuperset(map(id, sides)):
            return None
        return self._taken.cast.stamps


def _each(people: People) -> list[Office | Person | Related | Actor | Unstated | Whoever]:
    """Every single name in it, substitutes and exceptions included."""
    if isinstance(people, Choice):
        return [each for one in (*people.of, *people.except_, *people.else_) for each in _each(one)]
    return [people]
