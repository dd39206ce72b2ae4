"""When a calendar program should remind: at times of day at which somebody reads it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from protocolkit.model.rule import ACTIVE
from protocolkit.plans.closing_day import closing_day
from protocolkit.plans.plan import AlarmPolicy, Plan
from protocolkit.plans.plan_entries import Clocked

MORNING = time(9)


def reminders(plan: Plan, duty: Clocked, policy: AlarmPolicy) -> tuple[datetime, ...]:
    """The instants (UTC) still to come, earliest first; none for a duty that is late, on hold or closed.

    A term by the clock is announced as the policy says. A term that ends with a day is announced at nine in the morning
    of its last day and of the day before, because the minutes before midnight help nobody.
    """
    due = duty.due
    if due is None or due.at is None or duty.status not in ACTIVE or duty.status == "suspended":
        return ()
    as_of, ends = datetime.fromisoformat(plan.as_of), datetime.fromisoformat(due.at)
    if last := closing_day(due, plan.zone):
        zone = ZoneInfo(plan.zone)
        found = [datetime.combine(last - timedelta(days), MORNING, zone) for days in (1, 0)]
    else:
        found = [ends - timedelta(seconds=seconds) for seconds in policy.due_soon]
    if due.target and due.target != due.at:
        found.append(datetime.fromisoformat(due.target))
    starts = datetime.fromisoformat(duty.trigger.at) if duty.trigger else as_of
    kept = sorted({at.astimezone(UTC) for at in found if max(as_of, starts) < at < ends})
    # An entry without any alarm gives no notice at all in some programs.
    return tuple(kept) or ((ends.astimezone(UTC),) if ends > as_of else ())
