"""What a reader must know before relying on a due time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from protocolkit.evaluation.due.found import Caution
from protocolkit.messages import N_, say
from protocolkit.model.clock import Clock, Ending, Start, off_work, offset_changes
from protocolkit.model.terms import When

UNSETTLED = {
    "official": N_("{feast} on {day} is official: {source}"),
    "projected": N_("{feast} on {day} is projected: {source}"),
    "listed": N_("{feast} on {day} is only listed: {source}"),
    "estimated": N_("{feast} on {day} is estimated: {source}"),
    "provisional": N_("{feast} on {day} is provisional: {source}"),
}


def cautions(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Caution]:
    """The warnings of one term: what the calendar does not know, the last day, the term's own, the clocks."""
    reached = when.reach(found, start, clock)
    if reached is not None:
        yield from _calendar(*reached, clock)
    yield from _kinds(when, clock)
    if found.counted is not None and found.day is not None:
        yield from _last_day(found.day, clock)
    for code, message in when.cautions(found, start, clock):
        yield Caution(code, message)
    if offset_changes(found, start, clock):
        words = N_("clocks in {zone} change between the trigger and the end")
        yield Caution("utc_offset_changes", say(words, zone=clock.zone))


def _calendar(after: date, through: date, clock: Clock) -> Iterator[Caution]:
    if through <= after:
        return
    days = clock.days
    for window in days.layers.coverage:
        if window.status != "official" and window.first <= through and window.last > after:
            first, last = str(max(window.first, after + timedelta(days=1))), str(min(window.last, through))
            words = N_("the calendar is not official for {first} to {last}: {because}")
            yield Caution("calendar_projected", say(words, first=first, last=last, because=say(window.because)))
            if "transfers" in window.missing:
                words = N_("moved days may still be ordered for {first} to {last}")
                yield Caution("transfers_not_published", say(words, first=first, last=last))
    for feast in days.feasts(after, through):
        words = UNSETTLED[feast.status]
        yield Caution("provisional_day", say(words, feast=say(feast.name), day=feast.date, source=feast.source))
    for regime in days.suspensions:
        if through > regime.verified_through:
            words, until = N_("{regime} is verified to {day} and assumed after it: {source}"), regime.verified_through
            name, source = say(regime.regime.name), say(regime.regime.source)
            yield Caution("regime_assumed", say(words, regime=name, day=str(until), source=source))
        if regime.regime.gap and after < regime.regime.suspends_from and through >= regime.regime.from_:
            yield Caution("regime_gap", say(regime.regime.gap))
    for transfer in days.recommended(after, through):
        words = N_("the moved day {off} to {work} is only recommended: {source}")
        yield Caution("transfer_not_binding", say(words, off=transfer.off, work=transfer.work, source=transfer.source))
    if days.closed(after, through):
        yield Caution("institution_days", say("the institution's own closed or open days are counted"))


_SCHOOL_DAYS = {
    False: N_("the institution gives no school days: working days are counted"),
    True: N_("the institution gives no school days: working days are counted, without breaks that the calendar lists"),
}


def _kinds(when: When, clock: Clock) -> Iterator[Caution]:
    for kind in when.day_kinds:
        declared = clock.kind(kind)
        if declared is not None and declared.of == "school" and clock.days.view.school_days is None:
            yield Caution("school_days_unknown", say(_SCHOOL_DAYS[bool(clock.days.layers.school_terms)]))


def _last_day(day: date, clock: Clock) -> Iterator[Caution]:
    if off_work(day, clock.days):
        known = clock.days.day(day)
        reason = known.why or say("weekend")
        yield Caution("due_on_nonworking_day", say("{day} is no working day ({reason})", day=day, reason=reason))
    elif clock.days.first <= day <= clock.days.last and clock.days.day(day).kind == "working_day_moved":
        known = clock.days.day(day)
        yield Caution(
            "on_moved_working_day", say("{day} is a {why}: {source}", day=day, why=known.why, source=known.source)
        )
