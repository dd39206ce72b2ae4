"""A due time told step by step: which days count, which do not, and by which source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from protocolkit.calendars.days import Day
from protocolkit.calendars.instants import iso
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.evaluation.due.clock import Clock, Ending, Start, months_later
from protocolkit.messages import N_, Listed, Message, Month, counted, say
from protocolkit.model.say import term
from protocolkit.model.terms import ByDate, NextAgenda, SameDay, SamePeriod, Term, When

# Longer counts are told in runs of like days.
_DAY_BY_DAY = 16
_PERIODS = {
    "month": N_("the month of {day} ends on {last}"),
    "quarter": N_("the quarter of {day} ends on {last}"),
    "year": N_("the year of {day} ends on {last}"),
    "school_year": N_("the school year of {day} ends on {last}"),
}


def steps(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
    """What a reader would check, in order."""
    began = iso(start.instant, clock.zone)
    if found.instant is None or found.day is None:
        if isinstance(when, NextAgenda):
            yield say("no date of {agenda} is known after {start}", agenda=clock.agenda(when.name), start=began)
        return
    ends, last = iso(found.instant, clock.zone), found.counted or found.day
    match when:
        case Term(n=n, unit="hour"):
            yield counted(
                "{n} hour runs from {start}, through nights and days off, to {end}",
                "{n} hours run from {start}, through nights and days off, to {end}",
                n, start=began, end=ends,
            )  # fmt: skip
            yield from _offsets(found, start, clock)
            return
        case NextAgenda(name=name):
            yield say("the next {agenda} after {start} is at {at}", agenda=clock.agenda(name), start=began, at=ends)
            return
        case Term() if when.kind:
            yield from _count(when, found, start, clock)
        case SameDay():
            yield say("the term is the day of the trigger, {day}", day=start.day)
        case SamePeriod(period=period):
            yield say(_PERIODS[period], day=start.day, last=last)
        case ByDate(day=day, month=month):
            yield say("the first {date} from {day} on is {last}", date=Month(month, day), day=start.day, last=last)
        case Term():
            yield _day_zero(start, counts=clock.conventions.day_zero == "counts")
            yield _later(when, last, start, clock)
    if found.counted is not None and found.counted != found.day:
        reason = _reason(clock.days.day(found.counted))
        rolled = {
            "next": N_("{day} is no working day ({reason}): the term ends on {last}, by the roll next"),
            "previous": N_("{day} is no working day ({reason}): the term ends on {last}, by the roll previous"),
        }
        yield say(rolled[clock.conventions.roll], day=found.counted, reason=reason, last=found.day)
    close = N_("the term ends when the office closes on {day}: {at}")
    midnight = N_("the term ends at the midnight that closes {day}: {at}")
    yield say(close if found.at_close else midnight, day=found.day, at=ends)
    yield from _offsets(found, start, clock)


def _day_zero(start: Start, *, counts: bool) -> Message:
    if counts:
        return say("the day of the trigger, {day}, counts as day 1", day=start.day)
    return say("the day of the trigger, {day}, is not counted", day=start.day)


def _count(when: Term, found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
    kind = when.kind or "working"
    own = clock.conventions.day_zero == "counts" and clock.days.is_kind(start.day, kind)
    yield _day_zero(start, counts=own)
    last = found.counted or start.day
    days = [date.fromordinal(i) for i in range(start.day.toordinal() + 1, last.toordinal() + 1)]
    number = int(own)
    rows: list[tuple[Day, int]] = []
    for day in days:
        counts = clock.days.is_kind(day, kind)
        number += counts
        rows.append((clock.days.day(day), number if counts else 0))
    alone = len(days) <= _DAY_BY_DAY
    named = say(clock.days.calendar.layers.kinds[kind].name)
    for _key, group in groupby(rows, key=lambda row: (row[0].date if alone or row[0].source else None, row[1] > 0)):
        yield _run([*group], named)


def _run(rows: list[tuple[Day, int]], kind: Message) -> Message:
    """Days alike, of which only one that stands alone has a source of its own."""
    (first, low), (last, high) = rows[0], rows[-1]
    if first is last:
        if not low:
            return say("{day} is skipped ({reason})", day=first.date, reason=_reason(first))
        if first.source:
            words = N_("{day} is {kind} {n} ({reason})")
            return say(words, day=first.date, kind=kind, n=low, reason=_reason(first))
        return say("{day} is {kind} {n}", day=first.date, kind=kind, n=low)
    if low:
        words = N_("{first} to {last} are {kind}s {low} to {high}")
        return say(words, first=first.date, last=last.date, kind=kind, low=low, high=high)
    if first.works:
        words = N_("{first} to {last} are skipped (no {kind}s)")
        return say(words, first=first.date, last=last.date, kind=kind)
    return say("{first} to {last} are skipped ({reason})", first=first.date, last=last.date, reason=_reason(first))


def _reason(day: Day) -> Message | Listed:
    if not day.source:
        return say("not a day of this kind") if day.works else say("weekend")
    return Listed((day.why, day.source), "; ")


def _later(when: Term, last: date, start: Start, clock: Clock) -> Message:
    """The day so many civil units later, and whether its month lacked the number of the trigger's day."""
    months = when.n * {"month": 1, "year": 12}.get(when.unit, 0)
    full = months_later(start.day, months) if months else last
    if not months or full.day == start.day.day:
        return say("{term} later is {last}", term=term(when), last=last)
    if clock.conventions.day_zero == "counts":
        words = N_(
            "{term} later is {full}, the last day of a shorter month; "
            "counted from the day of the trigger, the term ends on {last}"
        )
        return say(words, term=term(when), full=full, last=last)
    return say("{term} later is {last}, the last day of a shorter month", term=term(when), last=last)


def _offsets(found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
    if found.instant is not None and offset_changes(found, start, clock):
        here = zone_of(clock.zone)
        before, after = (i.astimezone(here).strftime("%z") for i in (start.instant, found.instant))
        yield say("clocks in {zone} go from {before} to {after} on the way",
            zone=clock.zone, before=f"{before[:3]}:{before[3:]}", after=f"{after[:3]}:{after[3:]}",
        )  # fmt: skip


def offset_changes(found: Ending, start: Start, clock: Clock) -> bool:
    here = zone_of(clock.zone)
    instant = found.instant or start.instant
    return start.instant.astimezone(here).utcoffset() != instant.astimezone(here).utcoffset()
