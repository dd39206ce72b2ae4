"""The duties of a case as a page lists them: whose they are, how soon they press, in few words."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _
from protocolkit.languages.short_times import clock
from protocolkit.model.rule import ACTIVE
from protocolkit.plans.plan import Duty, Plan
from protocolkit.plans.urgency import Urgency, of_clock
from protocolkit.showing.sheet import first_upper
from protocolkit.showing.wording import Wording
from protocolkit.web.addresses import short
from protocolkit.web.desk import Judged
from protocolkit.web.visit import Visit

Look = Literal["late", "now", ""]


class Row(msgspec.Struct, frozen=True):
    """A duty in a line: `id` as an address has it, what is to be done, by whom, and a tag that says how it stands."""

    id: str
    duty: Duty
    title: str
    by: str
    tag: str
    look: Look
    urgency: Urgency
    ours: bool


def rows(visit: Visit) -> list[Row]:
    """Every duty that is still open, most pressing first."""
    judged, say = visit.judged, visit.wording
    as_of, zone = datetime.fromisoformat(judged.plan.as_of), ZoneInfo(judged.plan.zone)
    found = []
    for duty in judged.plan.duties:
        if duty.status in ACTIVE:
            urgency, moment = of_clock(duty, as_of, zone)
            tag, look = tagged(duty, urgency, judged.plan, say)
            row = Row(
                short(duty.id), duty, titled(duty, say), say.roles(duty.by, ", "), tag, look, urgency,
                is_ours(duty, judged),
            )  # fmt: skip
            found.append((row, moment or as_of))
    return [row for row, _moment in sorted(found, key=lambda one: (one[0].urgency, one[1]))]


def is_ours(duty: Duty, judged: Judged) -> bool:
    """Whether somebody of the organisation whose case it is owes a duty."""
    institution = judged.protocol.vocabulary.institution
    return any(institution(role) == judged.incident.organisation for role in duty.by)


def titled(duty: Duty, say: Wording) -> str:
    """What is to be done, and to whom where somebody is told."""
    before, told = say.recipients([duty])
    whom = f"{before} {', '.join(told)}".strip()
    party = f" ({duty.for_})" if duty.for_ else ""
    if duty.to and duty.do:
        return f"{first_upper(say.name('actions', duty.do))}: {whom}{party}"
    return f"{say.what(duty)}{party}"


def tagged(duty: Duty, urgency: Urgency, plan: Plan, say: Wording) -> tuple[str, Look]:
    """How a duty stands: late by how much, at once and by when, by when, or that its text gives no time."""
    due, now = duty.due, datetime.fromisoformat(plan.as_of)
    if due is None or (due.limit is None and due.target is None):
        return _("no time in the text"), ""
    if duty.status == "overdue" and due.limit:
        return _("{span} late").format(span=say.span(now - datetime.fromisoformat(due.limit))), "late"
    at_once = due.target is not None and datetime.fromisoformat(due.target) <= now
    if at_once and due.limit is None:
        return _("at once"), "now"
    limit = due.limit or due.target
    assert limit is not None
    words = _("at once, by {time}") if at_once else _("by {time}")
    return words.format(time=until(due.limit or limit, duty, plan, say)), "now" if urgency <= Urgency.NOW else ""


def until(at: str, duty: Duty, plan: Plan, say: Wording) -> str:
    """The end of a term in few words: the hour if it is of the same day, else the day."""
    assert duty.due is not None
    moment, now = (datetime.fromisoformat(one).astimezone(ZoneInfo(plan.zone)) for one in (at, plan.as_of))
    if duty.due.last_day is not None and duty.due.limit == at and moment.hour == moment.minute == 0:
        return _("the end of {day}").format(day=say.day(duty.due.last_day))
    return clock(moment) if moment.date() == now.date() else say.moment(at)
