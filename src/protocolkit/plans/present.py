"""Findings to a plan: messages are said in the language being spoken, instants written with the protocol's offset.

Nothing is decided here; a plan in another language is the same findings said again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from protocolkit.calendars.instants import exact, iso, start_of
from protocolkit.calendars.zones import tzdata_version
from protocolkit.diagnostics import Place
from protocolkit.evaluation import findings
from protocolkit.evaluation.due.found import Alternative, Caution, DueFound
from protocolkit.evaluation.due.found import Remaining as Left
from protocolkit.evaluation.find import Findings, find
from protocolkit.evaluation.triggers import Came
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.languages.saying import said
from protocolkit.messages import Message, Part
from protocolkit.model.incident import Incident
from protocolkit.model.people import Choice, People, flat
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.say import moment
from protocolkit.plans.agenda import Agenda
from protocolkit.plans.plan import (
    Accused,
    Awaiting,
    ClockChange,
    Conflict,
    DueTime,
    Duty,
    Gap,
    LoggedEntry,
    MadeWith,
    Manner,
    Norm,
    Performance,
    Plan,
    Reading,
    Remaining,
    Route,
    Source,
    Trigger,
    Undetermined,
    Warned,
    WithoutEffect,
)
from protocolkit.version import __version__


def evaluate(protocol: Protocol, incident: Incident, as_of: datetime | None = None) -> Plan:
    """The plan of an incident at an instant (default: the incident's own `as_of`).

    Its messages are in the language being spoken: English, outside `protocolkit.speaking`. Nothing else depends on it.
    Raises InputError if there is no `as_of`, or if the log says what it may not say.
    """
    return present(find(protocol, incident, as_of))


def present(found: Findings, *, upcoming: bool = True) -> Plan:
    """The plan that findings make, in the language being spoken; `upcoming` asks for the next change as well."""
    return _plan(found, next_change(found) if upcoming else None)


def _plan(found: Findings, upcoming: datetime | None) -> Plan:
    case, content, say = found.case, found.content, Presenting(found.case.protocol.zone)
    plan = Plan(
        incident=case.incident.reference,
        protocol=case.protocol.id,
        as_of=say.instant(case.as_of),
        zone=case.protocol.zone,
        duties=tuple(map(say.duty, content.duties)),
        awaiting=tuple(map(say.awaiting, content.awaiting)),
        undetermined=tuple(map(say.question, content.questions)),
        gaps=tuple(map(say.gap, content.gaps)),
        prohibitions=tuple(map(say.norm, content.prohibitions)),
        permissions=tuple(map(say.norm, content.permissions)),
        sanctions=tuple(map(say.norm, content.sanctions)),
        conflicts=tuple(map(say.conflict, content.conflicts)),
        warnings=tuple(map(say.warned, content.cautions)),
        next_change_at=say.when(upcoming),
        routes=tuple(map(say.route, content.routes)),
        accused=tuple(Accused(role, person) for role, person in content.accused),
        without_effect=tuple(map(say.without_effect, content.without_effect)),
        made_with=made_with(case.protocol),
    )

    def again(language: str) -> Plan:
        with speaking(language):
            return _plan(found, upcoming)

    plan.__dict__["_again"] = again
    return plan


def next_change(found: Findings) -> datetime | None:
    """The first instant at which the same log gives another plan.

    Findings tell more than a plan shows (a merged rule's own state, say), so those that differ are held against it as
    plans; in English, because a change is a change in any language.
    """
    with speaking("en"):
        now = None
        for other in found.later():
            now = now or _timeless(found)
            if _timeless(other) != now:
                return other.case.as_of
    return None


def _timeless(found: Findings) -> Plan:
    return msgspec.structs.replace(_plan(found, None), as_of="")


def agenda(
    protocol: Protocol, first: date, last: date, *, log: Incident | None = None, as_of: datetime | None = None,
    language: str | None = None,
) -> Agenda:  # fmt: skip
    """The agenda from one day to another, both included. `log` is the organisation's own agenda file.

    `as_of` (default: the log's, else the start of the first day) decides which duties are overdue. `language` is that
    of its messages (default: the language being spoken).
    Raises InputError if the log says what it may not say.
    """
    with speaking(language or spoken()):
        begin, end = start_of(first, protocol.zone), start_of(last + timedelta(days=1), protocol.zone)
        incident = log or nobody(protocol)
        at = exact(as_of or incident.as_of or begin)
        found = find(protocol, incident, at, window=(begin, end))
        content, say = found.content, Presenting(protocol.zone)
        return Agenda(
            protocol=protocol.id,
            organisation=incident.reference,
            from_=first.isoformat(),
            to=last.isoformat(),
            as_of=say.instant(found.case.as_of),
            zone=protocol.zone,
            dated=tuple(say.duty(one) for one in content.duties if one.lead.trigger is not None),
            standing=tuple(say.duty(one) for one in content.duties if one.lead.trigger is None),
            awaiting=tuple(say.awaiting(one) for one in content.awaiting if isinstance(one, findings.Waiting)),
            undetermined=tuple(map(say.question, content.questions)),
            prohibitions=tuple(map(say.norm, content.prohibitions)),
            sanctions=tuple(map(say.norm, content.sanctions)),
            permissions=tuple(map(say.norm, content.permissions)),
            conflicts=tuple(map(say.conflict, content.conflicts)),
            warnings=tuple(map(say.warned, content.cautions)),
            made_with=made_with(protocol),
            without_effect=tuple(map(say.without_effect, content.without_effect)),
        )


def nobody(protocol: Protocol) -> Incident:
    """An organisation that has kept no log."""
    return Incident(
        reference="organisation",
        protocol=protocol.id,
        as_of=None,
        organisation=protocol.vocabulary.organisation,
        persons=(),
        listed=(),
        facts=(),
        log=(),
        place=Place("agenda"),
        agenda=True,
    )


def made_with(protocol: Protocol) -> MadeWith:
    """The versions that make an answer."""
    return MadeWith(
        protocolkit=__version__,
        rulesets={ruleset.id: ruleset.digest for ruleset in protocol.rulesets},
        calendar=f"{protocol.calendar.id} {protocol.calendar.version}",
        holidays=f"{protocol.calendar.base_library} {protocol.calendar.base_version}".strip(),
        tzdata=tzdata_version(),
    )


class Presenting:
    """Writes what was found as a reader is given it: texts in the language being spoken, instants in one zone."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    # -- single values

    def instant(self, at: datetime) -> str:
        return iso(at, self.zone)

    def when(self, at: datetime | None) -> str | None:
        return None if at is None else iso(at, self.zone)

    def day(self, day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    def warned(self, caution: Caution) -> Warned:
        of = caution.ruleset if caution.ruleset is not None else msgspec.UNSET
        return Warned(caution.code, said(caution.message), caution.rule, of)

    def reading(self, one: Alternative) -> Reading:
        return Reading(self.when(one.at), self.day(one.last_day), said(one.because), one.applies, one.changes)

    def due(self, due: DueFound | None) -> DueTime | None:
        if due is None or not due.timed:
            return None
        return DueTime(
            at=self.when(due.at),
            target=self.when(due.target),
            limit=self.when(due.limit),
            not_before=self.when(due.not_before),
            last_day=self.day(due.last_day),
            kind=due.kind,
            steps=tuple(map(said, due.steps)),
            readings=tuple(map(self.reading, due.readings)),
            asks=due.asks,
            warnings=tuple(map(self.warned, due.cautions)),
            remaining=_remaining(due.remaining),
        )

    def trigger(self, came: Came | None) -> Trigger | None:
        return Trigger(came.event, self.instant(came.at), self.when(came.recorded_at)) if came else None

    # -- entries

    def duty(self, one: findings.Duty) -> Duty:
        lead, life = one.lead, one.lead.life
        rule, side = lead.rule, lead.recipient
        shared = side.roles if side.mode != "one" and side.roles else None
        return Duty(
            id=lead.id,
            rule=rule.id,
            modality=rule.modality,
            by=lead.bearer.roles,
            do=lead.act,
            to=lead.to,
            for_=lead.for_,
            status=life.status,
            trigger=self.trigger(lead.trigger),
            due=self.due(one.due),
            sources=sources(*(o.rule for o in one.all)),
            also_required_by=tuple(dict.fromkeys(o.rule.id for o in one.twins if o.rule.id != rule.id)),
            to_any=shared if shared and side.mode == "any" else msgspec.UNSET,
            to_all=shared if shared and side.mode == "all" else msgspec.UNSET,
            by_mode=lead.bearer.mode if len(lead.bearer.roles) > 1 else "one",
            do_any=rule.acts if rule.act_mode == "any" else msgspec.UNSET,
            do_all=rule.acts if rule.act_mode == "all" else msgspec.UNSET,
            document=lead.document,
            content=one.content,
            content_never=one.content_never,
            via_only=one.via.only,
            via_any=one.via.any,
            via_never=one.via.never,
            amount=_said(one.amount),
            occurrence=lead.occurrence,
            was=life.was,
            done_at=self.when(life.done_at),
            done_by=life.done_by,
            not_done_at=self.when(life.not_done_at),
            performances=tuple(Performance(p.event, self.instant(p.at), p.by) for p in life.performances),
            check_first=one.check_first,
            note=_text(rule.note),
            label=dict(rule.say),
            manner=tuple(map(manner, one.conduct)),
            readings=tuple(map(self.reading, one.readings)),
            warnings=tuple(map(self.warned, one.cautions)),
            clock=tuple(map(self.clock_change, life.clock)) or msgspec.UNSET,
            trace=tuple(map(said, one.trace)),
        )

    def without_effect(self, one: findings.Idle) -> WithoutEffect:
        entry, at = one.entry, self.instant(one.entry.at)
        logged = LoggedEntry(
            entry.event, at[:10] if entry.date_only else at, _given(entry.rule), _given(entry.duty), _given(entry.to),
            _given(entry.for_), _given(entry.by), _given(entry.due), _given(self.when(entry.recorded_at)),
        )  # fmt: skip
        return WithoutEffect(logged, one.why)

    def clock_change(self, change: findings.ClockChange) -> ClockChange:
        return ClockChange(change.event, self.instant(change.at), self.when(change.limit))

    def awaiting(self, one: findings.Waiting | findings.Undated) -> Awaiting:
        if isinstance(one, findings.Undated):
            duty = self.duty(one.duty)
            return Awaiting(
                rule=duty.rule, event=one.event, events=(one.event,), to=duty.to, for_=duty.for_,
                modality=duty.modality, do=duty.do, by=duty.by, sources=duty.sources, label=duty.label,
            )  # fmt: skip
        first = one.attempts[0]
        events = tuple(dict.fromkeys(w for a in one.attempts for w in a.waiting))
        tos = tuple(dict.fromkeys(r for a in one.attempts for r in a.recipient.roles))
        return Awaiting(
            rule=first.rule.id,
            # A derived moment stands behind any event that somebody can see happen.
            event=next((e for e in events if ":" not in e), events[0] if events else ""),
            events=events,
            to=tos[0] if len(tos) == 1 else None,
            for_=first.party if len({a.party for a in one.attempts}) == 1 else None,
            facts=tuple(dict.fromkeys(f for a in one.attempts for f in a.facts)),
            modality=first.rule.modality,
            do=_first_act(first.rule),
            by=flat(first.rule.by),
            projected=self.when(one.projected),
            sources=sources(first.rule),
            label=dict(first.rule.say),
        )

    def question(self, one: findings.Question) -> Undetermined:
        first, due = one.attempts[0], one.due
        tos = tuple(dict.fromkeys(r for a in one.attempts for r in a.recipient.roles))
        return Undetermined(
            rule=first.rule.id,
            to=tos[0] if len(tos) == 1 else None,
            for_=first.party or first.recipient.person,
            facts=first.facts,
            would_be_due=self.when(due.limit or due.target) if due else None,
            due=self.due(due),
            modality=first.rule.modality,
            do=_first_act(first.rule),
            by=flat(first.rule.by),
            triggered=first.came is not None,
            sources=sources(first.rule),
            label=dict(first.rule.say),
        )

    def gap(self, one: findings.Gap) -> Gap:
        attempt, rule, told = one.attempt, one.attempt.rule, one.attempt.recipient
        return Gap(
            rule=rule.id,
            role=one.role,
            do=_first_act(rule),
            by=attempt.bearer.roles or flat(rule.by),
            to=told.blocked or (told.roles[0] if len(told.roles) == 1 else None),
            why=said(one.why),
            for_=attempt.party or told.person or attempt.binding.get("victim"),
            due=self.due(one.due),
            trigger=self.trigger(attempt.came),
            sources=sources(rule),
            label=dict(rule.say),
        )

    def norm(self, one: findings.Norm) -> Norm:
        attempt, rule = one.attempt, one.attempt.rule
        return Norm(
            rule=rule.id,
            modality=rule.modality,
            do=rule.acts,
            by=attempt.bearer.roles,
            to=attempt.recipient.roles,
            for_=attempt.party or attempt.bearer.person or attempt.recipient.person,
            until=said(moment(rule.until)) if rule.until else None,
            sources=sources(rule),
            by_except=_excepted(rule.by),
            to_except=_excepted(rule.to),
            amount=_said(one.amount),
            due=self.due(one.due),
            trigger=self.trigger(attempt.came),
            content=rule.content,
            via_only=rule.via.only,
            via_never=rule.via.never,
            label=dict(rule.say),
            manner=tuple(map(manner, one.conduct)),
        )

    def route(self, one: findings.Attempt) -> Route:
        rule = one.rule
        came = self.trigger(one.came)
        return Route(rule.id, rule.acts[0], rule.instead, rule.keeps, sources(rule), came, dict(rule.say))

    def conflict(self, one: findings.Conflict) -> Conflict:
        cited = tuple(Source(s.ruleset, s.point, s.words) for s in one.sources)
        return Conflict(one.kind, one.rules, one.governs, said(one.because), cited, one.id)


def sources(*rules: Rule) -> tuple[Source, ...]:
    """What the rules cite, each sentence once."""
    return tuple(Source(s.ruleset, s.point, s.words) for s in findings.sources_of(*rules))


def manner(rule: Rule) -> Manner:
    """A rule of conduct, as it stands under what it is about."""
    return Manner(rule.id, rule.modality, _first_act(rule), sources(rule), dict(rule.say))


def _first_act(rule: Rule) -> str:
    return rule.acts[0] if rule.acts else ""


def _excepted(people: People | None) -> tuple[str, ...]:
    return tuple(r for one in people.except_ for r in flat(one)) if isinstance(people, Choice) else ()


def _given(text: str | None) -> str | msgspec.UnsetType:
    return msgspec.UNSET if text is None else text


def _remaining(left: Left | None) -> Remaining | msgspec.UnsetType:
    if left is None:
        return msgspec.UNSET
    return Remaining(seconds=left.n) if left.unit == "second" else Remaining(n=left.n, unit=left.unit)


def _said(part: Part) -> str | None:
    return None if part is None else said(part)


def _text(text: str | None) -> str | None:
    """A text of a rule, which the catalogues of rules may have in the language."""
    return None if text is None else said(Message(text))
