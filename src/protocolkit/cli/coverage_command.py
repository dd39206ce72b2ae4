"""`protocolkit coverage`: what the rule tests cover of each point and rule, and what they leave open."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Spoken


def run(
    *paths: Annotated[str, Parameter(name="PATH", help="Files or folders with rules; default: the shipped rules.")],
    at_least: Annotated[
        int, Parameter(help="Exit code 1 where less than this percentage of a ruleset is covered.")
    ] = 0,
    format: Annotated[Literal["text", "json", "html", "md"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """What rule tests cover, point by point: 0 told, 1 below --at-least or a case fails, 2 unusable input."""
    from protocolkit.cli.case_option import refuse_stdin
    from protocolkit.cli.progress import Progress
    from protocolkit.covering.coverage import cover
    from protocolkit.covering.coverage_page import as_data, coverage_sheet

    refuse_stdin(paths)
    with Progress() as progress:
        found = cover(paths, lambda n, of: progress.tick("cases", n, of))
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(as_data(found, at_least, spoken.language))
    else:
        from protocolkit.cli.screen import show_sheet

        show_sheet(coverage_sheet(found, at_least, spoken.language), format, spoken.color)
    return 1 if found.failed or any(one.share < at_least for one in found.rulesets) else 0
