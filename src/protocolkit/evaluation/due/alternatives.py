"""Other defensible readings of the same term, each worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from protocolkit.calendars.days import BeyondCoverage, Days
from protocolkit.calendars.instants import end_of
from protocolkit.evaluation.due.found import Alternative
from protocolkit.messages import N_, Message, say
from protocolkit.model.clock import CIVIL_DAY, Clock, Doubt, Ending, Start, hours_known, next_opening, off_work
from protocolkit.model.conventions import ENDS, ROLL, after_hours
from protocolkit.model.terms import When


def alternatives(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Alternative]:
    """The readings that end elsewhere: the term's own, those of the conventions, those of other calendars."""
    if found.instant is None or found.day is None:
        return
    for because, other in _doubts(when, found, start, clock):
        if other.instant is not None and other.instant != found.instant:
            yield Alternative(other.instant, other.day, because)


def _doubts(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
    yield from when.doubts(found, start, clock)
    yield from _after_hours(when, start, clock)
    if found.kind == CIVIL_DAY:
        yield from _roll(when, found, start, clock)
    if found.counted is not None:
        yield from _office(when, found, start, clock)
    for because, days in _calendars(when, found, start, clock):
        yield from when.tried(because, start, replace(clock, days=days))


def _roll(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
    if found.counted != found.day:
        yield from _by(when, start, clock, ROLL["none"].because, roll="none")
    elif clock.conventions.roll == "next" and _by_law_only(found.day, clock.days):
        because = say("where a holiday by law moves the end although it is worked")
        day = clock.days.nth(found.day, 1) if found.day else start.day
        yield because, Ending(found.kind, end_of(day, clock.zone), day)
    elif off_work(found.day, clock.days):
        yield from _by(when, start, clock, ROLL["next"].because, roll="next")


def _after_hours(when: When, start: Start, clock: Clock) -> Iterator[Doubt]:
    """Where nobody knows when the office is open, or when on its day the trigger came: as if it had been closed."""
    because = after_hours(clock).if_closed
    if because is not None and (not hours_known(clock) or start.date_only):
        try:
            later = next_opening(start, clock)
        except BeyondCoverage:
            return
        yield from when.tried(because, later, clock)


def _office(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
    other = "midnight" if found.at_close else "office_close"
    assert found.day is not None
    if found.at_close or ENDS[other].closes(found.day, start, clock) is not None:
        yield from _by(when, start, clock, ENDS[other].because, ends=other)


def _by(when: When, start: Start, clock: Clock, because: Message | None, **convention: str) -> Iterator[Doubt]:
    """The term by another convention of time."""
    if because is not None:
        yield from when.tried(because, start, replace(clock, conventions=replace(clock.conventions, **convention)))


def _calendars(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[Message, Days]]:
    """Other calendars that could turn out to hold for the days a term touches."""
    after, through = when.reach(found, start, clock) or (start.day, start.day)
    if through <= after:
        return
    days = clock.days
    for regime in days.suspensions:
        if through > regime.verified_through:
            peace = clock.peace_days or days.other(scenario="peacetime")
            words, until = N_("if {regime} was not extended past {day}"), str(regime.verified_through)
            yield say(words, regime=say(regime.regime.name), day=until), peace
        if regime.regime.gap and after < regime.regime.suspends_from and through >= regime.regime.from_:
            words, since = N_("if the institution worked on holidays from {day}"), str(regime.regime.from_)
            yield say(words, day=since), days.other(scenario="throughout")
    for feast in days.feasts(after, through):
        for by in range(-feast.tolerance, feast.tolerance + 1):
            if by:
                day = feast.date + timedelta(days=by)
                because = say("if {feast} falls on {day}", feast=say(feast.name), day=day)
                yield because, days.other(shifts=((feast.date, by),))
    if days.recommended(after, through):
        because = say("if the institution does not follow the recommended moved days")
        yield because, days.other(follows_transfers=False)
    if days.closed(after, through):
        yield say("without the institution's own closed and open days"), days.other(closed=(), open=())


def _by_law_only(day: date | None, days: Days) -> bool:
    """Whether the day is a holiday that a regime makes an ordinary day."""
    return day is not None and days.first <= day < days.last and days.day(day).kind == "suspended_holiday"
