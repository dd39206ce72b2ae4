"""How an act is to be carried out: the rules of conduct under running duties and open permissions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from protocolkit.evaluation.asking import chosen, truth_of, undecided
from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.findings import Duty, Manner
from protocolkit.evaluation.sides import Side
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
        self._found: dict[object, tuple[Manner, ...]] = {}

    def under_duty(self, one: Duty) -> tuple[Manner, ...]:
        owed = one.lead
        if owed.life.status not in ACTIVE:
            return ()
        return self._under(Act((owed.act,), owed.institutions, owed.binding, owed.party, owed.recipient))

    def under_norm(self, norm: Attempt) -> tuple[Manner, ...]:
        if norm.rule.modality not in LICENCES:
            return ()
        institutions = self.case.institutions(norm.bearer.roles)
        return self._under(Act(norm.rule.acts, institutions, norm.binding, norm.party, norm.recipient))

    def _under(self, act: Act) -> tuple[Manner, ...]:
        # Whom it goes to matters only for the first question that a rule leaves open.
        key = (act.acts, act.institutions, *act.binding.items())
        if key not in self._found:
            self._found[key] = self._find(act)
        return self._found[key]

    def _find(self, act: Act) -> tuple[Manner, ...]:
        found: dict[str, Manner] = {}
        waiting = [act]
        while waiting:
            # Conduct may itself be an act with conduct of its own.
            now = waiting.pop(0)
            for rule in self._applying(now):
                if rule.id not in found:
                    found[rule.id] = self._manner(rule, now.binding)
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

    def _manner(self, rule: Rule, binding: Binding) -> Manner:
        """Whose conduct it is and whom it names: nobody brings the accused in, whatever the words say."""
        people = self.case.people
        by, to = (people.sides(side, rule, binding, None) for side in (rule.by, rule.to))
        kept = {role for side in (*by, *to) for role in side.roles}
        named = (role for side in (*by, *to) for role in side.text.roles)
        return Manner(rule, _roles(by), _roles(to), tuple(dict.fromkeys(role for role in named if role not in kept)))

    def _about(self, acts: tuple[str, ...]) -> list[Rule]:
        """The rules of conduct about any of the acts; many duties ask for the same."""
        if acts not in self._of:
            families = {family for act in acts for family in self.case.vocabulary.families(act)}
            self._of[acts] = [rule for rule in self.rules if not families.isdisjoint(rule.during)]
        return self._of[acts]

    def _same_house(self, rule: Rule, institutions: tuple[str, ...]) -> bool:
        roles = [role for one in named(rule.by) if (role := getattr(one, "role", None))]
        return not roles or ANYONE in roles or bool(set(self.case.institutions(roles)) & set(institutions))


def _roles(sides: Iterable[Side]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for side in sides for role in side.roles))
