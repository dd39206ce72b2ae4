"""Which rules ask their questions plainly, and what of the answers is the same in every case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from protocolkit.evaluation.compiled.crew import Crew
from protocolkit.evaluation.compiled.dues import Dues
from protocolkit.evaluation.persons import chosen_for
from protocolkit.evaluation.rhythms import start_of
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.moments import First, Last, Moment, Occurs
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.walk import inside, walk

UNTIMED = -1
"""The number of no due time at all."""


class Plain(NamedTuple):
    """A rule of which no question is asked that somebody must answer before it can be read.

    `parties` are chosen for it. `starts` is the moment with which it starts, once; null where it starts otherwise.
    `due` is the number of its due time, null where that hangs on facts. `makes` are the events that its acts may be,
    and `still` says that nothing but records can change or end what it asks for. A rule is `alone` that hangs on what
    no other rule comes to. A norm `is_lasting` that nothing ends. Who acts or
    is told hangs on the log if `by_log`.
    """

    rule: Rule
    is_duty: bool
    always: bool
    parties: tuple[str, ...]
    starts: Moment | None
    due: int | None
    makes: frozenset[str]
    acts: frozenset[str]
    still: bool
    alone: bool
    is_lasting: bool
    by_log: bool


class Plainness:
    """The plain rules of a protocol. The others are asked as the reference asks them."""

    def __init__(self, protocol: Protocol, dues: Dues, crew: Crew) -> None:
        self._vocabulary = protocol.vocabulary
        self._crew = crew
        # A definition, or a text's scope, that hangs on what rules come to makes all of them hang together.
        defined = (node for several in protocol.definitions.values() for rule in several for _, node in walk(rule))
        scopes = (node for ruleset in protocol.rulesets for node in inside(ruleset.scope))
        self.derived = is_chained((*defined, *scopes))
        self.rules = {rule.id: self._plain(rule, dues) for rule in protocol.rules if is_plain(rule)}

    def _plain(self, rule: Rule, dues: Dues) -> Plain:
        start = start_of(rule)
        return Plain(
            rule=rule,
            is_duty=rule.modality in DUTIES,
            always=rule.if_ == ALWAYS,
            parties=chosen_for(rule),
            starts=start if rule.every is None and not rule.standing else None,
            due=UNTIMED if rule.due is None else dues.number(rule.due, rule.time),
            makes=frozenset(event for act in rule.acts for event in self._vocabulary.made_by(act)),
            acts=frozenset(rule.acts),
            alone=not self.derived and not is_chained(node for _, node in walk(rule, readings=True)),
            is_lasting=rule.until is None and rule.modality != "right",
            by_log=any(one is not None and self._crew.parties(one) is None for one in (rule.by, rule.to)),
            still=rule.until is None and rule.clock.hold is None and rule.clock.resume is None,
        )


def is_chained(parts: Iterable[object]) -> bool:
    """Whether a moment among the parts of rules hangs on more than the log: on what other rules come to, or on time."""
    return any(isinstance(one, Moment) and not isinstance(one, Occurs | First | Last) for one in parts)


def is_plain(rule: Rule) -> bool:
    """Whether no reading of a rule waits for an answer, and it is not whoever acted that owes it."""
    return not rule.acting and not any(patch.ask is not None for patch in rule.readings)
