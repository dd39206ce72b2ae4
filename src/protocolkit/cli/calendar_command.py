"""`protocolkit calendar`: a year of a calendar, what each day is and under which source."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Colors, Language
from protocolkit.languages import language
from protocolkit.messages import say


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
    from protocolkit.calendars.calendar_file import load_calendar
    from protocolkit.diagnostics import Place, Problems

    problems = Problems()
    found = load_calendar(calendar, problems)
    problems.raise_if_errors()
    assert found is not None
    institution = found.profile(profile, Place("--profile"), problems) if profile is not None else None
    first, last = found.layers.first.year, found.layers.last.year
    if not first <= year <= last:
        message = say("calendar {id} says nothing of `{year}`", id=found.id, year=year)
        help = say("it covers {first} to {last}", first=first, last=last)
        problems.error("year-not-covered", message, Place("--year"), help)
    problems.raise_if_errors()
    spoken = lang or language()
    if format == "html":
        from protocolkit.showing.year_page import year as year_page

        sys.stdout.write(year_page(found, year, spoken, institution=institution))
        return 0
    from protocolkit.cli.screen import show, width
    from protocolkit.showing.year_text import year_page as text_page

    show(text_page(found, year, spoken, institution=institution, width=width()), color)
    return 0
