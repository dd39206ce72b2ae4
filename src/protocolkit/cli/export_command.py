"""`protocolkit export`: rules as a table; the alarms and events of a case for the program that sends them."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.formats import Excel, refuse_misplaced
from protocolkit.cli.options import AsOf, Language, ProtocolId, Rules
from protocolkit.cli.screen import write

What = Literal["rules", "alarms", "events"]


def run(
    what: Annotated[What, Parameter(name="WHAT", help="rules of a ruleset or protocol; alarms or events of a case.")],
    about: Annotated[str, Parameter(name="ID", help="A ruleset or protocol; for alarms and events an incident file.")],
    /,
    *,
    format: Annotated[
        Literal["csv", "json"] | None, Parameter(help="How to print it; default: rules csv, the others json.")
    ] = None,
    excel: Excel = False,
    protocol: ProtocolId = None,
    as_of: AsOf = None,
    since: Annotated[
        str | None, Parameter(help="With events: the instant up to which they have been sent; default: the beginning.")
    ] = None,
    source: Annotated[str, Parameter(help="With events: the URI that names the sender.")] = "urn:protocolkit",
    _lang: Language = None,
    rules: Rules = (),
) -> int:
    """Rules as a table; alarms or CloudEvents of a case as JSON."""
    chosen = format or ("csv" if what == "rules" else "json")
    refuse_misplaced(chosen, excel=excel)
    if what == "rules":
        rows, columns = _rules(about, rules)
    else:
        rows, columns = _of_case(what, about, protocol, as_of, since, source, rules)
    if chosen == "json":
        import msgspec

        write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n")
        return 0
    from protocolkit.exports.spreadsheet_cells import flat, table

    write(table(columns, map(flat, rows), excel=excel))
    return 0


def _rules(id: str, rules: tuple[str, ...]) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    from protocolkit.api import load
    from protocolkit.exports.rules_csv import COLUMNS, rows

    return [dict(row) for row in rows(load(id, rules=rules).rules)], COLUMNS


def _of_case(
    what: What, file: str, protocol: str | None, as_of: str | None, since: str | None, source: str,
    rules: tuple[str, ...],
) -> tuple[list[dict[str, object]], tuple[str, ...]]:  # fmt: skip
    import msgspec

    from protocolkit.cli.case_option import case, instant
    from protocolkit.diagnostics import Problems
    from protocolkit.evaluation.engine import evaluate
    from protocolkit.plans.alarms import Alarm

    problems = Problems()
    before = instant(since, "--since", problems) if since is not None else None
    problems.raise_if_errors()
    found, read, at = case(file, protocol, as_of, rules)
    plan = evaluate(found, read, at)
    if what == "alarms":
        return [msgspec.to_builtins(alarm) for alarm in plan.alarms()], Alarm.__struct_fields__
    from protocolkit.exports.cloudevents import ATTRIBUTES, events

    old = evaluate(found, read, before) if before is not None else None
    return events(plan, old, source=source), ATTRIBUTES
