"""`protocolkit effect`: what a change of rules does to standing cases."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Rules, Spoken


def run(
    a: Annotated[
        str, Parameter(name="A", help="The rules before: [FOLDER:]ID[@DAY]; FOLDER: alone takes each case's protocol.")
    ],
    b: Annotated[str, Parameter(name="B", help="The rules after, named in the same way.")],
    /,
    *,
    over: Annotated[
        tuple[str, ...],
        Parameter(help="Files or folders with cases or rule tests; default: the shipped rules.", negative=()),
    ] = (),
    fail_on: Annotated[
        tuple[Literal["became_late", "moved", "opened", "closed", "changed", "no_longer_late"], ...],
        Parameter(help="Exit code 1 where a case has such a change; may be given several times.", negative=()),
    ] = (),
    rules: Rules = (),
    format: Annotated[Literal["text", "json", "html", "md"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """What became late, moved, opened or closed in standing cases: 0 told, 1 with --fail-on, 2 unusable or no case."""
    from protocolkit.cli.case_option import refuse_stdin
    from protocolkit.cli.progress import Progress
    from protocolkit.comparing.effect import effect
    from protocolkit.comparing.effect_page import as_data, effect_sheet
    from protocolkit.comparing.sides import sides

    refuse_stdin(over)
    with Progress() as progress:
        found = effect(*sides(a, b, rules), over, tick=lambda n, of: progress.tick("cases", n, of))
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(as_data(found, spoken.language))
    else:
        from protocolkit.cli.screen import show_sheet

        show_sheet(effect_sheet(found, spoken.language), format, spoken.color)
    return 1 if any(found.count(kind) for kind in fail_on) else 0
