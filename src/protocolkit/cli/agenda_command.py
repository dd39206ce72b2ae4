"""`protocolkit agenda`: what the organisation owes between two days, apart from any incident."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import CaseOptions, Spoken
from protocolkit.diagnostics import FIRST_YEAR, LAST_YEAR, Place, Problems
from protocolkit.messages import say


def run(
    file: Annotated[str | None, Parameter(name="AGENDA", help="The organisation's own log, if it keeps one.")] = None,
    /,
    *,
    from_: Annotated[str, Parameter(name="--from", help="The first day, such as 2026-09-01.")],
    to: Annotated[str, Parameter(help="The last day.")],
    how: CaseOptions = CaseOptions(),
    format: Annotated[Literal["text", "json", "md"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """What the organisation owes between two days."""
    from protocolkit.api import load, load_incident
    from protocolkit.cli.case_option import instant
    from protocolkit.plans.agenda import agenda

    problems = Problems()
    first, last = _day(from_, "--from", problems), _day(to, "--to", problems)
    at = instant(how.as_of, "--as-of", problems) if how.as_of is not None else None
    if first and last and first > last:
        message = say("`{first}` is after `{last}`", first=from_, last=to)
        problems.error("no-such-span", message, Place("--from"), say("the first day comes first"))
    if file is None and how.protocol is None:
        message = say("no protocol and no agenda file")
        problems.error("missing-option", message, Place("--protocol"), say("name one of them"))
    problems.raise_if_errors()
    assert first is not None
    assert last is not None
    if file is None:
        found, log = load(how.protocol or "", on=first.isoformat(), rules=how.rules), None
    else:
        found, log = load_incident(file, protocol=how.protocol, as_of=at, rules=how.rules)
    answer = agenda(found, first, last, log=log, as_of=at)
    if format == "json":
        sys.stdout.write(answer.to_json().rstrip("\n") + "\n")
        return 0
    from protocolkit.cli.screen import show_sheet
    from protocolkit.showing.of_agenda import agenda_sheet

    show_sheet(agenda_sheet(answer, found.vocabulary, spoken.language, found.languages), format, spoken.color)
    return 0


def _day(text: str, option: str, problems: Problems) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = say("`{text}` is no day", text=text)
        problems.error("not-a-day", message, Place(option), say("write it as `{example}`", example="2026-09-01"))
        return None
    return day
