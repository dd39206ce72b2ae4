"""`by end of may`: the last day of a month, whichever comes first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages.civil_days import MONTHS
from protocolkit.messages import Message, Month, say
from protocolkit.model.clock import Clock, Start
from protocolkit.model.terms.once_a_year import OnceAYear, month_of
from protocolkit.model.terms.when import Form


class ByMonthEnd(OnceAYear, frozen=True):
    """The last day of a month: of this year's, as long as it is not past."""

    month: int

    @classmethod
    def form(cls) -> Form:
        return Form(
            page=("by end of MONTH",),
            pattern="by end of [a-z]+",
            examples=("by end of may",),
            help="by end of may",
        )

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return len(words) == 4 and [*words[:3]] == ["by", "end", "of"]

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        month = month_of(words[3], at, problems)
        return None if month is None else cls(month)

    def written(self) -> str:
        return f"by end of {MONTHS[self.month - 1]}"

    def said(self) -> Message:
        return say("by the end of {month}", month=Month(self.month, of=True))

    def in_year(self, year: int) -> date:
        return date(year, self.month, monthrange(year, self.month)[1])

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        named = Month(self.month, of=True)
        yield say("the first end of {month} from {day} on is {last}", month=named, day=start.day, last=last)
