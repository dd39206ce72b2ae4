"""When a term ends: hours on instants, days on civil dates, and nothing that mixes the two."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import msgspec

from protocolkit.calendars.days import Days
from protocolkit.calendars.instants import end_of, local_day, start_of
from protocolkit.calendars.institution import Institution
from protocolkit.calendars.layers import ONE_DAY
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.messages import Labelled, labelled
from protocolkit.model.rule import TimeRules
from protocolkit.model.terms import ByDate, NextAgenda, SameDay, SamePeriod, Term, When
from protocolkit.model.vocabulary import Entry


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


class Start(msgspec.Struct, frozen=True):
    """The trigger: its UTC instant and its local day. Of a trigger known by its day, the start of that day."""

    instant: datetime
    day: date
    date_only: bool = False


class Ending(msgspec.Struct, frozen=True):
    """Where a term ends. `instant` is exclusive midnight for days unless the office closes earlier.

    `day` is the last day a person is told; both are null where nothing is set, as for an agenda without a date.
    `counted` is the day the count reached before any roll.
    """

    kind: str
    instant: datetime | None = None
    day: date | None = None
    counted: date | None = None
    at_close: bool = False


def start_at(trigger: datetime, zone: str, *, date_only: bool = False) -> Start:
    day = local_day(trigger, zone)
    return Start(start_of(day, zone) if date_only else trigger.astimezone(UTC), day, date_only)


def ending(when: When, start: Start, clock: Clock, *, as_limit: bool = True) -> Ending:
    """Where a term that starts there ends.

    Only a target or a limit (`as_limit`) rolls or ends with the office. Raises `BeyondCoverage` and `UnknownDayKind`
    where the calendar cannot count, and OverflowError past the last year there is.
    """
    match when:
        case Term(n=n, unit="hour"):
            instant = start.instant + timedelta(hours=n)
            return Ending("elapsed", instant, local_day(instant, clock.zone))
        case NextAgenda(name=name):
            return _next_on_agenda(name, start, clock)
        case _:
            counted = last_day(when, start.day, clock)
            rolls = as_limit and kind_of(when) == "civil_day"
            day = _rolled(counted, start, clock) if rolls else counted
            close = closing(day, clock) if as_limit and clock.conventions.ends == "office_close" else None
            if close is not None and close > start.instant:
                return Ending(kind_of(when), close, day, counted, at_close=True)
            return Ending(kind_of(when), end_of(day, clock.zone), day, counted)


def kind_of(when: When) -> str:
    """The kind a due time of this term has: `elapsed`, `civil_day`, `working_day`, `same_day`, `agenda`."""
    match when:
        case Term(unit="hour"):
            return "elapsed"
        case Term(unit=unit) if when.kind:
            return unit
        case SameDay():
            return "same_day"
        case NextAgenda():
            return "agenda"
        case _:
            return "civil_day"


def last_day(when: When, day: date, clock: Clock) -> date:
    """The last day of a day-long term that starts on a day, before any roll."""
    back = ONE_DAY if clock.conventions.day_zero == "counts" else timedelta()
    match when:
        case Term(n=n, unit="day" | "week" as unit):
            return day + timedelta(days=n * (7 if unit == "week" else 1)) - back
        case Term(n=n, unit="month" | "year" as unit):
            return months_later(day, n * (12 if unit == "year" else 1)) - back
        case Term(n=n):
            kind = when.kind or "working"
            if back and clock.days.is_kind(day, kind):
                return day if n == 1 else clock.days.nth(day, n - 1, kind)
            return clock.days.nth(day, n, kind)
        case SamePeriod(period="school_year"):
            return clock.days.layers.school_year.last_day(day)
        case SamePeriod(period=period):
            months = {"month": 1, "quarter": 3, "year": 12}[period]
            month = (day.month - 1) // months * months + months
            return date(day.year, month, monthrange(day.year, month)[1])
        case ByDate():
            # The trigger's own day is still ahead: the earlier reading of the same date a year on.
            this_year = _day_of_year(when, day.year)
            return this_year if this_year >= day else _day_of_year(when, day.year + 1)
        case _:
            return day


def months_later(day: date, months: int) -> date:
    """The same number some months on, or the last day of a month that lacks it; always from the original day.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 1, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > 9999:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_of_year(when: ByDate, year: int) -> date:
    return date(year, when.month, min(when.day, monthrange(year, when.month)[1]))


def _rolled(day: date, start: Start, clock: Clock) -> date:
    """The day a civil term ends on after its roll. A roll back never reaches the day of the trigger."""
    match clock.conventions.roll:
        case "next":
            return clock.days.on_or_after(day)
        case "previous":
            before = clock.days.on_or_before(day)
            return before if before > start.day else day
        case _:
            return day


def closing(day: date, clock: Clock) -> datetime | None:
    """The instant at which the institution closes on a day; null where it gives no hours or does not work."""
    hours = clock.institution.hours_on(day) if clock.institution is not None else None
    if hours is None:
        return None
    inside = clock.days.first <= day <= clock.days.last
    if inside and not clock.days.is_kind(day):
        return None
    return datetime.combine(day, hours[1], zone_of(clock.zone)).astimezone(UTC)


def _next_on_agenda(name: str, start: Start, clock: Clock) -> Ending:
    dates = clock.institution.agendas.get(name, ()) if clock.institution is not None else ()
    found: list[tuple[datetime, date]] = []
    for one in dates:
        if isinstance(one, datetime):
            found.append((one, local_day(one, clock.zone)))
        else:
            found.append((end_of(one, clock.zone), one))
    ahead = min((row for row in found if row[0] > start.instant), default=None)
    return Ending("agenda", *ahead) if ahead is not None else Ending("agenda")
