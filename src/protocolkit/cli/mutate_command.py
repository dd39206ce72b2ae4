"""`protocolkit mutate`: whether rule tests notice a rule changed in one place."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Spoken, cores


def run(
    *paths: Annotated[str, Parameter(name="PATH", help="Files or folders with rules; default: the shipped rules.")],
    at_least: Annotated[int, Parameter(help="The percentage of changes that must be noticed in each ruleset.")] = 95,
    processes: Annotated[int | None, Parameter(help="How many processes judge; default: one per core.")] = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """Change each rule in one place and run its tests: 0 enough notice, 1 too few, 2 unusable input."""
    from protocolkit.cli.case_option import refuse_stdin
    from protocolkit.cli.progress import Progress
    from protocolkit.cli.stderr import report as report_problems
    from protocolkit.mutating.run import mutate

    refuse_stdin(paths)
    with Progress() as progress:
        report = mutate(
            paths, at_least=at_least, processes=processes or cores(),
            tick=lambda n, of: progress.tick("mutants", n, of),
        )  # fmt: skip
    report_problems(report.problems)
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(report.as_data())
    else:
        from protocolkit.cli.screen import show, width
        from protocolkit.mutating.mutation_page import page

        show(page(report, width=width()), spoken.color)
    return report.exit_code
