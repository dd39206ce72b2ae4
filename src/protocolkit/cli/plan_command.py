"""`protocolkit plan`: the plan of one incident, as text, as JSON, or for another program."""

from __future__ import annotations

import sys
from dataclasses import asdict, astuple, dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.formats import Closed, Events
from protocolkit.cli.options import CaseOptions, Excel, IncidentFile, Spoken

Format = Literal["text", "json", "ics", "html", "csv"]
BAD_NEWS = 1


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """What is shown of the plan."""

    by: Annotated[str | None, Parameter(help="Only what this role or institution owes.")] = None
    to: Annotated[str | None, Parameter(help="Only what is owed to this role.")] = None
    within: Annotated[str | None, Parameter(help="Only what is late or due within 90m, 24h, 3d, 2w.")] = None
    modality: Annotated[str | None, Parameter(help="Only obligation, recommendation, ...")] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Printed:
    """The format, and the options that belong to some formats."""

    format: Annotated[Format, Parameter(help="How to print it.")] = "text"
    events: Events = False
    closed: Closed = False
    excel: Excel = False


def run(
    incident: IncidentFile,
    /,
    *,
    how: CaseOptions = CaseOptions(),
    wanted: Wanted = Wanted(),
    fail_on: Annotated[Literal["overdue"] | None, Parameter(help="Exit with 1 if a duty shown is overdue.")] = None,
    printed: Printed = Printed(),
    spoken: Spoken = Spoken(),
) -> int:
    """Who must do what, to whom and by when, for one incident."""
    from protocolkit.cli.case_option import case
    from protocolkit.cli.formats import as_csv, as_ics, refuse_misplaced, write
    from protocolkit.plans.narrowing import Filter, narrowed
    from protocolkit.plans.present import evaluate

    format, events, closed, excel = astuple(printed)
    refuse_misplaced(format, events=events, closed=closed, excel=excel)
    only = Filter.read(**asdict(wanted))
    found, read, at = case(incident, how)
    plan = evaluate(found, read, at)
    shown, left_out = narrowed(plan, only, found.vocabulary)
    lang = spoken.language
    if format == "json":
        sys.stdout.write(shown.to_json().rstrip("\n") + "\n")
    elif format == "ics":
        write(as_ics(shown, found.vocabulary, language=lang, events=events, closed=closed))
    elif format == "csv":
        write(as_csv(shown, found.vocabulary, language=lang, excel=excel))
    elif format == "html":
        from protocolkit.showing.plan_page import page as html_page

        texts = {ruleset.id: ruleset.texts[0].language for ruleset in found.rulesets if ruleset.texts}
        write(html_page(shown, found.vocabulary, lang, spoken=texts, whole=plan, narrowed=left_out))
    else:
        from protocolkit.cli.screen import show, width
        from protocolkit.showing.plan_text import page

        show(page(shown, found.vocabulary, language=lang, width=width(), whole=plan, narrowed=left_out), spoken.color)
    overdue = any(duty.status == "overdue" for duty in shown.duties)
    return BAD_NEWS if fail_on == "overdue" and overdue else 0
