"""Due times: from a due, a trigger and a clock to target, limit and beginning, each explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_never

import msgspec
from msgspec.structs import replace

from protocolkit.calendars.days import BeyondCoverage, UnknownDayKind
from protocolkit.calendars.instants import iso, local_day, start_of
from protocolkit.calendars.layers import TermsNotListed
from protocolkit.evaluation.due.alternatives import alternatives
from protocolkit.evaluation.due.cautions import cautions
from protocolkit.evaluation.due.choice import earliest, latest
from protocolkit.evaluation.due.found import UNTIMED, Alternative, Caution, DueFound
from protocolkit.messages import N_, Listed, Message, say
from protocolkit.model.clock import Clock, Ending, Start, hours_known, received_after_hours, start_at
from protocolkit.model.conditions import Condition
from protocolkit.model.conventions import after_hours
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts, describe
from protocolkit.model.terms import Term, When
from protocolkit.model.terms.day_long import DayLong, began

Holds = Callable[[Condition], bool | None]
Asks = Callable[[Condition], tuple[str, ...]]


def _unknown(_condition: Condition) -> bool | None:
    return None


def _nothing(_condition: Condition) -> tuple[str, ...]:
    return ()


class Ask(msgspec.Struct, frozen=True):
    """What is asked: the due time of a due set going at an instant.

    `date_only` says that only the day of the trigger is known; `decided` is the time somebody set; `holds` gives the
    truth of a case's condition (null: unknown) and `asks` the facts that would decide it.
    """

    due: Due
    trigger: datetime
    clock: Clock
    date_only: bool = False
    decided: datetime | None = None
    holds: Holds = _unknown
    asks: Asks = _nothing


def compute(ask: Ask) -> DueFound:
    """The due time asked for."""
    match ask.due:
        case DueNone():
            return UNTIMED
        case DueDecided():
            return _decided(ask.decided, ask.clock)
        case DueParts() as due:
            return _Parts(due, start_at(ask.trigger, ask.clock.zone, date_only=ask.date_only), ask.clock).found()
        case DueEarliest(options=options):
            return earliest(_each(ask, options), options)
        case DueLatest(options=options):
            return latest(_each(ask, options), options)
        case DueCases(if_=if_, then=then, else_=otherwise):
            truth = ask.holds(if_)
            if truth is None:
                cases = (then, otherwise)
                return undecided(_each(ask, cases), cases, ask.asks(if_))
            return compute(replace(ask, due=then if truth else otherwise))
        case _:
            assert_never(ask.due)


def _each(ask: Ask, dues: tuple[Due, ...]) -> list[DueFound]:
    """The due time of each, all else being equal."""
    return [compute(replace(ask, due=one)) for one in dues]


class _Parts:
    """One window: beginning, target and limit from the same trigger."""

    def __init__(self, due: DueParts, start: Start, clock: Clock) -> None:
        self.due, self.start, self.clock = due, start, clock
        # Kept once each, in order: target and limit often say the same of the same days.
        self.steps: dict[Message, None] = {}
        self.cautions: dict[Caution, None] = {}
        self.readings: dict[tuple[object, ...], Alternative] = {}

    def found(self) -> DueFound:
        due, clock = self.due, self.clock
        self._receive()
        start = self.start
        aim_clock = (
            replace(clock, conventions=replace(clock.conventions, ends="office_close")) if due.by_close else clock
        )
        opened = self._opening(due.opens) if due.opens else None
        limit = self._end(due.limit, clock)
        aim = self._end(due.aim, aim_clock, told=not due.immediately, as_aim=True)
        begin = opened or self._end(due.not_before, clock, as_limit=False)
        if due.immediately:
            at_once = say("immediately: at the trigger, {at}", at=began(start, clock))
            self.steps = {at_once: None, **self.steps}
        if limit is not None:
            kind, at, day = limit.kind, limit.instant, limit.day
        elif due.immediately:
            kind, at, day = aim.kind if aim else "immediate", start.instant, start.day
        elif aim is not None:
            kind, at, day = aim.kind, aim.instant, aim.day
        else:
            kind, at, day = begin.kind if begin else "", None, None
        self._note_readings(aim, limit)
        if begin and begin.instant and limit and limit.instant and begin.instant >= limit.instant:
            self.cautions[Caution("no_time_left", say("the term ends before it may be acted on"))] = None
        return DueFound(
            at=at, target=start.instant if due.immediately else aim.instant if aim else None,
            limit=limit.instant if limit else None, not_before=begin.instant if begin else None, last_day=day,
            kind=kind, steps=tuple(self.steps), readings=tuple(self.readings.values()), cautions=tuple(self.cautions),
        )  # fmt: skip

    def _receive(self) -> None:
        """Where what is received after hours counts as received later, the term starts there."""
        convention, clock = after_hours(self.clock), self.clock
        try:
            later = convention.starts(self.start, clock)
        except BeyondCoverage as error:
            # It counts from a day that nobody can name: the strict start stands, and is known to be one.
            self.cautions.setdefault(self._cannot_count(error))
            return
        if later is not None:
            received, starts = iso(self.start.instant, clock.zone), iso(later.instant, clock.zone)
            self.steps.setdefault(say(convention.step, received=received, start=starts))
            self.start = later
        if not hours_known(clock) and (convention.if_closed is not None or self.due.by_close):
            self.cautions.setdefault(Caution("office_hours_unknown", say("the institution gives no office hours")))

    def _opening(self, term: Term) -> Ending | None:
        """The first moment of the last day of a term, or the moment at which it has run off if it is no days."""
        found = self._counted(term, self.clock, as_limit=False)
        if found is None or found.counted is None:
            return found or Ending(term.kind)
        first = start_of(found.counted, self.clock.zone)
        if isinstance(term, DayLong):
            self.steps.update(dict.fromkeys(term.counting(found.counted, self.start, self.clock)))
        told = iso(first, self.clock.zone)
        self.steps.setdefault(say("it begins with {day}, at {at}", day=found.counted, at=told))
        return Ending(found.kind, first, found.counted, found.counted)

    def _end(
        self, when: When | None, clock: Clock, *, as_limit: bool = True, told: bool = True, as_aim: bool = False
    ) -> Ending | None:
        """Where one part ends, its steps and cautions noted."""
        if when is None:
            return None
        found = self._counted(when, clock, as_limit=as_limit)
        if found is None:
            return Ending(when.kind)
        if as_limit and self._closed_already(found, clock):
            told_why = say("the trigger came when the office was closed on {day}", day=self.start.day)
            self.cautions.setdefault(Caution("after_hours", told_why))
            if as_aim:
                lapsed = N_("the office was closed already on {day}: no time is left for the aim")
                self.steps.setdefault(say(lapsed, day=self.start.day))
                return Ending(when.kind)
        if told:
            self.steps.update(dict.fromkeys(when.steps(found, self.start, clock)))
        self.cautions.update(dict.fromkeys(cautions(when, found, self.start, clock)))
        return found

    def _closed_already(self, found: Ending, clock: Clock) -> bool:
        """Whether a term that ends with the office ends on a day on which the office had closed when it began."""
        closes = clock.conventions.ends == "office_close" and found.counted is not None
        return closes and found.day == self.start.day and received_after_hours(self.start, clock)

    def _counted(self, when: When, clock: Clock, *, as_limit: bool) -> Ending | None:
        """Where a term ends; null, and said, where the calendar cannot count it."""
        try:
            return when.ending(self.start, clock, as_limit=as_limit)
        except (BeyondCoverage, OverflowError, UnknownDayKind) as error:
            caution = self._cannot_count(error)
            self.cautions.setdefault(caution)
            self.steps.setdefault(say("`{term}` cannot be counted: {why}", term=when.written(), why=caution.message))
            return None

    def _cannot_count(self, error: Exception) -> Caution:
        days, id = self.clock.days, self.clock.days.layers.calendar
        if isinstance(error, UnknownDayKind):
            return Caution(
                "unknown_day_kind", say("calendar {calendar} has no `{kind}` days", calendar=id, kind=error.kind)
            )
        if isinstance(error, TermsNotListed):
            words = N_("calendar {calendar} lists the school terms of {first} to {last} only")
            known = {"first": str(error.first), "last": str(error.last)}
            return Caution("beyond_coverage", say(words, calendar=id, **known))
        first, last = str(days.first), str(days.last)
        words = N_("calendar {calendar} knows {first} to {last} only")
        return Caution("beyond_coverage", say(words, calendar=id, first=first, last=last))

    def _note_readings(self, aim: Ending | None, limit: Ending | None) -> None:
        when, found = (self.due.limit, limit) if limit else (self.due.aim, aim)
        spread = aim is not None and limit is not None and aim.kind == limit.kind
        if spread and aim is not None and aim.instant is not None:
            assert self.due.aim is not None
            because = say("the lower number is the limit: {term}", term=self.due.aim.said())
            self.readings[because,] = Alternative(aim.instant, aim.day, because)
        if when is not None and found is not None:
            for one in alternatives(when, found, self.start, self.clock):
                self.readings.setdefault((one.at, one.because), one)


def _decided(decided: datetime | None, clock: Clock) -> DueFound:
    if decided is None:
        told = say("the time is set in the case itself and nobody has set it yet")
        return DueFound(kind="decided", steps=(told,))
    told = say("set in the case itself: {at}", at=iso(decided, clock.zone))
    day = local_day(decided, clock.zone)
    return DueFound(at=decided, limit=decided, last_day=day, kind="decided", steps=(told,))


def undecided(found: Sequence[DueFound], cases: Sequence[Due | None], asks: tuple[str, ...]) -> DueFound:
    """The earliest of two cases while nobody knows which holds: dated before undated, any time before none."""
    if found[0] == found[1]:
        return found[0]
    order = sorted(range(2), key=lambda i: (not found[i].timed, found[i].at is None, found[i].at or 0))
    first, other = (found[i] for i in order)
    if not first.timed:
        return first
    unknown = Listed(asks) if asks else say("a fact of the case")
    shown, otherwise = (f"`{describe(cases[i] or DueNone())}`" for i in order)
    step = say("{fact} is not known: {shown} shown, else {other}", fact=unknown, shown=shown, other=otherwise)
    because = say("if {fact} decides for {other}", fact=unknown, other=otherwise)
    return replace(
        first, steps=(step, *first.steps), readings=(*first.readings, Alternative(other.at, other.last_day, because)),
        asks=tuple(dict.fromkeys((*asks, *first.asks, *other.asks))),
        may_be=tuple(dict.fromkeys(limit for one in found for limit in one.may_be or (one.limit,))),
    )  # fmt: skip
