"""`protocolkit doctor`: whether another system's export can feed protocolkit, and what each lack costs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Rules, Spoken


@Parameter(name="*")
@dataclass(frozen=True)
class Read:
    """How the export is read."""

    mapping: Annotated[Path | None, Parameter(name="--map", help="What the columns mean; default: guessed.")] = None
    protocol: Annotated[str | None, Parameter(help="The protocol or ruleset; default: the mapping's.")] = None
    zone: Annotated[
        str | None, Parameter(help="The zone of times without an offset, such as Asia/Almaty; default: the mapping's.")
    ] = None
    as_of: Annotated[str | None, Parameter(help="Times after this instant, or now, lie in the future.")] = None
    rules: Rules = ()


@Parameter(name="*")
@dataclass(frozen=True)
class Left:
    """What is left behind."""

    write: Annotated[Path | None, Parameter(help="Write the guessed mapping to this file.")] = None
    incidents: Annotated[
        Path | None, Parameter(help="Write an incident file for each case into this folder, if everything fits.")
    ] = None
    skip: Annotated[
        bool, Parameter(help="With --incidents: write the cases that fit and list those that do not.", negative=())
    ] = False


def run(
    file: Annotated[
        Path, Parameter(name="FILE", help="The export: CSV with a header, or JSON; `-` reads standard input.")
    ],
    /,
    *,
    read: Read = Read(),
    left: Left = Left(),
    all_: Annotated[bool, Parameter(name="--all", help="Evaluate every case, not a sample.", negative=())] = False,
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it.")] = "text",
    spoken: Spoken = Spoken(),
) -> int:
    """Whether an export can feed protocolkit: 0 it can, 1 something must be mended, 2 it cannot be read."""
    from protocolkit.calendars.zones import parse_zone
    from protocolkit.cli.case_option import instant
    from protocolkit.cli.progress import Progress
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say
    from protocolkit.records.examining import STDIN, Examination
    from protocolkit.records.handing_over import hand_over, propose

    problems = Problems()
    at = instant(read.as_of, "--as-of", problems) if read.as_of is not None else None
    clock = parse_zone(read.zone, Place("--zone"), problems) if read.zone is not None else None
    if left.write is not None and read.mapping is not None:
        message = say("`--write` is for a guessed mapping, `--map` names one that exists")
        problems.error("misplaced-option", message, Place("--write"))
    if left.incidents is not None and read.mapping is None:
        message = say("`--incidents` needs a mapping that somebody has confirmed")
        problems.error("missing-option", message, Place("--map"), say("begin with `--write mapping.yaml`"))
    if left.skip and left.incidents is None:
        message = say("`--skip` goes with `--incidents`")
        problems.error("misplaced-option", message, Place("--skip"))
    for folder in read.rules:
        if not Path(folder).exists():
            problems.error("file-missing", say("no folder `{folder}`", folder=folder), Place("--rules"))
    problems.raise_if_errors()
    source = sys.stdin.buffer.read() if str(file) == STDIN else file
    with Progress() as progress:
        examined = Examination(
            source, mapping=read.mapping, protocol=read.protocol, zone=clock, as_of=at, rules=read.rules,
            tick=progress.tick,
        )  # fmt: skip
        report = examined.report(everything=all_)
        if left.write is not None:
            propose(examined, left.write)
        if left.incidents is not None:
            report = hand_over(examined, report, left.incidents, skip=left.skip)
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(report.as_data())
    else:
        from protocolkit.cli.screen import show, width
        from protocolkit.records.doctor_page import page

        show(page(report, width=width()), spoken.color)
    return report.exit_code
