"""`protocolkit audit`: what a log says of duties kept and missed, counted by whatever it tells apart."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, assert_never

from cyclopts import Parameter

from protocolkit.cli.options import AsOf, Excel, Rules, Spoken, cores

if TYPE_CHECKING:
    from protocolkit.auditing.audit import Audit

UNUSABLE = 2


@Parameter(name="*")
@dataclass(frozen=True)
class Read:
    """Which log, and how it is read and judged."""

    mapping: Annotated[
        Path | None, Parameter(name="--map", help="What the columns of an export mean; without, a table of cases.")
    ] = None
    protocol: Annotated[str | None, Parameter(help="The protocol or ruleset; default: the mapping's.")] = None
    as_of: AsOf = None
    by: Annotated[str, Parameter(help="What to count by: rule, organisation, month, to, or a column of the log.")] = (
        "rule"
    )
    events: Annotated[
        Path | None, Parameter(help="Without --map: the log entries, where they stand in a table of their own.")
    ] = None
    rules: Rules = ()
    processes: Annotated[
        int | None, Parameter(help="Without --map: processes that judge side by side; default: one for each core.")
    ] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Told:
    """What is printed."""

    format: Annotated[Literal["text", "json", "csv", "html", "md"], Parameter(help="How to print it.")] = "text"
    each: Annotated[bool, Parameter(help="With json: every duty, too.", negative=())] = False
    excel: Excel = False
    to: Annotated[
        Path | None, Parameter(name="--to", help="Also a table of every duty: .parquet, .arrow, .jsonl or .csv.")
    ] = None
    fail_on: Annotated[
        Literal["late"] | None, Parameter(help="Exit code 1 if a limit was surely missed: done late, or never.")
    ] = None


def run(
    log: Annotated[Path, Parameter(name="LOG", help="An export and its --map, or a table of cases as batch takes it.")],
    /,
    *,
    read: Read = Read(),
    told: Told = Told(),
    spoken: Spoken = Spoken(),
) -> int:
    """What a log says of duties: 0 told, 1 missed ones with --fail-on late, 2 unusable, or no row could be read."""
    from protocolkit.auditing.audit import Audit
    from protocolkit.auditing.logs import Source
    from protocolkit.cli.case_option import instant
    from protocolkit.cli.progress import Progress
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say

    problems = Problems()
    at = instant(read.as_of, "--as-of", problems) if read.as_of is not None else None
    if read.as_of is None and read.mapping is not None:
        message = say("an audit of an export needs the instant it is for")
        problems.error("no-as-of", message, Place("--as-of"), say("give `--as-of now`, or the instant of the export"))
    if read.events is not None and read.mapping is not None:
        message = say("`--events` is for a table of cases; a mapping has its own `rows: event`")
        problems.error("misplaced-option", message, Place("--events"))
    if read.processes is not None and read.mapping is not None:
        message = say("`--processes` is for a table of cases; an export is read by one")
        problems.error("misplaced-option", message, Place("--processes"))
    if read.processes is not None and read.processes < 1:
        problems.error("bad-value", say("`{n}` processes do no work", n=read.processes), Place("--processes"))
    for option, given, format in (("--each", told.each, "json"), ("--excel", told.excel, "csv")):
        if given and told.format != format:
            message = say("`{option}` goes with `--format {other}`", option=option, other=format)
            problems.error("misplaced-option", message, Place(option))
    for folder in read.rules:
        if not Path(folder).exists():
            problems.error("file-missing", say("no folder `{folder}`", folder=folder), Place("--rules"))
    problems.raise_if_errors()
    if told.to is not None:  # told before a long run, not after it
        from protocolkit.batches.table_files import writer_for

        writer_for(told.to)
    with Progress() as progress:
        source = Source(
            log, read.protocol, read.by, read.mapping, read.events, at, read.rules,
            read.processes or cores(), tick=progress.tick,
        )  # fmt: skip
        audit = Audit(source)
    if told.to is not None:
        from protocolkit.auditing.audit_files import write as write_rows

        write_rows(audit, told.to)
    _write(audit, told, spoken)
    if not audit.cases:
        return UNUSABLE
    return 1 if told.fail_on == "late" and audit.total.missed else 0


def _write(audit: Audit, told: Told, spoken: Spoken) -> None:
    from protocolkit.cli.screen import show_sheet, write

    match told.format:
        case "json":
            from protocolkit.auditing.audit_files import as_json

            for text in as_json(audit, each=told.each):
                sys.stdout.write(text)
        case "csv":
            from protocolkit.auditing.audit_files import as_csv

            for text in as_csv(audit, excel=told.excel):
                write(text)
            for one in audit.skipped:  # what the table has no row for
                print(f"{audit.source.log}: {one.row}: {one.because}", file=sys.stderr)
        case "text" | "html" | "md":
            from protocolkit.auditing.audit_page import audit_sheet

            sheet = audit_sheet(audit, spoken.language, drill=told.format == "html")
            show_sheet(sheet, told.format, spoken.color)
        case _:
            assert_never(told.format)
