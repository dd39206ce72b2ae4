"""`protocolkit plan`: the plan of one incident, as text, as JSON, or for another program."""

from __future__ import annotations

import sys
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING, Annotated, Literal, assert_never

from cyclopts import Parameter

from protocolkit.cli.formats import Closed, Events
from protocolkit.cli.options import CaseOptions, Engine, Excel, IncidentFile, Spoken

if TYPE_CHECKING:
    from protocolkit.plans.plan import Plan

Format = Literal["text", "card", "json", "ics", "html", "md", "csv"]
BAD_NEWS = 1


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """What is shown of the plan."""

    by: Annotated[
        str | None, Parameter(help="Only what this role or institution owes; with card: whose card it is.")
    ] = None
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
    fail_on: Annotated[Literal["overdue"] | None, Parameter(help="Exit with 1 if anything shown is overdue.")] = None,
    printed: Printed = Printed(),
    spoken: Spoken = Spoken(),
    engine: Engine = "compiled",
) -> int:
    """Who must do what, to whom and by when, for one incident."""
    from protocolkit.cli.case_option import case
    from protocolkit.cli.formats import as_csv, as_ics, refuse_misplaced, whole_card
    from protocolkit.cli.screen import write
    from protocolkit.plans.narrowing import Filter, narrowed
    from protocolkit.plans.present import evaluate

    format, events, closed, excel = astuple(printed)
    refuse_misplaced(format, events=events, closed=closed, excel=excel)
    only = Filter.read(**asdict(wanted))
    found, read, at = case(incident, how)
    plan = evaluate(found, read, at, engine=engine)
    if format == "card":
        from protocolkit.showing.card_page import card_page

        whole_card(only, found.vocabulary)
        write(card_page(plan, institution=only.by))
        return _answer(plan, fail_on)
    shown, left_out = narrowed(plan, only, found.vocabulary)
    lang = spoken.language
    match format:
        case "json":
            sys.stdout.write(shown.to_json().rstrip("\n") + "\n")
        case "ics":
            write(as_ics(shown, found.vocabulary, language=lang, events=events, closed=closed))
        case "csv":
            write(as_csv(shown, found.vocabulary, language=lang, excel=excel))
        case "text" | "html" | "md":
            from protocolkit.cli.screen import show_sheet
            from protocolkit.showing.of_plan import Part, plan_sheet

            texts = found.languages
            # A page has room to go by whose duty it is; in lines one looks for what presses.
            sheet = plan_sheet(
                shown, found.vocabulary, lang, order="bearer" if format == "html" else "urgency", texts=texts,
                part=Part(plan, left_out) if left_out else None,
            )  # fmt: skip
            show_sheet(sheet, format, spoken.color)
        case _:
            assert_never(format)
    return _answer(shown, fail_on)


def _answer(shown: Plan, fail_on: str | None) -> int:
    overdue = any(one.status == "overdue" for one in shown.clocked)
    return BAD_NEWS if fail_on == "overdue" and overdue else 0
