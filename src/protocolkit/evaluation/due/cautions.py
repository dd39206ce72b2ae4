"""What a reader must know before relying on a due time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from protocolkit.evaluation.due.alternatives import off_work, reached, received_after_hours
from protocolkit.evaluation.due.clock import Clock, Ending, Start
from protocolkit.evaluation.due.steps import offset_changes
from protocolkit.evaluation.saying import Noted, Said, say
from protocolkit.languages import N_, _
from protocolkit.languages.saying import said as spoken
from protocolkit.model.terms import SameDay, Term, When

UNSETTLED = {
    "official": N_("{feast} on {day} is official: {source}"),
    "projected": N_("{feast} on {day} is projected: {source}"),
    "estimated": N_("{feast} on {day} is estimated: {source}"),
    "provisional": N_("{feast} on {day} is provisional: {source}"),
}


def warnings(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Noted]:
    """The warnings of one term, most fundamental first."""
    if start.date_only and found.kind == "elapsed":
        words = N_("only the day of the trigger is known: hours count from the start of {day}")
        yield Noted("date_only", say(words, day=start.day))
    if found.instant is None or found.day is None:
        if found.kind == "agenda":
            yield Noted("agenda_unscheduled", say(N_("no date is scheduled yet")))
        return
    through = reached(when, found, clock)
    if through is not None and through > start.day:
        yield from _calendar(start.day, through, clock)
    yield from _kind(when, clock)
    if found.kind not in ("elapsed", "agenda"):
        yield from _last_day(found.day, clock)
    if isinstance(when, SameDay) and received_after_hours(start, clock):
        words = N_("the trigger came when the office was closed on {day}")
        yield Noted("after_hours", say(words, day=start.day))
    if offset_changes(found, start, clock):
        words = N_("clocks in {zone} change between the trigger and the end")
        yield Noted("utc_offset_changes", say(words, zone=clock.zone))


def _calendar(after: date, through: date, clock: Clock) -> Iterator[Noted]:
    days = clock.days
    for window in days.layers.coverage:
        if window.status == "projected" and window.first <= through and window.last > after:
            first, last = str(max(window.first, after + timedelta(days=1))), str(min(window.last, through))
            words = N_("the calendar is not official for {first} to {last}: {because}")
            yield Noted("calendar_projected", say(words, first=first, last=last, because=say(window.because)))
            if "transfers" in window.missing:
                words = N_("moved days may still be ordered for {first} to {last}")
                yield Noted("transfers_not_published", say(words, first=first, last=last))
    for feast in days.feasts(after, through):
        words = UNSETTLED[feast.status]
        source = Said((feast.source,), spoken(feast.source))
        yield Noted("provisional_day", say(words, feast=say(feast.name), day=feast.date, source=source))
    for regime in days.suspensions:
        if through > regime.verified_through:
            words, until = N_("{regime} is verified to {day} and assumed after it: {source}"), regime.verified_through
            name, source = say(regime.regime.name), say(regime.regime.source)
            yield Noted("regime_assumed", say(words, regime=name, day=str(until), source=source))
        if regime.regime.gap and after < regime.regime.suspends_from and through >= regime.regime.from_:
            yield Noted("regime_gap", say(regime.regime.gap))
    for transfer in days.recommended(after, through):
        words = N_("the moved day {off} to {work} is only recommended: {source}")
        source = Said((transfer.source,), spoken(transfer.source))
        yield Noted("transfer_not_binding", say(words, off=transfer.off, work=transfer.work, source=source))
    if days.closed(after, through):
        yield Noted("institution_days", say(N_("the institution's own closed or open days are counted")))


def _kind(when: When, clock: Clock) -> Iterator[Noted]:
    if isinstance(when, Term) and when.kind:
        declared = clock.days.layers.kinds.get(when.kind)
        if declared is not None and declared.of == "school" and clock.days.view.school_days is None:
            words = N_("the institution gives no school days: working days are counted")
            yield Noted("school_days_unknown", say(words))


def _last_day(day: date, clock: Clock) -> Iterator[Noted]:
    if off_work(day, clock.days):
        known = clock.days.day(day)
        reason = Said((known.kind, known.date), spoken(known.why) if known.why else _("weekend"))
        yield Noted("due_on_nonworking_day", say(N_("{day} is no working day ({reason})"), day=day, reason=reason))
    elif clock.days.first <= day <= clock.days.last and clock.days.day(day).kind == "working_day_moved":
        known = clock.days.day(day)
        why, source = (Said((day,), spoken(text)) for text in (known.why, known.source))
        yield Noted("on_moved_working_day", say(N_("{day} is a {why}: {source}"), day=day, why=why, source=source))
