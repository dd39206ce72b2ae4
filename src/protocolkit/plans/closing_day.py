"""Whether a term ends with a day or by the clock: decided here, for every page, file and reminder."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.plans.plan_parts import DueTime, Reading

_BY_THE_CLOCK = ("elapsed", "immediate")
_ONE_DAY = timedelta(days=1)


def closing_day(due: DueTime | Reading, zone: str) -> date | None:
    """The day that a due time (`at`) closes with; null where it ends by the clock, or has no date.

    The instant of such a term is the first one that no longer belongs to `last_day`. It is not always midnight: a zone
    may turn its clocks there.
    """
    if due.at is None or due.last_day is None:
        return None
    last = date.fromisoformat(due.last_day)
    return last if last < local(due.at, zone).date() else None


def target_day(due: DueTime, zone: str) -> date | None:
    """The same of its target, of which a plan gives the instant alone."""
    if due.target is None or due.kind in _BY_THE_CLOCK:
        return None
    return closing_day(due, zone) if due.target == due.at else day_before(due.target, zone)


def day_before(moment: str, zone: str) -> date | None:
    """The day that an instant closes if it is the first of the next one; null for any other."""
    at = local(moment, zone)
    closes = (at.astimezone(ZoneInfo("UTC")) - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() < at.date()
    return at.date() - _ONE_DAY if closes else None


def local(moment: str, zone: str) -> datetime:
    """An instant as the clocks of a zone show it."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
