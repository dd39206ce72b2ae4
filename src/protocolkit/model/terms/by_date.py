"""`by 1 september`: a day of the year, whichever comes first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages.civil_days import MONTHS
from protocolkit.messages import Message, Month, counted, say
from protocolkit.model.clock import Clock, Start
from protocolkit.model.terms.once_a_year import OnceAYear, month_of
from protocolkit.model.terms.when import Form
from protocolkit.reading.whole_numbers import whole

_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ByDate(OnceAYear, frozen=True):
    """A day of the year, whichever comes first; where the year lacks it, the last day of its month."""

    day: int
    month: int

    @classmethod
    def form(cls) -> Form:
        return Form(
            page=("by D MONTH",), pattern="by [1-9][0-9]? [a-z]+", examples=("by 1 september",), help="by 1 september"
        )

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return len(words) == 3 and words[0] == "by"

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        month = month_of(words[2], at, problems)
        day = whole(words[1], at, problems) if month is not None else None
        if day is None or month is None:
            return None
        if day > (most := _LONGEST_MONTH[month - 1]):
            message = say("no day `{day} {month}`", day=day, month=words[2])
            help = counted("{month} has {n} day", "{month} has {n} days", most, month=words[2])
            problems.error("due-date", message, at, help)
            return None
        return cls(day, month)

    def written(self) -> str:
        return f"by {self.day} {MONTHS[self.month - 1]}"

    def said(self) -> Message:
        return say("by {date}", date=Month(self.month, self.day))

    def in_year(self, year: int) -> date:
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        named = Month(self.month, self.day)
        yield say("the first {date} from {day} on is {last}", date=named, day=start.day, last=last)
