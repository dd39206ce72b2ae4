"""Diagnostics on standard error: a line for each problem, its help in a line below."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from protocolkit.diagnostics import Diagnostic
from protocolkit.plans.layout import harmless


def report(problems: Iterable[Diagnostic]) -> None:
    """Writes `file:line:col code message` and, where there is one, the help."""
    for problem in problems:
        warning = "warning: " if problem.severity == "warning" else ""
        print(harmless(f"{problem.place} {problem.code} {warning}{problem.message}"), file=sys.stderr)
        if problem.help:
            print(f"  help: {harmless(problem.help)}", file=sys.stderr)
    sys.stderr.flush()
