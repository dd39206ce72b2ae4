"""What a plan holds beside its duties: what waits, what facts decide, gaps, norms and routes, as the plan's objects."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.evaluation.amounts import amount_text
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.chains import projection
from protocolkit.evaluation.conflicts import sources_of
from protocolkit.evaluation.due.window import Computed
from protocolkit.evaluation.findings import Open
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.triggers import Came
from protocolkit.languages import _
from protocolkit.model import say as in_words
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, named
from protocolkit.model.rule import Rule
from protocolkit.plans.plan import Awaiting, Gap, Manner, Norm, Route, Trigger, Undetermined


class Entries:
    """Renders what one evaluation found beside duties."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.case: Case = evaluation.case

    def awaiting(self, several: Iterable[Open]) -> Awaiting:
        """One entry for a rule, however many parties wait."""
        opens = list(several)
        first, rule = opens[0], opens[0].rule
        events = tuple(dict.fromkeys(w for o in opens for w in o.waiting))
        tos = tuple(dict.fromkeys(r for o in opens for r in o.recipient.roles))
        parties = {o.party for o in opens}
        named_events = [e for e in events if ":" not in e]
        return Awaiting(
            rule=rule.id,
            event=(named_events or list(events) or [""])[0],
            events=events,
            to=tos[0] if len(tos) == 1 else None,
            for_=first.party if len(parties) == 1 else None,
            facts=tuple(dict.fromkeys(f for o in opens for f in o.facts)),
            modality=rule.modality,
            do=rule.acts[0] if rule.acts else "",
            by=flat(rule.by),
            projected=self.case.iso(projection(self.evaluation, first)),
            sources=sources_of(rule),
            label=rule.say,
        )

    def undetermined(self, several: Iterable[Open]) -> Undetermined:
        opens = list(several)
        first, rule = opens[0], opens[0].rule
        tos = tuple(dict.fromkeys(r for o in opens for r in o.recipient.roles))
        computed = self._earliest(first)
        return Undetermined(
            rule=rule.id,
            to=tos[0] if len(tos) == 1 else None,
            for_=first.party or first.recipient.person,
            facts=first.facts,
            would_be_due=self.case.iso(computed.limit or computed.target) if computed else None,
            due=computed.due if computed else None,
            modality=rule.modality,
            do=rule.acts[0] if rule.acts else "",
            by=flat(rule.by),
            triggered=first.came is not None,
            sources=sources_of(rule),
            label=rule.say,
        )

    def _earliest(self, open_: Open) -> Computed | None:
        """When an open question would be due: the earliest of the readings that a fact must choose between."""
        rule, came = open_.rule, open_.came
        asked = [p.rule for p in rule.readings if p.rule is not None and p.ask in open_.facts]
        found = [
            self.case.due(one.due, came.at, open_.binding, one.time, date_only=came.date_only)
            for one in (rule, *asked)
            if came is not None and one.due is not None
        ]
        return min(found, key=lambda c: (c.at is None, c.at or 0), default=None)

    def gap(self, blocked: Open) -> Gap:
        rule, bearer = blocked.rule, blocked.bearer
        role = blocked.recipient.blocked or bearer.blocked or ""
        if blocked.recipient.blocked:
            why = _("the accused is the {role} and the text has nobody else to tell: a person decides")
        else:
            why = _("the accused is the {role} and the text has nobody else to act: a person decides")
        computed = None
        if blocked.came is not None:
            computed = self.case.due(
                rule.due, blocked.came.at, blocked.binding, rule.time, date_only=blocked.came.date_only
            )
        to = blocked.recipient.blocked or (blocked.recipient.roles[0] if len(blocked.recipient.roles) == 1 else None)
        return Gap(
            rule=rule.id,
            role=role,
            do=rule.acts[0] if rule.acts else "",
            by=bearer.roles or flat(rule.by),
            to=to,
            why=why.format(role=self.case.role_label(role)),
            for_=blocked.party or blocked.recipient.person or blocked.binding.get("victim"),
            due=computed.due if computed else None,
            trigger=trigger_of(self.case, blocked.came),
            sources=sources_of(rule),
            label=rule.say,
        )

    def norm(self, now: Open, conduct: Iterable[Rule] = ()) -> Norm:
        rule = now.rule
        due = None
        if now.came is not None and rule.due is not None:
            due = self.case.due(rule.due, now.came.at, now.binding, rule.time, date_only=now.came.date_only).due
        return Norm(
            rule=rule.id,
            modality=rule.modality,
            do=rule.acts,
            by=now.bearer.roles,
            to=now.recipient.roles,
            for_=now.party or now.bearer.person or now.recipient.person,
            until=in_words.moment(rule.until) if rule.until else None,
            sources=sources_of(rule),
            by_except=_excepted(rule.by),
            to_except=_excepted(rule.to),
            amount=amount_text(rule, now.binding, self.case),
            due=due,
            trigger=trigger_of(self.case, now.came),
            content=rule.content,
            via_only=rule.via.only,
            via_never=rule.via.never,
            label=rule.say,
            manner=tuple(map(manner_of, conduct)),
        )

    def route(self, now: Open) -> Route:
        rule = now.rule
        return Route(
            rule.id, rule.acts[0], rule.instead, rule.keeps, sources_of(rule), trigger_of(self.case, now.came), rule.say
        )


def trigger_of(case: Case, came: Came | None) -> Trigger | None:
    if came is None:
        return None
    return Trigger(came.event, case.iso(came.at) or "", case.iso(came.recorded_at))


def manner_of(rule: Rule) -> Manner:
    """A rule of conduct, as it stands under what it is about."""
    return Manner(rule.id, rule.modality, rule.acts[0] if rule.acts else "", sources_of(rule), rule.say)


def flat(people: People | None) -> tuple[str, ...]:
    """The roles a rule names, for entries nobody is resolved for yet."""
    found: list[str] = []
    for one in named(people):
        match one:
            case Actor(allowed=allowed):
                found += allowed
            case Person(party=party):
                found.append(party)
            case Office(role=role) | Related(role=role) | Unstated(role=role):
                found.append(role)
    return tuple(dict.fromkeys(found))


def _excepted(people: People | None) -> tuple[str, ...]:
    return tuple(r for one in people.except_ for r in flat(one)) if isinstance(people, Choice) else ()
