"""`protocolkit calendar`: a year of a calendar, what each day is and under which source."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Colors, Language
from protocolkit.languages import _, language


def run(
    calendar: Annotated[str, Parameter(name="ID", help="A calendar by id, such as kz or ua, or its file.")],
    /,
    *,
    year: Annotated[int, Parameter(help="The year, such as 2026.")],
    profile: Annotated[str | None, Parameter(help="The institution's week, such as 5day or 6day.")] = None,
    format: Annotated[Literal["text", "html"], Parameter(help="How to print it.")] = "text",
    lang: Language = None,
    color: Colors = "auto",
) -> int:
    """What each day of a year is, and under which source."""
    from protocolkit.calendars.calendar import load_calendar
    from protocolkit.diagnostics import Place, Problems

    problems = Problems()
    found = load_calendar(calendar, problems)
    problems.raise_if_errors()
    assert found is not None
    institution = found.profile(profile, Place("--profile"), problems) if profile is not None else None
    first, last = found.layers.first.year, found.layers.last.year
    if not first <= year <= last:
        message = _("calendar {id} says nothing of `{year}`").format(id=found.id, year=year)
        help = _("it covers {first} to {last}").format(first=first, last=last)
        problems.error("year-not-covered", message, Place("--year"), help)
    problems.raise_if_errors()
    spoken = lang or language()
    from protocolkit.cli.screen import show_sheet
    from protocolkit.showing.of_year import year_sheet

    show_sheet(year_sheet(found, year, spoken, institution=institution), format, color)
    return 0
