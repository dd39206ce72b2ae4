"""Explains rules in a case: what made them duties, what kept them from it, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.diagnostics import Diagnostic, InputError, Place, did_you_mean
from protocolkit.evaluation.asking import truth_of
from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.find import find
from protocolkit.explaining.changes import smallest_changes
from protocolkit.explaining.failing import failing, tested
from protocolkit.explaining.reasons import Reasons
from protocolkit.explaining.selecting import EVERYBODY, Selection
from protocolkit.explaining.what_if import what_if
from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.messages import say
from protocolkit.model import say as in_words
from protocolkit.model.incident import WHY, Incident, rule_of_duty
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.entries import sources
from protocolkit.plans.explanation import Change, Explanation, Outcome, Tried
from protocolkit.plans.frozen import Frozen
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Gap, Norm, Undetermined
from protocolkit.plans.plan_parts import Reading, Trigger
from protocolkit.plans.present import present

UTC = ZoneInfo("UTC")


def explain(protocol: Protocol, incident: Incident, as_of: datetime | None, rule: str) -> Explanation:
    """Why a rule is or is not owed in a case at an instant (null: the incident's own), in the language being spoken.

    `rule` is a rule's id, its short name, or the id of a duty. Raises InputError if there is none of that name.
    """
    explainer = Explainer(protocol, incident, as_of)
    return explainer.explain(explainer.rule(rule))


class Explainer:
    """Explains several rules from one evaluation."""

    def __init__(self, protocol: Protocol, incident: Incident, as_of: datetime | None = None) -> None:
        self.found = find(protocol, incident, as_of)
        self.plan: Plan = present(self.found)
        self.case = self.found.case
        self.protocol = self.case.protocol  # in the editions of the day of the case as it was known then
        self.reasons = Reasons(self.protocol, self.plan, self.found)

    def rule(self, name: str) -> Rule:
        """The rule of an id, of a short name, or of a duty's id."""
        ids = [rule.id for rule in self.protocol.rules]
        fitting = [id for id in ids if name == id or id.partition("#")[2] == name]
        fitting = fitting or sorted((id for id in ids if name.startswith((f"{id}/", f"{id}@"))), key=len)[-1:]
        if len(fitting) == 1 and (found := self.protocol.rule(fitting[0])):
            return found
        if fitting:
            message, help = say("`{rule}` is a rule of several rulesets", rule=name), ", ".join(fitting)
            problem = Diagnostic("ambiguous-rule", message, Place("RULE"), help)
        else:
            near = did_you_mean(name, [*ids, *(id.partition("#")[2] for id in ids)])
            if self.protocol.elsewhere.rule(rule_of_duty(name)) is not None:
                near = WHY["edition_not_loaded"]
            message = say("no rule `{rule}` in {protocol}", rule=name, protocol=self.protocol.id)
            problem = Diagnostic("unknown-rule", message, Place("RULE"), near)
        raise InputError([problem])

    def owed(self) -> list[Rule]:
        """The rules behind the plan's duties, gaps and questions, in the plan's order."""
        named_rules = [d.rule for d in self.plan.duties] + [g.rule for g in self.plan.gaps]
        named_rules += [u.rule for u in self.plan.undetermined]
        return [rule for id in dict.fromkeys(named_rules) if (rule := self.protocol.rule(id))]

    def explain(self, rule: Rule, only: Selection = EVERYBODY, within: int = 0) -> Explanation:
        """The explanation of a rule, for everybody or for those selected.

        With `within`, also the smallest changes of the case, at most so many at once, that would change the answer.
        """
        duties = only.duties(d for d in self.plan.duties if d.rule == rule.id or rule.id in d.also_required_by)
        tried = only.tried(self._tried(rule), duties)
        outcome = self.reasons.outcome(rule, duties, tried)
        changes, searched = self._changes(rule, outcome)
        return Explanation(
            rule=rule.id, modality=rule.modality, outcome=outcome,
            because=self.reasons.because(rule, outcome, duties, tried),
            sources=sources(rule),
            starts=self.reasons.starts(rule),
            ends=said(in_words.moment(rule.until)) if rule.until else None,
            condition=said(in_words.condition(rule.if_)),
            due=said(in_words.due(rule.due)) if rule.due else None, tried=tried, duties=duties,
            norms=self._norms(rule), readings=self._readings(rule), changes=changes,
            searched=searched, note=_(rule.note) if rule.note else None, label=Frozen(rule.say),
            restates=rule.restates, what_if=what_if(self.found, rule, within) if within else None,
        )  # fmt: skip

    def _norms(self, rule: Rule) -> tuple[Norm, ...]:
        plan = self.plan
        return tuple(n for n in (*plan.prohibitions, *plan.permissions, *plan.sanctions) if n.rule == rule.id)

    def _readings(self, rule: Rule) -> tuple[Reading, ...]:
        """The other readings of a rule that is undetermined, or that nobody may perform."""
        open_ones: tuple[Undetermined | Gap, ...] = (*self.plan.undetermined, *self.plan.gaps)
        found = [one.readings for one in open_ones if one.rule == rule.id]
        return next((readings for readings in found if readings is not msgspec.UNSET), ())

    # -- how far the rule came, for each choice of persons

    def _choices(self, rule: Rule) -> list[list[Attempt]]:
        """The attempts for each choice of persons: recipients that change nothing stand together."""
        groups: dict[tuple[tuple[str, str], ...], list[Attempt]] = {}
        for one in self.found.attempts(rule):
            groups.setdefault(tuple(sorted(one.binding.items())), []).append(one)
        return list(groups.values())

    def _tried(self, rule: Rule) -> Iterator[Tried]:
        if not rule.is_tried:
            yield self._by_condition(rule)
            return
        for attempts in self._choices(rule):
            first = attempts[0]
            roles = [r for a in attempts for r in (a.recipient.roles or ((a.recipient.blocked or ""),)) if r]
            conditions = tested(first.rule.if_, first.binding, self.case)
            came = first.came
            yield Tried(
                outcome=_outcome(attempts), to=tuple(dict.fromkeys(roles)) if rule.modality in DUTIES else (),
                for_=first.party, persons=Frozen(first.binding), conditions=conditions, failing=failing(conditions),
                trigger=Trigger(
                    came.event, self.case.iso(came.at) or "", self.case.iso(came.recorded_at),
                    True if came.date_only else msgspec.UNSET,
                )
                if came else None,
                awaits=first.waiting or first.events, facts=first.facts,
                may_have=came is not None and bool(came.asks),
            )  # fmt: skip

    def _by_condition(self, rule: Rule) -> Tried:
        """A rule that has no trigger of its own: conduct under other duties, or a definition."""
        truth = self.case.holds(rule.if_, {})
        conditions = tested(rule.if_, {}, self.case)
        kind: Outcome = "definition" if rule.modality == "definition" else "conduct"
        awaits: tuple[str, ...] = ()
        if rule.modality == "definition" and rule.after is not None:
            moments = self.case.moments(rule.after, {}, None)
            awaits = moments.waiting
        outcome: Outcome = "awaiting" if awaits else kind
        if truth is not True:
            outcome = "absent" if truth is False else "undetermined"
        facts = self.case.asks(rule.if_, {}) if truth is None else ()
        awaits += tuple(event for event in self.case.awaits(rule.if_, {}) if event not in awaits)
        return Tried(outcome, conditions=conditions, failing=failing(conditions), awaits=awaits, facts=facts)

    def _changes(self, rule: Rule, outcome: Outcome) -> tuple[tuple[Change, ...], int]:
        """What would make it apply, for rules whose condition is false or open."""
        if outcome not in ("absent", "undetermined", "awaiting"):
            return (), 0
        conditions = [rule.if_, *(patch.rule.if_ for patch in rule.readings if patch.ask and patch.rule)]
        choices = [attempts[0].binding for attempts in self._choices(rule)] if not rule.during else [{}]
        open_ones = [b for b in choices if truth_of(rule, b, self.case) is not True]
        if not choices or len(open_ones) < len(choices):
            return (), 0
        for binding in open_ones:
            changes, searched = smallest_changes(
                self.case,
                conditions,
                binding,
                lambda b=binding: truth_of(rule, b, self.case),  # type: ignore[misc]
            )
            if changes:
                return changes, searched
        return (), searched


def _outcome(attempts: list[Attempt]) -> Outcome:
    """What a choice of persons comes to: its first question, else the best that any recipient's came to."""
    first = attempts[0].outcome
    if first in ("awaiting", "undetermined", "absent"):
        return first
    kinds: tuple[Outcome, ...] = ("duty", "gap", "in_force")
    return next((kind for kind in kinds if any(a.outcome == kind for a in attempts)), "absent")
