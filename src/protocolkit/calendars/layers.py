"""What a calendar is made of, dated entries each with its source and status, and how they lie over the plain week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from protocolkit.calendars.dates import Span
from protocolkit.calendars.school_year import SchoolYear
from protocolkit.messages import N_, Labelled, Message, labelled, say

ONE_DAY = timedelta(days=1)
KNOWN_KINDS = {"working": N_("working day"), "business": N_("business day"), "school": N_("school day")}
KNOWN_REGIMES = {"martial_law": N_("martial law")}


class BeyondCoverage(Exception):  # noqa: N818 - an answer callers plan for
    """A day the calendar says nothing about. `date` is null where counting ran off the end."""

    def __init__(self, day: date | None, first: date, last: date) -> None:
        self.date, self.first, self.last = day, first, last
        super().__init__(f"{day or 'the count'} is outside {first} to {last}")


class TermsNotListed(BeyondCoverage):
    """A day of a school year whose terms the calendar does not list; it lists those from `first` to `last`."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Known from a day on (null: always), until a day (exclusive; null: still)."""

    known_from: date | None = None
    known_until: date | None = None

    def at(self, day: date | None) -> bool:
        """Whether it was known on a day; without a day, whether it is known now."""
        if day is None:
            return self.known_until is None
        return (self.known_from is None or self.known_from <= day) and (
            self.known_until is None or day < self.known_until
        )


class Holiday(Known, frozen=True, kw_only=True):
    """A holiday by law. `tolerance` is by how many days a feast may still move."""

    date: date
    name: str
    status: str
    source: Message
    tolerance: int = 0


class Transfer(Known, frozen=True, kw_only=True):
    """A day off moved: `off` becomes a day off, `work` is worked instead."""

    off: date
    work: date
    status: str
    source: Message


class Verified(Known, frozen=True, kw_only=True):
    """How far a regime is verified."""

    until: datetime
    source: str


class Regime(Known, frozen=True, kw_only=True):
    """A time in which holidays, their substitutes and moved days are ordinary days. Unverified, it is assumed."""

    id: str
    from_: date
    suspends_from: date
    source: str
    verified: tuple[Verified, ...]
    gap: str = ""

    @property
    def name(self) -> str:
        """What it is called, in English: said like any text."""
        return KNOWN_REGIMES.get(self.id) or self.id.replace("_", " ")


class Window(msgspec.Struct, frozen=True):
    """A span of days, both ends included, and how much is known about it."""

    first: date
    last: date
    status: str
    because: str
    missing: tuple[str, ...] = ()


class DayKind(msgspec.Struct, frozen=True):
    """A kind of day that terms may count. `of` is `working` or `school`; `label` names one such day."""

    id: str
    of: str = "working"
    except_: tuple[tuple[date, date], ...] = ()
    also: tuple[tuple[date, date], ...] = ()
    label: dict[str, str] = {}

    @property
    def name(self) -> Labelled:
        """One day of the kind: `working day`."""
        if known := KNOWN_KINDS.get(self.id):
            return labelled(say(known), self.label)
        if "en" in self.label:
            return labelled(self.id, self.label)
        return labelled(say("{kind} day", kind=self.id.replace("_", " ")), self.label)


class BareDays(msgspec.Struct, frozen=True):
    """A reading of plain `N days`, up to a number, as days of a kind."""

    kind: str
    at_most: int
    because: str


class Layers(msgspec.Struct, frozen=True):
    """Everything a calendar file and its frozen base say about days. `calendar` is the id of the file, `weekend` the
    weekdays off, Monday being 0, the one that is free in every week last."""

    calendar: str
    holidays: tuple[Holiday, ...]
    transfers: tuple[Transfer, ...]
    regimes: tuple[Regime, ...]
    coverage: tuple[Window, ...]
    moves: bool
    stays: frozenset[str]
    substitution_source: str
    transfers_binding: bool
    kinds: dict[str, DayKind]
    school: SchoolYear | None
    bare_days: BareDays | None
    weekend: tuple[int, ...] = (5, 6)

    @property
    def school_year(self) -> SchoolYear:
        """Raises BeyondCoverage where the calendar gives none."""
        if self.school is None:
            raise BeyondCoverage(None, self.first, self.last)
        return self.school

    @property
    def school_terms(self) -> list[Span]:
        """The school terms that are listed, of whichever years."""
        return self.school.terms if self.school else []

    @property
    def week(self) -> int:
        """How many days a week are worked where an institution does not say."""
        return 7 - len(self.weekend)

    def free(self, week: int) -> frozenset[int]:
        """The weekdays off, Monday being 0, in a week of so many days: the last of the weekend and those before it."""
        listed, last = [*self.weekend], self.weekend[0]
        while len(listed) < 7 - week:
            last = (last - 1) % 7
            listed.insert(0, last)
        return frozenset(listed[len(listed) - (7 - week) :])

    @property
    def first(self) -> date:
        return self.coverage[0].first

    @property
    def last(self) -> date:
        return self.coverage[-1].last


