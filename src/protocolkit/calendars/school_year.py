"""The school year: when it begins and ends and, for the years an order was read for, its terms and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from protocolkit.calendars.dates import Span

ONE_DAY = timedelta(days=1)


class ListedYear(msgspec.Struct, frozen=True):
    """One school year as it was ordered: its terms in order, both days of each included."""

    terms: tuple[Span, ...]
    status: str
    source: str

    @property
    def breaks(self) -> Iterator[Span]:
        """The days between its terms."""
        for (_first, last), (following, _last) in pairwise(self.terms):
            if last + ONE_DAY < following:
                yield last + ONE_DAY, following - ONE_DAY


class SchoolYear(msgspec.Struct, frozen=True):
    """(month, day) of its first day and of the last day of teaching. It lasts until the next one starts.

    `listed` are the years whose terms are known.
    """

    starts: tuple[int, int]
    ends: tuple[int, int]
    status: str
    source: str
    listed: tuple[ListedYear, ...] = ()

    def last_day(self, day: date) -> date:
        """The last day of the school year a day is in: the day before the next one starts."""
        starts = date(day.year, *self.starts)
        return (starts if day < starts else date(day.year + 1, *self.starts)) - ONE_DAY

    def first_day(self, day: date) -> date:
        """The first day of the school year a day is in."""
        starts = date(day.year, *self.starts)
        return starts if day >= starts else date(day.year - 1, *self.starts)

    def end_of_teaching(self, day: date) -> date | None:
        """The last day of teaching still ahead in that school year; null in the holidays after it."""
        last = self.last_day(day)
        ends = date(last.year if self.ends < self.starts else last.year - 1, *self.ends)
        return ends if day <= ends else None

    @property
    def terms(self) -> list[Span]:
        return [term for year in self.listed for term in year.terms]

    @property
    def breaks(self) -> list[Span]:
        """The breaks between terms; what lies between two years is no break of either."""
        return [span for year in self.listed for span in year.breaks]

    def term(self, day: date) -> Span | None:
        """The term that a day is in, or the next of the same school year; None where its terms are not listed."""
        return next((term for term in self.terms if day <= term[1] and term[0] <= self.last_day(day)), None)

    def lists(self, first: date, last: date) -> bool:
        """Whether the terms of every school year that a span touches are listed."""
        years = {self.first_day(term[0]) for term in self.terms}
        day = self.first_day(first)
        while day <= last:
            if day not in years:
                return False
            day = self.last_day(day) + ONE_DAY
        return True
