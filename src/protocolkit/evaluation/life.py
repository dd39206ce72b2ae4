"""What became of a duty: a pure replay of the log over its due time, and what the log may not say of its clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.evaluation.attribution import DEEDS, speaks_of
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import ClockChange, Life, Owed, Performance
from protocolkit.messages import Listed, Message, Part, any_of, counted, say
from protocolkit.model.clock import TimeRules
from protocolkit.model.incident import LogEntry
from protocolkit.model.rule import Permit, Status


class Deed(msgspec.Struct, frozen=True):
    """A performance, or the record that there was none, as it bears on one duty."""

    event: str
    at: datetime
    by: str | None
    to: str | None
    other_institution: bool


class Clocked(msgspec.Struct, frozen=True):
    """What the log made of a duty's clock: the limit after all changes, and whether it still runs."""

    limit: datetime | None
    waived: bool = False
    suspended_since: datetime | None = None
    changes: tuple[ClockChange, ...] = ()


def live(owed: Owed, case: Case) -> Life:
    """The duty's life up to the evaluation's instant."""
    entries = [e for e in case.timeline.acts if speaks_of(e, owed, case)]
    deeds = [_deed(e, owed, case) for e in entries if e.event in DEEDS]
    deeds += _by_events(owed, case)
    clock = _clock_changes(owed, entries, case)
    ended = None
    if owed.rule.until is not None:
        start = owed.trigger.at if owed.trigger else None
        came = case.moments(owed.rule.until, owed.binding, owed.party, owed.to).came
        ended = next((c.at for c in came if start is None or c.at >= start), None)
    if clock.limit is not None:
        case.later(clock.limit + timedelta(seconds=1))
    everyone = owed.recipient.roles if owed.recipient.mode == "all" else ()
    return lived(case.as_of, clock, deeds, everyone=everyone, ended_at=ended)


def lived(
    as_of: datetime, clock: Clocked, deeds: list[Deed], *, everyone: tuple[str, ...] = (),
    ended_at: datetime | None = None,
) -> Life:  # fmt: skip
    """The status from what was done and when. `everyone` are recipients who must all be reached by a shared duty.

    Late means after the limit, for every kind of due time; nothing without a limit is ever overdue, except a recorded
    failure, whose record is its limit.
    """
    done, done_by, other = _done(deeds, everyone)
    failed = min((d.at for d in deeds if d.event in ("not_done", "breached")), default=None)
    limit = clock.limit
    base = Life(
        limit=limit,
        done_at=done,
        done_by=done_by,
        not_done_at=failed,
        ended_at=ended_at,
        suspended_since=clock.suspended_since,
        performances=tuple(Performance(d.event, d.at, d.by) for d in sorted(deeds, key=lambda d: d.at)),
        clock=clock.changes,
    )
    breached = limit is not None and as_of > limit

    def now(status: Status, was: Status | None = None) -> Life:
        return msgspec.structs.replace(base, status=status, was=was)

    if done is not None and (ended_at is None or done <= ended_at or not breached):
        late = (limit is not None and done > limit) or (failed is not None and done > failed)
        return now("done_late", "overdue") if late else now("discharged_by_other" if other else "done")
    if clock.waived:
        return now("waived", "overdue" if failed else None)
    if ended_at is not None:
        missed = (limit is not None and ended_at > limit) or (failed is not None and failed <= ended_at)
        return now("ended", "overdue" if missed else "open")
    if clock.suspended_since is not None:
        return now("suspended", "overdue" if limit is not None and clock.suspended_since > limit else None)
    if breached or failed is not None:
        return now("overdue")
    return now("open")


def _done(deeds: list[Deed], everyone: tuple[str, ...]) -> tuple[datetime | None, str | None, bool]:
    """The first performance, or for a duty to everyone the one that reached the last of them."""
    performances = sorted((d for d in deeds if d.event == "done"), key=lambda d: d.at)
    if not performances:
        return None, None, False
    if not everyone:
        first = performances[0]
        return first.at, first.by, first.other_institution
    reached = []
    for role in everyone:
        first_to = next((d for d in performances if d.to in (None, role)), None)
        if first_to is None:
            return None, None, False
        reached.append(first_to)
    last = max(reached, key=lambda d: d.at)
    return last.at, last.by, last.other_institution


