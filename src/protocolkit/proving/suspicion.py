"""Who is the accused, as formulas: what `evaluation.accused` says of offices, kin and persons, in two bits."""

from __future__ import annotations

from typing import Any

from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.sides import Somebody
from protocolkit.model.vocabulary import PARTIES
from protocolkit.proving.pairs import Pair, all_of, constant, either, some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.truths import Truths


class Suspicions:
    """Whether somebody is the accused in the cases of one world."""

    def __init__(self, truths: Truths) -> None:
        self.truths = truths
        self.vocabulary = truths.vocabulary
        self.incident = truths.world.incident
        self.offenders = self.incident.having("offender")
        self._found: dict[tuple[str, str | None], Pair] = {}

    def of(self, one: Somebody) -> Pair:
        """Whether a bearer or a recipient is the accused."""
        if one.role in PARTIES or (one.person is not None and one.who is not None):
            return constant(any(o.id == (one.who or one.person) for o in self.offenders))
        role = self.vocabulary.stands_with(one.role)
        if one.person is not None and self.vocabulary.belongs_to(role):
            return self.kin(role, one.person)
        if one.person is not None:
            return constant(any(o.id == one.person for o in self.offenders))
        return self.office(one.role)

    def office(self, role: str) -> Pair:
        """The holder of a post in the organisation; bodies outside it are never the accused."""
        if (role, None) not in self._found:
            self._found[role, None] = self._office(role)
        return self._found[role, None]

    def _office(self, role: str) -> Pair:
        vocabulary, organisation = self.vocabulary, self.incident.organisation
        role = vocabulary.stands_with(role)
        if party := vocabulary.belongs_to(role):
            return either(self.kin(role, p.id) for p in self.incident.persons if party in p.roles)
        held = some_of(self.truths.holds_post(o.id, role).true for o in self.offenders)
        surely = some_of([held, self._made_of_the_accused(role)])
        outside = role == organisation or vocabulary.institution(role) != organisation
        rest = constant(False) if outside else either(self._holds(o.id, role) for o in self.offenders)
        return Pair(some_of([surely, rest.true]), all_of([z3().Not(surely), rest.false]))

    def _made_of_the_accused(self, role: str) -> Any:
        posts = [post for post in self.vocabulary.composition(role)[1:] if post in _direct(self.vocabulary, role)]
        if not posts:
            return z3().BoolVal(False)
        return all_of(
            some_of(
                [self.truths.holds_post(o.id, post).true for o in self.offenders]
                + [self._asked(o.id, fact, wanted, {}).true
                   for o in self.offenders for fact, wanted in self._of_offenders(post)]
            )
            for post in posts
        )  # fmt: skip

    def _of_offenders(self, post: str) -> list[tuple[str, Any]]:
        suspects = self.vocabulary.suspects(post)
        return [one for one in suspects if self.vocabulary.variable(one[0]) == "offender"]

    def _holds(self, offender: str, role: str) -> Pair:
        vocabulary, solver = self.vocabulary, z3()
        if facts := vocabulary.suspects(role):
            return either(self._asked(offender, fact, wanted, {}) for fact, wanted in facts)
        binding = {"offender": offender}
        posted = some_of(self.is_said(fact, wanted, binding).true for fact, wanted in vocabulary.post_holders.items())
        said = self.truths.holds_post(offender, role)
        return Pair(said.true, solver.Or(said.false, solver.And(said.unknown, solver.Not(posted))))

    def kin(self, role: str, of: str) -> Pair:
        """The person of a party, such as a legal representative, nobody being listed as one."""
        if (role, of) not in self._found:
            self._found[role, of] = self._kin(self.vocabulary.stands_with(role), of)
        return self._found[role, of]

    def _kin(self, role: str, of: str) -> Pair:
        vocabulary, solver = self.vocabulary, z3()
        party = str(vocabulary.belongs_to(role))
        having = [p.id for p in self.incident.persons if party in p.roles]
        found: list[Pair] = []
        for fact, wanted in vocabulary.suspects(role):
            if vocabulary.variable(fact) != "offender":
                if of in having and vocabulary.fact(fact):
                    known = self.is_said(fact, wanted, {party: of}).true
                    found.append(Pair(known, solver.Not(known)))
                continue
            for offender in self.offenders:
                if offender.id == of:
                    continue
                said = self.truths.represents(offender.id, [of])
                asked = self._asked(offender.id, fact, wanted, {party: of}) if of in having else constant(False)
                if len(having) > 1:  # he represents somebody; nobody said whom
                    asked = Pair(solver.BoolVal(False), asked.false)
                found.append(
                    Pair(
                        solver.Or(said.true, solver.And(said.unknown, asked.true)),
                        solver.Or(said.false, solver.And(said.unknown, asked.false)),
                    )
                )
        return either(found)

    def _asked(self, offender: str, fact: str, wanted: Any, of: Binding) -> Pair:
        """Whether a fact of an offender has the value that makes him the one."""
        return self.is_said(fact, wanted, {"offender": offender} | of)

    def is_said(self, fact: str, wanted: Any, binding: Binding) -> Pair:
        declared = self.vocabulary.fact(fact)
        if declared is not None and declared.type == "bool":
            value = self.truths.value(fact, binding)
            return value if wanted is True else Pair(value.false, value.true)
        return self.truths.symbol(fact, binding).has(wanted)


def _direct(vocabulary: Any, role: str) -> list[str]:
    """The posts a body's own composition names, however it nests them."""
    entry = vocabulary.roles.get(role)

    def named(has: Any) -> list[str]:
        if isinstance(has, str):
            return [has]
        values = has.values() if isinstance(has, dict) else has if isinstance(has, list | tuple) else ()
        return [name for value in values for name in named(value)]

    return [post for post in dict.fromkeys(named(entry.has) if entry else ()) if post != role]
