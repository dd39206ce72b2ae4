"""`protocolkit plan`: the plan of one incident, as text, as JSON, or for another program."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.formats import Closed, Events, Excel
from protocolkit.cli.options import AsOf, Colors, IncidentFile, Language, ProtocolId, Rules
from protocolkit.languages import language

Format = Literal["text", "json", "ics", "html", "md", "csv"]
BAD_NEWS = 1


def run(
    incident: IncidentFile,
    /,
    *,
    protocol: ProtocolId = None,
    as_of: AsOf = None,
    format: Annotated[Format, Parameter(help="How to print it.")] = "text",
    lang: Language = None,
    rules: Rules = (),
    by: Annotated[str | None, Parameter(help="Only what this role or institution owes.")] = None,
    to: Annotated[str | None, Parameter(help="Only what is owed to this role.")] = None,
    within: Annotated[str | None, Parameter(help="Only what is late or due within 90m, 24h, 3d, 2w.")] = None,
    modality: Annotated[str | None, Parameter(help="Only obligation, recommendation, ...")] = None,
    fail_on: Annotated[Literal["overdue"] | None, Parameter(help="Exit with 1 if a duty shown is overdue.")] = None,
    events: Events = False,
    closed: Closed = False,
    excel: Excel = False,
    color: Colors = "auto",
) -> int:
    """Who must do what, to whom and by when, for one incident."""
    from protocolkit.cli.case_option import case
    from protocolkit.cli.formats import as_csv, as_ics, refuse_misplaced
    from protocolkit.cli.screen import write
    from protocolkit.evaluation.engine import evaluate
    from protocolkit.plans.narrowing import Filter, narrowed

    refuse_misplaced(format, events=events, closed=closed, excel=excel)
    wanted = Filter.read(by=by, to=to, within=within, modality=modality)
    found, read, at = case(incident, protocol, as_of, rules)
    plan = evaluate(found, read, at)
    shown, left_out = narrowed(plan, wanted, found.vocabulary)
    spoken = lang or language()
    if format == "json":
        sys.stdout.write(shown.to_json().rstrip("\n") + "\n")
    elif format == "ics":
        write(as_ics(shown, found.vocabulary, language=spoken, events=events, closed=closed))
    elif format == "csv":
        write(as_csv(shown, found.vocabulary, language=spoken, excel=excel))
    else:
        from protocolkit.cli.screen import show_sheet
        from protocolkit.showing.of_plan import Part, plan_sheet

        texts = {ruleset.id: ruleset.texts[0].language for ruleset in found.rulesets if ruleset.texts}
        # A page has room to go by whose duty it is; in lines one looks for what presses.
        order: Literal["bearer", "urgency"] = "bearer" if format == "html" else "urgency"
        part = Part(plan, left_out) if left_out else None
        sheet = plan_sheet(shown, found.vocabulary, spoken, order=order, texts=texts, part=part)
        show_sheet(sheet, format, color)
    overdue = any(duty.status == "overdue" for duty in shown.duties)
    return BAD_NEWS if fail_on == "overdue" and overdue else 0
