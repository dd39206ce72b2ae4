"""Due times: from a due, a trigger and a clock to target, limit and beginning, each explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from protocolkit.building.build_due import parse_due
from protocolkit.calendars.calendar_file import load_calendar
from protocolkit.calendars.days import BeyondCoverage, UnknownDayKind
from protocolkit.calendars.instants import iso, local_day, parse_instant, start_of
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems
from protocolkit.evaluation.due.alternatives import readings
from protocolkit.evaluation.due.cautions import warnings
from protocolkit.evaluation.due.choice import earliest, latest
from protocolkit.evaluation.due.clock import Clock, Ending, Start, ending, kind_of, start_at
from protocolkit.evaluation.due.steps import steps
from protocolkit.evaluation.saying import Noted, Said, say
from protocolkit.languages import N_, _
from protocolkit.model.say import term
from protocolkit.model.terms import (
    Due,
    DueCases,
    DueDecided,
    DueEarliest,
    DueLatest,
    DueNone,
    DueParts,
    When,
    day_kinds,
    describe,
)
from protocolkit.plans.plan import DueTime, Reading

Holds = Callable[[object], bool | None]
Asks = Callable[[object], tuple[str, ...]]


class Computed(msgspec.Struct, frozen=True):
    """A due time as shown, and the UTC instants the life of a duty is worked out from.

    `noted` are its warnings and `about` is what its texts are made of, to compare it by in any language.
    """

    due: DueTime | None
    target: datetime | None
    limit: datetime | None
    not_before: datetime | None
    noted: tuple[Noted, ...] = ()
    about: tuple[object, ...] = ()

    @property
    def at(self) -> datetime | None:
        """The limit, else the target; null where there is a limit that nobody can date."""
        return None if self.due is None or self.due.at is None else self.limit or self.target

    def is_like(self, other: Computed) -> bool:
        """Whether both say the same, whatever the words."""
        if (self.due is None) != (other.due is None):
            return False
        silent = [replace(c.due, steps=(), readings=(), warnings=()) if c.due else None for c in (self, other)]
        return silent[0] == silent[1] and self.about == other.about


def _unknown(_condition: object) -> bool | None:
    return None


def _nothing(_condition: object) -> tuple[str, ...]:
    return ()


def compute(
    due: Due, trigger: datetime, clock: Clock, *, date_only: bool = False, decided: datetime | None = None,
    holds: Holds = _unknown, asks: Asks = _nothing,
) -> Computed:  # fmt: skip
    """The due time of a due set going at an instant.

    `date_only` says that only the day of the trigger is known; `decided` is the time somebody set; `holds` gives the
    truth of a case's condition (null: unknown) and `asks` the facts that would decide it.
    """
    match due:
        case DueNone():
            return Computed(None, None, None, None)
        case DueDecided():
            return _decided(decided, clock)
        case DueParts():
            return _Parts(due, start_at(trigger, clock.zone, date_only=date_only), clock).computed()
        case DueEarliest(options=options) | DueLatest(options=options):
            found = [
                compute(one, trigger, clock, date_only=date_only, decided=decided, holds=holds, asks=asks)
                for one in options
            ]
            return (earliest if isinstance(due, DueEarliest) else latest)(found, options)
        case DueCases(if_=if_, then=then, else_=otherwise):
            truth = holds(if_)
            cases = (then, otherwise) if truth is None else (then if truth else otherwise,)
            found = [
                compute(one, trigger, clock, date_only=date_only, decided=decided, holds=holds, asks=asks)
                for one in cases
            ]
            return found[0] if truth is not None else _undecided(found, cases, asks(if_))


def due_time(
    due: Due, trigger: datetime, clock: Clock, *, date_only: bool = False, decided: datetime | None = None,
    holds: Holds = _unknown, asks: Asks = _nothing,
) -> DueTime | None:  # fmt: skip
    """The due time as shown; null where the text gives none."""
    return compute(due, trigger, clock, date_only=date_only, decided=decided, holds=holds, asks=asks).due


def due_answer(
    due_text: str, after_text: str, calendar_id: str, zone: str | None = None, profile: str | None = None,
    problems: Problems | None = None,
) -> Computed | None:  # fmt: skip
    """The due time of a due and a trigger given as text; null with the reasons in `problems`."""
    from protocolkit.reading.yaml12 import read_text

    found = problems if problems is not None else Problems()
    before = len(found.errors)
    node = read_text(due_text, "due", found)
    due = parse_due(node, found, lambda condition: condition) if node is not None else None
    calendar = load_calendar(calendar_id, found)
    place = Place("due")
    name = parse_zone(zone, Place("zone"), found) if zone else calendar.zone if calendar else None
    trigger = parse_instant(after_text, Place("after"), found, name)
    institution = calendar.profile(profile, Place("profile"), found) if calendar and profile else None
    if due is not None and calendar is not None:
        calendar.check_kinds(day_kinds(due), place, found)
    if due is None or calendar is None or name is None or trigger is None or len(found.errors) > before:
        return None
    clock = Clock(zone=name, days=calendar.days(institution=institution), institution=institution)
    if isinstance(trigger, datetime):
        return compute(due, trigger, clock)
    return compute(due, start_of(trigger, name), clock, date_only=True)


class _Parts:
    """One window: beginning, target and limit from the same trigger."""

    def __init__(self, due: DueParts, start: Start, clock: Clock) -> None:
        self.due, self.start, self.clock = due, start, clock
        self.steps: dict[object, str] = {}
        self.noted: dict[object, Noted] = {}
        self.readings: dict[object, Reading] = {}

    def computed(self) -> Computed:
        due, start, clock = self.due, self.start, self.clock
        limit, aim = self._end(due.limit), self._end(due.aim, told=not due.immediately)
        begin = self._end(due.not_before, as_limit=False)
        if due.immediately:
            at_once = say(N_("immediately: at the trigger, {at}"), at=iso(start.instant, clock.zone))
            self.steps = {at_once.about: at_once.text, **self.steps}
        target = start.instant if due.immediately else aim.instant if aim else None
        kind = (
            limit.kind
            if limit
            else aim.kind
            if aim
            else "immediate"
            if due.immediately
            else begin.kind
            if begin
            else ""
        )
        if limit is not None:
            at, day = limit.instant, limit.day
        elif due.immediately:
            at, day = start.instant, start.day
        else:
            at, day = (aim.instant, aim.day) if aim else (None, None)
        self._note_readings(aim, limit)
        if begin and begin.instant and limit and limit.instant and begin.instant >= limit.instant:
            self._note(Noted("no_time_left", say(N_("the term ends before it may be acted on"))))
        return Computed(
            DueTime(
                at=self._iso(at), target=self._iso(target), limit=self._iso(limit.instant if limit else None),
                not_before=self._iso(begin.instant if begin else None), last_day=day.isoformat() if day else None,
                kind=kind, steps=tuple(self.steps.values()), readings=tuple(self.readings.values()),
                warnings=tuple(n.warned for n in self.noted.values()),
            ),
            target, limit.instant if limit else None, begin.instant if begin else None,
            tuple(self.noted.values()), (*self.steps, *self.noted, *self.readings),
        )  # fmt: skip

    def _step(self, said: Said) -> None:
        self.steps.setdefault(said.about, said.text)

    def _note(self, noted: Noted) -> None:
        self.noted.setdefault(noted.about, noted)

    def _end(self, when: When | None, *, as_limit: bool = True, told: bool = True) -> Ending | None:
        """Where one part ends, its steps and warnings noted."""
        if when is None:
            return None
        try:
            found = ending(when, self.start, self.clock, as_limit=as_limit)
        except (BeyondCoverage, OverflowError, UnknownDayKind) as error:
            noted = self._cannot_count(error)
            self._note(noted)
            self._step(say(N_("`{term}` cannot be counted: {why}"), term=describe(when), why=noted.said))
            return Ending(kind_of(when))
        if told:
            for step in steps(when, found, self.start, self.clock):
                self._step(step)
        for noted in warnings(when, found, self.start, self.clock):
            self._note(noted)
        return found

    def _cannot_count(self, error: Exception) -> Noted:
        days, id = self.clock.days, self.clock.days.layers.calendar
        if isinstance(error, UnknownDayKind):
            return Noted(
                "unknown_day_kind", say(N_("calendar {calendar} has no `{kind}` days"), calendar=id, kind=error.kind)
            )
        words, (first, last) = N_("calendar {calendar} knows {first} to {last} only"), (str(days.first), str(days.last))
        return Noted("beyond_coverage", say(words, calendar=id, first=first, last=last))

    def _note_readings(self, aim: Ending | None, limit: Ending | None) -> None:
        when, found = (self.due.limit, limit) if limit else (self.due.aim, aim)
        spread = aim is not None and limit is not None and aim.kind == limit.kind
        if spread and aim is not None and aim.instant is not None:
            assert self.due.aim is not None
            lower = Said((self.due.aim,), term(self.due.aim))
            because = say(N_("the lower number is the limit: {term}"), term=lower)
            day = aim.day.isoformat() if aim.day else None
            self.readings[because.about] = Reading(at=self._iso(aim.instant), last_day=day, because=because.text)
        if when is not None and found is not None:
            self.readings |= readings(when, found, self.start, self.clock)

    def _iso(self, instant: datetime | None) -> str | None:
        return None if instant is None else iso(instant, self.clock.zone)


def _decided(decided: datetime | None, clock: Clock) -> Computed:
    if decided is None:
        told = _("the time is set in the case itself and nobody has set it yet")
        return Computed(DueTime(None, None, None, None, None, "decided", steps=(told,)), None, None, None)
    at, day = iso(decided, clock.zone), local_day(decided, clock.zone)
    told = _("set in the case itself: {at}").format(at=at)
    return Computed(DueTime(at, None, at, None, day.isoformat(), "decided", steps=(told,)), None, decided, None)


def _undecided(found: list[Computed], cases: tuple[Due, ...], asks: tuple[str, ...]) -> Computed:
    """The earliest of two cases while nobody knows which holds: dated before undated, any time before none."""
    if found[0].is_like(found[1]):
        return found[0]
    order = sorted(range(2), key=lambda i: (found[i].due is None, found[i].at is None, found[i].at or 0))
    first, other = (found[i] for i in order)
    if first.due is None:
        return first
    unknown = Said(asks, ", ".join(asks)) if asks else say(N_("a fact of the case"))
    shown, otherwise = (f"`{describe(cases[i])}`" for i in order)
    step = say(N_("{fact} is not known: {shown} shown, else {other}"), fact=unknown, shown=shown, other=otherwise)
    because = say(N_("if {fact} decides for {other}"), fact=unknown, other=otherwise)
    reading = Reading(
        at=other.due.at if other.due else None, last_day=other.due.last_day if other.due else None,
        because=because.text,
    )  # fmt: skip
    return replace(
        first,
        due=replace(
            first.due, steps=(step.text, *first.due.steps), readings=(*first.due.readings, reading),
            asks=tuple(dict.fromkeys((*asks, *first.due.asks, *(other.due.asks if other.due else ())))),
        ),
        about=(step.about, *first.about, because.about),
    )  # fmt: skip


__all__ = ["Clock", "Computed", "compute", "due_answer", "due_time"]
