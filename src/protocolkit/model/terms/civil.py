"""`10 days`, `2 weeks`, `6 months`, `1 year`: counted on civil dates, whatever kind of day they are."""

from __future__ import annotations

from abc import abstractmethod
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from protocolkit.calendars.instants import local_day
from protocolkit.messages import Message, counted, say
from protocolkit.model import conventions
from protocolkit.model.clock import CIVIL_DAY, Clock, Doubt, Ending, Start
from protocolkit.model.terms.day_kinds import DayKinds
from protocolkit.model.terms.day_long import DayLong, day_zero_step
from protocolkit.model.terms.numbered import NUMBER, Term, counts
from protocolkit.model.terms.when import Form


class Civil(Term, DayLong, frozen=True):
    """So many civil units after the day of the trigger."""

    kind = CIVIL_DAY
    day_kinds = ()

    @abstractmethod
    def span(self) -> tuple[int, int]:
        """The fewest and the most days it can be."""

    @abstractmethod
    def later(self, day: date) -> date:
        """The day so many units after another."""

    def bounds(self) -> tuple[float, float]:
        least, most = self.span()
        # It runs to the end of its last day, so up to a day longer than it says.
        return least, most + 1

    def last_day(self, day: date, clock: Clock) -> date:
        return self.later(day) - conventions.day_zero(clock).back

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        yield day_zero_step(start, clock)
        yield say("{term} later is {last}", term=self.said(), last=last)

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        yield from ()

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        yield from ()


class Days(Civil, frozen=True):
    unit = "day"

    @classmethod
    def form(cls) -> Form:
        return Form(page=("N UNIT", "day(s)"), pattern=f"{NUMBER} days?", examples=("10 days",), help="3 days")

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return counts(words, "day")

    def said(self) -> Message:
        return counted("{n} day", "{n} days", self.n)

    def span(self) -> tuple[int, int]:
        return self.n, self.n

    def later(self, day: date) -> date:
        return day + timedelta(days=self.n)

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        if not start.date_only:
            instant = start.instant + timedelta(days=self.n)
            because = counted(
                "{n} day as {hours} hours from the trigger", "{n} days as {hours} hours from the trigger",
                self.n, hours=24 * self.n,
            )  # fmt: skip
            yield because, Ending("elapsed", instant, local_day(instant, clock.zone))
        bare = clock.bare_days
        if bare is not None and self.n <= bare.at_most:
            yield from DayKinds(self.n, bare.kind).tried(say(bare.because), start, clock)


class Weeks(Civil, frozen=True):
    unit = "week"

    @classmethod
    def form(cls) -> Form:
        return Form(page=("N UNIT", "week(s)"), pattern=f"{NUMBER} weeks?", examples=("2 weeks",))

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return counts(words, "week")

    def said(self) -> Message:
        return counted("{n} week", "{n} weeks", self.n)

    def span(self) -> tuple[int, int]:
        return 7 * self.n, 7 * self.n

    def later(self, day: date) -> date:
        return day + timedelta(weeks=self.n)


class OfMonths(Civil, frozen=True):
    """Units that are whole months, which differ in length."""

    @property
    @abstractmethod
    def months(self) -> int:
        """So many months."""

    def later(self, day: date) -> date:
        return months_later(day, self.months)

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        yield day_zero_step(start, clock)
        full = self.later(start.day)
        if full.day == start.day.day:
            yield say("{term} later is {last}", term=self.said(), last=last)
        elif full == last:
            yield say("{term} later is {last}, the last day of a shorter month", term=self.said(), last=last)
        else:
            yield say(
                "{term} later is {full}, the last day of a shorter month; "
                "counted from the day of the trigger, the term ends on {last}",
                term=self.said(), full=full, last=last,
            )  # fmt: skip


class Months(OfMonths, frozen=True):
    unit = "month"

    @classmethod
    def form(cls) -> Form:
        return Form(page=("N UNIT", "month(s)"), pattern=f"{NUMBER} months?", examples=("6 months",))

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return counts(words, "month")

    def said(self) -> Message:
        return counted("{n} month", "{n} months", self.n)

    def span(self) -> tuple[int, int]:
        return 28 * self.n, 31 * self.n

    @property
    def months(self) -> int:
        return self.n


class Years(OfMonths, frozen=True):
    unit = "year"

    @classmethod
    def form(cls) -> Form:
        return Form(page=("N UNIT", "year(s)"), pattern=f"{NUMBER} years?", examples=("1 year",))

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return counts(words, "year")

    def said(self) -> Message:
        return counted("{n} year", "{n} years", self.n)

    def span(self) -> tuple[int, int]:
        return 365 * self.n, 366 * self.n

    @property
    def months(self) -> int:
        return 12 * self.n


def months_later(day: date, months: int) -> date:
    """The same number some months on, or the last day of a month that lacks it; always from the original day.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 1, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > 9999:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
