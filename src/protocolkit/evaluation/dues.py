"""Due times: from a due, a trigger and a clock to target, limit and beginning, each explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from protocolkit.calendars.calendar import load_calendar
from protocolkit.calendars.days import BeyondCoverage, UnknownDayKind
from protocolkit.calendars.instants import iso, local_day, parse_instant, start_of
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems
from protocolkit.evaluation.clock import Clock, Ending, Start, ending, kind_of, start_at
from protocolkit.evaluation.due_choice import earliest, latest
from protocolkit.evaluation.due_readings import readings
from protocolkit.evaluation.due_steps import steps
from protocolkit.evaluation.due_warnings import warnings
from protocolkit.plans.plan import DueTime, Reading, Warned
from protocolkit.rulesets.due import Due, day_kinds, parse_due
from protocolkit.rulesets.terms import (
    DueCases,
    DueDecided,
    DueEarliest,
    DueLatest,
    DueNone,
    DueParts,
    When,
    describe,
)

Holds = Callable[[object], bool | None]
Asks = Callable[[object], tuple[str, ...]]


class Computed(msgspec.Struct, frozen=True):
    """A due time as shown, and the UTC instants the life of a duty is worked out from."""

    due: DueTime | None
    target: datetime | None
    limit: datetime | None
    not_before: datetime | None

    @property
    def at(self) -> datetime | None:
        """The limit, else the target; null where there is a limit that nobody can date."""
        return None if self.due is None or self.due.at is None else self.limit or self.target


def _unknown(_: object) -> bool | None:
    return None


def _nothing(_: object) -> tuple[str, ...]:
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
        self.steps: list[str] = []
        self.warned: list[Warned] = []
        self.readings: list[Reading] = []

    def computed(self) -> Computed:
        due, start, clock = self.due, self.start, self.clock
        limit, aim = self._end(due.limit), self._end(due.aim, told=not due.immediately)
        begin = self._end(due.not_before, as_limit=False)
        if due.immediately:
            self.steps.insert(0, f"immediately: at the trigger, {iso(start.instant, clock.zone)}")
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
            self.warned.append(Warned("no_time_left", "the term ends before it may be acted on"))
        return Computed(
            DueTime(
                at=self._iso(at), target=self._iso(target), limit=self._iso(limit.instant if limit else None),
                not_before=self._iso(begin.instant if begin else None), last_day=day.isoformat() if day else None,
                kind=kind, steps=tuple(dict.fromkeys(self.steps)), readings=tuple(self.readings),
                warnings=tuple(dict.fromkeys(self.warned)),
            ),
            target, limit.instant if limit else None, begin.instant if begin else None,
        )  # fmt: skip

    def _end(self, when: When | None, *, as_limit: bool = True, told: bool = True) -> Ending | None:
        """Where one part ends, its steps and warnings noted."""
        if when is None:
            return None
        try:
            found = ending(when, self.start, self.clock, as_limit=as_limit)
        except (BeyondCoverage, OverflowError, UnknownDayKind) as error:
            warned = self._cannot_count(error)
            self.warned.append(warned)
            self.steps.append(f"`{describe(when)}` cannot be counted: {warned.message}")
            return Ending(kind_of(when))
        if told:
            self.steps += steps(when, found, self.start, self.clock)
        self.warned += warnings(when, found, self.start, self.clock)
        return found

    def _cannot_count(self, error: Exception) -> Warned:
        calendar = self.clock.days.calendar
        if isinstance(error, UnknownDayKind):
            return Warned("unknown_day_kind", f"calendar {calendar.id} has no `{error.kind}` days")
        days = self.clock.days
        return Warned("beyond_coverage", f"calendar {calendar.id} knows {days.first} to {days.last} only")

    def _note_readings(self, aim: Ending | None, limit: Ending | None) -> None:
        when, found = (self.due.limit, limit) if limit else (self.due.aim, aim)
        spread = aim is not None and limit is not None and aim.kind == limit.kind
        if spread and aim is not None and aim.instant is not None:
            because = f"the lower number is the limit: {describe(self.due.aim)}" if self.due.aim else ""
            day = aim.day.isoformat() if aim.day else None
            self.readings.append(Reading(at=self._iso(aim.instant), last_day=day, because=because))
        if when is not None and found is not None:
            self.readings += readings(when, found, self.start, self.clock)

    def _iso(self, instant: datetime | None) -> str | None:
        return None if instant is None else iso(instant, self.clock.zone)


def _decided(decided: datetime | None, clock: Clock) -> Computed:
    if decided is None:
        told = "the time is set in the case itself and nobody has set it yet"
        return Computed(DueTime(None, None, None, None, None, "decided", steps=(told,)), None, None, None)
    at, day = iso(decided, clock.zone), local_day(decided, clock.zone)
    told = f"set in the case itself: {at}"
    return Computed(DueTime(at, None, at, None, day.isoformat(), "decided", steps=(told,)), None, decided, None)


def _undecided(found: list[Computed], cases: tuple[Due, ...], asks: tuple[str, ...]) -> Computed:
    """The earliest of two cases while nobody knows which holds: dated before undated, any time before none."""
    if found[0] == found[1]:
        return found[0]
    order = sorted(range(2), key=lambda i: (found[i].due is None, found[i].at is None, found[i].at or 0))
    first, other = (found[i] for i in order)
    if first.due is None:
        return first
    unknown = ", ".join(asks) or "a fact of the case"
    step = f"{unknown} is not known: `{describe(cases[order[0]])}` shown, else `{describe(cases[order[1]])}`"
    reading = Reading(
        at=other.due.at if other.due else None, last_day=other.due.last_day if other.due else None,
        because=f"if {unknown} decides for `{describe(cases[order[1]])}`",
    )  # fmt: skip
    return replace(
        first,
        due=replace(
            first.due, steps=(step, *first.due.steps), readings=(*first.due.readings, reading),
            asks=tuple(dict.fromkeys((*asks, *first.due.asks, *(other.due.asks if other.due else ())))),
        ),
    )  # fmt: skip


__all__ = ["Clock", "Computed", "compute", "due_answer", "due_time"]
