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
    format: Annotated[Literal["text", "json", "md"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """Why each duty is owed, and why a rule did not fire."""
    from protocolkit.cli.case_option import case
    from protocolkit.explaining.explain import Explainer
    from protocolkit.explaining.selecting import Selection
    from protocolkit.plans.explanation import Explained

    found, read, at = case(incident, how)
    explainer = Explainer(found, read, at)
    asked = [explainer.rule(rule)] if rule is not None else explainer.owed()
    selected, plan = Selection(only.to, only.for_, only.by).known(explainer.case), explainer.plan
    every = [explainer.explain(one, selected) for one in asked]
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
