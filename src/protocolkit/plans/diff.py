"""What changed between two plans of one incident, and why a date moved."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.model.rule import Status
from protocolkit.plans.plan import Duty, Plan

Kind = Literal["opened", "closed", "moved", "changed"]
Why = Literal["event", "edition", "calendar", "reading", "knowledge", "time"]


class DutyChange(msgspec.Struct, frozen=True):
    """One duty that is new, gone, due at another time, or in another state."""

    id: str
    kind: Kind
    why: Why
    message: str
    old_due: str | None = None
    new_due: str | None = None
    old_status: str | None = None
    new_status: str | None = None


def diff(old: Plan, new: Plan) -> tuple[DutyChange, ...]:
    """The duties that differ, in the order of the new plan, then those that are gone.

    `why` names what explains the change: an event of the log, new knowledge, another edition of the text, another
    calendar, another reading, or only the passing of time. In what language either plan speaks makes no difference.
    Raises ValueError for plans of different incidents, and where the new plan is for an earlier instant than the old.
    """
    if old.incident != new.incident:
        raise ValueError(f"plans of two incidents: {old.incident} and {new.incident}")
    if datetime.fromisoformat(new.as_of) < datetime.fromisoformat(old.as_of):
        raise ValueError(f"the new plan is for {new.as_of}, before that of the old, {old.as_of}")
    before, after = {d.id: d for d in old.duties}, {d.id: d for d in new.duties}
    changes = [_opened(d, old, new) for id, d in after.items() if id not in before]
    for id, duty in after.items():
        if id in before and (change := _changed(before[id], duty, old, new)):
            changes.append(change)
    changes += [_gone(d, old, new) for id, d in before.items() if id not in after]
    return tuple(changes)


def _at(duty: Duty) -> str | None:
    return duty.due.at if duty.due else None


def _opened(duty: Duty, old: Plan, new: Plan) -> DutyChange:
    started = duty.trigger.at if duty.trigger else ""
    why: Why = _edition_or_calendar(duty, old, new) or ("event" if started > old.as_of else "knowledge")
    if duty.trigger:
        what = _("started by {event} at {at}").format(event=duty.trigger.event, at=started)
    else:
        what = _("now applies")
    return DutyChange(duty.id, "opened", why, what, None, _at(duty), None, duty.status)


def _gone(duty: Duty, old: Plan, new: Plan) -> DutyChange:
    heir = next(
        (d for d in new.duties if duty.rule in d.also_required_by and d.to == duty.to and d.for_ == duty.for_), None
    )
    why: Why = _edition_or_calendar(duty, old, new) or "knowledge"
    what = _("now part of {duty}").format(duty=heir.id) if heir else _("no longer asked for")
    return DutyChange(duty.id, "closed", why, what, _at(duty), None, duty.status, None)


def _changed(old: Duty, new: Duty, before: Plan, after: Plan) -> DutyChange | None:
    moved, status = _at(old) != _at(new), old.status != new.status
    if not moved and not status:
        return None
    if moved:
        why = _edition_or_calendar(new, before, after) or _why_moved(old, new)
        undated = _("undated")
        what = _("due {old} before, {new} now").format(old=_at(old) or undated, new=_at(new) or undated)
    else:
        logged = (
            new.done_at != old.done_at
            or new.not_done_at != old.not_done_at
            or new.status in ("waived", "suspended", "ended")
        )
        why = "knowledge" if new.status == "superseded" else "event" if logged else "time"
        what = _("{old} before, {new} now").format(old=_status(old.status), new=_status(new.status))
    return DutyChange(new.id, "moved" if moved else "changed", why, what, _at(old), _at(new), old.status, new.status)


def _edition_or_calendar(duty: Duty, old: Plan, new: Plan) -> Why | None:
    texts = {source.ruleset for source in duty.sources}
    if any(old.made_with.rulesets.get(t) != new.made_with.rulesets.get(t) for t in texts):
        return "edition"
    versions = ("calendar", "holidays", "tzdata")
    return "calendar" if any(getattr(old.made_with, v) != getattr(new.made_with, v) for v in versions) else None


def _why_moved(old: Duty, new: Duty) -> Why:
    if old.trigger != new.trigger:
        return "event"
    if old.clock != new.clock:
        return "event"
    if old.due and new.due and old.due.asks != new.due.asks:
        return "knowledge"
    # The same versions and the same trigger: a calendar's announcement became known between the two instants.
    return "calendar"


def _status(status: Status) -> str:
    """Where a duty stands, in words; a vocabulary is not at hand here."""
    return {
        "open": pgettext("a duty is", "open"),
        "done": pgettext("a duty is", "done"),
        "done_late": pgettext("a duty is", "done late"),
        "overdue": pgettext("a duty is", "overdue"),
        "suspended": pgettext("a duty is", "suspended"),
        "waived": pgettext("a duty is", "waived"),
        "superseded": pgettext("a duty is", "superseded"),
        "discharged_by_other": pgettext("a duty is", "done by another"),
        "ended": pgettext("a duty is", "ended"),
    }[status]
