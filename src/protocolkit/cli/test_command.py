"""`protocolkit test`: runs rule tests and shows what is otherwise than expected."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Colors, Engine, Language
from protocolkit.messages import say

UNUSABLE = 2


def run(
    *paths: Annotated[
        str, Parameter(name="PATH", help="Files or folders with rules and their tests; default: the shipped rules.")
    ],
    keyword: Annotated[
        str | None,
        Parameter(
            name=["--keyword", "-k"], help="Only cases whose file, protocol or name has these words (and, or, not)."
        ),
    ] = None,
    coverage: Annotated[
        bool, Parameter(help="List the rules, and the outcomes of rules, that no case asserts.", negative=())
    ] = False,
    format: Annotated[Literal["text", "json", "junit", "sarif", "github"], Parameter(help="How to print it.")] = "text",
    _lang: Language = None,
    color: Colors = "auto",
    engine: Engine = "compiled",
) -> int:
    """Run rule tests: 0 all passed, 1 a case failed, 2 nothing to run or unusable input."""
    from protocolkit.cli.case_option import refuse_stdin
    from protocolkit.cli.stderr import report as report_problems
    from protocolkit.diagnostics import Diagnostic, Place
    from protocolkit.testing.rule_test_output import as_data, page
    from protocolkit.testing.running import run_tests

    refuse_stdin(paths)
    report = run_tests(paths, keyword, coverage=coverage, engine=engine)
    # A page tells beside each case what kept it from running.
    report_problems(report.problems if format == "text" else report.diagnostics)
    if not report.outcomes and not report.diagnostics:
        what = say("no case fits `{keyword}`", keyword=keyword) if keyword else say("no rule tests here")
        help = say("see {page}", page="docs/how-to/test-rules.md")
        report_problems([Diagnostic("nothing-to-run", what, Place(", ".join(paths) or "rules"), help)])
    if format == "json":
        from protocolkit.cli.screen import show_json

        show_json(as_data(report, coverage=coverage))
    elif format != "text":
        from protocolkit.cli.ci_reports import of_test

        sys.stdout.write(of_test(report, format))
    else:
        from protocolkit.cli.screen import show, width

        show(page(report, width=width(), coverage=coverage), color)
    return report.exit_code
