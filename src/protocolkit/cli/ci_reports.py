"""The reports of `check` and `test` in the formats that CI servers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Literal

from msgspec.structs import replace

from protocolkit.analysis.check_report import Report as Checked
from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.exports.github import command, commands
from protocolkit.exports.junit import JUnitCase, junit
from protocolkit.exports.sarif import sarif
from protocolkit.languages import _
from protocolkit.messages import Message
from protocolkit.testing.rule_test_report import Outcome
from protocolkit.testing.rule_test_report import Report as Tested

WIDTH = 100
UNBROKEN = 10_000  # who shows these breaks lines himself, and lists cases by their first line


def of_check(report: Checked, paths: Iterable[str | Path], format: Literal["junit", "sarif", "github"]) -> str:
    """What a check found. In JUnit each file is a case, so that a clean run is not an empty one."""
    if format == "sarif":
        return sarif(report.problems, complete=report.usable)
    if format == "github":
        return commands(report.problems)
    from protocolkit.building.rule_files import gather, shown

    by_file: dict[str, list[Diagnostic]] = {shown(path): [] for path in gather(paths, Problems()).files}
    for problem in report.problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    return junit("protocolkit check", (_file(file, problems) for file, problems in by_file.items()))


def of_test(report: Tested, format: Literal["junit", "sarif", "github"]) -> str:
    """What a run of rule tests found; what lies outside the cases (a broken file) is an error of its own."""
    if format == "sarif":
        return sarif((*report.diagnostics, *_unmet(report)), complete=report.exit_code < 2)
    outside = [problem for problem in report.problems if problem.severity == "error"]
    if format == "junit":
        cases = [_case(outcome) for outcome in report.outcomes]
        cases += [JUnitCase(p.code, "problems", p.place.file, p.place.line, broken=str(p)) for p in outside]
        return junit("protocolkit test", cases)
    lines = [line for outcome in report.outcomes for line in _commands(outcome)]
    return "".join(f"{line}\n" for line in lines) + commands(outside)


def _unmet(report: Tested) -> Iterator[Diagnostic]:
    """Each expectation that is not met, as a problem at its line."""
    for outcome in report.outcomes:
        for failure in outcome.failures:
            message = f"{outcome.name}: {failure.what}: {failure.message}"  # in words already
            yield Diagnostic("expectation-unmet", Message(message), failure.place)


def failure_text(outcome: Outcome, width: int = WIDTH) -> str:
    """What `protocolkit test` shows below the name of a failed case."""
    from protocolkit.testing.rule_test_output import page

    # A page begins with the case's name and place and ends with the count of cases.
    nameless = replace(outcome, name="-", protocol="-", place=Place("-"))
    lines = page(Tested((nameless,)), width=width).plain().strip("\n").splitlines()
    return dedent("\n".join(lines[2:-1])).strip("\n")


def _commands(outcome: Outcome) -> Iterator[str]:
    """Each expectation that is not met, at its own line."""
    title = f"{outcome.protocol}: {outcome.name}"
    for problem in outcome.problems:
        yield command(problem.severity, problem.place, title, _("not run: {problem}").format(problem=problem))
    for failure in outcome.failures:
        yield command("error", failure.place, title, failure_text(replace(outcome, failures=(failure,)), UNBROKEN))


def _case(outcome: Outcome) -> JUnitCase:
    told = "" if outcome.passed else failure_text(outcome, UNBROKEN)
    broken = told if outcome.errors else ""
    place = outcome.place
    return JUnitCase(outcome.name, outcome.protocol, place.file, place.line, failed=told, broken=broken)


def _file(file: str, problems: list[Diagnostic]) -> JUnitCase:
    errors = [problem for problem in problems if problem.severity == "error"]
    told = "\n".join(map(str, problems)) if errors else ""
    return JUnitCase(file, "check", file, errors[0].place.line if errors else 0, failed=told)
