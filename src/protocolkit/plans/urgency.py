"""What to do first: the duties of a plan, and the questions beside them, by how soon they press."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.model.rule import CLOSED, DUTIES
from protocolkit.plans.card import Bucket
from protocolkit.plans.closing_day import closing_day, target_day
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Clocked, Duty, Gap, Undetermined
from protocolkit.plans.plan_parts import DueTime

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


class Urgency(IntEnum):
    """Sections of a plan, most pressing first."""

    OVERDUE = 0
    NOW = 1
    TODAY = 2
    LATER = 3
    UNDATED = 4
    UNTIMED = 5
    HELD = 6
    CLOSED = 7


STATES: dict[Urgency, Bucket] = {
    Urgency.OVERDUE: "overdue", Urgency.NOW: "now", Urgency.TODAY: "today", Urgency.LATER: "later",
    Urgency.UNDATED: "undated", Urgency.UNTIMED: "untimed", Urgency.HELD: "held", Urgency.CLOSED: "closed",
}  # fmt: skip
"""What a section is called in data and where it is styled."""


class Block(msgspec.Struct, frozen=True):
    """One thing to do: duties alike but for their recipients, or a question. `moment` is what it is sorted by.

    `at_once` marks a question whose moment is when something happened rather than a measured limit.
    """

    urgency: Urgency
    moment: datetime | None
    duties: tuple[Duty, ...] = ()
    question: Undetermined | None = None
    at_once: bool = False


def blocks(plan: Plan) -> list[Block]:
    """Every duty and every undetermined obligation of the plan, most pressing first."""
    as_of, zone = datetime.fromisoformat(plan.as_of), ZoneInfo(plan.zone)
    found = []
    for group in alike(plan.duties):
        urgency, moment = of_clock(group[0], as_of, zone)
        found.append(Block(urgency, moment, duties=tuple(group)))
    for one in plan.undetermined:
        if one.modality in DUTIES:
            at_once = one.due is not None and one.due.kind == "immediate"
            found.append(Block(*of_clock(one, as_of, zone), question=one, at_once=at_once))
    return sorted(found, key=lambda b: (b.urgency, b.moment is None, b.moment or as_of))


def of_clock(duty: Clocked, as_of: datetime, zone: ZoneInfo) -> tuple[Urgency, datetime | None]:
    """How soon a duty, a gap or a question presses, and the moment it is sorted by.

    A target that has come presses as if it were due now, but only the limit makes a duty overdue: the status says so,
    never a comparison made here.
    """
    due = duty.due
    moment = _instant(due.at) if due else None
    if duty.status in CLOSED:
        return Urgency.CLOSED, moment
    if duty.status == "overdue":
        return Urgency.OVERDUE, moment
    if duty.status == "suspended":
        return Urgency.HELD, moment
    if due is None:
        return Urgency.UNTIMED, None
    if due.at is None and due.target is None and due.not_before is None:
        return Urgency.UNDATED, None
    opens = _instant(due.not_before)
    if opens is not None and opens > as_of:
        today = _day(opens, zone) == _day(as_of, zone)
        return (Urgency.TODAY if today else Urgency.LATER), moment or opens
    first = min((m for m in (_instant(due.target), _instant(due.limit), moment) if m), default=None)
    if first is None:
        return Urgency.UNDATED, None
    if first - as_of <= HOUR:
        return Urgency.NOW, moment or first
    closes = closing_day(due, zone.key) if first == moment else target_day(due, zone.key)
    last = closes or _day(first, zone)
    return (Urgency.TODAY if last <= _day(as_of, zone) else Urgency.LATER), moment or first


def bucket(one: Clocked, as_of: datetime, zone: ZoneInfo) -> tuple[Bucket, datetime | None]:
    """How soon it presses in the words of a card, which tells the next seven days from what is later."""
    urgency, moment = of_clock(one, as_of, zone)
    if urgency is Urgency.LATER and moment is not None and moment - as_of <= WEEK:
        return "week", moment
    return STATES[urgency], moment


def alike(duties: Iterable[Duty]) -> list[list[Duty]]:
    """Duties in order, together where they only tell somebody else, or concern somebody else, by the same time."""
    groups: dict[object, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(_kind(duty), []).append(duty)
    found: list[list[Duty]] = []
    for group in groups.values():
        parties: dict[str | None, list[Duty]] = {}
        for duty in group:
            parties.setdefault(duty.for_, []).append(duty)
        # Only if the same people are told for each party can one list name the people and one the parties.
        same = len({tuple(d.to for d in own) for own in parties.values()}) == 1
        found += [group] if same else parties.values()
    return found


def _kind(duty: Duty) -> object:
    time = _time(duty.due)
    what = (duty.rule, duty.do, duty.document, duty.modality, duty.amount, tuple(one.rule for one in duty.manner))
    who = (duty.by, duty.by_mode, duty.check_first, duty.id if duty.to is None and duty.for_ is None else None)
    which = (duty.occurrence, duty.repeated)
    when = (which, duty.trigger, time, duty.status, duty.was, duty.done_at, duty.done_by, duty.not_done_at)
    how = (duty.via_only, duty.via_any, duty.via_never, duty.content, duty.content_never, duty.warnings)
    shared = (duty.to_any, duty.to_all)
    return what, who, when, how, shared


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _time(due: DueTime | None) -> object:
    """What a due time comes to; its readings tell nothing apart."""
    return (due.at, due.target, due.limit, due.not_before, due.kind, due.asks) if due else None


def one_decision(gaps: Iterable[Gap]) -> list[list[Gap]]:
    """Gaps that differ only in whom they leave untold, in the order of the plan: one decision settles them."""
    groups: dict[object, list[Gap]] = {}
    for gap in gaps:
        when = (_time(gap.due), gap.trigger, gap.repeated)
        groups.setdefault((gap.rule, gap.do, gap.why, gap.by, gap.for_, when), []).append(gap)
    return list(groups.values())
