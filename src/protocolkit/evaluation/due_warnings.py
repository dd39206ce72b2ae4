"""What a reader must know before relying on a due time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from protocolkit.calendars.dates import told
from protocolkit.evaluation.clock import Clock, Ending, Start
from protocolkit.evaluation.due_readings import off_work, reached, received_after_hours
from protocolkit.evaluation.due_steps import offset_changes
from protocolkit.plans.plan import Warned
from protocolkit.rulesets.terms import SameDay, Term, When


def warnings(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Warned]:
    """The warnings of one term, most fundamental first."""
    if start.date_only and found.kind == "elapsed":
        yield Warned(
            "date_only", f"only the day of the trigger is known: hours count from the start of {told(start.day)}"
        )
    if found.instant is None or found.day is None:
        if found.kind == "agenda":
            yield Warned("agenda_unscheduled", "no date is scheduled yet")
        return
    through = reached(when, found, clock)
    if through is not None and through > start.day:
        yield from _calendar(start.day, through, clock)
    yield from _kind(when, clock)
    if found.kind not in ("elapsed", "agenda"):
        yield from _last_day(found.day, clock)
    if isinstance(when, SameDay) and received_after_hours(start, clock):
        yield Warned("after_hours", f"the trigger came when the office was closed on {told(start.day)}")
    if offset_changes(found, start, clock):
        yield Warned("utc_offset_changes", f"clocks in {clock.zone} change between the trigger and the end")


def _calendar(after: date, through: date, clock: Clock) -> Iterator[Warned]:
    days = clock.days
    for window in days.calendar.layers.coverage:
        if window.status == "projected" and window.first <= through and window.last > after:
            span = f"{max(window.first, after + timedelta(days=1))} to {min(window.last, through)}"
            yield Warned("calendar_projected", f"the calendar is not official for {span}: {window.because}")
            if "transfers" in window.missing:
                yield Warned("transfers_not_published", f"moved days may still be ordered for {span}")
    for feast in days.feasts(after, through):
        yield Warned("provisional_day", f"{feast.name} on {told(feast.date)} is {feast.status}: {feast.source}")
    for regime in days.suspensions:
        if through > regime.verified_through:
            name = regime.regime.id.replace("_", " ")
            message = f"{name} is verified to {regime.verified_through} and assumed after it: {regime.regime.source}"
            yield Warned("regime_assumed", message)
        if regime.regime.gap and after < regime.regime.suspends_from and through >= regime.regime.from_:
            yield Warned("regime_gap", regime.regime.gap)
    for transfer in days.recommended(after, through):
        message = f"the moved day {told(transfer.off)} to {told(transfer.work)} is only recommended: {transfer.source}"
        yield Warned("transfer_not_binding", message)
    if days.closed(after, through):
        yield Warned("institution_days", "the institution's own closed or open days are counted")


def _kind(when: When, clock: Clock) -> Iterator[Warned]:
    if isinstance(when, Term) and when.kind:
        declared = clock.days.calendar.layers.kinds.get(when.kind)
        if declared is not None and declared.of == "school" and clock.days.view.school_days is None:
            yield Warned("school_days_unknown", "the institution gives no school days: working days are counted")


def _last_day(day: date, clock: Clock) -> Iterator[Warned]:
    if off_work(day, clock.days):
        known = clock.days.day(day)
        yield Warned("due_on_nonworking_day", f"{told(day)} is no working day ({known.why or known.kind})")
    elif clock.days.first <= day <= clock.days.last and clock.days.day(day).kind == "working_day_moved":
        known = clock.days.day(day)
        yield Warned("on_moved_working_day", f"{told(day)} is a {known.why}: {known.source}")
