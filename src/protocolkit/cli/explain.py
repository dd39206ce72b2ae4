"""`protocolkit explain`: why a duty is owed, why a rule did not fire, and what would change that."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import AsOf, Colors, IncidentFile, Language, ProtocolId, Rules


def run(
    incident: IncidentFile,
    rule: Annotated[
        str | None, Parameter(name="RULE", help="A rule by id or short name, or a duty; default: all behind the plan.")
    ] = None,
    /,
    *,
    protocol: ProtocolId = None,
    as_of: AsOf = None,
    to: Annotated[str | None, Parameter(help="Only what concerns this recipient.")] = None,
    for_: Annotated[str | None, Parameter(name="--for", help="Only what concerns this party.")] = None,
    by: Annotated[str | None, Parameter(help="Only duties of this bearer.")] = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it.")] = "text",
    lang: Language = "en",
    rules: Rules = (),
    color: Colors = "auto",
) -> int:
    """Why each duty is owed, and why a rule did not fire."""
    from protocolkit.cli.case import case
    from protocolkit.explaining.explain import Explainer
    from protocolkit.explaining.explanation import Explained
    from protocolkit.explaining.selecting import selected

    found, read, at = case(incident, protocol, as_of, rules)
    explainer = Explainer(found, read, at)
    asked = [explainer.rule(rule)] if rule is not None else explainer.owed()
    every = map(explainer.explain, asked)
    explanations = selected(every, explainer.case, to=to, for_=for_, by=by, keep_empty=rule is not None)
    plan = explainer.plan
    explained = Explained(plan.incident, plan.protocol, plan.as_of, plan.zone, tuple(explanations))
    if format == "json":
        sys.stdout.write(explained.to_json() + "\n")
    else:
        from protocolkit.cli.screen import show, width
        from protocolkit.explaining.text import page

        show(page(explained, found.vocabulary, language=lang, width=width()), color)
    return 0
