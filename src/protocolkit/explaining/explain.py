"""Explains rules in a case: what made them duties, what kept them from it, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from protocolkit.diagnostics import Diagnostic, InputError, Place, did_you_mean
from protocolkit.evaluation.engine import evaluate
from protocolkit.evaluation.parties import Binding, bindings
from protocolkit.evaluation.rules import DUTIES, Evaluation
from protocolkit.explaining.changes import smallest_changes
from protocolkit.explaining.failing import failing, tested
from protocolkit.explaining.reasons import Reasons
from protocolkit.explaining.selecting import EVERYBODY, Selection
from protocolkit.languages import _
from protocolkit.model import say as in_words
from protocolkit.model.incident import Incident
from protocolkit.model.people import named, party_of
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.explanation import Change, Explanation, Outcome, Tried
from protocolkit.plans.plan import Plan, Source, Trigger

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
        self.protocol = protocol
        self.plan: Plan = evaluate(protocol, incident, as_of)
        at = datetime.fromisoformat(self.plan.as_of).astimezone(UTC)
        self.evaluation = Evaluation(protocol, incident, at)
        self.case = self.evaluation.case
        self.reasons = Reasons(protocol, self.plan, self.evaluation)

    def rule(self, name: str) -> Rule:
        """The rule of an id, of a short name, or of a duty's id."""
        ids = [rule.id for rule in self.protocol.rules]
        fitting = [id for id in ids if name == id or id.partition("#")[2] == name]
        fitting = fitting or sorted((id for id in ids if name.startswith((f"{id}/", f"{id}@"))), key=len)[-1:]
        if len(fitting) == 1 and (found := self.protocol.rule(fitting[0])):
            return found
        if fitting:
            message, help = _("`{rule}` is a rule of several rulesets").format(rule=name), ", ".join(fitting)
            problem = Diagnostic("ambiguous-rule", message, Place("RULE"), help)
        else:
            help = did_you_mean(name, [*ids, *(id.partition("#")[2] for id in ids)])
            message = _("no rule `{rule}` in {protocol}").format(rule=name, protocol=self.protocol.id)
            problem = Diagnostic("unknown-rule", message, Place("RULE"), help)
        raise InputError([problem])

    def owed(self) -> list[Rule]:
        """The rules behind the plan's duties, gaps and questions, in the plan's order."""
        named_rules = [d.rule for d in self.plan.duties] + [g.rule for g in self.plan.gaps]
        named_rules += [u.rule for u in self.plan.undetermined]
        return [rule for id in dict.fromkeys(named_rules) if (rule := self.protocol.rule(id))]

    def explain(self, rule: Rule, only: Selection = EVERYBODY) -> Explanation:
        """The explanation of a rule, for everybody or for those selected."""
        duties = only.duties(d for d in self.plan.duties if d.rule == rule.id or rule.id in d.also_required_by)
        tried = only.tried(self._tried(rule), duties)
        outcome = self.reasons.outcome(rule, duties, tried)
        changes, searched = self._changes(rule, outcome)
        return Explanation(
            rule=rule.id, modality=rule.modality, outcome=outcome,
            because=self.reasons.because(rule, outcome, duties, tried),
            sources=tuple(Source(rule.ruleset, cite.point, cite.words) for cite in rule.cites),
            starts=self.reasons.starts(rule),
            ends=in_words.moment(rule.until) if rule.until else None, condition=in_words.condition(rule.if_),
            due=in_words.due(rule.due) if rule.due else None, tried=tried, duties=duties, changes=changes,
            searched=searched, note=_(rule.note) if rule.note else None, label=rule.say,
        )  # fmt: skip

    # -- how far the rule came, for each choice of persons

    def _choices(self, rule: Rule) -> Iterator[tuple[Binding, str | None, tuple[str, ...]]]:
        """The choices of persons as the evaluation makes them, recipients that change nothing together."""
        people = [*named(rule.by), *(named(rule.to) if rule.modality not in DUTIES else ())]
        own = [rule.each, *map(party_of, people)] if rule.each else list(map(party_of, people))
        case = self.case
        for binding in bindings([p for p in dict.fromkeys(own) if p], {}, case.incident, case.vocabulary):
            party = binding.get(rule.each) if rule.each else None
            if rule.modality not in DUTIES:
                yield binding, party, ()
                continue
            groups: dict[tuple[tuple[str, str], ...], tuple[Binding, list[str]]] = {}
            for side in case.people.sides(rule.to, rule, binding, None):
                whole = binding | side.binding
                roles = groups.setdefault(tuple(sorted(whole.items())), (whole, []))[1]
                roles += side.roles or ((side.blocked,) if side.blocked else ())
            for whole, roles in groups.values():
                yield whole, party, tuple(dict.fromkeys(roles))

    def _tried(self, rule: Rule) -> Iterator[Tried]:
        if rule.modality == "definition" or rule.during:
            yield self._by_condition(rule)
            return
        found = self.evaluation.found(rule)
        for binding, party, roles in self._choices(rule):
            chosen, truth, facts = self.evaluation.reading(rule, binding)
            times, waiting = self.evaluation.times(rule, binding, party, roles[0] if roles else None)
            conditions = tested(chosen.if_, binding, self.case)
            outcome: Outcome = "absent"
            if truth is not False:
                outcome = "awaiting" if not times else "undetermined" if truth is None else "absent"
                if outcome == "absent":
                    kinds = (("duty", found.owed), ("gap", found.blocked), ("in_force", found.norms))
                    came = [kind for kind, several in kinds if any(_same(one.binding, binding) for one in several)]
                    outcome = came[0] if came else "absent"  # type: ignore[assignment]
            trigger = None
            if times and (came_at := times[0].came) is not None:
                trigger = Trigger(came_at.event, self.case.iso(came_at.at) or "", self.case.iso(came_at.recorded_at))
            yield Tried(
                outcome=outcome, to=roles, for_=party, persons=binding, conditions=conditions,
                failing=failing(conditions), trigger=trigger, awaits=waiting.waiting if not times else (), facts=facts,
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
        return Tried(outcome, conditions=conditions, failing=failing(conditions), awaits=awaits, facts=facts)

    def _changes(self, rule: Rule, outcome: Outcome) -> tuple[tuple[Change, ...], int]:
        """What would make it apply, for rules whose condition is false or open."""
        if outcome not in ("absent", "undetermined", "awaiting"):
            return (), 0
        conditions = [rule.if_, *(patch.rule.if_ for patch in rule.readings if patch.ask and patch.rule)]
        choices = [binding for binding, *_rest in self._choices(rule)] if not rule.during else [{}]
        open_ones = [b for b in choices if self.evaluation.reading(rule, b)[1] is not True]
        if not choices or len(open_ones) < len(choices):
            return (), 0
        for binding in open_ones:
            changes, searched = smallest_changes(
                self.case,
                conditions,
                binding,
                lambda b=binding: self.evaluation.reading(rule, b)[1],  # type: ignore[misc]
            )
            if changes:
                return changes, searched
        return (), searched


def _same(one: Binding, other: Binding) -> bool:
    return all(one.get(name, person) == person for name, person in other.items())
