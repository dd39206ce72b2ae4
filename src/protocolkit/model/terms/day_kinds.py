"""`3 working_days`: days of a kind that the calendar declares, each of them looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple, Self

from msgspec.structs import replace

from protocolkit.calendars.days import Day
from protocolkit.diagnostics import Place, Problems, nearest
from protocolkit.messages import N_, Message, Part, counted, say
from protocolkit.model import conventions
from protocolkit.model.clock import Clock, Doubt, Ending, Start
from protocolkit.model.terms.day_long import DayLong, reason
from protocolkit.model.terms.numbered import NUMBER, Term
from protocolkit.model.terms.when import Form
from protocolkit.reading.whole_numbers import whole

COMMON = ("working", "business", "school")
"""The day kinds that the language itself has words for; a calendar may declare any other."""

_NO_KINDS = ("calendar_day",)  # plain days are meant
# Longer counts are told in runs of like days.
_DAY_BY_DAY = 16


class DayKinds(Term, DayLong, frozen=True):
    """So many days of a kind after the day of the trigger."""

    day_kind: str

    @property
    def unit(self) -> str:
        return f"{self.day_kind}_day"

    @property
    def kind(self) -> str:
        return self.unit

    @property
    def day_kinds(self) -> tuple[str, ...]:
        return (self.day_kind,)

    @classmethod
    def form(cls) -> Form:
        return Form(
            page=("N UNIT", "KIND_day(s)"),
            pattern=rf"{NUMBER} ([a-z][a-z0-9]*_)+days?",
            examples=("3 working_days",),
        )

    @classmethod
    def claims(cls, words: Sequence[str]) -> bool:
        return len(words) == 2 and kind_of_days(words[1]) is not None

    @classmethod
    def read(cls, words: Sequence[str], at: Place, problems: Problems) -> Self | None:
        n, kind = whole(words[0], at, problems), kind_of_days(words[1])
        return None if n is None or kind is None else cls(n, kind)

    def said(self) -> Message:
        match self.day_kind:
            case "working":
                return counted("{n} working day", "{n} working days", self.n)
            case "business":
                return counted("{n} business day", "{n} business days", self.n)
            case "school":
                return counted("{n} school day", "{n} school days", self.n)
            case _:
                # Any kind of day a calendar declares under a name of its own.
                return counted("{n} {kind}", "{n} {kind}s", self.n, kind=self.unit.replace("_", " "))

    def last_day(self, day: date, clock: Clock) -> date:
        if _own(day, self.day_kind, clock):
            return day if self.n == 1 else clock.days.nth(day, self.n - 1, self.day_kind)
        return clock.days.nth(day, self.n, self.day_kind)

    def counting(self, last: date, start: Start, clock: Clock) -> Iterator[Message]:
        own = _own(start.day, self.day_kind, clock)
        zero = conventions.DAY_ZERO["counts" if own else "excluded"]
        yield say(zero.step, day=start.day)
        yield from told(start.day, last, self.day_kind, clock, int(own))

    def bounds(self) -> tuple[float, float]:
        return self.n, float("inf")

    def doubts(self, found: Ending, start: Start, clock: Clock) -> Iterator[Doubt]:
        for name, other in conventions.DAY_ZERO.items():
            if name != clock.conventions.day_zero:
                changed = replace(clock, conventions=replace(clock.conventions, day_zero=name))
                yield from self.tried(other.because, start, changed)

    def cautions(self, found: Ending, start: Start, clock: Clock) -> Iterator[tuple[str, Message]]:
        yield from ()


def kind_of_days(text: str) -> str | None:
    """The day kind of `working_days` or `working_day`; None if it is none, or a slip of one the language knows.

    >>> kind_of_days("banking_days"), kind_of_days("wroking_days"), kind_of_days("hours")
    ('banking', None, None)
    """
    name = text.removesuffix("s")
    kind = name.removesuffix("_day")
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*_day", name) or name in _NO_KINDS:
        return None
    return kind if kind in COMMON or nearest(kind, COMMON, cutoff=0.8) is None else None


def _own(day: date, kind: str, clock: Clock) -> bool:
    """Whether the trigger's own day is the first that counts."""
    return clock.conventions.day_zero == "counts" and clock.days.is_kind(day, kind)


def told(after: date, through: date, kind: str, clock: Clock, number: int = 0) -> Iterator[Message]:
    """The days after one, up to and including another: each counted on from `number`, or skipped and why."""
    days = [date.fromordinal(i) for i in range(after.toordinal() + 1, through.toordinal() + 1)]
    rows: list[_Row] = []
    for day in days:
        counts = clock.days.is_kind(day, kind)
        number += counts
        away = None if counts else clock.days.school_break(day, kind)
        rows.append(_Row(clock.days.day(day), number if counts else 0, away))
    alone = len(days) <= _DAY_BY_DAY
    named = clock.one_day(kind)
    for _key, group in groupby(rows, key=lambda row: row.alike(alone)):
        yield _run([*group], named)


class _Row(NamedTuple):
    """A day and its number, 0 if it is skipped; `away`: the source of the break between two terms that it lies in."""

    day: Day
    number: int
    away: str | None

    def alike(self, alone: bool) -> tuple[object, ...]:
        """What days have in common that are told in one step."""
        skipped = not self.number and (self.day.works, self.away)
        return self.day.date if alone or self.day.source else None, skipped


def _run(rows: list[_Row], kind: Part) -> Message:
    """Days alike, of which only one that stands alone has a source of its own."""
    (first, low, away), (last, high, _away) = rows[0], rows[-1]
    if away is not None and first.works:
        why = say("between two school terms; {source}", source=say(away))
        if first is last:
            return say("{day} is skipped ({reason})", day=first.date, reason=why)
        return say("{first} to {last} are skipped ({reason})", first=first.date, last=last.date, reason=why)
    if first is last:
        if not low:
            return say("{day} is skipped ({reason})", day=first.date, reason=reason(first))
        if first.source:
            words = N_("{day} is {kind} {n} ({reason})")
            return say(words, day=first.date, kind=kind, n=low, reason=reason(first))
        return say("{day} is {kind} {n}", day=first.date, kind=kind, n=low)
    if low:
        words = N_("{first} to {last} are {kind}s {low} to {high}")
        return say(words, first=first.date, last=last.date, kind=kind, low=low, high=high)
    if first.works:
        words = N_("{first} to {last} are skipped (no {kind}s)")
        return say(words, first=first.date, last=last.date, kind=kind)
    return say("{first} to {last} are skipped ({reason})", first=first.date, last=last.date, reason=reason(first))
