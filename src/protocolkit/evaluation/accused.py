"""Who is accused: the question asked of every bearer and recipient before a duty is shown.

A known accused neither owes nor is told anything unless the rule names `offender` itself. While it is not known who
did it, the duty stands and its clock runs, and the plan says what to check first.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from protocolkit.evaluation.facts import Knowledge, shown
from protocolkit.evaluation.kleene import Truth, either
from protocolkit.model.incident import Person
from protocolkit.model.vocabulary import REPRESENTATIVE

HEAD = "education_org_head"
FAMILY = "victim_family"


class Suspicion(msgspec.Struct, frozen=True):
    """Whether somebody is the accused, and the facts that would tell while it is unknown."""

    accused: Truth
    ask: tuple[str, ...] = ()


CLEAR = Suspicion(False)


class Safety:
    """Answers for offices, representatives and persons of one case."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.incident = knowledge.incident
        self.offenders = self.incident.having("offender")

    def person(self, id: str) -> Suspicion:
        """A party of the case: accused if he is also listed as an offender."""
        return Suspicion(any(o.id == id for o in self.offenders))

    def office(self, role: str) -> Suspicion:
        """The holder of a post in the organisation. Bodies outside it are never the accused."""
        if role in (REPRESENTATIVE, FAMILY):
            return self._any([self.representative(p.id) for p in self.incident.having("victim")])
        organisation = self.incident.organisation
        if role == organisation or self.knowledge.vocabulary.institution(role) != organisation:
            return CLEAR
        return self._any([self._holds(o, role) for o in self.offenders])

    def representative(self, of: str) -> Suspicion:
        """The legal representative of a person. Only a victim's can be the accused without anybody saying so."""
        victim = any(p.id == of for p in self.incident.having("victim"))
        if victim and self._is_suspect(of):
            return Suspicion(True)
        return self._any([self._represents(o, of, victim) for o in self.offenders if o.id != of])

    def _is_suspect(self, victim: str) -> bool:
        """Whether the answer about consent says that the one to be asked is the suspect."""
        fact = f"{REPRESENTATIVE}.consents_to_interview"
        if self.knowledge.vocabulary.fact(fact) is None:
            return False
        return bool(self.knowledge.value(fact, {"victim": victim}) == "is_suspect")

    def members(self, role: str) -> list[str]:
        """The posts in a body's composition that are known to be held by the accused."""
        entry = self.knowledge.vocabulary.roles.get(role)
        named = _named(entry.has) if entry else []
        return [post for post in dict.fromkeys(named) if post != role and self.office(post).accused is True]

    def known(self) -> Iterator[tuple[str, str | None]]:
        """The posts and representatives known to be the accused, with the person they belong to."""
        posts = dict.fromkeys([HEAD, *(role for o in self.offenders for role in o.holds or ())])
        yield from ((role, None) for role in posts if self.office(role).accused)
        for person in self.incident.persons:
            if self.representative(person.id).accused:
                yield REPRESENTATIVE, person.id

    def _any(self, suspicions: list[Suspicion]) -> Suspicion:
        accused = either(s.accused for s in suspicions)
        asks = tuple(dict.fromkeys(fact for s in suspicions for fact in s.ask)) if accused is None else ()
        return Suspicion(accused, asks)

    def _holds(self, offender: Person, role: str) -> Suspicion:
        binding = {"offender": offender.id}
        if role == HEAD:
            return self._asked(offender, "is_head", self.knowledge.value("offender.is_head", binding))
        if offender.holds is not None:
            return Suspicion(role in offender.holds)
        if self.knowledge.value("offender.role", binding) == "staff":
            return Suspicion(None, (shown(offender.id, "holds"),))
        return CLEAR

    def _represents(self, offender: Person, of: str, victim: bool) -> Suspicion:
        if offender.represents is not None:
            return Suspicion(of in offender.represents)
        if not victim:
            return CLEAR
        binding = {"offender": offender.id, "victim": of}
        return self._asked(offender, "represents_victim", self.knowledge.value("offender.represents_victim", binding))

    def _asked(self, offender: Person, fact: str, value: Truth) -> Suspicion:
        return Suspicion(value, (shown(offender.id, fact),) if value is None else ())


def _named(composition: object) -> list[str]:
    """Every role a composition names, however it nests them."""
    if isinstance(composition, str):
        return [composition]
    if isinstance(composition, dict):
        return [name for value in composition.values() for name in _named(value)]
    return [name for one in composition for name in _named(one)] if isinstance(composition, list) else []
