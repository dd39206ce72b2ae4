"""`protocolkit new`: a starting file with its tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Language
from protocolkit.languages import _


def run(
    _kind: Annotated[Literal["ruleset"], Parameter(name="KIND", help="What to start: a ruleset.")],
    id: Annotated[str, Parameter(name="ID", help="Its id, such as region/order.")],
    /,
    *,
    folder: Annotated[Path, Parameter(help="Where to write it; default: here.")] = Path(),
    _lang: Language = None,
) -> int:
    """Start a ruleset with its tests."""
    from datetime import date

    from protocolkit.diagnostics import Problems
    from protocolkit.resources import schemas_seen_from
    from protocolkit.scaffold.new_ruleset import new_ruleset

    problems = Problems()
    written = new_ruleset(id, folder, date.today().isoformat(), schemas_seen_from(folder), problems)
    problems.raise_if_errors()
    for path in written:
        sys.stdout.write(f"{path}\n")
    commands = f"protocolkit check {folder} && protocolkit test {folder}"
    sys.stdout.write(_("a new ruleset; now: {commands}").format(commands=commands) + "\n")
    return 0
