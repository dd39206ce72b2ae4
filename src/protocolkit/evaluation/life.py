"""What became of a duty: a pure replay of the log over its due time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from itertools import product

import msgspec

from protocolkit.evaluation.attempts import Life, Owed, Performance
from protocolkit.evaluation.attribution import about
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.clocks import Clocked, clocked
from protocolkit.evaluation.deeds import Deed, recorded
from protocolkit.evaluation.hearing import hearer
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.spans import Span
from protocolkit.evaluation.triggers import SECOND
from protocolkit.model.incident import DEEDS
from protocolkit.model.rule import Status


class Limits(msgspec.Struct, frozen=True):
    """The limit of a duty, and the latest that it may be by what is not known; `doubts` names what would tell.

    A latest limit of null is none, or one that nobody can date.
    """

    at: datetime | None
    latest: datetime | None
    doubts: tuple[str, ...] = ()

    def passed(self, as_of: datetime, closings: list[Span]) -> Truth:
        """Whether it passed undone; null where nobody can say."""
        if self.at is None or as_of <= self.at or any(one.by(self.at) for one in closings):
            return False if self.at is not None or not self.doubts else None
        if self.latest is None or as_of <= self.latest:
            return None
        return True if all(one.by(self.latest) is False for one in closings) else None


def live(owed: Owed, case: Case, others: Iterable[Deed], but: Container[int] = ()) -> Life:
    """The duty's life up to the evaluation's instant.

    `others` are the deeds that records of other rules and events are, `but` entries, by number, about other duties.
    """
    entries = [e for e in about(owed, case) if e.index not in but]
    deeds = [*(recorded(e, owed, case) for e in entries if e.event in DEEDS), *others]
    ended = _ended(owed, case)
    done = done_by(deeds, owed)
    closed = min((one.first for one in (done.span if done else None, ended) if one is not None), default=None)
    clock = clocked(owed, entries, case, closed)
    limits = Limits(clock.limit, clock.limit)
    if owed.loose is not None:
        loose = clocked(msgspec.structs.replace(owed, due=owed.loose), entries, case, closed)
        if loose.limit != clock.limit:
            limits = Limits(clock.limit, loose.limit, _unknown(owed))
    elif owed.due.undatable:
        limits = Limits(clock.limit, clock.limit, owed.due.undatable if clock.limit is None else ())
    for limit in (limits.at, limits.latest) if clock.suspended_since is None else ():
        if limit is not None:
            case.later(limit + SECOND)
    return lived(case.as_of, clock, limits, deeds, reached=_reached(deeds, owed), ended=ended)


def moved_limit(owed: Owed, limit: datetime, case: Case) -> datetime | None:
    """Where another reading's limit of a duty comes to by what the log did to its clock."""
    entries = about(owed, case)
    due = msgspec.structs.replace(owed.due, limit=limit, target=None)
    return clocked(msgspec.structs.replace(owed, due=due), entries, case, owed.life.closed_at).limit


def _ended(owed: Owed, case: Case) -> Span | None:
    """When the duty's `until` came, or may have come."""
    if owed.rule.until is None:
        return None
    start = owed.trigger.at if owed.trigger else None
    heard_by = hearer(owed.institutions, case)
    came = [c.span for c in case.ending(owed.rule, owed.binding, owed.party, owed.to, heard_by)]
    if start is not None:
        came = [msgspec.structs.replace(one, first=max(one.first, start)) for one in came if one.last >= start]
    return min(came, key=lambda one: one.first, default=None)


def _unknown(owed: Owed) -> tuple[str, ...]:
    """What would tell the limit: the moment of a trigger known by its day, and facts."""
    trigger = owed.trigger
    moment = (trigger.span.name,) if trigger is not None and trigger.date_only else ()
    return tuple(dict.fromkeys((*moment, *owed.due.asks)))


