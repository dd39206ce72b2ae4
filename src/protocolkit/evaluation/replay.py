"""Replays the log over one duty: who performed it, what changed its clock, and what the log may not say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.building.build_due import parse_due_text
from protocolkit.building.build_term import parse_term
from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.attribution import DEEDS, speaks_of
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.life import Deed, Life, status
from protocolkit.evaluation.owed import Owed
from protocolkit.languages import _, ngettext
from protocolkit.languages.enumerating import any_of
from protocolkit.model.incident import LogEntry
from protocolkit.model.rule import Permit, TimeRules
from protocolkit.model.terms import Term
from protocolkit.plans.plan import ClockChange, Performance


def live(owed: Owed, case: Case) -> Life:
    """The duty's life up to the evaluation's instant."""
    entries = [e for e in case.timeline.acts if speaks_of(e, owed, case)]
    deeds = [_deed(e, owed, case) for e in entries if e.event in DEEDS]
    deeds += _by_events(owed, case)
    limit, waived, suspended, steps, clock = _clock_changes(owed, entries, case)
    ended = None
    if owed.rule.until is not None:
        start = owed.trigger.at if owed.trigger else None
        came = case.moments(owed.rule.until, owed.binding, owed.party, owed.to).came
        ended = next((c.at for c in came if start is None or c.at >= start), None)
    if limit is not None:
        case.later(limit + timedelta(seconds=1))
    return status(
        case.as_of,
        limit,
        deeds,
        waived=waived,
        suspended_since=suspended,
        ended_at=ended,
        clock_steps=tuple(steps),
        clock=tuple(clock),
        everyone=owed.recipient.roles if owed.recipient.mode == "all" else (),
        shown=tuple(Performance(d.event, case.iso(d.at) or "", d.by) for d in sorted(deeds, key=lambda d: d.at)),
    )


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


def _clock_changes(
    owed: Owed, entries: list[LogEntry], case: Case
) -> tuple[datetime | None, bool, datetime | None, list[str], list[ClockChange]]:
    """The limit after what the log changed, whether it was waived, since when it is suspended, and each change."""
    limit, waived, since, steps, changes = owed.computed.limit, False, None, list[str](), list[ClockChange]()
    clock, original = owed.rule.clock, owed.computed.limit
    used: Counter[str] = Counter()
    for kind, at, entry in _clock_log(owed, entries, case):
        permit: Permit | None = {"extended": clock.extend, "waived": clock.waive, "suspended": clock.suspend}.get(kind)
        by_log = entry is not None and kind in ("extended", "waived", "suspended")
        problem = _refused(kind, permit, entry, limit, original, case) if by_log and entry else ""
        if not problem and permit is not None and permit.times is not None and used[kind] >= permit.times:
            problem = _already(kind, used[kind])
        if by_log and entry and problem:
            message = _("`{event}` of `{duty}`: {problem}").format(event=kind, duty=owed.id, problem=problem)
            case.problems.error("clock-not-allowed", message, entry.place, _allowed(permit))
            continue
        used[kind] += by_log
        step = ""
        if kind == "due_set" and entry is not None:
            limit = _new_limit(entry, limit or at, case) or limit
            step = _("date set on {at}: {limit}")
        elif kind == "extended" and entry is not None:
            limit = _new_limit(entry, limit, case) or limit
            step = _("extended on {at} to {limit}: {reasons}") if entry.reasons else _("extended on {at} to {limit}")
        elif kind == "waived":
            waived = True
            step = _("waived on {at}")
        elif kind == "suspended" and since is None:
            since = at
            step = _("clock stopped at {at}")
        elif kind == "resumed" and since is not None:
            limit = _resumed(owed, limit, since, at, case)
            step = _("clock resumed at {at}: limit moves to {limit}")
            since = None
        if step:
            reasons = entry.reasons if entry is not None else ""
            steps.append(step.format(at=case.iso(at), limit=case.iso(limit), reasons=reasons))
            changes.append(ClockChange(kind, case.iso(at) or "", case.iso(limit)))  # type: ignore[arg-type]
    return limit, waived, since, steps, changes


def _already(kind: str, n: int) -> str:
    """That as much was done as the rule allows."""
    once = {
        "extended": _("it was extended once already"),
        "waived": _("it was waived once already"),
        "suspended": _("it was suspended once already"),
    }
    often = {
        "extended": ngettext("it was extended {n} time already", "it was extended {n} times already", n),
        "waived": ngettext("it was waived {n} time already", "it was waived {n} times already", n),
        "suspended": ngettext("it was suspended {n} time already", "it was suspended {n} times already", n),
    }
    return once[kind] if n == 1 else often[kind].format(n=n)


def _clock_log(owed: Owed, entries: list[LogEntry], case: Case) -> Iterable[tuple[str, datetime, LogEntry | None]]:
    """Changes to the clock in order: by log words, and by the events the rule itself names."""
    found: list[tuple[str, datetime, LogEntry | None]] = [(e.event, e.at, e) for e in entries if e.event not in DEEDS]
    start = owed.trigger.at if owed.trigger else None
    for kind, moment in (("suspended", owed.rule.clock.hold), ("resumed", owed.rule.clock.resume)):
        if moment is not None:
            came = case.moments(moment, owed.binding, owed.party, owed.to).came
            found += [(kind, c.at, None) for c in came if start is None or c.at >= start]
    return sorted(found, key=lambda one: one[1])


def _allowed(permit: Permit | None) -> str:
    if permit is None:
        return _("the rule allows nobody to")
    who = _("the rule allows it by {people}").format(people=any_of(permit.by))
    parts = [who if permit.by else _("the rule allows it by anybody")]
    if permit.times:
        often = ngettext("{n} time at most", "{n} times at most", permit.times).format(n=permit.times)
        parts.append(often if permit.times > 1 else _("once"))
    if permit.at_most:
        parts.append(_("at most {term}").format(term=permit.at_most))
    return ", ".join(parts)


def _refused(
    kind: str, permit: Permit | None, entry: LogEntry, limit: datetime | None, original: datetime | None, case: Case
) -> str:
    """Why the rule does not allow a change of the clock; empty if it does."""
    if permit is None:
        return _("the rule does not provide for it")
    if permit.by and (entry.by is None or entry.by not in permit.by):
        return _("`{who}` may not").format(who=entry.by) if entry.by else _("`nobody` may not")
    if permit.reasons and not entry.reasons:
        return _("reasons must be recorded")
    if limit is not None and entry.at > limit:
        return _("the limit had already passed")
    if kind == "extended" and limit is not None:
        new = _new_limit(entry, limit, case)
        if new is None:
            return _("`{text}` is neither a date nor a term").format(text=entry.due or "")
        term = parse_term(permit.at_most, case.problems) if permit.at_most else None
        most = case.after(_last_moment(original, case), term) if isinstance(term, Term) and original else None
        if most is not None and new > most:
            return _("{new} is later than {most}").format(new=case.iso(new), most=case.iso(most))
    return ""


def _new_limit(entry: LogEntry, limit: datetime | None, case: Case) -> datetime | None:
    """A new limit: an instant, a whole day, or a term from the old limit."""
    if entry.due is None:
        return None
    quiet = Problems()
    found = parse_instant(entry.due, entry.place, quiet, case.protocol.zone)
    if isinstance(found, datetime):
        return found
    if isinstance(found, date):
        local = datetime(found.year, found.month, found.day, tzinfo=ZoneInfo(case.protocol.zone)) + timedelta(days=1)
        return local.astimezone(ZoneInfo("UTC"))
    term = parse_due_text(entry.due, entry.place, Problems())
    if limit is None or term is None:
        return None
    return case.due(term, _last_moment(limit, case), {}, TimeRules()).limit


def _last_moment(limit: datetime, case: Case) -> datetime:
    """Where counting goes on: a day-long term closes at the midnight that is already the next day."""
    zone = ZoneInfo(case.protocol.zone)
    before = limit - timedelta(seconds=1)
    return limit if before.astimezone(zone).date() == limit.astimezone(zone).date() else before


def _resumed(owed: Owed, limit: datetime | None, since: datetime, until: datetime, case: Case) -> datetime | None:
    """The limit after a pause: hours move by the pause, days are counted on from the day of the resumption."""
    if limit is None or since > limit:
        return limit
    kind = owed.computed.due.kind if owed.computed.due else "elapsed"
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
