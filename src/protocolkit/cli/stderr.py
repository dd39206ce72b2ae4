"""Diagnostics on standard error: a line for each problem, its help in a line below."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from protocolkit.diagnostics import Diagnostic
from protocolkit.languages import _
from protocolkit.showing.layout import harmless


def report(problems: Iterable[Diagnostic]) -> None:
    """Writes `file:line:col code message` and, where there is one, the help."""
    if sys.stderr is None:
        return
    for problem in problems:
        # Programs read this line: the code and the word `warning` are the same in every language.
        warning = "warning: " if problem.severity == "warning" else ""
        print(harmless(f"{problem.place} {problem.code} {warning}{problem.message}"), file=sys.stderr)
        if problem.help:
            help = _("help: {help}").format(help=problem.help)
            print(f"  {harmless(help)}", file=sys.stderr)
    sys.stderr.flush()
