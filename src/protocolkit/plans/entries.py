"""The entries of a plan, each made of what was found: messages said, instants in one zone. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from protocolkit.calendars.instants import iso
from protocolkit.evaluation import attempts, findings
from protocolkit.evaluation.due.found import Alternative, Caution, DueFound
from protocolkit.evaluation.due.found import Remaining as Left
from protocolkit.evaluation.rhythms import start_of
from protocolkit.evaluation.sides import places_taken
from protocolkit.evaluation.triggers import Came
from protocolkit.languages.saying import said
from protocolkit.messages import Message, Part
from protocolkit.model.incident import LogEntry, SetValue
from protocolkit.model.moments import Occurs, single
from protocolkit.model.people import Choice, People, flat
from protocolkit.model.rule import Rule
from protocolkit.model.say import moment
from protocolkit.plans.frozen import Frozen, frozen
from protocolkit.plans.plan_entries import (
    Awaiting,
    Breach,
    Conflict,
    Duty,
    Gap,
    Norm,
    NotHeld,
    Route,
    TakenBack,
    Undetermined,
    WithoutEffect,
)
from protocolkit.plans.plan_parts import (
    ClockChange,
    DueTime,
    LoggedEntry,
    Manner,
    Performance,
    Reading,
    Remaining,
    Source,
    Trigger,
    Warned,
)


class Presenting:
    """Writes what was found as a reader is given it: texts in the language being spoken, instants in one zone."""

    def __init__(self, zone: str, reachable: frozenset[str] = frozenset()) -> None:
        self.zone = zone
        self.reachable = reachable
        self._told: dict[Part, str] = {}

    # -- single values

    def said(self, part: Part) -> str:
        """The sentence, in the language being spoken; many entries share theirs."""
        if part not in self._told:
            self._told[part] = said(part)
        return self._told[part]

    def instant(self, at: datetime) -> str:
        return iso(at, self.zone)

    def when(self, at: datetime | None) -> str | None:
        return None if at is None else iso(at, self.zone)

    def day(self, day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    def warned(self, caution: Caution) -> Warned:
        of = caution.ruleset if caution.ruleset is not None else msgspec.UNSET
        return Warned(caution.code, self.said(caution.message), caution.rule, of, caution.asks or msgspec.UNSET)

    def reading(self, one: Alternative) -> Reading:
        awaits, rule = one.awaits or msgspec.UNSET, _given(one.rule)
        at, day = self.when(one.at), self.day(one.last_day)
        return Reading(at, day, self.said(one.because), one.applies, frozen(one.changes), awaits, rule)

    def readings(self, found: Iterable[Alternative]) -> tuple[Reading, ...]:
        return tuple(map(self.reading, found))

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
            steps=tuple(map(self.said, due.steps)),
            readings=self.readings(due.readings),
            asks=due.asks,
            warnings=tuple(map(self.warned, due.cautions)),
            remaining=_remaining(due.remaining),
        )

    def trigger(self, came: Came | None) -> Trigger | None:
        if came is None:
            return None
        day = True if came.date_only else msgspec.UNSET
        return Trigger(came.event, self.instant(came.at), self.when(came.recorded_at), day)

    # -- entries

    def duty(self, one: findings.Duty) -> Duty:
        lead, life = one.lead, one.lead.life
        rule, side, via = lead.rule, lead.recipient, one.via
        shared = side.roles if side.mode != "one" and side.roles else None
        return Duty(
            id=lead.id,
            rule=rule.id,
            modality=rule.modality,
            by=one.bearers,
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
            by_mode=one.by_mode,
            do_any=rule.acts if rule.act_mode == "any" else msgspec.UNSET,
            do_all=rule.acts if rule.act_mode == "all" else msgspec.UNSET,
            document=lead.document,
            content=one.content,
            content_from=Frozen(one.content_from) or msgspec.UNSET,
            content_never=one.content_never,
            via_only=via.only,
            via_any=via.any,
            via_never=via.never,
            amount=_said(one.amount),
            asks=one.asks or msgspec.UNSET,
            occurrence=lead.occurrence,
            was=life.was,
            late=life.late,
            done_at=self.told(life.done_at, day=life.done_date_only) if life.done_at else None,
            done_by=life.done_by,
            not_done_at=self.told(life.not_done_at, day=life.not_done_date_only) if life.not_done_at else None,
            performances=tuple(
                Performance(p.event, self.told(p.at, day=p.date_only), p.by, _given(p.ref)) for p in life.performances
            ),
            check_first=one.check_first,
            note=_text(rule.note),
            label=Frozen(rule.say),
            manner=tuple(map(manner, one.conduct)),
            readings=self.readings(one.readings),
            warnings=tuple(map(self.warned, one.cautions)),
            clock=tuple(map(self.clock_change, life.clock)) or msgspec.UNSET,
            in_place_of=_taken(one.in_place_of),
            by_persons=lead.bearer.who or msgspec.UNSET,
            to_persons=lead.recipient.who or msgspec.UNSET,
            trace=tuple(map(self.said, one.trace)),
        )

    def not_held(self, one: findings.NotHeld) -> NotHeld:
        value = sorted(one.value.values, key=str) if isinstance(one.value, SetValue) else one.value
        return NotHeld(one.rule, one.fact, value, self.when(one.since))

    def breach(self, one: findings.Breach) -> Breach:
        entry = self.logged(one.entry)
        return Breach(
            one.rule.id, one.status, one.act, entry.at, one.by, one.to, one.for_, said(one.because), entry, one.facts,
            sources(one.rule), Frozen(one.rule.say), self.trigger(one.came),
        )  # fmt: skip

    def without_effect(self, one: findings.Idle) -> WithoutEffect:
        return WithoutEffect(self.logged(one.entry), one.why)

    def taken_back(self, one: tuple[LogEntry, LogEntry]) -> TakenBack:
        entry, by = one
        return TakenBack(self.logged(entry), self.told(by.recorded_at or by.at, day=by.date_only), by.by)

    def logged(self, entry: LogEntry) -> LoggedEntry:
        return LoggedEntry(
            entry.event, self.told(entry.at, day=entry.date_only), _given(entry.rule), _given(entry.duty),
            _given(entry.to), _given(entry.for_), _given(entry.by), _given(entry.due),
            _given(self.when(entry.recorded_at)), _given(entry.id), _given(entry.do),
        )  # fmt: skip

    def told(self, at: datetime, *, day: bool) -> str:
        """An instant, or its day alone where nobody knows more."""
        return self.instant(at)[:10] if day else self.instant(at)

    def clock_change(self, change: attempts.ClockChange) -> ClockChange:
        at = self.told(change.at, day=change.date_only)
        return ClockChange(change.event, at, self.when(change.limit), change.by, self.day(change.last_day))

    def awaiting(self, one: findings.Waiting | findings.Undated) -> Awaiting:
        if isinstance(one, findings.Undated):
            duty = self.duty(one.duty)
            return Awaiting(
                rule=duty.rule, event=one.event, events=(one.event,), to=duty.to, for_=duty.for_,
                modality=duty.modality, do=duty.do, by=duty.by, sources=duty.sources, label=duty.label,
                in_place_of=duty.in_place_of,
            )  # fmt: skip
        first = one.attempts[0]
        events = tuple(dict.fromkeys(w for a in one.attempts for w in a.waiting))
        tos = tuple(dict.fromkeys(r for a in one.attempts for r in a.recipient.roles))
        # A derived moment stands behind any event that somebody can see happen.
        event = next((e for e in events if ":" not in e), events[0] if events else "")
        return Awaiting(
            rule=first.rule.id,
            event=event,
            events=events,
            to=tos[0] if len(tos) == 1 else None,
            for_=first.party if len({a.party for a in one.attempts}) == 1 else None,
            facts=tuple(dict.fromkeys(f for a in one.attempts for f in a.facts)),
            modality=first.rule.modality,
            do=_first_act(first.rule),
            by=one.bearers,
            in_place_of=_taken(one.in_place_of),
            projected=self.when(one.projected),
            sources=sources(first.rule),
            label=Frozen(first.rule.say),
            event_with=Frozen(_event_with(first.rule, event)) or msgspec.UNSET,
        )

    def question(self, one: findings.Question) -> Undetermined:
        first, due, life = one.attempts[0], one.due, one.life
        several = one.roles if len(one.roles) > 1 else msgspec.UNSET
        mode = one.shared
        return Undetermined(
            rule=first.rule.id,
            to=one.to,
            to_any=several if mode == "any" else msgspec.UNSET,
            to_all=several if mode == "all" else msgspec.UNSET,
            to_each=several if mode not in ("any", "all") else msgspec.UNSET,
            by_mode=first.rule.by.mode if isinstance(first.rule.by, Choice) else "one",
            for_=one.for_,
            facts=first.facts,
            would_be_due=self.when(due.limit or due.target) if due else None,
            due=self.due(due),
            modality=first.rule.modality,
            do=_first_act(first.rule),
            by=one.bearers,
            in_place_of=_taken(one.in_place_of),
            triggered=first.came is not None,
            id=one.owed[0].id if one.owed else "",
            status=life.status,
            late=life.late,
            trigger=self.trigger(first.came),
            sources=sources(first.rule),
            label=Frozen(first.rule.say),
            readings=self.readings(one.readings) or msgspec.UNSET,
            events=first.events,
        )

    def gap(self, one: findings.Gap) -> Gap:
        attempt, rule, life = one.attempt, one.owed.rule, one.owed.life
        return Gap(
            rule=rule.id,
            role=one.role,
            do=one.owed.act,
            by=one.bearers,
            in_place_of=_taken(one.in_place_of),
            to=one.to,
            why=said(one.why),
            for_=one.for_,
            due=self.due(one.due),
            trigger=self.trigger(attempt.came),
            id=one.owed.id,
            status=life.status,
            late=life.late,
            modality=rule.modality,
            sources=sources(rule),
            label=Frozen(rule.say),
            readings=self.readings(one.readings) or msgspec.UNSET,
        )

    def norm(self, one: findings.Norm) -> Norm:
        attempt, rule = one.attempt, one.attempt.rule
        return Norm(
            rule=rule.id,
            modality=rule.modality,
            do=rule.acts,
            by=attempt.bearer.roles,
            to=attempt.recipient.roles,
            in_place_of=_taken(places_taken([attempt.bearer, attempt.recipient])),
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
            via_any=rule.via.any,
            via_never=rule.via.never,
            label=Frozen(rule.say),
            manner=tuple(map(manner, one.conduct)),
            asks=one.asks,
            readings=self.readings(one.readings),
        )

    def route(self, one: attempts.Attempt) -> Route:
        rule = one.rule
        came = self.trigger(one.came)
        to = rule.acts[0]
        return Route(rule.id, to, rule.instead, rule.keeps, sources(rule), came, Frozen(rule.say), to in self.reachable)

    def conflict(self, one: findings.Conflict) -> Conflict:
        cited = tuple(map(_source, one.sources))
        return Conflict(one.kind, one.rules, one.governs, said(one.because), cited, one.id)


def sources(*rules: Rule) -> tuple[Source, ...]:
    """What the rules cite, each sentence once."""
    return tuple(map(_source, findings.sources_of(*rules)))


def _source(one: findings.Source) -> Source:
    return Source(
        one.ruleset,
        one.point,
        one.words,
        one.text or msgspec.UNSET,
        one.act or msgspec.UNSET,
        one.rank or msgspec.UNSET,
    )


def manner(one: findings.Manner) -> Manner:
    """A rule of conduct, as it stands under what it is about."""
    rule = one.rule
    act, cited = _first_act(rule), sources(rule)
    return Manner(rule.id, rule.modality, act, cited, Frozen(rule.say), one.by, one.to, one.without)


def _taken(in_place_of: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]] | msgspec.UnsetType:
    return Frozen(in_place_of) if in_place_of else msgspec.UNSET


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


def _event_with(rule: Rule, event: str) -> dict[str, tuple[str, ...]]:
    """What a rule asks of the event it starts with; nothing where it starts with the event in several ways."""
    start = start_of(rule)
    ways = [one for one in single(start) if isinstance(one, Occurs) and one.event == event] if start else []
    if len(ways) != 1:
        return {}
    sides = {"by": ways[0].by, "from": ways[0].from_, "to": ways[0].to}
    return {side: who for side, who in sides.items() if who} | {field: (value,) for field, value in ways[0].where}
