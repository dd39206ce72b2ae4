"""`protocolkit calendar`: a year of a calendar, what each day is and under which source."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Spoken
from protocolkit.messages import say


def run(
    calendar: Annotated[str, Parameter(name="ID", help="A calendar by id, such as kz or ua, or its file.")],
    /,
    *,
    year: Annotated[int | None, Parameter(help="The year, such as 2026.")] = None,
    profile: Annotated[str | None, Parameter(help="The institution's week, such as 5day or 6day.")] = None,
    compare: Annotated[
        bool, Parameter(help="Compare it with the installed library and with published totals.", negative=())
    ] = False,
    format: Annotated[Literal["text", "html", "json"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """What each day of a year is, and under which source."""
    from protocolkit.calendars.calendar_file import load_calendar
    from protocolkit.diagnostics import Place, Problems

    problems = Problems()
    for given, option, needed in (
        (compare and format == "html", "--compare", "--format text"),
        (compare and profile is not None, "--profile", "--year"),
        (not compare and format == "json", "--format json", "--compare"),
    ):
        if given:
            message = say("`{option}` goes with `{other}`", option=option, other=needed)
            problems.error("misplaced-option", message, Place(option.partition(" ")[0]))
    if year is None and not compare:
        problems.error("missing-argument", say("`{name}` needs a value", name="--year"), Place("command-line"))
    found = load_calendar(calendar, problems)
    problems.raise_if_errors()
    assert found is not None
    institution = found.profile(profile, Place("--profile"), problems) if profile is not None else None
    first, last = found.layers.first.year, found.layers.last.year
    if year is not None and not first <= year <= last:
        message = say("calendar {id} says nothing of `{year}`", id=found.id, year=year)
        help = say("it covers {first} to {last}", first=first, last=last)
        problems.error("year-not-covered", message, Place("--year"), help)
    problems.raise_if_errors()
    if compare:
        from protocolkit.cli.comparing import compared

        return compared(found, year, "json" if format == "json" else "text", spoken.color)
    assert year is not None
    assert format != "json"
    from protocolkit.cli.screen import show_sheet
    from protocolkit.showing.of_year import year_sheet

    show_sheet(year_sheet(found, year, spoken.language, institution=institution), format, spoken.color)
    return 0
