"""Other defensible readings of the same term, each worked out; and what to know before relying on the one chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from msgspec.structs import replace

from protocolkit.calendars.days import BeyondCoverage, Days
from protocolkit.calendars.instants import end_of, local_day
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.evaluation.due.clock import Clock, Ending, Start, closing, ending
from protocolkit.evaluation.due.found import Alternative
from protocolkit.evaluation.due.steps import offset_changes
from protocolkit.messages import N_, Message, counted, say
from protocolkit.model.terms import ByDate, SameDay, SamePeriod, Term, When

Other = tuple[Message, Ending]


def alternatives(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Alternative]:
    """The readings that end elsewhere, in the order of the rules they come from."""
    for because, other in _others(when, found, start, clock):
        if other.instant is not None and other.instant != found.instant:
            yield Alternative(other.instant, other.day, because)


def _others(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Other]:
    if found.instant is None or found.day is None:
        return
    if isinstance(when, Term):
        yield from _of_term(when, found, start, clock)
    if isinstance(when, ByDate) and found.counted == start.day:
        next_day = replace(start, day=start.day + timedelta(days=1))
        yield from _tried(when, next_day, clock, say("the date of the trigger itself does not count"))
    if isinstance(when, SamePeriod) and when.period == "school_year":
        yield from _school_year(found, start, clock)
    if found.kind == "civil_day":
        yield from _roll(when, found, start, clock)
    if isinstance(when, SameDay):
        yield from _next_working_day(start, clock)
    yield from _office(when, found, start, clock)
    for because, days in calendars(when, found, start, clock):
        yield from _tried(when, start, replace(clock, days=days), because)


def _tried(when: When, start: Start, clock: Clock, because: Message) -> Iterator[Other]:
    try:
        yield because, ending(when, start, clock)
    except (BeyondCoverage, OverflowError):
        return


def _of_term(when: Term, found: Ending, start: Start, clock: Clock) -> Iterator[Other]:
    if when.unit == "hour":
        if when.n % 24 == 0 and offset_changes(found, start, clock):
            local = start.instant.astimezone(zone_of(clock.zone)).replace(tzinfo=None) + timedelta(hours=when.n)
            instant = local.replace(tzinfo=zone_of(clock.zone)).astimezone(UTC)
            yield (
                say("the same time on the clock, although clocks change on the way"),
                Ending("elapsed", instant, local_day(instant, clock.zone)),
            )
    elif when.unit == "day":
        if not start.date_only:
            instant = start.instant + timedelta(days=when.n)
            yield (
                counted(
                    "{n} day as {hours} hours from the trigger",
                    "{n} days as {hours} hours from the trigger",
                    when.n,
                    hours=24 * when.n,
                ),
                Ending("elapsed", instant, local_day(instant, clock.zone)),
            )
        bare = clock.days.layers.bare_days
        if bare is not None and when.n <= bare.at_most:
            yield from _tried(Term(when.n, f"{bare.kind}_day"), start, clock, say(bare.because))
    elif when.kind:
        counts = clock.conventions.day_zero == "counts"
        not_counted, is_first = (
            say("the day of the trigger does not count"),
            say("the day of the trigger counts as day 1"),
        )
        because = not_counted if counts else is_first
        other = replace(clock.conventions, day_zero="excluded" if counts else "counts")
        yield from _tried(when, start, replace(clock, conventions=other), because)


def _school_year(found: Ending, start: Start, clock: Clock) -> Iterator[Other]:
    year = clock.days.layers.school_year
    if (end := year.end_of_teaching(start.day)) is not None:
        because = say("the school year ends with teaching ({source})", source=say(year.source))
        yield because, Ending(found.kind, end_of(end, clock.zone), end)


def _roll(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Other]:
    if found.counted != found.day:
        none = replace(clock.conventions, roll="none")
        yield from _tried(when, start, replace(clock, conventions=none), say("a day off does not move the end"))
    elif clock.conventions.roll == "next" and by_law_only(found.day, clock.days):
        because = say("where a holiday by law moves the end although it is worked")
        day = clock.days.nth(found.day, 1) if found.day else start.day
        yield because, Ending(found.kind, end_of(day, clock.zone), day)
    elif off_work(found.day, clock.days):
        following = replace(clock.conventions, roll="next")
        because = say("where the law moves a term that ends on a day off to the next working day")
        yield from _tried(when, start, replace(clock, conventions=following), because)


def _next_working_day(start: Start, clock: Clock) -> Iterator[Other]:
    if off_work(start.day, clock.days) or received_after_hours(start, clock):
        try:
            day = clock.days.nth(start.day, 1)
        except BeyondCoverage:
            return
        yield (
            say("received outside working time, so on the next working day"),
            Ending("same_day", end_of(day, clock.zone), day),
        )


def _office(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[Other]:
    if found.kind == "elapsed" or found.kind == "agenda" or found.day is None:
        return
    if found.at_close:
        midnight = replace(clock.conventions, ends="midnight")
        because = say("the act can be done after office hours too")
        yield from _tried(when, start, replace(clock, conventions=midnight), because)
    elif (close := closing(found.day, clock)) is not None and close > start.instant:
        because = say("an act done in the institution is due when its office closes")
        yield because, Ending(found.kind, close, found.day, at_close=True)


def calendars(when: When, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[Message, Days]]:
    """Other calendars that could turn out to hold for the days a term touches."""
    through = reached(when, found, clock)
    if through is None or through <= start.day:
        return
    days, after = clock.days, start.day
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


def reached(when: When, found: Ending, clock: Clock) -> date | None:
    """The last day whose kind the term depends on; null where no kind of day matters."""
    if isinstance(when, Term) and when.kind:
        return found.day
    if found.kind == "civil_day" and clock.conventions.roll != "none" and found.counted and found.day:
        return max(found.counted, found.day)
    return None


def off_work(day: date | None, days: Days) -> bool:
    """Whether the calendar knows the day and it is no working day."""
    return day is not None and days.first <= day <= days.last and not days.is_kind(day)


def by_law_only(day: date | None, days: Days) -> bool:
    """Whether the day is a holiday that a regime makes an ordinary day."""
    return day is not None and days.first <= day < days.last and days.day(day).kind == "suspended_holiday"


def received_after_hours(start: Start, clock: Clock) -> bool:
    """Whether the trigger came when the institution had closed, or on a day it gives no hours for."""
    if clock.institution is None or clock.institution.office_hours is None or start.date_only:
        return False
    close = closing(start.day, clock)
    return close is None or start.instant >= close
