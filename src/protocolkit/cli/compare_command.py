"""`protocolkit compare`: two texts beside each other, and which is the stricter in what."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Rules, Spoken


def run(
    a: Annotated[
        str,
        Parameter(name="A", help="A ruleset, protocol or variant: [FOLDER:]ID[@DAY]; the day names an edition."),
    ],
    b: Annotated[str, Parameter(name="B", help="The other, named in the same way.")],
    /,
    *,
    fail_on: Annotated[
        tuple[Literal["stricter_a", "stricter_b", "only_a", "only_b"], ...],
        Parameter(help="Exit code 1 where there is such a row; may be given several times.", negative=()),
    ] = (),
    cases: Annotated[bool, Parameter(help="A case for each row, replayed under both.", negative="--no-cases")] = True,
    rules: Rules = (),
    format: Annotated[Literal["text", "json", "html", "md"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """What only one text asks for, what both do, and which is the stricter: 0 told, 1 with --fail-on, 2 unusable."""
    from protocolkit.cli.progress import Progress
    from protocolkit.comparing.compare import compare
    from protocolkit.comparing.comparison_page import as_data, comparison_sheet
    from protocolkit.comparing.sides import sides

    with Progress() as progress:
        found = compare(*sides(a, b, rules), cases=cases, tick=lambda n, of: progress.tick("rules", n, of))
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(as_data(found, spoken.language))
    else:
        from protocolkit.cli.screen import show_sheet

        show_sheet(comparison_sheet(found, spoken.language), format, spoken.color)
    return 1 if any(found.count(kind) for kind in fail_on) else 0
