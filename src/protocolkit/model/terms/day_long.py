"""Terms that end with a day: at the midnight that closes it, or with the office."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date

from protocolkit.calendars.days import Day
from protocolkit.calendars.instants import end_of, iso, start_of
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.messages import Listed, Message, say
from protocolkit.model import conventions
from protocolkit.model.clock import CIVIL_DAY, Clock, Ending, Start, offset_changes
from protocolkit.model.terms.when import When


class DayLong(When, frozen=True):
    """A term that ends with a day. Of its own it has only which day that is, and how one comes to it."""

    @abstractmethod
    def last_day(self, day: date, clock: Clock) -> date:
        """The last day of the term that starts on a day, before any roll."""

    @abstractmethod
    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        """The steps that lead to its last day."""

    def ending(self, start: Start, clock: Clock, *, as_limit: bool = True) -> Ending:
        counted = self.last_day(start.day, clock)
        rolls = as_limit and self.kind == CIVIL_DAY
        day = conventions.roll(clock).moved(counted, start, clock.days) if rolls else counted
        close = conventions.ends(clock).closes(day, start, clock) if as_limit else None
        if close is not None:
            return Ending(self.kind, close, day, counted, at_close=True)
        return Ending(self.kind, end_of(day, clock.zone), day, counted)

    def steps(self, found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
        assert found.counted is not None
        assert found.instant is not None
        yield from self.counting(found.counted, start, clock)
        if found.counted != found.day:
            off = clock.days.day(found.counted)
            yield say(conventions.roll(clock).step, day=off.date, reason=reason(off), last=found.day)
        at = iso(found.instant, clock.zone)
        if found.at_close:
            yield say("the term ends when the office closes on {day}: {at}", day=found.day, at=at)
        else:
            yield say("the term ends at the midnight that closes {day}: {at}", day=found.day, at=at)
        yield from offsets(found, start, clock)

    def reach(self, found: Ending, start: Start, clock: Clock) -> tuple[date, date] | None:
        assert found.counted is not None
        assert found.day is not None
        rolls = self.kind == CIVIL_DAY and clock.conventions.roll != "none"
        return (start.day, max(found.counted, found.day)) if self.day_kinds or rolls else None


def began(start: Start, clock: Clock) -> Message | str:
    """Where a term starts: of a day without its hour, its first moment."""
    if start.date_only and start.instant == start_of(start.day, clock.zone):
        return say("the start of {day}", day=start.day)
    return iso(start.instant, clock.zone)


def day_zero_step(start: Start, clock: Clock) -> Message:
    """Whether the trigger's own day counts."""
    return say(conventions.day_zero(clock).step, day=start.day)


def reason(day: Day) -> Message | Listed:
    """Why a day is not counted, or counted although it looks like a day off."""
    if not day.source:
        return say("not a day of this kind") if day.works else say("weekend")
    return Listed((day.why, day.source), "; ")


def offsets(found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
    """The change of clocks on the way, if there is one."""
    if found.instant is not None and offset_changes(found, start, clock):
        here = zone_of(clock.zone)
        before, after = (i.astimezone(here).strftime("%z") for i in (start.instant, found.instant))
        yield say("clocks in {zone} go from {before} to {after} on the way",
            zone=clock.zone, before=f"{before[:3]}:{before[3:]}", after=f"{after[:3]}:{after[3:]}",
        )  # fmt: skip
