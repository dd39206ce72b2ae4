"""Where a rule is in a plan, and why: what a failing case shows beside its expectation."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.find import find
from protocolkit.evaluation.hearing import ears
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.persons import bindings
from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.languages import N_, _
from protocolkit.languages.saying import said as spoken
from protocolkit.messages import any_of, say
from protocolkit.model import say as in_words
from protocolkit.model.conditions import All, Condition
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.incident import Incident
from protocolkit.model.moments import Rhythm
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty

_TRUTHS = {
    True: (N_("if {condition}: true"), N_("if {condition} for {party}: true")),
    False: (N_("if {condition}: false"), N_("if {condition} for {party}: false")),
    None: (N_("if {condition}: unknown"), N_("if {condition} for {party}: unknown")),
}
_CAME = {
    "after": (N_("after {moment}: came at {at}"), N_("after {moment}: not come")),
    "every": (N_("every {moment}: came at {at}"), N_("every {moment}: not come")),
}
_AMONG = {
    "prohibitions": N_("it is among the prohibitions"),
    "permissions": N_("it is among the permissions"),
    "sanctions": N_("it is among the sanctions"),
}


class Whereabouts:
    """Explains one plan, which is English; `again` says it in the language being spoken."""

    def __init__(self, plan: Plan, protocol: Protocol, incident: Incident, again: Callable[[], Plan]) -> None:
        self.plan = plan
        self.again = again
        self.protocol = protocol
        self.incident = incident

    @cached_property
    def spoken(self) -> Plan:
        return self.again()

    @cached_property
    def case(self) -> Case:
        return find(self.protocol, self.incident).case

    def says(self, rule: str | None) -> str:
        """In one line, where the rule is if it is not where it was expected."""
        found = self._duty_ids(rule)
        if found:
            return _("it gives {duties}").format(duties=", ".join(found))
        merged = [d for d in self.plan.duties if rule in d.also_required_by]
        if merged:
            said = _("it is part of {duties}, which another rule governs").format(
                duties=", ".join(d.id for d in merged)
            )
            return self.as_twin(said, merged[0])
        for one in self.plan.awaiting:
            if one.rule == rule:
                return _("it awaits {events}").format(events=", ".join(one.events) or one.event)
        for open_ in self.plan.undetermined:
            if open_.rule == rule:
                return _("it is undetermined: {facts} unknown").format(facts=", ".join(open_.facts))
        for gap in self.spoken.gaps:
            if gap.rule == rule:
                return _("it is a gap: {why}").format(why=gap.why)
        for name, said in _AMONG.items():
            if any(norm.rule == rule for norm in getattr(self.plan, name)):
                return _(said)
        found_rule = self.protocol.rule(rule) if rule else None
        if found_rule is not None and not belongs_to_case(found_rule, self.protocol):
            return _("it reads nothing of the case: it belongs to the organisation's agenda")
        return _("it is nowhere in the plan")

    def as_twin(self, said: str, duty: Duty) -> str:
        """What is said of a duty with the rules merged into it, and how a case asserts it."""
        twins = ", ".join(duty.also_required_by)
        written = f"{{rule: {duty.rule}, also_required_by: [{twins}]}}"
        return _("{said}; assert it as `{entry}`").format(said=said, entry=written)

    def _duty_ids(self, rule: str | None) -> list[str]:
        return [f"{d.id} ({d.status})" for d in self.plan.duties if d.rule == rule]

    def of_duty(self, duty: Duty) -> tuple[str, ...]:
        """How a duty came about and how its due time was worked out."""
        duty = next((one for one in self.spoken.duties if one.id == duty.id), duty)
        steps = duty.due.steps if duty.due else (_("no due time: the text gives none"),)
        return (*duty.trace, *(_("due: {step}").format(step=step) for step in steps))

    def trace(self, rule_id: str | None) -> tuple[str, ...]:
        """Why a rule is no duty: each part of its condition in source order, and its trigger."""
        rule = self.protocol.rule(rule_id) if rule_id else None
        if rule is None:
            return ()
        return (*self._condition(rule), *self._trigger(rule))

    def _condition(self, rule: Rule) -> list[str]:
        parts = rule.if_.of if isinstance(rule.if_, All) else (rule.if_,)
        case = self.case
        chosen = bindings([rule.each] if rule.each else [], {}, case.incident, case.vocabulary)
        lines = []
        for binding in chosen:
            party = binding[rule.each] if rule.each and binding[rule.each] != rule.each else ""
            for part in parts:
                said = _TRUTHS[self._holds(part, binding)][bool(party)]
                lines.append(_(said).format(condition=_whole(part), party=party))
        return lines

    def _holds(self, part: Condition, binding: dict[str, str]) -> Truth:
        return self.case.holds(part, binding)

    def _trigger(self, rule: Rule) -> list[str]:
        if rule.standing:
            return [_("stands at all times")]
        if rule.during:
            return [spoken(say("shown under open duties whose act is {acts}", acts=any_of(rule.during)))]
        lines = []
        for word, moment in (("after", rule.after), ("every", rule.every)):
            if moment is None:
                continue
            if isinstance(moment, Rhythm):
                lines.append(spoken(in_words.rhythm(moment)))
                continue
            case = self.case
            found = [case.moments(moment, b, b.get(rule.each or ""), hearer=ears(rule, case)[0].hearer)
                     for b in self._choices(rule)]  # fmt: skip
            came = next((one.earliest for one in found if one.earliest), None)
            line = _(_CAME[word][came is None]).format(
                moment=spoken(in_words.moment(moment)), at=case.iso(came.at) if came else ""
            )
            unsaid = _("nobody said {facts}").format(facts=", ".join(came.asks)) if came and came.asks else ""
            lines.append(f"{line} ({unsaid})" if unsaid else line)
        return lines

    def _choices(self, rule: Rule) -> list[dict[str, str]]:
        case = self.case
        return list(bindings([rule.each] if rule.each else [], {}, case.incident, case.vocabulary))


def _whole(part: Condition) -> str:
    said = spoken(in_words.condition(part))
    return f"({said})" if isinstance(part, All | AnyOf) and len(part.of) > 1 else said
