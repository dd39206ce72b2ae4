"""Questions a rule asks before it can be read: which reading the facts choose, and what nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol as Interface

import msgspec

from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Binding, shown
from protocolkit.evaluation.hearing import ears
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.rhythms import Occurrence
from protocolkit.evaluation.triggers import Moments
from protocolkit.model.rule import Patch, Rule


class Chosen(msgspec.Struct, frozen=True):
    """A rule in the reading that the answers choose, and the readings whose question nobody has answered."""

    rule: Rule
    open: tuple[Patch, ...] = ()

    @property
    def readings(self) -> tuple[Rule, ...]:
        """Every rule that it may be, the chosen one first."""
        return (self.rule, *(patch.rule for patch in self.open if patch.rule is not None))


def chosen(rule: Rule, binding: Binding, case: Case) -> Chosen:
    """Reads a rule as the facts say. What is asked of a person not chosen yet is not answered yet."""
    read, open_ones = rule, []
    for patch in rule.readings:
        if patch.ask is None:
            continue
        answer = case.knowledge.value(patch.ask, binding) if _bound(patch.ask, binding, case) else None
        if answer is None:
            open_ones.append(patch)
        elif answer is True and patch.rule is not None:
            read = patch.rule
    return Chosen(read, tuple(open_ones))


def truth_of(rule: Rule, binding: Binding, case: Case) -> Truth:
    """Whether a rule applies by its condition, in the reading the facts choose; unknown where that is still asked."""
    found = chosen(rule, binding, case)
    truths = [case.holds(one.if_, binding) for one in found.readings]
    if all(truth is False for truth in truths):
        return False
    asks = any(patch.rule is None for patch in found.open) or any(truth is not truths[0] for truth in truths)
    return None if asks else truths[0]


def asked(patches: Sequence[Patch], binding: Binding, case: Case) -> tuple[str, ...]:
    """The facts that readings ask for, as a reader gives them."""
    found = []
    for patch in patches:
        if patch.ask is not None:
            known = _bound(patch.ask, binding, case)
            key = case.knowledge.key(patch.ask, binding) if known else None
            found.append(shown(key, case.vocabulary) if key else patch.ask)
    return tuple(dict.fromkeys(found))


def undecided(read: Chosen, binding: Binding, case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts and the events that would decide whether a rule applies, where that is all it hangs on."""
    facts, events = unknown(read.readings, binding, case)
    return tuple(dict.fromkeys((*asked(read.open, binding, case), *facts))), events


def unknown(readings: Iterable[Rule], binding: Binding, case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts and the events that would decide the conditions of a rule and its readings."""
    open_ones = [read.if_ for read in readings if case.holds(read.if_, binding) is None]
    facts = (fact for condition in open_ones for fact in case.asks(condition, binding))
    events = (event for condition in open_ones for event in case.awaits(condition, binding))
    return tuple(dict.fromkeys(facts)), tuple(dict.fromkeys(events))


def _bound(fact: str, binding: Binding, case: Case) -> bool:
    variable = case.vocabulary.variable(fact)
    return variable is None or variable in binding


class Working(Interface):
    """What works out when a rule's trigger came."""

    case: Case

    def times(
        self, rule: Rule, binding: Binding, party: str | None, to: str | None, hearer: str | None = None
    ) -> tuple[list[Occurrence], Moments]: ...


class Open(msgspec.Struct, frozen=True):
    """What unanswered questions leave open: `readings` are those under which something is owed or holds.

    `deciding` are the questions on which it hangs whether anything is owed, by whom, to whom, from when or until when;
    on the `other` ones only how much, by when or in which manner.
    """

    readings: tuple[Rule, ...] = ()
    deciding: tuple[Patch, ...] = ()
    other: tuple[Patch, ...] = ()


class Asking:
    """Weighs unanswered questions in one evaluation."""

    def __init__(self, working: Working) -> None:
        self.working = working

    def weigh(self, rule: Chosen, here: Attempt) -> Open:
        """What the open questions of a rule decide for one choice of persons and one recipient."""
        mine = self._comes_to(rule.rule, here)
        readings = [rule.rule] if mine is not None else []
        deciding: list[Patch] = []
        other: list[Patch] = []
        for patch in rule.open:
            if patch.rule is None:
                if mine is not None:
                    deciding.append(patch)
                continue
            its = self._comes_to(patch.rule, here)
            if its is not None:
                readings.append(patch.rule)
            if its != mine:
                deciding.append(patch)
            elif its is not None:
                other.append(patch)
        return Open(tuple(readings), tuple(deciding), tuple(other))

    def _comes_to(self, rule: Rule, here: Attempt) -> object:
        """Whether, what, whom, from when and until when; null where a reading asks nothing for this recipient."""
        case = self.working.case
        truth = case.holds(rule.if_, here.binding)
        if truth is False or here.recipient not in case.people.recipients(rule, here.binding):
            return None
        told = here.recipient.text.roles
        to = told[0] if told else None
        heard = [self.working.times(rule, here.binding, here.party, to, ear.hearer) for ear in ears(rule, case)]
        times, waiting = [t for came, _ in heard for t in came], tuple(m.waiting for _, m in heard)
        actor = times[0].came.by if times and times[0].came else None
        bearers = tuple(case.people.sides(rule.by, rule, here.binding, actor))
        what = (rule.modality, rule.acts, rule.act_mode, rule.documents, rule.document_mode)
        # What waits for another moment begins at another, even if nobody knows when.
        begun = tuple((t.key, t.came.at if t.came else None) for t in times)
        begins = begun or (waiting, rule.after, rule.every)
        return (truth, rule.if_ if truth is None else None, begins, rule.until, bearers, what)