def _deed(entry: LogEntry, owed: Owed, case: Case) -> Deed:
    other = entry.by is not None and case.vocabulary.institution(entry.by) not in owed.institutions
    return Deed(entry.event, entry.at, entry.by, entry.to, other and bool(owed.institutions))


def _by_events(owed: Owed, case: Case) -> list[Deed]:
    """Events in the log that are this act: that the police were informed discharges the duty to inform them."""
    found: list[Deed] = []
    trigger = owed.trigger
    for event in case.vocabulary.events.values():
        fitting = [
            act
            for act in event.when
            if case.vocabulary.act_is(owed.act, act.do)
            and (act.to is None or act.to in owed.recipient.roles)
            and (act.document is None or act.document == owed.document)
            and (act.by is None or not owed.bearer.roles or act.by in owed.bearer.roles)
        ]
        if not fitting or (trigger and trigger.event == event.name):
            continue
        for one in case.timeline.of(event.name):
            from_log = one.entry.event == event.name or event.name in case.vocabulary.event_is(one.entry.event)
            same_party = one.for_ is None or owed.for_ is None or one.for_ == owed.for_
            started = trigger is None or trigger.at <= one.at
            if from_log and same_party and started and one.entry.event not in ("done",):
                by = next((a.by for a in fitting if a.by), None) or one.by
                other = by is not None and case.vocabulary.institution(by) not in owed.institutions
                found.append(Deed("done", one.at, by, fitting[0].to, other and bool(owed.institutions)))
    return found


def _clock_changes(owed: Owed, entries: list[LogEntry], case: Case) -> Clocked:
    limit, waived, since, changes = owed.due.limit, False, None, list[ClockChange]()
    clock, original = owed.rule.clock, owed.due.limit
    used: Counter[str] = Counter()
    for kind, at, entry in _clock_log(owed, entries, case):
        permit: Permit | None = {"extended": clock.extend, "waived": clock.waive, "suspended": clock.suspend}.get(kind)
        by_log = entry is not None and kind in ("extended", "waived", "suspended")
        problem = _refused(kind, permit, entry, Limits(limit, original), case) if by_log and entry else None
        if problem is None and permit is not None and permit.times is not None and used[kind] >= permit.times:
            problem = _already(kind, used[kind])
        if by_log and entry and problem is not None:
            message = say("`{event}` of `{duty}`: {problem}", event=kind, duty=owed.id, problem=problem)
            case.problems.error("clock-not-allowed", message, entry.place, _allowed(permit))
            continue
        used[kind] += by_log
        told, before = case.iso(at), limit
        if kind == "due_set" and entry is not None:
            limit = _new_limit(entry, limit or at, case) or limit
            step = say("date set on {at}: {limit}", at=told, limit=case.iso(limit))
        elif kind == "extended" and entry is not None:
            limit = _new_limit(entry, before, case) or limit
            step = say("extended on {at} to {limit}", at=told, limit=case.iso(limit))
            if entry.reasons:
                step = say(
                    "extended on {at} to {limit}: {reasons}", at=told, limit=case.iso(limit), reasons=entry.reasons
                )
        elif kind == "waived":
            waived = True
            step = say("waived on {at}", at=told)
        elif kind == "suspended" and since is None:
            since = at
            step = say("clock stopped at {at}", at=told)
        elif kind == "resumed" and since is not None:
            limit = _resumed(owed, limit, since, at, case)
            step = say("clock resumed at {at}: limit moves to {limit}", at=told, limit=case.iso(limit))
            since = None
        else:
            continue
        changes.append(ClockChange(kind, at, limit, step))  # type: ignore[arg-type]
    return Clocked(limit, waived, since, tuple(changes))


def _already(kind: str, n: int) -> Message:
    """That as much was done as the rule allows."""
    once = {
        "extended": say("it was extended once already"),
        "waived": say("it was waived once already"),
        "suspended": say("it was suspended once already"),
    }
    often = {
        "extended": counted("it was extended {n} time already", "it was extended {n} times already", n),
        "waived": counted("it was waived {n} time already", "it was waived {n} times already", n),
        "suspended": counted("it was suspended {n} time already", "it was suspended {n} times already", n),
    }
    return (once if n == 1 else often)[kind]


