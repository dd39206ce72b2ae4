"""Which texts of a protocol speak of a case at all: what each says of its own scope."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.due.found import Caution
from protocolkit.evaluation.kleene import Truth
from protocolkit.messages import Listed, Name, say
from protocolkit.model.conditions import ALWAYS, Condition
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Ruleset
from protocolkit.model.say import condition


class Scopes:
    """The texts of one case that have a scope of their own. An organisation's year is judged by no case's facts."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._scoped = [] if case.incident.agenda else [one for one in case.protocol.rulesets if one.scope != ALWAYS]
        self._texts = {rule.id: one for one in self._scoped for rule in one.rules}
        self._truths: dict[str, Truth] = {}

    def _truth(self, ruleset: Ruleset) -> Truth:
        if ruleset.id not in self._truths:
            # A scope that reads what a rule of its own text makes is asked as if the text applied.
            self._truths[ruleset.id] = None
            self._truths[ruleset.id] = self.case.holds(ruleset.scope, {})
        return self._truths[ruleset.id]

    def leaves_out(self, rule: Rule) -> bool:
        """Whether a rule stands in a text that does not apply. What the text defines is defined, what stands stands."""
        ruleset = self._texts.get(rule.id)
        if ruleset is None or rule.standing or rule.modality == "definition":
            return False
        return self._truth(ruleset) is False

    @property
    def left_out(self) -> frozenset[str]:
        """The texts that do not apply."""
        return frozenset(one.id for one in self._scoped if self._truth(one) is False)

    def scope_of(self, rule: Rule) -> Condition:
        """What the text of a rule says of its scope."""
        ruleset = self._texts.get(rule.id)
        return ALWAYS if ruleset is None else ruleset.scope

    def cautions(self) -> Iterator[Caution]:
        """One line for each text that does not apply, and for each of which nobody knows."""
        for ruleset in self._scoped:
            truth = self._truth(ruleset)
            if truth is False:
                told = say(
                    "{ruleset} does not apply to this case; it applies where {condition}",
                    ruleset=ruleset.id, condition=condition(ruleset.scope),
                )  # fmt: skip
                yield Caution("out_of_scope", told, ruleset=ruleset.id)
            elif truth is None:
                asks = self.case.asks(ruleset.scope, {})
                told = say(
                    "whether {ruleset} applies to this case is not known, and it is applied; find out: {facts}",
                    ruleset=ruleset.id, facts=Listed(tuple(Name("facts", fact) for fact in asks)),
                )  # fmt: skip
                yield Caution("scope_unknown", told, ruleset=ruleset.id, asks=asks)
