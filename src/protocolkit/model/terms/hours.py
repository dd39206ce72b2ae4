"""`24 hours`: time that runs on the clock, through nights, days off and changes of the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta

from protocolkit.calendars.instants import iso, local_day
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.messages import Message, counted, say
from protocolkit.model.clock import Clock, Doubt, Ending, Start, offset_changes
from protocolkit.model.terms.day_long import began, offsets
from protocolkit.model.terms.numbered import NUMBER, Term, counts
from protocolkit.model.terms.when import Form


class Hours(Term, frozen=True):
    """So many hours from the instant of the trigger."""

    unit = "hour"
    kind = "elapsed"
    day_kinds = ()

    @classmethod
    def form(cls) -> Form:
        return Form(page=("N UNIT", "hour(s)"), pattern=f"{NUMBER} hours?", examples=("24 hours",))

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return counts(words, "hour")

    def said(self) -> Message:
        return counted("{n} hour", "{n} hours", self.n)

    def ending(self, start: Start, clock: Clock, *, as_limit: bool = True) -> Ending:
        instant = start.instant + timedelta(hours=self.n)
        return Ending(self.kind, instant, local_day(instant, clock.zone))

    def steps(self, found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
        assert found.instant is not None
        yield counted(
            "{n} hour runs from {start}, through nights and days off, to {end}",
            "{n} hours run from {start}, through nights and days off, to {end}",
            self.n, start=began(start, clock), end=iso(found.instant, clock.zone),
        )  # fmt: skip
        yield from offsets(found, start, clock)

    def bounds(self) -> tuple[float, float]:
        return self.n / 24, self.n / 24

    def reach(self, found: Ending, start: Start, clock: Clock) -> tuple[date, date] | None:
        return None

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        if self.n % 24 == 0 and offset_changes(found, start, clock):
            here = zone_of(clock.zone)
            local = start.instant.astimezone(here).replace(tzinfo=None) + timedelta(hours=self.n)
            instant = local.replace(tzinfo=here).astimezone(UTC)
            because = say("the same time on the clock, although clocks change on the way")
            yield because, Ending(self.kind, instant, local_day(instant, clock.zone))

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        if start.date_only:
            first = began(start, clock)
            yield "date_only", say("only the day of the trigger is known: hours count from {start}", start=first)