def _clock_log(owed: Owed, entries: list[LogEntry], case: Case) -> Iterable[tuple[str, datetime, LogEntry | None]]:
    """Changes to the clock in order: by log words, and by the events the rule itself names."""
    found: list[tuple[str, datetime, LogEntry | None]] = [(e.event, e.at, e) for e in entries if e.event not in DEEDS]
    start = owed.trigger.at if owed.trigger else None
    for kind, moment in (("suspended", owed.rule.clock.hold), ("resumed", owed.rule.clock.resume)):
        if moment is not None:
            came = case.moments(moment, owed.binding, owed.party, owed.to).came
            found += [(kind, c.at, None) for c in came if start is None or c.at >= start]
    return sorted(found, key=lambda one: one[1])


def _allowed(permit: Permit | None) -> Part:
    if permit is None:
        return say("the rule allows nobody to")
    parts: list[Part] = [say("the rule allows it by anybody")]
    if permit.by:
        parts = [say("the rule allows it by {people}", people=any_of(permit.by))]
    if permit.times:
        often = counted("{n} time at most", "{n} times at most", permit.times)
        parts.append(often if permit.times > 1 else say("once"))
    if permit.at_most is not None:
        parts.append(say("at most {term}", term=permit.at_most.written()))
    return Listed(tuple(parts))


class Limits(msgspec.Struct, frozen=True):
    """The limit as it stands when a clock is changed, and as the rule first gave it."""

    now: datetime | None
    first: datetime | None


def _refused(kind: str, permit: Permit | None, entry: LogEntry, limits: Limits, case: Case) -> Message | None:
    """Why the rule does not allow a change of the clock; null if it does."""
    limit, original = limits.now, limits.first
    if permit is None:
        return say("the rule does not provide for it")
    if permit.by and (entry.by is None or entry.by not in permit.by):
        return say("`{who}` may not", who=entry.by) if entry.by else say("`nobody` may not")
    if permit.reasons and not entry.reasons:
        return say("reasons must be recorded")
    if limit is not None and entry.at > limit:
        return say("the limit had already passed")
    if kind == "extended" and limit is not None:
        new = _new_limit(entry, limit, case)
        if new is None:
            return say("`{text}` is neither a date nor a term", text=entry.due or "")
        most = case.after(_last_moment(original, case), permit.at_most) if permit.at_most and original else None
        if most is not None and new > most:
            return say("{new} is later than {most}", new=case.iso(new), most=case.iso(most))
    return None


def _new_limit(entry: LogEntry, limit: datetime | None, case: Case) -> datetime | None:
    """A new limit: the instant the entry gives, or its term from the old limit."""
    if entry.limit is None or isinstance(entry.limit, datetime):
        return entry.limit
    return None if limit is None else case.due(entry.limit, _last_moment(limit, case), {}, TimeRules()).limit


def _last_moment(limit: datetime, case: Case) -> datetime:
    """Where counting goes on: a day-long term closes at the midnight that is already the next day."""
    zone = ZoneInfo(case.protocol.zone)
    before = limit - timedelta(seconds=1)
    return limit if before.astimezone(zone).date() == limit.astimezone(zone).date() else before


def _resumed(owed: Owed, limit: datetime | None, since: datetime, until: datetime, case: Case) -> datetime | None:
    """The limit after a pause: hours move by the pause, days are counted on from the day of the resumption."""
    if limit is None or since > limit:
        return limit
    kind = owed.due.kind or "elapsed"
    zone = ZoneInfo(case.protocol.zone)
    if not kind.endswith("_day"):
        return limit + (until - since)
    days = case.clock(owed.rule.time).days
    last = (limit - timedelta(microseconds=1)).astimezone(zone).date()
    stop, go = since.astimezone(zone).date(), until.astimezone(zone).date()
    if kind == "civil_day":
        end = go + (last - stop)
    else:
        unit = kind.removesuffix("_day")
        left = days.count(stop, last, unit)
        end = days.nth(go, left, unit) if left else go
    closing = datetime(end.year, end.month, end.day, tzinfo=zone) + timedelta(days=1)
    return closing.astimezone(ZoneInfo("UTC"))