def lived(
    as_of: datetime, clock: Clocked, limits: Limits, deeds: list[Deed], *,
    reached: Sequence[Deed | None] = (), ended: Span | None = None,
) -> Life:  # fmt: skip
    """The status from what was done and when. `reached` are the performances it takes, null for one that is missing.

    Late means after the limit, for every kind of due time; nothing without a limit is ever overdue, except a recorded
    failure, whose record is its limit. A limit that passed undone stays missed, whatever follows. The status goes by
    the earliest limit that may hold; whether it was missed is said only where every reading of the log says so.
    """
    done = _whole(reached)
    closings = [one for one in (done.span if done else None, ended, clock.waived) if one is not None]
    failed = min((d for d in deeds if d.event in ("not_done", "breached")), key=lambda d: d.at, default=None)
    still = clock.suspended_since is not None
    failure = None if failed is None or _idle_failure(failed, closings, clock) else failed.at
    strict = Limits(limits.at, limits.at)
    by_status = not still and strict.passed(as_of, closings) is True
    surely = False if still else limits.passed(as_of, closings)
    moved = [name for name, limit in clock.doubts if not any(one.by(limit) for one in closings)]
    untold = failed is not None and failure is None and not still and not _closed_first(failed, closings)
    if surely is not True and (moved or untold):
        surely = None
    if failure is not None:
        surely = True
    missed = by_status or failure is not None
    unsure = [one.name for one in closings if limits.at is not None and one.by(limits.at) is None]
    unsure += [failed.span.name] if failed is not None and untold else []
    past = [at for at in (limits.at if by_status else None, failure) if at is not None]
    base = Life(
        limit=None if still else clock.limit,
        target=None if still else clock.target,
        missed_at=min(past, default=None) if surely else None,
        late=surely,
        doubts=tuple(dict.fromkeys((*moved, *unsure, *limits.doubts))) if surely is None else (),
        closed_at=min((one.first for one in closings), default=None),
        done=done.span if done else None,
        done_by=done.by if done else None,
        done_date_only=done is not None and done.entry.date_only,
        done_entry=done.entry.index if done else None,
        not_done_at=failed.at if failed else None,
        not_done_date_only=failed is not None and failed.entry.date_only,
        ended_at=ended.first if ended else None,
        suspended_since=clock.suspended_since,
        performances=tuple(
            Performance(d.event, d.at, d.by, d.entry.date_only, d.entry.ref, d.entry.index)
            for d in sorted(deeds, key=lambda d: d.at)
        ),
        clock=clock.changes,
        used=_used(reached, failed),
        idle=clock.idle,
    )
    before: Status | None = "overdue" if missed else "suspended" if still else None

    def now(status: Status, was: Status | None = None) -> Life:
        return msgspec.structs.replace(base, status=status, was=was)

    if done is not None and (ended is None or done.span.first <= ended.first or not by_status):
        return (
            now("done_late", "overdue") if missed else now("discharged_by_other" if done.other_institution else "done")
        )
    if clock.waived is not None:
        return now("waived", before)
    if ended is not None:
        return now("ended", "overdue" if missed else "suspended" if still else "open")
    if still:
        return msgspec.structs.replace(now("suspended", "overdue" if missed else None), remaining=clock.remaining)
    return now("overdue" if missed else "open")


def _idle_failure(failed: Deed, closings: list[Span], clock: Clocked) -> bool:
    """Whether a recorded failure is none, or may be: what was closed before cannot fail, nor what stands still."""
    still = clock.suspended_since is not None and failed.at >= clock.suspended_since
    return still or any(not failed.span.before(one) for one in closings)


def _closed_first(failed: Deed, closings: list[Span]) -> bool:
    """Whether a failure was recorded of what had surely been closed by then."""
    return any(
        one.before(failed.span) or (one.known and failed.span.known and one.first == failed.span.first)
        for one in closings
    )


def done_by(deeds: Iterable[Deed], owed: Owed) -> Deed | None:
    """The first performance; of a duty to several or of several acts together, the one that made it whole."""
    return _whole(_reached(deeds, owed))


def _whole(reached: Sequence[Deed | None]) -> Deed | None:
    if not reached or None in reached:
        return None
    return max((d for d in reached if d is not None), key=lambda d: d.at)


def _reached(deeds: Iterable[Deed], owed: Owed) -> list[Deed | None]:
    """The first performance towards each of those who must be reached, of each act that must be; null where none is."""
    performances = sorted((d for d in deeds if d.event == "done"), key=lambda d: (d.at, d.entry.index))
    everyone: tuple[str | None, ...] = owed.told if owed.recipient.mode == "all" else (None,)
    together: tuple[str | None, ...] = owed.rule.acts if owed.rule.act_mode == "all" else (None,)
    return [
        next(
            (d for d in performances if (not role or d.to in (None, role)) and (not act or d.act in (None, act))), None
        )
        for role, act in product(everyone or (None,), together)
    ]


def _used(reached: Sequence[Deed | None], failed: Deed | None) -> tuple[int, ...]:
    """The records that the duty's state rests on."""
    return tuple(dict.fromkeys(d.entry.index for d in (*reached, failed) if d is not None))
