"""What there is to cover of a rule: each thing it says that a test could pin down and another could leave open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.evaluation.rhythms import belongs_to_case
from protocolkit.messages import Message, Name, say
from protocolkit.model import say as in_words
from protocolkit.model.conditions import ALWAYS, Happened, atoms
from protocolkit.model.dues import windows
from protocolkit.model.moments import names
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.terms import ByDate, DayKinds, Hours, NextAgenda, SameDay, SamePeriod, Term, When
from protocolkit.model.terms.by_month_end import ByMonthEnd
from protocolkit.model.terms.last_of_month import LastOfMonth

Group = Literal["outcome", "condition", "beginning", "time", "people", "readings"]
GROUPS: tuple[Group, ...] = ("outcome", "condition", "beginning", "time", "people", "readings")
Crossed = Literal["weekend", "holiday", "moved", "clock_change"]
CROSSED: dict[str, Crossed] = {
    "weekend": "weekend", "holiday": "holiday", "holiday_substitute": "holiday", "suspended_holiday": "holiday",
    "working_day_moved": "moved", "day_off_moved": "moved",
}  # fmt: skip


class Criterion(msgspec.Struct, frozen=True):
    """One thing to cover. `key` tells it from the rule's others; `said` is what is missing where no case shows it."""

    group: Group
    key: str
    said: Message


def criteria(rule: Rule, protocol: Protocol) -> tuple[Criterion, ...]:
    """Everything to cover of a rule, as far as its calendar has it, in the order of a reader's questions."""
    if rule.modality == "definition":
        return (Criterion("outcome", "applies", say("read by a rule that a case asserts")),)
    if rule.during:
        return (Criterion("outcome", "applies", say("expected as a manner of acting")),)
    of_case = belongs_to_case(rule, protocol)
    found = [Criterion("outcome", "applies", say("expected to apply"))]
    if of_case:
        found += [*_condition(rule), *_beginning(rule)]
    found += [*_time(rule, protocol.calendar, boundaries=of_case), *_people(rule)]
    found += [
        Criterion("readings", f"reading:{number}", say("the reading: {because}", because=patch.because))
        for number, patch in enumerate(rule.readings)
    ]
    return tuple(found)


def _condition(rule: Rule) -> Iterator[Criterion]:
    tests = list(atoms(rule.if_))
    if rule.if_ == ALWAYS:
        return
    yield Criterion("condition", "true", say("the condition holds"))
    # What happened is never false: nobody knows what was not told.
    if not all(isinstance(test, Happened) for test in tests):
        yield Criterion("condition", "false", say("the condition does not hold"))
    yield Criterion("condition", "unknown", say("the condition is not known"))
    for number, test in enumerate(tests):
        yield Criterion("condition", f"decides:{number}", say("alone decides: {test}", test=in_words.condition(test)))


def _beginning(rule: Rule) -> Iterator[Criterion]:
    if rule.after is None:
        return
    yield Criterion("beginning", "awaiting", say("still awaited"))
    for event in names(rule.after):
        kind, colon, of = event.partition(":")
        name = Name("rules", of) if colon else Name("events", kind)
        yield Criterion("beginning", f"begins:{event}", say("begins with: {event}", event=name))


def _time(rule: Rule, calendar: Calendar, *, boundaries: bool) -> Iterator[Criterion]:
    if rule.modality not in DUTIES or rule.due is None:
        return
    yield Criterion("time", "due", say("its time expected"))
    limits = [window.limit for window in windows(rule.due) if window.limit is not None]
    if not limits:
        return
    if boundaries:
        yield Criterion("time", "before", say("in time at the last second"))
        yield Criterion("time", "after", say("late at the first second"))
    wanted = {one for limit in limits for one in crossed(limit)} & crossable(calendar)
    words: tuple[tuple[Crossed, Message], ...] = (
        ("weekend", say("over a weekend")), ("holiday", say("over a holiday")), ("moved", say("over a moved day")),
        ("clock_change", say("over a change of the clocks")),
    )  # fmt: skip
    yield from (Criterion("time", f"over:{one}", said) for one, said in words if one in wanted)


def crossed(limit: When) -> frozenset[Crossed]:
    """What may lie within a term and could move its end, or must not. Raises TypeError for a term it does not know."""
    match limit:
        case Hours():
            return frozenset({"weekend", "clock_change"})
        case DayKinds():
            return frozenset({"weekend", "holiday", "moved"})
        case Term():
            return frozenset({"weekend", "holiday"})
        case SameDay() | SamePeriod() | NextAgenda() | ByDate() | ByMonthEnd() | LastOfMonth():
            return frozenset()  # ends on a day of its own, whatever lies before it
        case _:
            raise TypeError(f"nobody has said what may lie within `{limit.written()}`")


@cache
def crossable(calendar: Calendar) -> frozenset[Crossed]:
    """What there is in a calendar."""
    days = calendar.days()
    first, last = days.first.toordinal(), days.last.toordinal()
    every = [date.fromordinal(n) for n in range(first, last + 1)]
    found = {CROSSED[kind] for day in every if (kind := days.day(day).kind) in CROSSED}
    zone = zone_of(calendar.zone)
    offsets = (zone.utcoffset(datetime.combine(day, time(12))) for day in every)
    changes = any(one != other for one, other in pairwise(offsets))
    return frozenset(found | ({"clock_change"} if changes else set()))


def _people(rule: Rule) -> Iterator[Criterion]:
    if rule.by is not None:
        yield Criterion("people", "bearer", say("its bearer expected"))
    if rule.to is not None:
        yield Criterion("people", "recipient", say("its recipient expected"))
