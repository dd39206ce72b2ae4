"""What became of a duty: a pure replay of the log over its due time."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

import msgspec

from protocolkit.evaluation.attribution import excepted, speaks_of
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.clocks import Clocked, clocked
from protocolkit.evaluation.findings import Life, Owed, Performance
from protocolkit.evaluation.hearing import hearer
from protocolkit.evaluation.triggers import SECOND
from protocolkit.model.incident import DEEDS, LogEntry
from protocolkit.model.rule import Status


class Deed(msgspec.Struct, frozen=True):
    """A performance, or the record that there was none, as it bears on one duty."""

    event: str
    at: datetime
    by: str | None
    to: str | None
    other_institution: bool


def live(owed: Owed, case: Case, but: Container[int] = ()) -> Life:
    """The duty's life up to the evaluation's instant; `but` are entries, by number, that are about other duties."""
    entries = [e for e in case.timeline.acts if e.index not in but and speaks_of(e, owed, case)]
    deeds = [_deed(e, owed, case) for e in entries if e.event in DEEDS]
    deeds += _by_events(owed, case)
    ended = None
    if owed.rule.until is not None:
        start = owed.trigger.at if owed.trigger else None
        came = case.ending(owed.rule, owed.binding, owed.party, owed.to, hearer(owed.institutions, case))
        ended = next((at for at in came if start is None or at >= start), None)
    everyone = owed.told if owed.recipient.mode == "all" else ()
    done = _done(deeds, everyone)[0]
    closed = min((at for at in (done, ended) if at is not None), default=None)
    clock = clocked(owed, entries, case, closed)
    if clock.limit is not None and clock.suspended_since is None:
        case.later(clock.limit + SECOND)
    return lived(case.as_of, clock, deeds, everyone=everyone, ended_at=ended)


def lived(
    as_of: datetime, clock: Clocked, deeds: list[Deed], *, everyone: tuple[str, ...] = (),
    ended_at: datetime | None = None,
) -> Life:  # fmt: skip
    """The status from what was done and when. `everyone` are recipients who must all be reached by a shared duty.

    Late means after the limit, for every kind of due time; nothing without a limit is ever overdue, except a recorded
    failure, whose record is its limit. A limit that passed undone stays missed, whatever follows.
    """
    done, done_by, other = _done(deeds, everyone)
    failed = min((d.at for d in deeds if d.event in ("not_done", "breached")), default=None)
    still = clock.suspended_since is not None
    limit = None if still else clock.limit
    closed = min((at for at in (done, ended_at, clock.waived_at) if at is not None), default=None)
    passed = limit if limit is not None and as_of > limit and (closed is None or closed > limit) else None
    failure = None if failed and clock.suspended_since and failed >= clock.suspended_since else failed
    missed = min((at for at in (passed, failure) if at is not None), default=None)
    base = Life(
        limit=limit,
        target=None if still else clock.target,
        missed_at=missed,
        closed_at=closed,
        done_at=done,
        done_by=done_by,
        not_done_at=failed,
        ended_at=ended_at,
        suspended_since=clock.suspended_since,
        performances=tuple(Performance(d.event, d.at, d.by) for d in sorted(deeds, key=lambda d: d.at)),
        clock=clock.changes,
        idle=clock.idle,
    )
    before: Status | None = "overdue" if missed is not None else "suspended" if still else None

    def now(status: Status, was: Status | None = None) -> Life:
        return msgspec.structs.replace(base, status=status, was=was)

    if done is not None and (ended_at is None or done <= ended_at or passed is None):
        late = (limit is not None and done > limit) or (failure is not None and done > failure)
        return now("done_late", "overdue") if late else now("discharged_by_other" if other else "done")
    if clock.waived_at is not None:
        return now("waived", before)
    if ended_at is not None:
        # A failure that was recorded after the end is none of what ended.
        late = missed is not None and missed <= ended_at
        return now("ended", "overdue" if late else "suspended" if still else "open")
    if still:
        was: Status | None = "overdue" if missed is not None else None
        return msgspec.structs.replace(now("suspended", was), remaining=clock.remaining)
    if missed is not None:
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
            and (act.to is None or act.to in owed.told)
            and (act.document is None or act.document == owed.document)
            and (act.by is None or not owed.owing or act.by in owed.owing)
        ]
        if not fitting or (trigger and trigger.event == event.name):
            continue
        for one in case.timeline.of(event.name):
            from_log = one.entry.event == event.name or event.name in case.vocabulary.event_is(one.entry.event)
            same_party = one.for_ is None or owed.for_ is None or one.for_ == owed.for_
            started = trigger is None or trigger.at <= one.at
            allowed = one.by is None or not excepted(one.by, owed, case)
            if from_log and same_party and started and allowed and one.entry.event not in ("done",):
                by = next((a.by for a in fitting if a.by), None) or one.by
                other = by is not None and case.vocabulary.institution(by) not in owed.institutions
                found.append(Deed("done", one.at, by, fitting[0].to, other and bool(owed.institutions)))
    return found
