"""One due time by itself: a due as rules write it, a trigger and a calendar, outside any case."""

from __future__ import annotations

from datetime import datetime

from protocolkit.building.build_due import parse_due
from protocolkit.calendars.calendar_file import load_calendar
from protocolkit.calendars.instants import parse_instant, start_of
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.model.clock import Clock
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.dues import day_kinds
from protocolkit.plans.entries import Presenting
from protocolkit.plans.plan_parts import DueTime
from protocolkit.reading.yaml12 import read_text


def due_answer(
    due_text: str, after_text: str, calendar_id: str, zone: str | None = None, profile: str | None = None,
    problems: Problems | None = None,
) -> DueTime | None:  # fmt: skip
    """The due time of a due and a trigger given as text; null with the reasons in `problems`, or for `none`.

    >>> due_answer("3 working_days", "2024-12-31T17:00:00+05:00", "kz").last_day
    '2025-01-08'
    """
    found = problems if problems is not None else Problems()
    before = len(found.errors)
    node = read_text(due_text, "due", found)
    due = parse_due(node, found, lambda _condition: ALWAYS) if node is not None else None
    calendar = load_calendar(calendar_id, found)
    place = Place("due")
    name = parse_zone(zone, Place("zone"), found) if zone else calendar.zone if calendar else None
    trigger = parse_instant(after_text, Place("after"), found, name)
    institution = calendar.profile(profile, Place("profile"), found) if calendar and profile else None
    if due is not None and calendar is not None:
        calendar.check_kinds(day_kinds(due), place, found)
    if due is None or calendar is None or name is None or trigger is None or len(found.errors) > before:
        return None
    clock = Clock(zone=name, days=calendar.days(institution=institution), institution=institution)
    day_only = not isinstance(trigger, datetime)
    at = trigger if isinstance(trigger, datetime) else start_of(trigger, name)
    return Presenting(name).due(compute(Ask(due, at, clock, date_only=day_only)))
