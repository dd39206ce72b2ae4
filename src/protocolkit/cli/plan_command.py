"""`protocolkit plan`: the plan of one incident, as text, as JSON, or for another program."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.formats import Files
from protocolkit.cli.options import JUDGED, SPOKEN, IncidentFile, Judged, Spoken
from protocolkit.languages import language

Format = Literal["text", "json", "ics", "html", "md", "csv"]
BAD_NEWS = 1


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """Which part of the plan."""

    by: Annotated[str | None, Parameter(help="Only what this role or institution owes.")] = None
    to: Annotated[str | None, Parameter(help="Only what is owed to this role.")] = None
    within: Annotated[str | None, Parameter(help="Only what is late or due within 90m, 24h, 3d, 2w.")] = None
    modality: Annotated[str | None, Parameter(help="Only obligation, recommendation, ...")] = None
    fail_on: Annotated[Literal["overdue"] | None, Parameter(help="Exit with 1 if a duty shown is overdue.")] = None


WANTED, FILES = Wanted(), Files()


def run(
    incident: IncidentFile,
    /,
    *,
    judged: Judged = JUDGED,
    format: Annotated[Format, Parameter(help="How to print it.")] = "text",
    spoken: Spoken = SPOKEN,
    wanted: Wanted = WANTED,
    files: Files = FILES,
) -> int:
    """Who must do what, to whom and by when, for one incident."""
    from protocolkit.cli.case_option import case
    from protocolkit.cli.formats import as_csv, as_ics, refuse_misplaced
    from protocolkit.cli.screen import write
    from protocolkit.evaluation.engine import evaluate
    from protocolkit.plans.narrowing import Filter, narrowed

    refuse_misplaced(format, **asdict(files))
    part = Filter.read(by=wanted.by, to=wanted.to, within=wanted.within, modality=wanted.modality)
    found, read, at = case(incident, judged.protocol, judged.as_of, judged.rules)
    plan = evaluate(found, read, at)
    shown, left_out = narrowed(plan, part, found.vocabulary)
    lang = spoken.lang or language()
    match format:
        case "json":
            sys.stdout.write(shown.to_json().rstrip("\n") + "\n")
        case "ics":
            write(as_ics(shown, found.vocabulary, language=lang, events=files.events, closed=files.closed))
        case "csv":
            write(as_csv(shown, found.vocabulary, language=lang, excel=files.excel))
        case "text" | "html" | "md":
            from protocolkit.cli.screen import show_sheet
            from protocolkit.showing.of_plan import Part, plan_sheet

            texts = {ruleset.id: ruleset.texts[0].language for ruleset in found.rulesets if ruleset.texts}
            # A page has room to go by whose duty it is; in lines one looks for what presses.
            sheet = plan_sheet(
                shown, found.vocabulary, lang, order="bearer" if format == "html" else "urgency", texts=texts,
                part=Part(plan, left_out) if left_out else None,
            )  # fmt: skip
            show_sheet(sheet, format, spoken.color)
    overdue = any(duty.status == "overdue" for duty in shown.duties)
    return BAD_NEWS if wanted.fail_on == "overdue" and overdue else 0
