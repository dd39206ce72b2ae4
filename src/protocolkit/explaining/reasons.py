"""The answer of an explanation in a sentence: whether a rule is owed, and for what reason."""

from __future__ import annotations

from protocolkit.evaluation.find import Findings
from protocolkit.languages import _, language, ngettext
from protocolkit.languages.enumerating import any_of
from protocolkit.languages.saying import said
from protocolkit.model import say as in_words
from protocolkit.model.moments import Rhythm
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.explanation import Outcome, Tried
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, Route


class Reasons:
    """Says of each rule what one plan makes of it."""

    def __init__(self, protocol: Protocol, plan: Plan, found: Findings) -> None:
        self.protocol = protocol
        self.plan = plan
        self.found = found
        self.case = found.case

    def outcome(self, rule: Rule, duties: tuple[Duty, ...], tried: tuple[Tried, ...]) -> Outcome:
        if duties:
            return "duty" if any(d.rule == rule.id for d in duties) else "merged"
        if rule.during:
            shown = any(rule.id == one.rule for d in self.plan.duties for one in d.manner)
            return "conduct" if shown else "absent" if tried[0].outcome == "conduct" else tried[0].outcome
        if self._route(rule):
            return "absent"
        if rule.modality != "definition" and rule.id not in self.found.shown:
            return "elsewhere"
        exclusions = [c for c in self.plan.conflicts if c.kind == "exclusion" and rule.id in c.rules]
        if any(c.governs not in (None, rule.id) for c in exclusions):
            return "excluded"
        order: tuple[Outcome, ...] = ("gap", "in_force", "definition", "duty", "undetermined", "awaiting")
        return next((one for one in order if any(t.outcome == one for t in tried)), "absent")

    def because(self, rule: Rule, outcome: Outcome, duties: tuple[Duty, ...], tried: tuple[Tried, ...]) -> str:
        facts = ", ".join(dict.fromkeys(f for t in tried for f in t.facts))
        awaited = any_of(dict.fromkeys(self._awaited(rule, e) for t in tried for e in t.awaits))
        match outcome:
            case "duty":
                return self._owed(len(duties), self._route(rule))
            case "merged":
                leads = ", ".join(dict.fromkeys(d.rule for d in duties))
                return _("the same duty is asked for by {rules}, whose time governs").format(rules=leads)
            case "gap":
                return next(g.why for g in self.plan.gaps if g.rule == rule.id)
            case "in_force":
                return _("it is in force")
            case "conduct":
                acts = [d.id for d in self.plan.duties if any(m.rule == rule.id for m in d.manner)]
                return _("it says how to carry out {duties}").format(duties=", ".join(acts))
            case "definition":
                return _("it makes {fact} true").format(fact=rule.acts[0])
            case "awaiting":
                words = _("its trigger has not come: waiting for {events}")
                if facts:
                    words = _("its trigger has not come: waiting for {events}; also unknown: {facts}")
                return words.format(events=awaited, facts=facts)
            case "undetermined":
                tests = "; ".join(dict.fromkeys(test.test for t in tried for test in t.failing))
                words = _("these facts decide it: {facts}") if facts else _("it is not known whether {tests}")
                decided = words.format(facts=facts, tests=tests)
                also = _("{reason}; also waiting for {events}")
                return also.format(reason=decided, events=awaited) if awaited else decided
            case "excluded":
                return next(c.because for c in self.plan.conflicts if c.kind == "exclusion" and rule.id in c.rules)
            case "elsewhere":
                return _("it belongs to the organisation's own year, not to a case: see its agenda")
        return self._absent(rule, tried)

    def _owed(self, n: int, route: Route | None) -> str:
        if route is None:
            words = ngettext(
                "its trigger came and its condition holds: {n} duty",
                "its trigger came and its condition holds: {n} duties",
                n,
            )
            return words.format(n=n)
        words = ngettext(
            "its trigger came and its condition holds: {n} duty; superseded, for {reason}",
            "its trigger came and its condition holds: {n} duties; superseded, for {reason}",
            n,
        )
        return words.format(n=n, reason=self._gone(route))

    def _route(self, rule: Rule) -> Route | None:
        """The rule that sent the case to a procedure which stands in this rule's place."""
        for route in self.plan.routes:
            source = self.protocol.rule(route.rule)
            if (
                route.instead
                and source
                and source.ruleset == rule.ruleset
                and rule.id not in (route.rule, *route.keeps)
            ):
                return route
        return None

    def _gone(self, route: Route) -> str:
        return _("the case has gone to {protocol} under {rule}").format(protocol=route.to, rule=route.rule)

    def _absent(self, rule: Rule, tried: tuple[Tried, ...]) -> str:
        if route := self._route(rule):
            return self._gone(route)
        if self.found.evaluation.scopes.leaves_out(rule):
            scope = in_words.condition(self.found.evaluation.scopes.scope_of(rule))
            return _("its text does not apply to this case; it applies where {condition}").format(condition=said(scope))
        if not tried:
            if rule.each is None:
                return _("nobody in this case is a person it concerns")
            kind = "groups" if rule.each in self.case.vocabulary.groups else "roles"
            party = self.case.vocabulary.label(kind, rule.each, language())
            return _("nobody in this case is a {party}").format(party=party)
        blamed = list(dict.fromkeys(test.test for t in tried for test in t.failing if test.truth is False))
        if blamed:
            return _("its condition is false, because this is not so: {tests}").format(tests="; ".join(blamed))
        if rule.during:
            return _("no duty is open whose act is {acts}").format(acts=any_of(rule.during))
        if rule.until is not None:
            words = _("it has ended, or nobody is left whom it binds (until {moment})")
            return words.format(moment=in_words.moment(rule.until))
        return _("nobody is left who could owe it or be owed it")

    # -- when it starts

    def starts(self, rule: Rule) -> str:
        if rule.after and not rule.every:
            return said(in_words.moment(rule.after))
        if rule.during:
            return _("while {acts} is owed").format(acts=any_of(rule.during))
        if rule.every is None:
            return _("at all times")
        if isinstance(rule.every, Rhythm):
            each = self._every(rule, rule.every)
        else:
            each = _("each time: {event}").format(event=said(in_words.moment(rule.every)))
        if rule.after is None:
            return each
        return _("{each}, after {moment}").format(each=each, moment=said(in_words.moment(rule.after)))

    def _every(self, rule: Rule, rhythm: Rhythm) -> str:
        agenda = self.case.clock(rule.time).agenda(rhythm.agenda) if rhythm.agenda else None
        return said(in_words.rhythm(rhythm, agenda))

    def _awaited(self, rule: Rule, event: str) -> str:
        """What is waited for: an event by its name, the beginning of a period in words."""
        every = rule.every
        began = isinstance(every, Rhythm) and event in (every.period, every.agenda)
        return self._every(rule, every) if began and isinstance(every, Rhythm) else event
