"""The life of a duty: a pure replay of the log over its due time."""

from __future__ import annotations

from datetime import datetime

import msgspec

from protocolkit.model.rule import Status
from protocolkit.plans.plan import ClockChange, Performance


class Life(msgspec.Struct, frozen=True):
    """Where a duty stands at the instant of the evaluation. `limit` is the limit after all changes to the clock."""

    status: Status = "open"
    was: Status | None = None
    limit: datetime | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    not_done_at: datetime | None = None
    ended_at: datetime | None = None
    suspended_since: datetime | None = None
    performances: tuple[Performance, ...] = ()
    clock_steps: tuple[str, ...] = ()
    clock: tuple[ClockChange, ...] = ()

    @property
    def fulfilled(self) -> bool:
        return self.status in ("done", "done_late", "discharged_by_other")


class Deed(msgspec.Struct, frozen=True):
    """A performance, or the record that there was none, as it bears on one duty."""

    event: str
    at: datetime
    by: str | None
    to: str | None
    other_institution: bool


def status(
    as_of: datetime,
    limit: datetime | None,
    deeds: list[Deed],
    *,
    everyone: tuple[str, ...] = (),
    waived: bool = False,
    suspended_since: datetime | None = None,
    ended_at: datetime | None = None,
    clock_steps: tuple[str, ...] = (),
    clock: tuple[ClockChange, ...] = (),
    shown: tuple[Performance, ...] = (),
) -> Life:
    """The status from what was done and when. `everyone` are recipients who must all be reached by a shared duty.

    Late means after the limit, for every kind of due time; nothing without a limit is ever overdue, except a recorded
    failure, whose record is its limit.
    """
    done, done_by, other = _done(deeds, everyone)
    failed = min((d.at for d in deeds if d.event in ("not_done", "breached")), default=None)
    base = Life(
        limit=limit,
        done_at=done,
        done_by=done_by,
        not_done_at=failed,
        ended_at=ended_at,
        suspended_since=suspended_since,
        performances=shown,
        clock_steps=clock_steps,
        clock=clock,
    )
    breached = limit is not None and as_of > limit

    def now(status: Status, was: Status | None = None) -> Life:
        return msgspec.structs.replace(base, status=status, was=was)

    if done is not None and (ended_at is None or done <= ended_at or not breached):
        late = (limit is not None and done > limit) or (failed is not None and done > failed)
        return now("done_late", "overdue") if late else now("discharged_by_other" if other else "done")
    if waived:
        return now("waived", "overdue" if failed else None)
    if ended_at is not None:
        missed = (limit is not None and ended_at > limit) or (failed is not None and failed <= ended_at)
        return now("ended", "overdue" if missed else "open")
    if suspended_since is not None:
        return now("suspended", "overdue" if limit is not None and suspended_since > limit else None)
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
