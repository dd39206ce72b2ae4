"""Where a rule is in a plan, and why: what a failing case shows beside its expectation."""

from __future__ import annotations

from functools import cached_property

from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.parties import bindings
from protocolkit.evaluation.reference import Evaluation
from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.incidents.incident import Incident
from protocolkit.plans.plan import Duty, Plan
from protocolkit.rulesets.conditions import All, Condition, describe
from protocolkit.rulesets.conditions import Any as AnyOf
from protocolkit.rulesets.moments import Rhythm
from protocolkit.rulesets.moments import describe as describe_moment
from protocolkit.rulesets.rule import Rule
from protocolkit.rulesets.ruleset import Protocol

_SAID = {True: "true", False: "false", None: "unknown"}


class Whereabouts:
    """Explains one plan. The evaluation behind it is made again only when something has to be explained."""

    def __init__(self, plan: Plan, protocol: Protocol, incident: Incident) -> None:
        self.plan = plan
        self.protocol = protocol
        self.incident = incident

    @cached_property
    def evaluation(self) -> Evaluation:
        assert self.incident.as_of is not None
        made = Evaluation(self.protocol, self.incident, self.incident.as_of)
        made.all()
        return made

    def says(self, rule: str | None) -> str:
        """In one line, where the rule is if it is not where it was expected."""
        found = self._duty_ids(rule)
        if found:
            return f"it gives {', '.join(found)}"
        merged = [d.id for d in self.plan.duties if rule in d.also_required_by]
        if merged:
            return f"it is part of {', '.join(merged)}, which another rule governs"
        for one in self.plan.awaiting:
            if one.rule == rule:
                return f"it awaits {', '.join(one.events) or one.event}"
        for open_ in self.plan.undetermined:
            if open_.rule == rule:
                return f"it is undetermined: {', '.join(open_.facts)} unknown"
        for gap in self.plan.gaps:
            if gap.rule == rule:
                return f"it is a gap: {gap.why}"
        norms = (
            ("prohibitions", self.plan.prohibitions),
            ("permissions", self.plan.permissions),
            ("sanctions", self.plan.sanctions),
        )
        for name, entries in norms:
            if any(norm.rule == rule for norm in entries):
                return f"it is among the {name}"
        found_rule = self.protocol.rule(rule) if rule else None
        if found_rule is not None and not belongs_to_case(found_rule, self.protocol):
            return "it reads nothing of the case: it belongs to the organisation's agenda"
        return "it is nowhere in the plan"

    def _duty_ids(self, rule: str | None) -> list[str]:
        return [f"{d.id} ({d.status})" for d in self.plan.duties if d.rule == rule]

    def of_duty(self, duty: Duty) -> tuple[str, ...]:
        """How a duty came about and how its due time was worked out."""
        steps = duty.due.steps if duty.due else ("no due time: the text gives none",)
        return (*duty.trace, *(f"due: {step}" for step in steps))

    def trace(self, rule_id: str | None) -> tuple[str, ...]:
        """Why a rule is no duty: each part of its condition in source order, and its trigger."""
        rule = self.protocol.rule(rule_id) if rule_id else None
        if rule is None:
            return ()
        return (*self._condition(rule), *self._trigger(rule))

    def _condition(self, rule: Rule) -> list[str]:
        parts = rule.if_.of if isinstance(rule.if_, All) else (rule.if_,)
        case = self.evaluation.case
        chosen = bindings([rule.each] if rule.each else [], {}, case.incident, case.vocabulary)
        lines = []
        for binding in chosen:
            whose = f" for {binding[rule.each]}" if rule.each and binding[rule.each] != rule.each else ""
            for part in parts:
                lines.append(f"if {_whole(part)}{whose}: {_SAID[self._holds(part, binding)]}")
        return lines

    def _holds(self, part: Condition, binding: dict[str, str]) -> Truth:
        return self.evaluation.case.holds(part, binding)

    def _trigger(self, rule: Rule) -> list[str]:
        if rule.standing:
            return ["stands at all times"]
        if rule.during:
            return [f"shown under open duties whose act is {' or '.join(rule.during)}"]
        lines = []
        for word, moment in (("after", rule.after), ("every", rule.every)):
            if moment is None:
                continue
            if isinstance(moment, Rhythm):
                lines.append(f"{word} {moment.agenda or moment.period}")
                continue
            case = self.evaluation.case
            came = [m for b in self._choices(rule) if (m := case.moments(moment, b, b.get(rule.each or "")).first)]
            at = f": came at {case.iso(came[0].at)}" if came else ": not come"
            lines.append(f"{word} {describe_moment(moment)}{at}")
        return lines

    def _choices(self, rule: Rule) -> list[dict[str, str]]:
        case = self.evaluation.case
        return list(bindings([rule.each] if rule.each else [], {}, case.incident, case.vocabulary))


def _whole(part: Condition) -> str:
    said = describe(part)
    return f"({said})" if isinstance(part, All | AnyOf) and len(part.of) > 1 else said
