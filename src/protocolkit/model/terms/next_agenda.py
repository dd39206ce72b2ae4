"""`next board_meeting`: the next date the organisation has set for something that returns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Self

from protocolkit.calendars.instants import end_of, iso, local_day
from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import Message, Name, say
from protocolkit.model.clock import Clock, Doubt, Ending, Start
from protocolkit.model.terms.when import Form, When

_NAME = "[a-z][a-z0-9_]*"


class NextAgenda(When, frozen=True):
    """The next date of an agenda, such as a board meeting; an instant, or a day that lasts to its end."""

    name: str

    kind = "agenda"
    day_kinds = ()
    numbers = ()

    @property
    def agendas(self) -> tuple[str, ...]:
        return (self.name,)

    @classmethod
    def form(cls) -> Form:
        return Form(
            page=("next AGENDA",), pattern=f"next {_NAME}", examples=("next board_meeting",), help="next AGENDA"
        )

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return len(words) == 2 and words[0] == "next"

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        if re.fullmatch(_NAME, words[1]):
            return cls(words[1])
        message = say("`{name}` is no name of an agenda", name=words[1])
        problems.error("due-shape", message, at, say("names are lower case with underscores"))
        return None

    def written(self) -> str:
        return f"next {self.name}"

    def said(self) -> Message:
        return say("next {agenda}", agenda=Name("agendas", self.name))

    def ending(self, start: Start, clock: Clock, *, as_limit: bool = True) -> Ending:
        dates = clock.institution.agendas.get(self.name, ()) if clock.institution is not None else ()
        found: list[tuple[datetime, date]] = []
        for one in dates:
            if isinstance(one, datetime):
                found.append((one, local_day(one, clock.zone)))
            else:
                found.append((end_of(one, clock.zone), one))
        ahead = min((row for row in found if row[0] > start.instant), default=None)
        return Ending(self.kind, *ahead) if ahead is not None else Ending(self.kind)

    def steps(self, found: Ending, start: Start, clock: Clock) -> Iterator[Message]:
        agenda, began = clock.agenda(self.name), iso(start.instant, clock.zone)
        if found.instant is None:
            yield say("no date of {agenda} is known after {start}", agenda=agenda, start=began)
        else:
            at = iso(found.instant, clock.zone)
            yield say("the next {agenda} after {start} is at {at}", agenda=agenda, start=began, at=at)

    def bounds(self) -> tuple[float, float]:
        return 0, float("inf")

    def reach(self, found: Ending, start: Start, clock: Clock) -> tuple[date, date] | None:
        return None

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        yield from ()

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        if found.instant is None:
            yield "agenda_unscheduled", say("no date is scheduled yet")
