"""How soon a duty presses, in the words of a card: within the hour or at once, today, within seven days, ..."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.plans.card import Bucket
from protocolkit.plans.plan import Clocked
from protocolkit.plans.urgency import Urgency, of_clock

WEEK = timedelta(days=7)
_BUCKETS: dict[Urgency, Bucket] = {
    Urgency.OVERDUE: "overdue", Urgency.NOW: "now", Urgency.TODAY: "today", Urgency.LATER: "later",
    Urgency.UNDATED: "undated", Urgency.UNTIMED: "untimed", Urgency.HELD: "held", Urgency.CLOSED: "closed",
}  # fmt: skip


def bucket(one: Clocked, as_of: datetime, zone: ZoneInfo) -> tuple[Bucket, datetime | None]:
    """The bucket of a duty, a gap or a question, and the moment it is sorted by."""
    urgency, moment = of_clock(one, as_of, zone)
    if urgency is Urgency.LATER and moment is not None and moment - as_of <= WEEK:
        return "week", moment
    return _BUCKETS[urgency], moment
