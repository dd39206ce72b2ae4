"""Whose time it is, where a term starts, and where it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from protocolkit.calendars.days import Days
from protocolkit.calendars.instants import local_day, start_of
from protocolkit.calendars.institution import Institution
from protocolkit.calendars.layers import KNOWN_KINDS, BareDays, DayKind
from protocolkit.calendars.school_year import SchoolYear
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.messages import Labelled, Message, labelled, say
from protocolkit.model.vocabulary import Entry

CIVIL_DAY = "civil_day"
"""The kind of what ends on a day of the civil calendar, whatever day that is: only it can roll."""


class TimeRules(msgspec.Struct, frozen=True):
    """The conventions of time that hold for a rule, by name; `model.conventions` has what each means."""

    day_zero: Literal["excluded", "counts"] = "excluded"
    roll: Literal["none", "next", "previous"] = "none"
    ends: Literal["midnight", "office_close"] = "midnight"
    after_hours: Literal["counts", "next_working_day"] = "counts"


class Clock(msgspec.Struct, frozen=True):
    """Whose time it is. `peace_days` is the calendar that would hold in peace; null: derived from `days`.

    `agendas` are the names under which the organisation may have set dates.
    """

    zone: str
    days: Days
    peace_days: Days | None = None
    institution: Institution | None = None
    conventions: TimeRules = TimeRules()
    agendas: dict[str, Entry] = {}

    def agenda(self, name: str) -> Labelled:
        """An agenda by its label, else by its name."""
        return labelled(name, self.agendas[name].label if name in self.agendas else {})

    @property
    def bare_days(self) -> BareDays | None:
        return self.days.layers.bare_days

    @property
    def school_year(self) -> SchoolYear:
        return self.days.layers.school_year

    def kind(self, name: str) -> DayKind | None:
        """The day kind as the calendar declares it; null where it does not."""
        return self.days.layers.kinds.get(name)

    def one_day(self, kind: str) -> Labelled | Message:
        """One day of a kind by name: `working day`."""
        declared = self.kind(kind)
        label = declared.label if declared is not None else {}
        if kind in KNOWN_KINDS:
            return labelled(say(KNOWN_KINDS[kind]), label)
        return labelled(kind, label) if label else say("{kind} day", kind=kind.replace("_", " "))


class Start(msgspec.Struct, frozen=True):
    """The trigger: its UTC instant and its local day. Of one known by its day, the first moment it can have been."""

    instant: datetime
    day: date
    date_only: bool = False


class Ending(msgspec.Struct, frozen=True):
    """Where a term ends. `instant` is exclusive midnight for days unless the office closes earlier.

    `day` is the last day a person is told; both are null where nothing is set, as for an agenda without a date.
    `counted` is the day a day-long term reached before any roll; null for terms that are not day-long.
    """

    kind: str
    instant: datetime | None = None
    day: date | None = None
    counted: date | None = None
    at_close: bool = False


Doubt = tuple[Message, Ending]
"""Why the same words may be read otherwise, and where they end then."""


def start_at(trigger: datetime, zone: str, *, date_only: bool = False) -> Start:
    day = local_day(trigger, zone)
    return Start(trigger.astimezone(UTC), day, date_only)


def closing(day: date, clock: Clock) -> datetime | None:
    """The instant at which the institution closes on a day; null where it gives no hours or does not work."""
    hours = clock.institution.hours_on(day) if clock.institution is not None else None
    if hours is None:
        return None
    inside = clock.days.first <= day <= clock.days.last
    if inside and not clock.days.is_kind(day):
        return None
    return datetime.combine(day, hours[1], zone_of(clock.zone)).astimezone(UTC)


def hours_known(clock: Clock) -> bool:
    """Whether the institution says when its office is open."""
    return clock.institution is not None and clock.institution.office_hours is not None


def received_after_hours(start: Start, clock: Clock) -> bool:
    """Whether the trigger came when the institution had closed, or on a day it gives no hours for."""
    if not hours_known(clock) or start.date_only:
        return False
    close = closing(start.day, clock)
    return close is None or start.instant >= close


def next_opening(start: Start, clock: Clock) -> Start:
    """The next working day from its opening, or from its first moment where no hours are given for it.

    Raises `BeyondCoverage` where the calendar does not reach it.
    """
    day = clock.days.nth(start.day, 1)
    hours = clock.institution.hours_on(day) if clock.institution is not None else None
    if hours is None:
        return Start(start_of(day, clock.zone), day, start.date_only)
    return Start(datetime.combine(day, hours[0], zone_of(clock.zone)).astimezone(UTC), day, start.date_only)


def off_work(day: date | None, days: Days) -> bool:
    """Whether the calendar knows the day and it is no working day."""
    return day is not None and days.first <= day <= days.last and not days.is_kind(day)


def offset_changes(found: Ending, start: Start, clock: Clock) -> bool:
    """Whether clocks are put forward or back between the trigger and the end."""
    here = zone_of(clock.zone)
    instant = found.instant or start.instant
    return start.instant.astimezone(here).utcoffset() != instant.astimezone(here).utcoffset()
