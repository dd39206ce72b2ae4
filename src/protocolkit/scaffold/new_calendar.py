"""A calendar of another country, written from the installed library for somebody to hold against the acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from protocolkit.calendars.freeze import Country, country_of
from protocolkit.calendars.zones import parse_zone
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import LANGUAGES, _
from protocolkit.languages.civil_days import WEEKDAYS
from protocolkit.messages import say
from protocolkit.scaffold.writing import scalar, write_new

CALENDAR = """\
# yaml-language-server: $schema={schemas}/calendar.json
# {unheld}
# {then}
calendar: {id}
title: {{{title}}}
zone: {zone}
weekend: [{weekend}]{comment}
years: {first}-{last}
status: listed
source: {source}
holidays:
{holidays}
"""


def new_calendar(
    id: str, years: str | None, zone: str | None, folder: Path, today: date, schemas: str, problems: Problems
) -> list[Path]:
    """Writes `ID.yaml` for a country (`pl`) or a part of one (`us-nj`) and years (`2025-2028`); nothing is overwritten.

    Its days are `listed`: a plan that counts them says that nobody has held them against the acts.
    """
    place = country_of(id) if id == id.lower() else None
    if place is None:
        message = say("the installed library has no country `{name}`", name=id)
        help = say("name it by its two letters, a part of it as `us-nj`; or list the days yourself")
        problems.error("unknown-calendar", message, Place("ID"), help)
    span = _span(years, today, problems)
    found = parse_zone(zone, Place("--zone"), problems) if zone else zone_of(place.country) if place else None
    if place is not None and found is None and not problems.errors:
        message = say("`{name}` needs a value", name="--zone")
        problems.error(
            "missing-argument", message, Place("--zone"), say("such as `{example}`", example="Europe/Warsaw")
        )
    if place is None or span is None or found is None or problems.errors:
        return []
    first, last = span
    library = _library(place, range(first, last + 1))
    weekend, comment = _weekend(library, place)
    days = list(_days(library, first, last))
    if not days:
        message = say("the installed library lists nothing of `{name}` for {years}", name=id, years=f"{first}-{last}")
        problems.error("year-not-covered", message, Place("--years"))
        return []
    named = f"country {place.country}" + (f", part {place.part}" if place.part else "")
    text = CALENDAR.format(
        schemas=schemas, id=id, title=_title(place), zone=found, weekend=", ".join(weekend), comment=comment,
        first=first, last=last, source=json.dumps(f"the library holidays {version('holidays')}, {named}"),
        holidays="\n".join(days),
        unheld=_("Written from an installed library. Nobody has held it against the acts, and plans say so."),
        then=_("Give days their acts under `source`, add moved days under `transfers`, then write `status: official`."),
    )  # fmt: skip
    return write_new({folder / f"{id}.yaml": text}, problems)


def zone_of(country: str) -> str | None:
    """The first time zone of a country, that of most of its people; None where the zone data do not say."""
    from importlib.resources import files

    try:
        table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError):
        return None
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return next((row[2] for row in rows if row[0] == country), None)


def _span(years: str | None, today: date, problems: Problems) -> tuple[int, int] | None:
    if years is None:
        return today.year - 1, today.year + 2
    first, _dash, last = years.partition("-")
    last = last or first
    if not (first.isdecimal() and last.isdecimal() and 1900 <= int(first) <= int(last) <= 2200):
        message, help = say("no span of years `{text}`", text=years), say("write it as `2026-2028`")
        problems.error("bad-value", message, Place("--years"), help)
        return None
    return int(first), int(last)


def _library(place: Country, years: range) -> Any:
    import holidays

    return holidays.country_holidays(place.country, place.part, years=years, language="en_US")


def _weekend(library: Any, place: Country) -> tuple[list[str], str]:
    """The weekdays off, the one that stays free in a week of six days last, and what to say of it."""
    # Of Saturday and Sunday it is Sunday, of Friday and Saturday Friday, in Israel alone Saturday.
    days = sorted(library.weekend, key=lambda day: (day == 4 and place.country != "IL", day))[-2:]
    comment = "        # " + _("the last is free in a week of six days, too") if len(days) > 1 else ""
    return [WEEKDAYS[day] for day in days], comment


def _days(library: Any, first: int, last: int) -> Iterator[str]:
    """Each day off of the years, with its name; those that fall on the weekend are listed all the same."""
    day, end = date(first, 1, 1), date(last, 12, 31)
    while day <= end:
        if day in library:
            name = scalar(str(library.get(day)).replace(" (estimated)", ""))
            status = ", status: estimated" if "(estimated)" in str(library.get(day)) else ""
            yield f'  - {{date: "{day}", name: {name}{status}}}'
        day += timedelta(days=1)


def _title(place: Country) -> str:
    from babel import Locale

    names = {one: Locale(one).territories.get(place.country, place.country) for one in LANGUAGES}
    part = f" ({place.part})" if place.part else ""
    return ", ".join(f"{one}: {scalar(name + part)}" for one, name in names.items())
