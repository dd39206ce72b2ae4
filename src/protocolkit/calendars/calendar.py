"""A calendar: days with evidence, from a frozen base and the dated layers of its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec

from protocolkit.calendars.days import Days, Views
from protocolkit.calendars.institution import Institution
from protocolkit.calendars.layers import ONE_DAY, Layers, View
from protocolkit.calendars.school_year import SchoolYear
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import say


class Calendar(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """A loaded calendar. `digest` covers the file and its base: the same digest, the same days.

    Without a frozen base `base` is null, `base_library` says so and `base_version` is empty.
    """

    id: str
    version: str
    digest: str
    zone: str
    profiles: dict[str, int]
    layers: Layers
    base_library: str
    base_version: str
    base: Path | None
    path: Path

    @cached_property
    def views(self) -> Views:
        """Its days in every view."""
        return Views(self.layers)

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which something about its days became known, or a regime was no longer verified."""
        layers = self.layers
        verified = [v for r in layers.regimes for v in r.verified]
        dated = [*layers.holidays, *layers.transfers, *layers.regimes, *verified]
        known = {day for one in dated for day in (one.known_from, one.known_until) if day is not None}
        return sorted(known | {one.until.date() + ONE_DAY for one in verified})

    @property
    def school_year(self) -> SchoolYear:
        return self.layers.school_year

    @property
    def kinds(self) -> tuple[str, ...]:
        """The day kinds that terms may count: `working` for `N working_days`."""
        return tuple(self.layers.kinds)

    def days(
        self, known_at: date | None = None, institution: Institution | None = None, scenario: str | None = None
    ) -> Days:
        """The days as known on a day (null: all that is known), for an institution, under a scenario (see `View`)."""
        own = institution or Institution()
        return self.views.days(
            View(
                known_at=self._turn(known_at),
                week=own.week or self.layers.week,
                follows_transfers=own.follows_transfers,
                closed=own.closed,
                open=own.open,
                school_days=own.school_days,
                scenario=scenario,
            )
        )

    def turns_after(self, day: date) -> tuple[date, ...]:
        """The later days from whose start something else is known about its days, or what was verified has ended."""
        return tuple(self._turns[bisect_right(self._turns, day) :])

    def profile(self, name: str, place: Place, problems: Problems) -> Institution | None:
        """The working week of a profile (`5day`, `6day`), or None with the reason in `problems`."""
        if name in self.profiles:
            return Institution(week=self.profiles[name])
        help = did_you_mean(name, self.profiles) or say("profiles are {names}", names=", ".join(self.profiles))
        message = say("calendar {calendar} has no profile `{name}`", calendar=self.id, name=name)
        problems.error("unknown-profile", message, place, help)
        return None

    def check_kinds(self, kinds: Iterable[str], place: Place, problems: Problems) -> None:
        """Adds a problem for each day kind this calendar does not declare."""
        for kind in kinds:
            if kind not in self.layers.kinds:
                help = did_you_mean(kind, self.kinds) or say("day kinds are {names}", names=", ".join(self.kinds))
                message = say("calendar {calendar} has no `{kind}` days", calendar=self.id, kind=kind)
                problems.error("unknown-day-kind", message, place, help)

    def _turn(self, known_at: date | None) -> date | None:
        # Between two announcements nothing changes, so all those days share one view; after the last it is the present.
        if known_at is None or not self._turns:
            return None
        i = bisect_right(self._turns, known_at)
        return None if i == len(self._turns) else self._turns[i - 1] if i else date.min

    def __repr__(self) -> str:
        return f"Calendar({self.id} {self.version})"


def holidays_version(calendar: Calendar) -> str:
    """The release of the `holidays` library whose data the calendar froze."""
    return calendar.base_version
