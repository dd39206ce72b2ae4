"""`same_day`: the day of the trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

from protocolkit.calendars.days import BeyondCoverage
from protocolkit.calendars.instants import end_of
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import Message, say
from protocolkit.model.clock import Clock, Doubt, Ending, Start, off_work, received_after_hours
from protocolkit.model.terms.day_long import DayLong
from protocolkit.model.terms.when import Form


class SameDay(DayLong, frozen=True):
    """The day of the trigger."""

    kind = "same_day"
    day_kinds = ()
    agendas = ()
    numbers = ()

    @classmethod
    def form(cls) -> Form:
        return Form(page=("same_day",), pattern="same_day", examples=("same_day",), help="same_day")

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return [*words] == ["same_day"]

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        return cls()

    def written(self) -> str:
        return "same_day"

    def said(self) -> Message:
        return say("the same day")

    def last_day(self, day: date, clock: Clock) -> date:
        return day

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        yield say("the term is the day of the trigger, {day}", day=start.day)

    def bounds(self) -> tuple[float, float]:
        return 0, 1

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        if off_work(start.day, clock.days) or received_after_hours(start, clock):
            try:
                day = clock.days.nth(start.day, 1)
            except BeyondCoverage:
                return
            because = say("received outside working time, so on the next working day")
            yield because, Ending(self.kind, end_of(day, clock.zone), day)

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        if received_after_hours(start, clock):
            yield "after_hours", say("the trigger came when the office was closed on {day}", day=start.day)
