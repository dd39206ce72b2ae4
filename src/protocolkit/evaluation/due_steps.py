"""A due time told step by step: which days count, which do not, and by which source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from protocolkit.calendars.dates import told
from protocolkit.calendars.days import Day
from protocolkit.calendars.instants import iso
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.evaluation.clock import Clock, Ending, Start
from protocolkit.rulesets.terms import ByDate, NextAgenda, SameDay, SamePeriod, Term, When, describe

# Longer counts are told in runs of like days.
_DAY_BY_DAY = 16


def steps(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[str]:
    """What a reader would check, in order."""
    began = iso(start.instant, clock.zone)
    if found.instant is None or found.day is None:
        if isinstance(when, NextAgenda):
            yield f"no date of {when.name} is known after {began}"
        return
    match when:
        case Term(unit="hour"):
            yield f"{describe(when)} run from {began}, through nights and days off, to {iso(found.instant, clock.zone)}"
            yield from _offsets(found, start, clock)
            return
        case NextAgenda(name=name):
            yield f"the next {name} after {began} is at {iso(found.instant, clock.zone)}"
            return
        case Term() if when.kind:
            yield from _count(when, found, start, clock)
        case SameDay():
            yield f"the term is the day of the trigger, {told(start.day)}"
        case SamePeriod(period=period):
            yield f"the {period.replace('_', ' ')} of {told(start.day)} ends on {told(found.counted or found.day)}"
        case ByDate():
            day_of_year = describe(when).removeprefix("by ")
            yield f"the first {day_of_year} from {told(start.day)} on is {told(found.counted or found.day)}"
        case Term():
            yield _day_zero(start, counts=clock.conventions.day_zero == "counts")
            yield f"{describe(when)} later is {told(found.counted or found.day)}{_clamped(when, found, start)}"
    if found.counted is not None and found.counted != found.day:
        yield (
            f"{told(found.counted)} is no working day ({_reason(clock.days.day(found.counted))}): "
            f"the term ends on {told(found.day)}, by the roll {clock.conventions.roll}"
        )
    close = "when the office closes on" if found.at_close else "at the midnight that closes"
    yield f"the term ends {close} {told(found.day)}: {iso(found.instant, clock.zone)}"
    yield from _offsets(found, start, clock)


def _day_zero(start: Start, *, counts: bool) -> str:
    counted = "counts as day 1" if counts else "is not counted"
    return f"the day of the trigger, {told(start.day)}, {counted}"


def _count(when: Term, found: Ending, start: Start, clock: Clock) -> Iterator[str]:
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
    for _, group in groupby(rows, key=lambda row: (row[0].date if alone or row[0].source else None, row[1] > 0)):
        yield _run([*group], kind.replace("_", " "))


def _run(rows: list[tuple[Day, int]], kind: str) -> str:
    (first, low), (last, high) = rows[0], rows[-1]
    which = told(first.date) if first is last else f"{told(first.date)} to {told(last.date)}"
    if low:
        said = f"{which} is {kind} day {low}" if first is last else f"{which} are {kind} days {low} to {high}"
        return f"{said} ({_reason(first)})" if first.source else said
    verb = "is" if first is last else "are"
    return f"{which} {verb} skipped ({_reason(first) if first is last or not first.works else f'no {kind} days'})"


def _reason(day: Day) -> str:
    if not day.source:
        return "weekend" if not day.works else "not a day of this kind"
    return f"{day.why}; {day.source}"


def _clamped(when: Term, found: Ending, start: Start) -> str:
    if when.unit in ("month", "year") and found.counted is not None and found.counted.day < start.day.day - 1:
        return ", the last day of a shorter month"
    return ""


def _offsets(found: Ending, start: Start, clock: Clock) -> Iterator[str]:
    if found.instant is not None and offset_changes(found, start, clock):
        here = zone_of(clock.zone)
        before, after = (i.astimezone(here).strftime("%z") for i in (start.instant, found.instant))
        yield f"clocks in {clock.zone} go from {before[:3]}:{before[3:]} to {after[:3]}:{after[3:]} on the way"


def offset_changes(found: Ending, start: Start, clock: Clock) -> bool:
    here = zone_of(clock.zone)
    instant = found.instant or start.instant
    return start.instant.astimezone(here).utcoffset() != instant.astimezone(here).utcoffset()
