"""`protocolkit batch`: a table of cases to a table of duties; can be broken off and run again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import AsOf, Engine, Language, Rules, cores

if TYPE_CHECKING:
    from protocolkit.batches.resumable import Done


@Parameter(name="*")
@dataclass(frozen=True)
class Run:
    """How the work is done."""

    processes: Annotated[
        int | None, Parameter(help="Processes that work side by side; default: one for each core.")
    ] = None
    anew: Annotated[
        bool, Parameter(help="Throw away what a broken run of another batch left beside OUT.", negative=())
    ] = False
    engine: Engine = "compiled"


def run(
    cases: Annotated[Path, Parameter(name="CASES", help="The cases: .parquet, .arrow, .jsonl or .csv.")],
    /,
    *,
    protocol: Annotated[str, Parameter(help="The protocol or ruleset all cases are judged by.")],
    to: Annotated[Path, Parameter(name="--to", help="The table of duties: .parquet, .arrow, .jsonl or .csv.")],
    events: Annotated[
        Path | None, Parameter(help="The log entries of the cases, where they stand in a table of their own.")
    ] = None,
    as_of: AsOf = None,
    rules: Rules = (),
    work: Run = Run(),
    format: Annotated[Literal["text", "json"], Parameter(help="How the count of it is printed.")] = "text",
    _lang: Language = None,
) -> int:
    """The duties of many cases: 0 every row answered, 1 some have no answer (see OUT.rejects.jsonl), 2 unusable."""
    from protocolkit.batches.answering import Answering
    from protocolkit.batches.resumable import Batch
    from protocolkit.batches.resumable import run as answer
    from protocolkit.cli.case_option import instant
    from protocolkit.cli.progress import Progress
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say

    problems = Problems()
    at = instant(as_of, "--as-of", problems) if as_of is not None else None
    if work.processes is not None and work.processes < 1:
        message = say("`{n}` processes do no work", n=work.processes)
        problems.error("bad-value", message, Place("--processes"))
    problems.raise_if_errors()
    batch = Batch(cases, Answering(protocol, rules, at, work.engine), events)
    processes = work.processes or cores()
    with Progress() as progress:
        tick = partial(progress.tick, "cases")
        done = answer(batch, to, processes=processes, anew=work.anew, tick=tick)
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(done)
    else:
        from protocolkit.cli.screen import write

        write(_told(done, to))
    return 1 if done.rejected else 0


def _told(done: Done, out: Path) -> str:
    from protocolkit.languages import ngettext

    lines = [
        ngettext("{n} case answered", "{n} cases answered", done.cases).format(n=done.cases),
        ngettext("{n} row of duties in {out}", "{n} rows of duties in {out}", done.duties).format(
            n=done.duties, out=out
        ),
    ]
    if done.taken_over:
        before = ngettext(
            "{n} case was answered by a run before", "{n} cases were answered by a run before", done.taken_over
        )
        lines.append(before.format(n=done.taken_over))
    if done.rejected:
        rejected = ngettext("{n} row without an answer: {out}", "{n} rows without an answer: {out}", done.rejected)
        lines.append(rejected.format(n=done.rejected, out=f"{out}.rejects.jsonl"))
    return "".join(f"{line}\n" for line in lines)
