"""Time zones, and whether this machine's zone data knows the clocks of Kazakhstan and Ukraine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems, did_you_mean
from protocolkit.messages import say

# The old spellings stay links in the zone data; one spelling is stored.
_ALIASES = {"Europe/Kiev": "Europe/Kyiv", "Europe/Uzhgorod": "Europe/Kyiv", "Europe/Zaporozhye": "Europe/Kyiv"}

# Kazakhstan took one offset on 1 March 2024 (zone data from 2024a on); Ukraine still changes clocks twice a year.
_KNOWN = (
    ("Asia/Almaty", datetime(2024, 6, 1, tzinfo=UTC), 5),
    ("Europe/Kyiv", datetime(2026, 7, 1, tzinfo=UTC), 3),
    ("Europe/Kyiv", datetime(2026, 12, 1, tzinfo=UTC), 2),
)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises `InputError` if there is none, or if the zone data is too old to be right."""
    _check_zone_data()
    return _zone(_ALIASES.get(name, name))


def parse_zone(text: str, place: Place, problems: Problems) -> str | None:
    """The zone's name in one spelling, or None with the reason in `problems`."""
    try:
        return zone(text).key
    except InputError as error:
        problems.found += [problem.at(place) for problem in error.problems]
        return None


def _zone(name: str) -> ZoneInfo:
    try:
        if not name or name.startswith(("/", ".")):
            raise ValueError(name)
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # `posix/` and `right/` are copies of the same zones.
        known = (z for z in available_timezones() if not z.startswith(("posix/", "right/")))
        message = say("no time zone `{name}`", name=name)
        raise InputError([Diagnostic("unknown-zone", message, Place("zone"), did_you_mean(name, known))]) from None


@cache
def _check_zone_data() -> None:
    for name, instant, hours in _KNOWN:
        offset = instant.astimezone(_zone(name)).utcoffset()
        if offset != timedelta(hours=hours):
            message = say(
                "zone data {version} puts {zone} at `{offset}`, not +{hours:02}, on {day}", version=tzdata_version(),
                zone=name, offset=str(offset), hours=f"{hours:02}", day=instant.date().isoformat(),
            )  # fmt: skip
            help = say("update the system's tzdata, or set PYTHONTZPATH to nothing to use the tzdata package")
            raise InputError([Diagnostic("zone-data-too-old", message, Place("zone data"), help)])


@cache
def tzdata_version() -> str:
    """The release of the zone data in use, such as `2025b`; `unknown` where the system does not say."""
    for folder in map(Path, TZPATH):
        if (folder / "Asia" / "Almaty").is_file():
            return _system_version(folder)
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ImportError:
        return "unknown"


def _system_version(folder: Path) -> str:
    for name, prefix in (("tzdata.zi", "# version "), ("+VERSION", "")):
        try:
            with (folder / name).open(encoding="utf-8") as file:
                first = file.readline().strip()
        except OSError:
            continue
        if first.startswith(prefix):
            return first.removeprefix(prefix)
    return "unknown"
