"""`same_month`, `same_school_year`, `same_school_term`: what is left of the period the trigger is in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

import msgspec

from protocolkit.calendars.instants import end_of
from protocolkit.calendars.layers import TermsNotListed
from protocolkit.calendars.school_year import SchoolYear
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import N_, Message, say
from protocolkit.model.clock import CIVIL_DAY, Clock, Doubt, Ending, Start
from protocolkit.model.terms.day_long import DayLong
from protocolkit.model.terms.when import Form


class Period(msgspec.Struct, frozen=True):
    """A period by its length in months (null: as the calendar says) and in days at most, and how it is said."""

    months: int | None
    longest: int
    said: Message
    step: str


PERIODS = {
    "month": Period(
        1, 31, say("the same month"),
        N_("the month of {day} ends on {last}"),
    ),
    "quarter": Period(
        3, 92, say("the same quarter"),
        N_("the quarter of {day} ends on {last}"),
    ),
    "year": Period(
        12, 366, say("the same year"),
        N_("the year of {day} ends on {last}"),
    ),
    "school_year": Period(
        None, 366, say("the same school year"),
        N_("the school year of {day} ends on {last}"),
    ),
    "school_term": Period(
        None, 120, say("the same school term"),
        N_("the school term of {day} ends on {last}"),
    ),
}  # fmt: skip


class SamePeriod(DayLong, frozen=True):
    """The month, quarter, year, school year or school term of the trigger; of a break, the term after it."""

    period: str

    kind = CIVIL_DAY
    day_kinds = ()
    agendas = ()
    numbers = ()

    @classmethod
    def form(cls) -> Form:
        names = tuple(f"same_{name}" for name in PERIODS)
        return Form(page=names, pattern=f"same_({'|'.join(PERIODS)})", examples=("same_month", "same_school_year"))

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return len(words) == 1 and words[0].startswith("same_")

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        if (period := words[0].removeprefix("same_")) in PERIODS:
            return cls(period)
        message = say("no period `{name}`", name=period)
        problems.error("due-unit", message, at, did_you_mean(period, ("day", *PERIODS)))
        return None

    def written(self) -> str:
        return f"same_{self.period}"

    def said(self) -> Message:
        return PERIODS[self.period].said

    def last_day(self, day: date, clock: Clock) -> date:
        months = PERIODS[self.period].months
        if self.period == "school_term":
            year = clock.school_year
            if (term := year.term(day)) is None:
                raise TermsNotListed(day, *_reach(year, day))
            return term[1]
        if months is None:
            return clock.school_year.last_day(day)
        month = (day.month - 1) // months * months + months
        return date(day.year, month, monthrange(day.year, month)[1])

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        yield say(PERIODS[self.period].step, day=start.day, last=last)

    def bounds(self) -> tuple[float, float]:
        return 0, PERIODS[self.period].longest

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        year = clock.school_year
        if self.period == "school_year" and (end := year.end_of_teaching(start.day)) is not None:
            because = say("the school year ends with teaching ({source})", source=say(year.source))
            yield because, Ending(self.kind, end_of(end, clock.zone), end)

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        yield from ()


def _reach(year: SchoolYear, day: date) -> tuple[date, date]:
    """The first and the last day whose terms are listed; the day itself where none are."""
    terms = year.terms
    return (terms[0][0], terms[-1][1]) if terms else (day, day)
