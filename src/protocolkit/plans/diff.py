"""What changed between two plans of one incident, and why a date moved."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, assert_never

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.model.rule import Status
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Clocked, Duty, Gap, Undetermined

Kind = Literal["opened", "closed", "moved", "changed"]
Why = Literal["event", "edition", "calendar", "reading", "knowledge", "time"]


class DutyChange(msgspec.Struct, frozen=True):
    """One duty, gap or question that is new, gone, due at another time, or in another state.

    `rule` is the rule that is another now, where that explains the change: its own, one it merged with, or the one it
    waits for.
    """

    id: str
    kind: Kind
    why: Why
    message: str
    old_due: str | None = None
    new_due: str | None = None
    old_status: str | None = None
    new_status: str | None = None
    rule: str | None = None


def diff(old: Plan, new: Plan) -> tuple[DutyChange, ...]:
    """The duties, gaps and open questions that differ, in the order of the new plan, then those that are gone.

    `why` names what explains the change: an event of the log, new knowledge, another edition of the text, another
    calendar, another reading, or only the passing of time. In what language either plan speaks makes no difference.
    Raises ValueError for plans of different incidents, and where the new plan is for an earlier instant than the old.
    """
    if old.incident != new.incident:
        raise ValueError(f"plans of two incidents: {old.incident} and {new.incident}")
    if datetime.fromisoformat(new.as_of) < datetime.fromisoformat(old.as_of):
        raise ValueError(f"the new plan is for {new.as_of}, before that of the old, {old.as_of}")
    before, after = {d.id: d for d in old.clocked}, {d.id: d for d in new.clocked}
    # A variant calls the rules it inherits its own: two that stand in one text are one all the same.
    inherited = {_in_its_text(d): d for d in old.clocked if d.id not in after}
    earlier = {d.id: before.get(d.id) or inherited.get(_in_its_text(d)) for d in new.clocked}
    kept = {d.id for d in earlier.values() if d}
    changes = [_opened(d, old, new) for d in new.clocked if earlier[d.id] is None]
    for duty in new.clocked:
        if (was := earlier[duty.id]) and (change := _changed(was, duty, old, new)):
            changes.append(change)
    changes += [_gone(d, old, new) for id, d in before.items() if id not in kept]
    return tuple(changes)


def _in_its_text(duty: Clocked) -> str:
    text = duty.sources[0].ruleset if duty.sources else ""
    return f"{text}#{duty.id.partition('#')[2]}"


def _at(duty: Clocked) -> str | None:
    return duty.due.at if duty.due else None


def _opened(duty: Clocked, old: Plan, new: Plan) -> DutyChange:
    started = duty.trigger.at if duty.trigger else ""
    why, rule = _edition_or_calendar(duty, old, new)
    if duty.trigger:
        what = _("started by {event} at {at}").format(event=duty.trigger.event, at=started)
    else:
        what = _("now applies")
    because: Why = why or ("event" if started > old.as_of else "knowledge")
    return DutyChange(duty.id, "opened", because, what, None, _at(duty), None, duty.status, rule)


def _gone(duty: Clocked, old: Plan, new: Plan) -> DutyChange:
    heir = next(
        (d for d in new.duties if duty.rule in d.also_required_by and d.to == duty.to and d.for_ == duty.for_), None
    )
    why, rule = _edition_or_calendar(duty, old, new)
    what = _("now part of {duty}").format(duty=heir.id) if heir else _("no longer asked for")
    return DutyChange(duty.id, "closed", why or "knowledge", what, _at(duty), None, duty.status, None, rule)


def _changed(old: Clocked, new: Clocked, before: Plan, after: Plan) -> DutyChange | None:
    moved = _at(old) != _at(new)
    if not moved and (old.status, type(old)) == (new.status, type(new)):
        return None
    rule: str | None = None
    why: Why
    if moved:
        found, rule = _edition_or_calendar(new, before, after, old)
        why = found or _why_moved(old, new)
        undated = _("undated")
        what = _("due {old} before, {new} now").format(old=_at(old) or undated, new=_at(new) or undated)
        if rule is not None:
            what = _("{what}: {rule} changed").format(what=what, rule=rule)
    else:
        logged = _recorded(new) != _recorded(old) or new.status in ("waived", "suspended", "ended")
        other = new.status == "superseded" or type(old) is not type(new)
        why = "event" if logged else "knowledge" if other else "time"
        what = _("{old} before, {new} now").format(old=_stood(old), new=_stood(new))
    kind: Kind = "moved" if moved else "changed"
    return DutyChange(new.id, kind, why, what, _at(old), _at(new), old.status, new.status, rule)


def _edition_or_calendar(
    duty: Clocked, old: Plan, new: Plan, was: Clocked | None = None
) -> tuple[Why | None, str | None]:
    """What the duty rests on that is another now: a rule, named, or the calendar."""
    if rule := _other_rule(duty, old, new, was):
        return "edition", rule
    versions = ("calendar", "holidays", "tzdata")
    return "calendar" if any(getattr(old.made_with, v) != getattr(new.made_with, v) for v in versions) else None, None


def _other_rule(duty: Clocked, old: Plan, new: Plan, was: Clocked | None) -> str | None:
    def other(id: str) -> bool:
        return old.made_with.rulesets.get(id) != new.made_with.rulesets.get(id)

    began = [one.trigger for one in (duty, was) if one and one.trigger]
    names = {(one.event.partition(":")[0], one.event.partition("#")[2]) for one in began}
    if len({one.at for one in began}) > 1 and len(names) == 1:
        # It began at another time, after another rule: that one changed, if its text did.
        _before, _colon, rule = began[0].event.partition(":")
        if other(rule.partition("#")[0]):
            return rule
    rules = [rule for one in (duty, was) if one for rule in (one.rule, *_also(one))]
    if found := next((rule for rule in rules if other(rule.partition("#")[0])), None):
        return found
    return duty.rule if any(other(source.ruleset) for source in duty.sources) else None


def _why_moved(old: Clocked, new: Clocked) -> Why:
    if old.trigger != new.trigger:
        return "event"
    if isinstance(old, Duty) and isinstance(new, Duty) and old.clock != new.clock:
        return "event"
    if old.due and new.due and old.due.asks != new.due.asks:
        return "knowledge"
    # The same versions and the same trigger: a calendar's announcement became known between the two instants.
    return "calendar"


def _recorded(duty: Clocked) -> tuple[str | None, str | None]:
    return (duty.done_at, duty.not_done_at) if isinstance(duty, Duty) else (None, None)


def _also(duty: Clocked) -> tuple[str, ...]:
    return duty.also_required_by if isinstance(duty, Duty) else ()


def _stood(duty: Clocked) -> str:
    """Where it stands, and whether anybody holds it."""
    match duty:
        case Duty():
            return _status(duty.status)
        case Gap():
            return _("{status}, a person must decide").format(status=_status(duty.status))
        case Undetermined():
            return _("{status}, not certain").format(status=_status(duty.status))
        case _:
            assert_never(duty)


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
