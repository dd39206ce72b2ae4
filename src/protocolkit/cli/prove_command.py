"""`protocolkit prove`: promises about rules, proved over all cases or refuted by one."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Rules, Spoken


def run(
    protocol: Annotated[
        str | None,
        Parameter(name="PROTOCOL", help="A protocol or ruleset; default: all that something is promised of."),
    ] = None,
    *,
    format: Annotated[Literal["text", "json", "html", "md"], Parameter(help="How to print it.")] = "text",
    fail_on: Annotated[
        Literal["refuted"] | None,
        Parameter(help="Exit code 1 if a promise is refuted, or formulas and engine disagree about one."),
    ] = None,
    rules: Rules = (),
    spoken: Spoken = Spoken(),
) -> int:
    """Prove promises about rules or show a case against them: 0 told, 1 refuted with --fail-on, 2 unusable input."""
    from protocolkit.cli.progress import Progress
    from protocolkit.cli.stderr import report as report_problems
    from protocolkit.proving.prove import prove

    with Progress() as progress:
        found = prove(protocol, folders=rules, tick=lambda n, of: progress.tick("promises", n, of))
    report_problems(found.problems)
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(found.as_data())
    else:
        from protocolkit.cli.screen import show_sheet
        from protocolkit.proving.prove_page import prove_sheet

        show_sheet(prove_sheet(found, spoken.language), format, spoken.color)
    return 1 if fail_on == "refuted" and found.broken else 0
