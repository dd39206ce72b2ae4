"""What became of what a case has a clock for, as CloudEvents 1.0 in JSON: for queues and webhooks, each sent once.

Nothing of the case's facts is in an event: who receives it asks for the plan. The `id` is a digest of what happened, so
that a receiver knows an event that is sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

import msgspec

from protocolkit.model.rule import ACTIVE, Status
from protocolkit.plans.plan import AlarmPolicy, Plan, alarms
from protocolkit.plans.plan_entries import Clocked, Duty, Gap

Kind = Literal["opened", "due_soon", "due", "overdue", "closed", "moved"]
PREFIX = "org.protocolkit.duty"
_TIMED: tuple[Literal["due_soon", "due", "overdue"], ...] = ("due_soon", "due", "overdue")
_ORDER = ("opened", "moved", "due_soon", "due", "overdue", "closed")


class DutyData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The payload. `due` is the limit, else the target; `status` is null for a duty that is no longer asked for.

    `kind` tells a duty from a gap, which a person must decide, and from what facts must still decide.
    """

    duty: str
    rule: str
    due: str | None
    status: Status | None
    kind: Literal["duty", "gap", "undetermined"] = "duty"


class DutyEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The envelope of CloudEvents 1.0 in structured JSON mode."""

    specversion: Literal["1.0"]
    type: Literal[
        "org.protocolkit.duty.opened.v1",
        "org.protocolkit.duty.due_soon.v1",
        "org.protocolkit.duty.due.v1",
        "org.protocolkit.duty.overdue.v1",
        "org.protocolkit.duty.closed.v1",
        "org.protocolkit.duty.moved.v1",
    ]
    source: str
    id: str
    subject: str
    time: str
    datacontenttype: Literal["application/json"]
    data: DutyData


ATTRIBUTES = DutyEvent.__struct_fields__


def events(
    plan: Plan, old_plan: Plan | None = None, *, source: str = "urn:protocolkit", policy: AlarmPolicy | None = None
) -> list[dict[str, Any]]:
    """What happened after `old_plan` up to `plan`, earliest first; without an old plan, all that happened so far.

    Opened and closed duties, gaps and questions, dates that moved, and every `due_soon`, `due` and `overdue` whose
    instant came. `source` is a URI reference for the sender. `time` is when it happened; of a move, and of a closing
    whose instant nobody recorded, the new plan's `as_of`. Raises ValueError for plans of different incidents and for an
    empty source.
    """
    if old_plan is not None and old_plan.incident != plan.incident:
        raise ValueError(f"plans of two incidents: {old_plan.incident} and {plan.incident}")
    if not source.strip():
        raise ValueError("a source names the sender, it cannot be empty")
    found = [*_opened_moved_closed(plan, old_plan), *_instants(plan, old_plan, policy or AlarmPolicy())]
    found.sort(key=lambda one: (datetime.fromisoformat(one.at), one.duty.id, _ORDER.index(one.kind), one.about))
    return [msgspec.to_builtins(_event(plan, one, source)) for one in found]


class _Happened(msgspec.Struct, frozen=True):
    """One thing that happened to a duty; `about` is what sets it apart from the same thing happening again."""

    kind: Kind
    duty: Clocked
    at: str
    about: str
    gone: bool = False


def _opened_moved_closed(plan: Plan, old_plan: Plan | None) -> Iterator[_Happened]:
    before = {duty.id: duty for duty in old_plan.clocked} if old_plan else {}
    now = {duty.id: duty for duty in plan.clocked}
    for duty in plan.clocked:
        old = before.get(duty.id)
        start = duty.trigger.at if duty.trigger else plan.as_of
        if old is None:
            # The instant of the trigger, not the due time: a duty whose date moves does not open again.
            yield _Happened("opened", duty, start, start if duty.trigger else "")
        elif old_plan and old.status not in ACTIVE and duty.status in ACTIVE:
            # The log was corrected: what was closed runs again.
            yield _Happened("opened", duty, plan.as_of, f"again {old_plan.as_of}")
        elif old_plan and duty.status in ACTIVE and _kind(old) != _kind(duty):
            # What was not certain is owed, or nobody may do it any more.
            yield _Happened("opened", duty, plan.as_of, f"as {_kind(duty)} {old_plan.as_of}")
        elif old_plan and _at(old) != _at(duty):
            # A date may move there and back again: what it moved from, and since when, makes each move another event.
            yield _Happened("moved", duty, plan.as_of, f"{_at(old)} {_at(duty)} {old_plan.as_of}")
        if duty.status not in ACTIVE and (old is None or old.status in ACTIVE):
            ended = (duty.done_at if isinstance(duty, Duty) else None) or ""
            at = ended if "T" in ended else plan.as_of
            yield _Happened("closed", duty, at, f"{duty.status} {ended}")
    for duty in before.values():
        if duty.id not in now and duty.status in ACTIVE:
            yield _Happened("closed", duty, plan.as_of, f"gone {old_plan.as_of if old_plan else ''}", gone=True)


def _instants(plan: Plan, old_plan: Plan | None, policy: AlarmPolicy) -> Iterator[_Happened]:
    """The rungs of running duties that lie after the old plan's instant, or are new to it, up to this plan's."""
    duties = {duty.id: duty for duty in plan.clocked}
    timed = msgspec.structs.replace(policy, rungs=tuple(rung for rung in policy.rungs if rung in _TIMED))
    sent = {a.id for a in alarms(old_plan, timed) if _come(a.at, old_plan)} if old_plan else set[str]()
    for alarm in alarms(plan, timed):
        duty = duties[alarm.duty]
        if alarm.id not in sent and _come(alarm.at, plan):
            kind: Kind = next(rung for rung in _TIMED if rung == alarm.rung)
            yield _Happened(kind, duty, alarm.at, f"{_at(duty)} {alarm.before}")


def _come(at: str, plan: Plan) -> bool:
    return datetime.fromisoformat(at) <= datetime.fromisoformat(plan.as_of)


def _kind(duty: Clocked) -> Literal["duty", "gap", "undetermined"]:
    return "duty" if isinstance(duty, Duty) else "gap" if isinstance(duty, Gap) else "undetermined"


def _at(duty: Clocked) -> str | None:
    return duty.due.at if duty.due else None


def _event(plan: Plan, one: _Happened, source: str) -> DutyEvent:
    parts = (plan.incident, one.duty.id, one.kind, one.about)
    duty, kind = one.duty, f"{PREFIX}.{one.kind}.v1"
    data = DutyData(duty.id, duty.rule, _at(duty), None if one.gone else duty.status, _kind(duty))
    id = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return DutyEvent("1.0", kind, source, id, plan.incident, one.at, "application/json", data)  # type: ignore[arg-type]