class View(msgspec.Struct, frozen=True):
    """Whose calendar, as known when, under which scenario. `shifts` moves feasts by days, to try other announcements.

    Scenarios: none (the law, a regime assumed to go on), `peacetime` (a regime ends where it was last verified),
    `throughout` (it suspends holidays from its first day), `never` (there was no regime).
    """

    known_at: date | None = None
    week: int = 5
    follows_transfers: bool | None = None
    closed: tuple[Span, ...] = ()
    open: tuple[Span, ...] = ()
    school_days: tuple[Span, ...] | None = None
    scenario: str | None = None
    shifts: tuple[tuple[date, int], ...] = ()


class Mark(msgspec.Struct, frozen=True):
    """Why a day is not an ordinary day of its week."""

    kind: str
    works: bool
    why: Message
    source: Message
    status: str


class Suspension(msgspec.Struct, frozen=True):
    """The span in which a regime makes holidays ordinary days, and the last day for which that is verified."""

    regime: Regime
    first: date
    last: date
    verified_through: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def suspensions(layers: Layers, view: View) -> tuple[Suspension, ...]:
    found = []
    for regime in layers.regimes:
        if view.scenario == "never" or not regime.at(view.known_at):
            continue
        known = [v for v in regime.verified if v.at(view.known_at)] or list(regime.verified[:1])
        # Extensions end inside a day, which still counts as covered.
        through = known[-1].until.date()
        first = regime.from_ if view.scenario == "throughout" else regime.suspends_from
        last = through if view.scenario == "peacetime" else date.max
        found.append(Suspension(regime, first, last, through))
    return tuple(found)


def holidays(layers: Layers, view: View) -> dict[date, Holiday]:
    """The holidays by law as known then, feasts shifted as the view asks."""
    shifts = dict(view.shifts)
    found: dict[date, Holiday] = {}
    for holiday in layers.holidays:
        if holiday.at(view.known_at):
            day = holiday.date + timedelta(days=shifts.get(holiday.date, 0))
            # Where two fall together the one that moves a day off matters more.
            if day not in found or found[day].name in layers.stays:
                found[day] = holiday
    return found


def transfers(layers: Layers, view: View) -> tuple[Transfer, ...]:
    """The moved days that hold: all binding ones, recommended ones unless the institution does not follow them."""
    if not layers.transfers_binding and view.follows_transfers is False:
        return ()
    return tuple(t for t in layers.transfers if t.at(view.known_at))


def marks(layers: Layers, view: View) -> dict[date, Mark]:
    """Every day that is not an ordinary day of its week."""
    suspended = suspensions(layers, view)
    by_law = holidays(layers, view)
    weekend = layers.free(view.week)
    found: dict[date, Mark] = {}
    for day, holiday in by_law.items():
        regime = next((s.regime for s in suspended if s.covers(day)), None)
        if regime is None:
            found[day] = Mark("holiday", False, say(holiday.name), holiday.source, holiday.status)
        elif day.weekday() not in weekend:
            why = say("{holiday}, an ordinary day under {regime}", holiday=say(holiday.name), regime=say(regime.name))
            found[day] = Mark("suspended_holiday", True, why, say(regime.source), "official")
    free = {day for day, mark in found.items() if not mark.works}
    for day, substitute in _substitutes(layers, view, by_law, free):
        why = say("day off for {holiday} on {day}", holiday=say(by_law[day].name), day=day)
        source = say(layers.substitution_source)
        found[substitute] = Mark("holiday_substitute", False, why, source, by_law[day].status)
    for transfer in transfers(layers, view):
        _move(transfer, weekend, found, suspended)
    _institution(view, found)
    return found


def _substitutes(
    layers: Layers, view: View, by_law: dict[date, Holiday], free: set[date]
) -> Iterator[tuple[date, date]]:
    """A holiday on a day off, and the working day after it that becomes free; each takes a day of its own."""
    if not layers.moves:
        return
    taken, weekend = set(free), layers.free(view.week)
    for day in sorted(free):
        if day.weekday() not in weekend or by_law[day].name in layers.stays:
            continue
        substitute = day + ONE_DAY
        while substitute in taken or substitute.weekday() in weekend:
            substitute += ONE_DAY
        taken.add(substitute)
        yield day, substitute


def _move(
    transfer: Transfer, weekend: frozenset[int], found: dict[date, Mark], suspended: tuple[Suspension, ...]
) -> None:
    if any(s.covers(transfer.off) or s.covers(transfer.work) for s in suspended):
        return
    works = found[transfer.work].works if transfer.work in found else transfer.work.weekday() not in weekend
    # Whoever works that day anyway, as on a Saturday of a six-day week, has no day off to move.
    if works:
        return
    off = say("day off moved from {day}", day=transfer.work)
    work = say("working day, its day off moved to {day}", day=transfer.off)
    found[transfer.off] = Mark("day_off_moved", False, off, transfer.source, transfer.status)
    found[transfer.work] = Mark("working_day_moved", True, work, transfer.source, transfer.status)


def _institution(view: View, found: dict[date, Mark]) -> None:
    closed, opened = say("the institution is closed"), say("the institution is open")
    own = say("institution")
    for spans, mark in (
        (view.closed, Mark("institution_closed", False, closed, own, "declared")),
        (view.open, Mark("institution_open", True, opened, own, "declared")),
    ):
        for first, last in spans:
            for number in range(first.toordinal(), last.toordinal() + 1):
                found[date.fromordinal(number)] = mark
