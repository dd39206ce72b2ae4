"""`protocolkit check`: everything wrong with some files, each problem with its place."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter


def run(
    *paths: Annotated[str, Parameter(name="PATH", help="Files or folders; default: the shipped rules.")],
    strict: Annotated[bool, Parameter(help="Treat warnings as errors.", negative=())] = False,
    format: Annotated[Literal["text", "json", "junit", "sarif", "github"], Parameter(help="How to print it.")] = "text",
) -> int:
    """Check rulesets, vocabulary, calendars, incidents and tests: 0 fine, 1 errors, 2 no such path."""
    from protocolkit.analysis.checking import check_paths
    from protocolkit.testing.checking import check_tests

    report = check_paths(paths, {"ruletest": check_tests})
    if strict:
        report = report.strict()
    if format == "json":
        import msgspec

        data = {"check": 1, "errors": report.errors, "warnings": report.warnings, "files": report.files,
                "problems": msgspec.to_builtins(report.problems)}  # fmt: skip
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n")
    elif format != "text":
        from protocolkit.cli.ci import of_check

        sys.stdout.write(of_check(report, paths, format))
    if not report.usable:
        from protocolkit.cli.reporting import report as to_stderr

        to_stderr(p for p in report.problems if p.code == "file-missing")
    elif format == "text":
        from protocolkit.plans.layout import harmless

        for problem in report.problems:
            warning = "warning: " if problem.severity == "warning" else ""
            print(harmless(f"{problem.place} {problem.code} {warning}{problem.message}"))
            if problem.help:
                print(f"  help: {harmless(problem.help)}")
        print(f"{report.errors} errors, {report.warnings} warnings in {report.files} files")
    return report.exit_code
