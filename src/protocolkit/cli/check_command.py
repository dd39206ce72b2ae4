"""`protocolkit check`: everything wrong with some files, each problem with its place; once, or at every change."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Spoken


@Parameter(name="*")
@dataclass(frozen=True)
class Watching:
    """Whether to stay, and beside which case."""

    watch: Annotated[bool, Parameter(help="Stay, and check again whenever a file changes.", negative=())] = False
    incident: Annotated[
        Path | None, Parameter(help="With --watch: a case; each change shows how its plan differs.")
    ] = None
    as_of: Annotated[
        str | None, Parameter(help="With --incident: the instant of the plan, or now; default: the file's.")
    ] = None


def run(
    *paths: Annotated[str, Parameter(name="PATH", help="Files or folders; default: the shipped rules.")],
    strict: Annotated[bool, Parameter(help="Treat warnings as errors.", negative=())] = False,
    format: Annotated[Literal["text", "json", "junit", "sarif", "github"], Parameter(help="How to print it.")] = "text",
    watching: Watching = Watching(),
    spoken: Spoken = Spoken(),
) -> int:
    """Check rulesets, vocabulary, calendars, incidents and tests: 0 fine, 1 errors, 2 no such path."""
    from protocolkit.cli.case_option import refuse_stdin

    _refuse_misplaced(format, watching)
    refuse_stdin([*paths, watching.incident])
    if watching.watch:
        from protocolkit.cli.watch_screen import watched

        return watched(paths, watching.incident, watching.as_of, strict=strict, color=spoken.color)
    from protocolkit.analysis.file_check import check_paths
    from protocolkit.watching.look import ALSO

    report = check_paths(paths, ALSO)
    if strict:
        report = report.strict()
    if format == "json":
        from protocolkit.cli.screen import show_json

        data = {"check": 1, "errors": report.errors, "warnings": report.warnings, "files": report.files,
                "problems": report.problems}  # fmt: skip
        show_json(data)
    elif format != "text":
        from protocolkit.cli.ci_reports import of_check

        sys.stdout.write(of_check(report, paths, format))
    if not report.usable:
        from protocolkit.cli.stderr import report as to_stderr

        to_stderr(p for p in report.problems if p.code == "file-missing")
    elif format == "text":
        from protocolkit.watching.watch_page import problem_lines, summary, to_be_read

        for problem in to_be_read(report.problems):
            for line in problem_lines(problem):
                print(line)
        print(summary(report.errors, report.warnings, report.files))
    return report.exit_code


def _refuse_misplaced(format: str, watching: Watching) -> None:
    """Options that only go together are refused apart, not dropped. Raises InputError."""
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say

    problems = Problems()
    for given, option, missing, needed in (
        (watching.watch, "--watch", format != "text", "--format text"),
        (watching.incident is not None, "--incident", not watching.watch, "--watch"),
        (watching.as_of is not None, "--as-of", watching.incident is None, "--incident"),
    ):
        if given and missing:
            message = say("`{option}` goes with `{other}`", option=option, other=needed)
            problems.error("misplaced-option", message, Place(option))
    problems.raise_if_errors()
