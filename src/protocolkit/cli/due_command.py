"""`protocolkit due`: one due time, with each step of its working."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Spoken


@Parameter(name="*")
@dataclass(frozen=True)
class Counted:
    """In which days it is counted."""

    calendar: Annotated[str, Parameter(help="The calendar whose days count, such as kz or ua.")]
    zone: Annotated[str | None, Parameter(help="The time zone; default: the calendar's.")] = None
    profile: Annotated[str | None, Parameter(help="The institution's week, such as 5day or 6day.")] = None


def run(
    due: Annotated[str, Parameter(name="DUE", help="A due as rules write it, such as `3 working_days`.")],
    /,
    *,
    after: Annotated[str, Parameter(help="The trigger: an instant with its offset, a day alone, or `now`.")],
    counted: Counted,
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """Work out one due time and show each step."""

    from protocolkit.cli.stderr import report
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.plans.due_answer import due_answer

    problems = Problems()
    calendar, zone, profile = astuple(counted)
    computed = due_answer(due, _present() if after == "now" else after, calendar, zone, profile, problems)
    report(problems)
    if problems.errors:
        return 2
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(computed)
        return 0
    from protocolkit.calendars.calendar_file import load_calendar
    from protocolkit.calendars.zones import parse_zone
    from protocolkit.cli.screen import show_sheet
    from protocolkit.model.vocabulary import Vocabulary
    from protocolkit.showing.of_due import due_sheet
    from protocolkit.showing.wording import Wording

    found = load_calendar(calendar, Problems())
    names = Vocabulary()
    lang = spoken.language
    if lang != "en":  # reading the whole vocabulary for the name of one day kind takes longer than the sum
        from protocolkit.building.catalogue import Catalogue

        names = Catalogue().vocabulary
    named = parse_zone(zone, Place("--zone"), Problems()) if zone else None
    say = Wording(names, named or (found.zone if found else "UTC"), lang)
    show_sheet(due_sheet(computed, f"{due} · {after} · {calendar}", say), format, spoken.color)
    return 0


def _present() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0).isoformat()
