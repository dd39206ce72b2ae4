"""`protocolkit explain`: why a duty is owed, why a rule did not fire, and what would change that."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import CaseOptions, IncidentFile, Spoken


@Parameter(name="*")
@dataclass(frozen=True)
class Only:
    """Which duties of a rule are explained."""

    to: Annotated[str | None, Parameter(help="Only what concerns this recipient.")] = None
    for_: Annotated[str | None, Parameter(name="--for", help="Only what concerns this party.")] = None
    by: Annotated[str | None, Parameter(help="Only duties of this bearer.")] = None


def run(
    incident: IncidentFile,
    rule: Annotated[
        str | None, Parameter(name="RULE", help="A rule by id or short name, or a duty; default: all behind the plan.")
    ] = None,
    /,
    *,
    how: CaseOptions = CaseOptions(),
    only: Only = Only(),
    what_if: Annotated[
        bool,
        Parameter(
            name=["--what-if", "--why-not"],
            help="With RULE: the smallest changes of facts and events that make its duties appear, vanish or move.",
            negative=(),
        ),
    ] = False,
    within: Annotated[int, Parameter(help="With --what-if: how many changes at once are tried.")] = 2,
    format: Annotated[Literal["text", "json", "md"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """Why each duty is owed, and why a rule did not fire."""
    from protocolkit.cli.case_option import case
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.explaining.explain import Explainer
    from protocolkit.explaining.selecting import Selection
    from protocolkit.messages import say
    from protocolkit.plans.explanation import Explained

    problems = Problems()
    if what_if and rule is None:
        message, help = say("`--what-if` needs a rule"), say("name it after the incident")
        problems.error("misplaced-option", message, Place("--what-if"), help)
    if within not in range(1, 4):
        message = say("`{n}` changes at once cannot be tried", n=within)
        problems.error("bad-value", message, Place("--within"), say("a number from 1 to 3"))
    problems.raise_if_errors()
    found, read, at = case(incident, how)
    explainer = Explainer(found, read, at)
    asked = [explainer.rule(rule)] if rule is not None else explainer.owed()
    selected, plan = Selection(only.to, only.for_, only.by).known(explainer.case), explainer.plan
    every = [explainer.explain(one, selected, within if what_if else 0) for one in asked]
    explanations = tuple(one for one in every if rule is not None or one.duties or one.tried)
    explained = Explained(plan.incident, plan.protocol, plan.as_of, plan.zone, explanations)
    if format == "json":
        sys.stdout.write(explained.to_json() + "\n")
    else:
        from protocolkit.cli.screen import show_sheet
        from protocolkit.showing.of_explanation import explanation_sheet

        show_sheet(
            explanation_sheet(explained, found.vocabulary, spoken.language, found.languages), format, spoken.color
        )
    return 0
