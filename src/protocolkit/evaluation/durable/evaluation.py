"""The reference with every condition decided by durable_rules: two matchers that agree, or one of them is wrong.

What an atom comes to (a fact, a number, what the log says) is the reference's; so are due times, the life of a duty and
who may be told. What the atoms come to together, for each choice of persons, is the witness's alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.durable.formulas import asking
from protocolkit.evaluation.durable.witness import witness
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.kleene import Truth, either
from protocolkit.evaluation.match import Matcher, holds
from protocolkit.evaluation.rules import Evaluation
from protocolkit.model.conditions import All, Between, Compared, Condition, Happened, HasAll, Is, Known, Not
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol


class DurableMatcher(Matcher):
    """Asks the witness for each choice of persons anew; nothing is kept, and no choice is saved by a clever order."""

    def holds(self, condition: Condition, binding: Binding) -> Truth:
        return either([self.holds_for(condition, one) for one in self.choices(condition, binding)])

    def holds_for(self, condition: Condition, binding: Binding) -> Truth:
        inputs = [self._input(one, binding) for one in asking(condition).inputs]
        return witness().answer(condition, inputs)

    def _input(self, condition: Condition, binding: Binding) -> Truth:
        match condition:
            case All() | AnyOf() | Not():
                return self.holds_for(condition, binding)
            case Is() | Between() | HasAll() | Known() | Compared() | Happened():
                return holds(condition, binding, self.knowledge, self.happened)
            case _:
                assert_never(condition)


class DurableCase(Case):
    """A case whose conditions the witness decides."""

    matcher = DurableMatcher


class DurableEvaluation(Evaluation):
    """An evaluation whose conditions the witness decides. Raises InputError (`missing-extra`) where there is none."""

    of_case = DurableCase

    def __init__(self, protocol: Protocol, *more: Any, **named: Any) -> None:
        witness().learn(condition for rule in protocol.rules for condition in _conditions(rule))
        super().__init__(protocol, *more, **named)


def _conditions(rule: Rule) -> Iterator[Condition]:
    """The conditions on which a rule's matching hangs, in each of its readings; others are learnt as they are met."""
    yield rule.if_
    yield from (patch.rule.if_ for patch in rule.readings if patch.rule is not None)
