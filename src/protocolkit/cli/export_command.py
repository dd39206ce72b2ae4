"""`protocolkit export`: rules as a table; the alarms and events of a case for the program that sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.formats import refuse_misplaced
from protocolkit.cli.options import CaseOptions, Excel, Language
from protocolkit.cli.screen import write

What = Literal["rules", "alarms", "events"]


@Parameter(name="*")
@dataclass(frozen=True)
class Printed:
    """How the rows are printed."""

    format: Annotated[
        Literal["csv", "json"] | None, Parameter(help="How to print it; default: rules csv, the others json.")
    ] = None
    excel: Excel = False


@Parameter(name="*")
@dataclass(frozen=True)
class Sent:
    """Which events are sent, and by whom."""

    since: Annotated[
        str | None, Parameter(help="With events: the instant up to which they have been sent; default: the beginning.")
    ] = None
    source: Annotated[str, Parameter(help="With events: the URI that names the sender.")] = "urn:protocolkit"


def run(
    what: Annotated[What, Parameter(name="WHAT", help="rules of a ruleset or protocol; alarms or events of a case.")],
    about: Annotated[str, Parameter(name="ID", help="A ruleset or protocol; for alarms and events an incident file.")],
    /,
    *,
    printed: Printed = Printed(),
    how: CaseOptions = CaseOptions(),
    sent: Sent = Sent(),
    _lang: Language = None,
) -> int:
    """Rules as a table; alarms or CloudEvents of a case as JSON."""
    chosen = printed.format or ("csv" if what == "rules" else "json")
    refuse_misplaced(chosen, excel=printed.excel)
    if what == "rules":
        rows, columns = _rules(about, how.rules)
    else:
        rows, columns = _of_case(what, about, how, sent)
    if chosen == "json":
        from protocolkit.cli.screen import show_json

        show_json(rows)
        return 0
    from protocolkit.exports.spreadsheet_cells import flat, table

    write(table(columns, map(flat, rows), excel=printed.excel))
    return 0


def _rules(id: str, rules: tuple[str, ...]) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    from protocolkit.api import load
    from protocolkit.exports.rules_csv import COLUMNS, rows

    return [dict(row) for row in rows(load(id, rules=rules).rules)], COLUMNS


def _of_case(what: What, file: str, how: CaseOptions, sent: Sent) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    import msgspec

    from protocolkit.cli.case_option import case, instant
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say
    from protocolkit.plans.plan import Alarm
    from protocolkit.plans.present import evaluate

    problems = Problems()
    before = instant(sent.since, "--since", problems) if sent.since is not None else None
    problems.raise_if_errors()
    found, read, at = case(file, how)
    plan = evaluate(found, read, at)
    if before is not None and before > datetime.fromisoformat(plan.as_of):
        message = say("`{since}` is later than `{as_of}`, the instant of the case", since=sent.since, as_of=plan.as_of)
        help = say("what has been sent was sent before")
        problems.error("since-later", message, Place("--since"), help)
        problems.raise_if_errors()
    if what == "alarms":
        return [msgspec.to_builtins(alarm) for alarm in plan.alarms()], Alarm.__struct_fields__
    from protocolkit.exports.cloudevents import ATTRIBUTES, events

    old = evaluate(found, read, before) if before is not None else None
    return events(plan, old, source=sent.source), ATTRIBUTES
