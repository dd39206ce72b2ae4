"""`last working_day of month`: the last day of a kind in the month of the trigger, or in the next that has one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

from protocolkit.calendars.layers import ONE_DAY
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import Message, say
from protocolkit.model.clock import Clock, Doubt, Ending, Start
from protocolkit.model.terms.day_kinds import COMMON, kind_of_days, told
from protocolkit.model.terms.day_long import DayLong
from protocolkit.model.terms.once_a_year import NOT_ITSELF, day_after
from protocolkit.model.terms.when import Form


class LastOfMonth(DayLong, frozen=True):
    """The last day of a kind in a month: the trigger's own, as long as that day is not past."""

    day_kind: str

    agendas = ()
    numbers = ()

    @property
    def kind(self) -> str:
        return f"{self.day_kind}_day"

    @property
    def day_kinds(self) -> tuple[str, ...]:
        return (self.day_kind,)

    @classmethod
    def form(cls) -> Form:
        return Form(
            page=("last KIND_day of month",),
            pattern="last ([a-z][a-z0-9]*_)+day of month",
            examples=("last working_day of month",),
            help="last working_day of month",
        )

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return len(words) == 4 and (words[0], *words[2:]) == ("last", "of", "month")

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        name = words[1]
        if name.endswith("_day") and (kind := kind_of_days(name)) is not None:
            return cls(kind)
        plain = name in ("day", "days", "calendar_day")
        help = say("write `same_month`") if plain else did_you_mean(name, [f"{kind}_day" for kind in COMMON])
        problems.error("due-unit", say("no unit `{name}`", name=name), at, help)
        return None

    def written(self) -> str:
        return f"last {self.kind} of month"

    def said(self) -> Message:
        match self.day_kind:
            case "working":
                return say("the last working day of the month")
            case "business":
                return say("the last business day of the month")
            case "school":
                return say("the last school day of the month")
            case _:
                # Any kind of day a calendar declares under a name of its own.
                return say("the last {kind} of the month", kind=self.kind.replace("_", " "))

    def last_day(self, day: date, clock: Clock) -> date:
        end = _month_end(day)
        while (last := clock.days.on_or_before(end, self.day_kind)) < day:
            # None is left in this month: of school days there may be none in the next either.
            end = _month_end(end + ONE_DAY)
        return last

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        kind = clock.one_day(self.day_kind)
        before = last.replace(day=1) - ONE_DAY
        if before >= start.day:
            yield say("from {day} on the month has no {kind} left", day=start.day, kind=kind)
            yield from told(start.day - ONE_DAY, before, self.day_kind, clock)
        yield from told(last, _month_end(last), self.day_kind, clock)
        yield say("the last {kind} of the month is {day}", kind=kind, day=last)

    def bounds(self) -> tuple[float, float]:
        return 0, float("inf")

    def reach(self, found: Ending, start: Start, clock: Clock) -> tuple[date, date] | None:
        assert found.day is not None
        # It hangs on itself and the days after it; of another month, also on those left in the trigger's own.
        first = found.day if found.day.month == start.day.month else start.day
        return first - ONE_DAY, _month_end(found.day)

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        if found.counted == start.day:
            yield from self.tried(NOT_ITSELF, day_after(start), clock)

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        yield from ()


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
