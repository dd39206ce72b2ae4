"""Who is there to owe a duty or to be told, as formulas: what `evaluation.persons` makes of accused and absent ones."""

from __future__ import annotations

from typing import Any

from protocolkit.evaluation.sides import Side, Somebody
from protocolkit.model.people import Choice, People
from protocolkit.model.rule import Rule
from protocolkit.proving.expressed import names_offender
from protocolkit.proving.pairs import Pair, all_of, some_of
from protocolkit.proving.solver import z3
from protocolkit.proving.suspicion import Suspicions

UNGUARDED = ("prohibition", "sanction")


class Presence:
    """Whether the people of a side are there, and left, in the cases of one world."""

    def __init__(self, accused: Suspicions) -> None:
        self.accused = accused
        self.truths = accused.truths
        self.world = accused.truths.world

    def held(self, side: Side, rule: Rule) -> Any:
        """Whether somebody of a side, or who stands in for it, is there to owe it."""
        if rule.by is None:
            return z3().BoolVal(True)
        free = z3().And(self.present(side, rule.by), z3().Not(self.blocked(side, rule.by, rule)))
        return free if side.people else z3().BoolVal(False)

    def blocked(self, side: Side, people: People | None, rule: Rule) -> Any:
        """Whether nobody of a side is left, because those it names are the accused and no substitute is free."""
        solver = z3()
        if rule.modality in UNGUARDED or not side.people:
            return solver.BoolVal(False)
        spared = names_offender(people)
        out = [
            solver.BoolVal(False) if spared and one.variable == "offender" else self.accused.of(one).true
            for one in side.people
        ]
        gone = some_of(out) if side.mode == "all" else all_of(out)
        instead = [s for one in _substitutes(people) for s in self.world.case.people.sides(one, rule, {}, None)]
        free = some_of(solver.Not(self.blocked(s, None, rule)) for s in instead if s.people)
        return solver.And(gone, solver.Not(free))

    def present(self, side: Side, people: People | None) -> Any:
        """Whether there is anybody: an adult has no representative."""
        if people is None or not side.people:
            return z3().BoolVal(True)
        return some_of(self._is_there(one) for one in side.people)

    def _is_there(self, one: Somebody) -> Any:
        vocabulary, solver = self.world.protocol.vocabulary, z3()
        entry = vocabulary.roles.get(one.role)
        if one.person is None or one.who is not None or entry is None or not vocabulary.belongs_to(one.role):
            return solver.BoolVal(True)
        party = one.variable or ""
        gone = []
        for fact, wanted in entry.of or ():
            value = self.truths.value(f"{party}.{fact}", {party: one.person})
            value = value if wanted is True else Pair(value.false, value.true)
            gone += [value.false, solver.And(value.unknown, self._holds_a_post(one.person))]
        return solver.Not(some_of(gone))

    def _holds_a_post(self, id: str) -> Any:
        posts = self.world.protocol.vocabulary.post_holders
        offenders = [o for o in self.world.incident.having("offender") if o.id == id]
        return some_of(
            self.accused.is_said(fact, wanted, {"offender": o.id}).true
            for o in offenders
            for fact, wanted in posts.items()
        )


def _substitutes(people: People | None) -> tuple[People, ...]:
    return people.else_ if isinstance(people, Choice) else ()
