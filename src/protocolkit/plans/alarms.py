"""The instants a host may want to be woken at: data for its own scheduler, nothing is scheduled here."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from protocolkit.plans.plan import Duty, Plan

Rung = Literal["opened", "window_opens", "due_soon", "target", "due", "overdue"]
LIVE = ("open", "overdue", "suspended")


class AlarmPolicy(msgspec.Struct, frozen=True):
    """How long before its limit a duty is due soon (seconds, each a rung), and which rungs are wanted."""

    due_soon: tuple[int, ...] = (15 * 60, 24 * 3600)
    rungs: tuple[Rung, ...] = ("opened", "window_opens", "due_soon", "target", "due", "overdue")


class Alarm(msgspec.Struct, frozen=True):
    """One rung of one duty. `id` is the same for the same duty, rung and due time: send each id once."""

    id: str
    duty: str
    rung: Rung
    at: str
    before: int = 0


def alarms(plan: Plan, policy: AlarmPolicy | None = None) -> tuple[Alarm, ...]:
    """Every rung of every duty that still runs, earliest first; those in the past too, so that a host can catch up."""
    policy = policy or AlarmPolicy()
    found = [a for duty in plan.duties if duty.status in LIVE for a in _rungs(plan, duty, policy)]
    return tuple(sorted(found, key=lambda a: (datetime.fromisoformat(a.at), a.duty, a.rung)))


def _rungs(plan: Plan, duty: Duty, policy: AlarmPolicy) -> list[Alarm]:
    found: list[tuple[Rung, datetime, int]] = []
    start = datetime.fromisoformat(duty.trigger.at) if duty.trigger else None
    if start:
        found.append(("opened", start, 0))
    due = duty.due
    if due is not None and due.not_before:
        found.append(("window_opens", datetime.fromisoformat(due.not_before), 0))
    if due is not None and due.target and due.target != due.limit:
        found.append(("target", datetime.fromisoformat(due.target), 0))
    if due is not None and due.limit and duty.status != "suspended":
        limit = datetime.fromisoformat(due.limit)
        for seconds in policy.due_soon:
            soon = limit - timedelta(seconds=seconds)
            if start is None or soon > start:
                found.append(("due_soon", soon, seconds))
        found += [("due", limit, 0), ("overdue", limit + timedelta(seconds=1), 0)]
    due_at = due.at if due else None
    return [
        Alarm(_id(plan.incident, duty.id, rung, due_at, before), duty.id, rung, at.isoformat(), before)
        for rung, at, before in found
        if rung in policy.rungs
    ]


def _id(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
