"""How an act is to be carried out: the rules of conduct under running duties and open permissions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from protocolkit.evaluation.asking import chosen, truth_of, undecided
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.findings import Attempt, Duty
from protocolkit.evaluation.persons import Side
from protocolkit.model.people import named
from protocolkit.model.rule import ACTIVE, Rule
from protocolkit.model.vocabulary import ANYONE

LICENCES = ("permission", "right", "power")


class Act(msgspec.Struct, frozen=True):
    """Something that somebody may be doing: an act, whose it is, and the persons it concerns."""

    acts: tuple[str, ...]
    institutions: tuple[str, ...]
    binding: Binding
    party: str | None
    recipient: Side


class Conduct:
    """The rules of conduct of one case. Those that a fact must still decide gather in `unsure`, once each."""

    def __init__(self, case: Case, leaves_out: Callable[[Rule], bool]) -> None:
        self.case = case
        self.rules = [rule for rule in case.protocol.rules if rule.during and not leaves_out(rule)]
        self.unsure: dict[str, Attempt] = {}
        self._of: dict[tuple[str, ...], list[Rule]] = {}

    def under_duty(self, one: Duty) -> tuple[Rule, ...]:
        owed = one.lead
        if owed.life.status not in ACTIVE:
            return ()
        return self._under(Act((owed.act,), owed.institutions, owed.binding, owed.party, owed.recipient))

    def under_norm(self, norm: Attempt) -> tuple[Rule, ...]:
        if norm.rule.modality not in LICENCES:
            return ()
        institutions = self.case.institutions(norm.bearer.roles)
        return self._under(Act(norm.rule.acts, institutions, norm.binding, norm.party, norm.recipient))

    def _under(self, act: Act) -> tuple[Rule, ...]:
        found: dict[str, Rule] = {}
        waiting = [act]
        while waiting:
            # Conduct may itself be an act with conduct of its own.
            now = waiting.pop(0)
            for rule in self._applying(now):
                if rule.id not in found:
                    found[rule.id] = rule
                    if rule.modality != "prohibition":
                        waiting.append(msgspec.structs.replace(now, acts=rule.acts))
        return tuple(found.values())

    def _applying(self, act: Act) -> Iterator[Rule]:
        for rule in self._about(act.acts):
            if self._same_house(rule, act.institutions):
                truth = truth_of(rule, act.binding, self.case)
                read = chosen(rule, act.binding, self.case)
                if truth is True:
                    yield read.rule
                elif truth is None:
                    facts, events = undecided(read, act.binding, self.case)
                    left = Attempt(rule, act.binding, act.party, act.recipient, facts=facts, events=events)
                    self.unsure.setdefault(rule.id, left)

    def _about(self, acts: tuple[str, ...]) -> list[Rule]:
        """The rules of conduct about any of the acts; many duties ask for the same."""
        if acts not in self._of:
            families = {family for act in acts for family in self.case.vocabulary.families(act)}
            self._of[acts] = [rule for rule in self.rules if not families.isdisjoint(rule.during)]
        return self._of[acts]

    def _same_house(self, rule: Rule, institutions: tuple[str, ...]) -> bool:
        roles = [role for one in named(rule.by) if (role := getattr(one, "role", None))]
        return not roles or ANYONE in roles or bool(set(self.case.institutions(roles)) & set(institutions))
