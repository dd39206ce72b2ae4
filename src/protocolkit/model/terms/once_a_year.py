"""Terms that end on a day that comes once a year, whichever comes first."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date

from protocolkit.calendars.layers import ONE_DAY
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages.civil_days import MONTHS
from protocolkit.messages import Message, say
from protocolkit.model.clock import CIVIL_DAY, Clock, Doubt, Ending, Start
from protocolkit.model.terms.day_long import DayLong

NOT_ITSELF = say("the date of the trigger itself does not count")


class OnceAYear(DayLong, frozen=True):
    """The day of this year as long as it is not past, else that of the next; of its own it has only which day."""

    kind = CIVIL_DAY
    day_kinds = ()
    agendas = ()
    numbers = ()

    @abstractmethod
    def in_year(self, year: int) -> date:
        """The day in a year."""

    def last_day(self, day: date, clock: Clock) -> date:
        # The trigger's own day is still ahead: the earlier reading of the same date a year on.
        this_year = self.in_year(day.year)
        return this_year if this_year >= day else self.in_year(day.year + 1)

    def bounds(self) -> tuple[float, float]:
        # From 1 March to the end of the next February, which may be a leap year's.
        return 0, 366

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        if found.counted == start.day:
            yield from self.tried(NOT_ITSELF, day_after(start), clock)

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        yield from ()


def day_after(start: Start) -> Start:
    """The start as it would be if the trigger's own day were past."""
    return Start(start.instant, start.day + ONE_DAY, start.date_only)


def month_of(name: str, at: Place, problems: Problems) -> int | None:
    """The number of a month, or None with the reason in `problems`."""
    if name in MONTHS:
        return MONTHS.index(name) + 1
    problems.error("due-date", say("no month `{name}`", name=name), at, did_you_mean(name.lower(), MONTHS))
    return None
