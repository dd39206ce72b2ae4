"""Who is accused: the question asked of every bearer and recipient before a duty is shown.

A known accused neither owes nor is told anything unless the rule names `offender` itself. While it is not known who
did it, the duty stands and its clock runs, and the plan says what to check first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from protocolkit.evaluation.facts import Binding, Knowledge, shown
from protocolkit.evaluation.kleene import Truth, either
from protocolkit.model.incident import Person


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
        # A definition may wait for what other rules make of the case: then the same question may be answered otherwise.
        self.lasting = not any(fact in knowledge.vocabulary.accusing for fact in knowledge.definitions)
        self._known = knowledge.given
        self._found: dict[tuple[str, str | None], Suspicion] = {}

    def person(self, id: str) -> Suspicion:
        """A party of the case: accused if he is also listed as an offender."""
        return Suspicion(any(o.id == id for o in self.offenders))

    def office(self, role: str) -> Suspicion:
        """The holder of a post in the organisation. Bodies outside it are never the accused."""
        return self._once(role, None, lambda: self._office(role))

    def kin(self, role: str, of: str) -> Suspicion:
        """The person of a party, such as his legal representative; of several who are listed, all of them.

        What is said of that person himself only tells; what is said of an offender is asked while it is unknown.
        """
        if listed := self.representing(role, of):
            return Suspicion(all(self.person(id).accused for id in listed))
        return self._once(role, of, lambda: self._kin(role, of))

    def representing(self, role: str, of: str) -> tuple[str, ...]:
        """The listed persons a role of a party stands for."""
        if not self.knowledge.vocabulary.listed(self.knowledge.vocabulary.stands_with(role)):
            return ()
        return tuple(person.id for person in self.knowledge.representing(of))

    def _once(self, role: str, of: str | None, find: Callable[[], Suspicion]) -> Suspicion:
        """Every rule asks after the same few people: each is found once from the same facts."""
        if not self.lasting:
            return find()
        if self._known is not self.knowledge.given:
            self._known, self._found = self.knowledge.given, {}
        if (role, of) not in self._found:
            self._found[role, of] = find()
        return self._found[role, of]

    def _office(self, role: str) -> Suspicion:
        vocabulary, organisation = self.knowledge.vocabulary, self.incident.organisation
        role = vocabulary.stands_with(role)
        if party := vocabulary.belongs_to(role):
            return self._any([self.kin(role, p.id) for p in self.knowledge.having(party)])
        if any(role in (o.holds or ()) for o in self.offenders) or self._is_made_of_the_accused(role):
            return Suspicion(True)
        if role == organisation or vocabulary.institution(role) != organisation:
            return CLEAR
        return self._any([self._holds(o, role) for o in self.offenders])

    def _is_made_of_the_accused(self, role: str) -> bool:
        """Whether a body has a composition, and the accused hold every post in it."""
        entry = self.knowledge.vocabulary.roles.get(role)
        posts = [post for post in dict.fromkeys(_named(entry.has) if entry else ()) if post != role]
        held = {post for o in self.offenders for post in o.holds or ()}
        return bool(posts) and all(post in held or self._suspect(post) for post in posts)

    def _suspect(self, post: str) -> bool:
        vocabulary = self.knowledge.vocabulary
        # What is said of a party's own kin is no fact of an offender.
        facts = [one for one in vocabulary.suspects(post) if vocabulary.variable(one[0]) == "offender"]
        return any(self._asked(o, fact, wanted, {}).accused is True for o in self.offenders for fact, wanted in facts)

    def _kin(self, role: str, of: str) -> Suspicion:
        vocabulary = self.knowledge.vocabulary
        role = vocabulary.stands_with(role)
        party = vocabulary.belongs_to(role)
        is_party = party in self.knowledge.person(of).roles
        found = []
        for fact, wanted in vocabulary.suspects(role):
            if vocabulary.variable(fact) != "offender":
                known = is_party and vocabulary.fact(fact) and self.knowledge.value(fact, {str(party): of}) == wanted
                found += [Suspicion(True)] if known else []
                continue
            for offender in self.offenders:
                if offender.id == of:
                    continue
                if offender.represents is not None:
                    found.append(Suspicion(of in offender.represents))
                elif is_party:
                    asked = self._asked(offender, fact, wanted, {str(party): of})
                    if asked.accused is True and len(self.knowledge.having(str(party))) > 1:
                        # He represents somebody; nobody said whom.
                        asked = Suspicion(None, (shown((offender.id, "represents"), vocabulary),))
                    found.append(asked)
        return self._any(found)

    def holds_a_post(self, id: str) -> bool:
        """Whether somebody is known to be one of those who hold posts in the organisation."""
        posts = self.knowledge.vocabulary.post_holders
        return any(o.id == id and self.knowledge.value(fact, {"offender": id}) == wanted
                   for o in self.offenders for fact, wanted in posts.items())  # fmt: skip

    def members(self, role: str) -> list[str]:
        """The posts in a body's composition that are known to be held by the accused."""
        entry = self.knowledge.vocabulary.roles.get(role)
        named = _named(entry.has) if entry else []
        return [post for post in dict.fromkeys(named) if post != role and self.office(post).accused is True]

    def known(self) -> Iterator[tuple[str, str | None, str | None]]:
        """The posts and kin known to be the accused, with the person they belong to and who of several it is."""
        vocabulary = self.knowledge.vocabulary
        # A role that stands and falls with another is not listed beside it.
        suspect = [r for r in vocabulary.roles if r == vocabulary.stands_with(r) and vocabulary.suspects(r)]
        kin = [role for role in suspect if vocabulary.belongs_to(role)]
        posts = dict.fromkeys([*suspect, *(role for o in self.offenders for role in o.holds or ())])
        yield from ((role, None, None) for role in posts if role not in kin and self.office(role).accused)
        for person in self.incident.persons:
            for role in kin:
                listed = self.representing(role, person.id)
                yield from ((role, person.id, id) for id in listed if self.person(id).accused)
                if not listed and self.kin(role, person.id).accused:
                    yield role, person.id, None

    def _any(self, suspicions: list[Suspicion]) -> Suspicion:
        accused = either(s.accused for s in suspicions)
        asks = tuple(dict.fromkeys(fact for s in suspicions for fact in s.ask)) if accused is None else ()
        return Suspicion(accused, asks)

    def _holds(self, offender: Person, role: str) -> Suspicion:
        vocabulary = self.knowledge.vocabulary
        if facts := vocabulary.suspects(role):
            return self._any([self._asked(offender, fact, wanted, {}) for fact, wanted in facts])
        if offender.holds is not None:
            return Suspicion(role in offender.holds)
        binding = {"offender": offender.id}
        if any(self.knowledge.value(fact, binding) == wanted for fact, wanted in vocabulary.post_holders.items()):
            return Suspicion(None, (shown((offender.id, "holds"), vocabulary),))
        return CLEAR

    def _asked(self, offender: Person, fact: str, wanted: Any, of: Binding) -> Suspicion:
        """Whether a fact of an offender has the value that makes him the one, and itself as the question while not."""
        binding = {"offender": offender.id} | of
        value = self.knowledge.value(fact, binding)
        if value is None:
            return Suspicion(None, (shown(self.knowledge.key(fact, binding), self.knowledge.vocabulary),))
        return Suspicion(bool(value == wanted))


def _named(composition: object) -> list[str]:
    """Every role a composition names, however it nests them."""
    if isinstance(composition, str):
        return [composition]
    if isinstance(composition, dict):
        return [name for value in composition.values() for name in _named(value)]
    return [name for one in composition for name in _named(one)] if isinstance(composition, list) else []
