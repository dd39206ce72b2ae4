"""The incident a command is about: from a file or standard input, at the instant asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say

if TYPE_CHECKING:
    from protocolkit.cli.options import CaseOptions
    from protocolkit.model.incident import Incident
    from protocolkit.model.ruleset import Protocol

STDIN = "<stdin>"


def case(incident: str, how: CaseOptions) -> tuple[Protocol, Incident, datetime | None]:
    """The protocol, the incident, and `--as-of` as an instant (null: the file's own).

    Raises InputError with everything wrong.
    """
    from protocolkit.api import load_incident
    from protocolkit.reading.yaml12 import read_text

    problems = Problems()
    at = instant(how.as_of, "--as-of", problems) if how.as_of is not None else None
    for folder in how.rules:
        if not Path(folder).exists():
            problems.error("file-missing", say("no folder `{path}`", path=folder), Place("--rules"))
    if incident != STDIN:
        problems.raise_if_errors()
        found, read = load_incident(incident, protocol=how.protocol, as_of=at, rules=how.rules)
        return found, read, at
    node = read_text(sys.stdin.buffer.read(), STDIN, problems)
    problems.raise_if_errors()
    assert node is not None
    found, read = load_incident(node, protocol=how.protocol, as_of=at, rules=how.rules)
    return found, read, at


def refuse_stdin(paths: Iterable[object]) -> None:
    """For commands that read files again, or several of them. Raises InputError."""
    problems = Problems()
    if STDIN in map(str, paths):
        message, help = say("this command reads files, not standard input"), say("save it as a file")
        problems.error("file-missing", message, Place("-"), help)
    problems.raise_if_errors()


def instant(text: str, option: str, problems: Problems) -> datetime | None:
    """An instant given on the command line, where alone `now` means the present."""
    from protocolkit.calendars.instants import parse_instant
    from protocolkit.cli.stderr import report

    if text == "now":
        return datetime.now(UTC).replace(microsecond=0)
    own = Problems()
    found = parse_instant(text, Place(option), own)
    # What is only doubtful is said at once: commands hand on nothing but what keeps them from going on.
    report(one for one in own if one.severity == "warning")
    problems.found += own.errors
    if isinstance(found, date) and not isinstance(found, datetime):
        message = say("`{text}` names a day, not an instant", text=text)
        help = say("write it as `{example}`, or `now`", example=f"{text}T14:30:00+05:00")
        problems.error("instant-day-only", message, Place(option), help)
        return None
    return found
