"""A calendar: days with evidence, from a frozen base and the dated layers of its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from protocolkit.calendars.days import Days
from protocolkit.calendars.institution import Institution
from protocolkit.calendars.layering import View
from protocolkit.calendars.layers import BareDays, Layers, SchoolYear
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.languages import _
from protocolkit.resources import rules_dir

_MOST_VIEWS = 256


class Calendar:
    """A loaded calendar. `digest` covers the file and its base: the same digest, the same days."""

    def __init__(
        self, *, id: str, version: str, digest: str, zone: str, profiles: dict[str, int], layers: Layers,
        school_year: SchoolYear, bare_days: BareDays | None, base_library: str, base_version: str, base: Path,
        path: Path,
    ) -> None:  # fmt: skip
        self.id = id
        self.version = version
        self.digest = digest
        self.zone = zone
        self.profiles = profiles
        self.layers = layers
        self.school_year = school_year
        self.bare_days = bare_days
        self.base_library = base_library
        self.base_version = base_version
        self.base = base
        self.path = path
        self._views: dict[View, Days] = {}
        self._turns = sorted(_turning_points(layers))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The day kinds that terms may count: `working` for `N working_days`."""
        return tuple(self.layers.kinds)

    def days(
        self, known_at: date | None = None, institution: Institution | None = None, scenario: str | None = None
    ) -> Days:
        """The days as known on a day (null: all that is known), for an institution, under a scenario (see `View`)."""
        own = institution or Institution()
        return self.view(
            View(
                known_at=self._turn(known_at),
                week=own.week or 5,
                follows_transfers=own.follows_transfers,
                closed=own.closed,
                open=own.open,
                school_days=own.school_days,
                scenario=scenario,
            )
        )

    def view(self, view: View) -> Days:
        found = self._views.get(view)
        if found is None:
            if len(self._views) >= _MOST_VIEWS:
                self._views.clear()
            found = self._views[view] = Days(self, view)
        return found

    def profile(self, name: str, place: Place, problems: Problems) -> Institution | None:
        """The working week of a profile (`5day`, `6day`), or None with the reason in `problems`."""
        if name in self.profiles:
            return Institution(week=self.profiles[name])
        help = did_you_mean(name, self.profiles) or _("profiles are {names}").format(names=", ".join(self.profiles))
        message = _("calendar {calendar} has no profile `{name}`").format(calendar=self.id, name=name)
        problems.error("unknown-profile", message, place, help)
        return None

    def check_kinds(self, kinds: Iterable[str], place: Place, problems: Problems) -> None:
        """Adds a problem for each day kind this calendar does not declare."""
        for kind in kinds:
            if kind not in self.layers.kinds:
                help = did_you_mean(kind, self.kinds) or _("day kinds are {names}").format(names=", ".join(self.kinds))
                message = _("calendar {calendar} has no `{kind}` days").format(calendar=self.id, kind=kind)
                problems.error("unknown-day-kind", message, place, help)

    def _turn(self, known_at: date | None) -> date | None:
        # Between two announcements nothing changes, so all those days share one view; after the last it is the present.
        if known_at is None or not self._turns:
            return None
        i = bisect_right(self._turns, known_at)
        return None if i == len(self._turns) else self._turns[i - 1] if i else date.min

    def __repr__(self) -> str:
        return f"Calendar({self.id} {self.version})"


def _turning_points(layers: Layers) -> set[date]:
    entries = [*layers.holidays, *layers.transfers, *layers.regimes, *(v for r in layers.regimes for v in r.verified)]
    return {d for e in entries for d in (e.known_from, e.known_until) if d is not None}


def holidays_version(calendar: Calendar) -> str:
    """The release of the `holidays` library whose data the calendar froze."""
    return calendar.base_version


def load_calendar(id_or_path: str | Path, problems: Problems) -> Calendar | None:
    """A calendar by id (`kz`, shipped) or by the path of its file; None with the reasons in `problems`."""
    from protocolkit.calendars.calendar_file import read_calendar

    text = str(id_or_path)
    if isinstance(id_or_path, Path) or text.endswith((".yaml", ".yml", ".json")) or "/" in text:
        return read_calendar(Path(id_or_path), problems)
    folder = rules_dir() / "calendars"
    path = folder / f"{text}.yaml"
    if not path.is_file():
        known = sorted(p.stem for p in folder.glob("*.yaml"))
        help = did_you_mean(text, known) or _("calendars are {names}").format(names=", ".join(known))
        problems.error("unknown-calendar", _("no calendar `{id}`").format(id=text), Place("calendar"), help)
        return None
    return read_calendar(path, problems)


__all__ = ["Calendar", "holidays_version", "load_calendar"]
