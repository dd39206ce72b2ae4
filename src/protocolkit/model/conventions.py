"""The conventions of time, each value in one place: what it does to a term, how a step tells it, how a page says it.

A value is a row that must be complete. `because` is why somebody may read a text by this value although another was
chosen; null where nobody does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from protocolkit.calendars.days import Days
from protocolkit.calendars.layers import ONE_DAY
from protocolkit.messages import N_, Message, say
from protocolkit.model.clock import (
    Clock,
    Start,
    TimeRules,
    closing,
    hours_known,
    next_opening,
    off_work,
    received_after_hours,
)


class DayZero(msgspec.Struct, frozen=True):
    """Whether the trigger's own day counts: the end comes `back` by so much. `step` has the place {day}."""

    back: timedelta
    step: str
    because: Message
    said: Message | None


class Roll(msgspec.Struct, frozen=True):
    """Where a civil term ends whose last day is a day off. `step` has the places {day}, {reason} and {last}."""

    moved: Callable[[date, Start, Days], date]
    step: str
    because: Message | None
    said: Message | None


class Ends(msgspec.Struct, frozen=True):
    """When the last day of a day-long term is over. `closes` is null for midnight; `step` has {day} and {at}."""

    closes: Callable[[date, Start, Clock], datetime | None]
    because: Message
    said: Message | None


class AfterHours(msgspec.Struct, frozen=True):
    """What becomes of what is received when the office is closed, or on a day off; `step` has {received} and {start}.

    `starts` is null where it counts as it came. Where no hours are known, nothing moves and `if_closed` says why the
    moved date is another reading.
    """

    starts: Callable[[Start, Clock], Start | None]
    step: str
    if_closed: Message | None
    said: Message | None


def _as_it_came(_start: Start, _clock: Clock) -> None:
    return None


def _opened_next(start: Start, clock: Clock) -> Start | None:
    """The next working day, if nobody was there when it came. Of a day alone only that it is off is known."""
    closed = off_work(start.day, clock.days) if start.date_only else received_after_hours(start, clock)
    return next_opening(start, clock) if closed and hours_known(clock) else None


def _stays(day: date, _start: Start, _days: Days) -> date:
    return day


def _forward(day: date, _start: Start, days: Days) -> date:
    return days.on_or_after(day)


def _back(day: date, start: Start, days: Days) -> date:
    """The working day before, which is never the day of the trigger."""
    before = days.on_or_before(day)
    return before if before > start.day else day


def _never(_day: date, _start: Start, _clock: Clock) -> None:
    return None


def _with_the_office(day: date, start: Start, clock: Clock) -> datetime | None:
    """The close of the office, if it gives hours for the day and had not closed when the trigger came."""
    close = closing(day, clock)
    return close if close is not None and close > start.instant else None


DAY_ZERO = {
    "excluded": DayZero(
        back=timedelta(),
        step=N_("the day of the trigger, {day}, is not counted"),
        because=say("the day of the trigger does not count"),
        said=None,
    ),
    "counts": DayZero(
        back=ONE_DAY,
        step=N_("the day of the trigger, {day}, counts as day 1"),
        because=say("the day of the trigger counts as day 1"),
        said=say("the day of the trigger is day one"),
    ),
}
ROLL = {
    "none": Roll(
        moved=_stays,
        step="",
        because=say("a day off does not move the end"),
        said=None,
    ),
    "next": Roll(
        moved=_forward,
        step=N_("{day} is no working day ({reason}): the term ends on {last}, by the roll next"),
        because=say("where the law moves a term that ends on a day off to the next working day"),
        said=say("a term that ends on a day off ends on the next working day"),
    ),
    "previous": Roll(
        moved=_back,
        step=N_("{day} is no working day ({reason}): the term ends on {last}, by the roll previous"),
        because=None,
        said=say("a term that ends on a day off ends on the working day before"),
    ),
}
ENDS = {
    "midnight": Ends(
        closes=_never,
        because=say("the act can be done after office hours too"),
        said=None,
    ),
    "office_close": Ends(
        closes=_with_the_office,
        because=say("an act done in the institution is due when its office closes"),
        said=say("a day ends when the office closes"),
    ),
}

AFTER_HOURS = {
    "counts": AfterHours(starts=_as_it_came, step="", if_closed=None, said=None),
    "next_working_day": AfterHours(
        starts=_opened_next,
        step=N_("received at {received}, when the office was closed: it counts as received at {start}"),
        if_closed=say("if it was received after hours, it counts as received the next working day"),
        said=say("what is received after hours counts as received the next working day"),
    ),
}


def day_zero(clock: Clock) -> DayZero:
    """How the clock counts the trigger's own day."""
    return DAY_ZERO[clock.conventions.day_zero]


def roll(clock: Clock) -> Roll:
    """What the clock does with a last day that is a day off."""
    return ROLL[clock.conventions.roll]


def ends(clock: Clock) -> Ends:
    """When a day is over by the clock."""
    return ENDS[clock.conventions.ends]


def after_hours(clock: Clock) -> AfterHours:
    """What the clock does with what is received when the office is closed."""
    return AFTER_HOURS[clock.conventions.after_hours]


def read(given: Mapping[str, str], base: TimeRules) -> TimeRules:
    """The conventions a text gives by name, the others as in `base`. What no table has was refused by the grammar."""
    changes = {
        key: value
        for key, table in (("day_zero", DAY_ZERO), ("roll", ROLL), ("ends", ENDS), ("after_hours", AFTER_HOURS))
        if (value := given.get(key)) is not None and value in table
    }
    return msgspec.structs.replace(base, **changes)


def said(time: TimeRules) -> list[Message]:
    """How days are counted, where it is not as everywhere."""
    found = (
        DAY_ZERO[time.day_zero].said,
        ROLL[time.roll].said,
        ENDS[time.ends].said,
        AFTER_HOURS[time.after_hours].said,
    )
    return [one for one in found if one is not None]
