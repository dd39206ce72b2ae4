"""A report of rule tests as a page, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.showing.layout import Page, Span, cells
from protocolkit.testing.coverage import ABSENT, AGENDA, APPLIES, AWAITING, UNDETERMINED
from protocolkit.testing.rule_test_report import Difference, Failure, Outcome, Report

FORMAT = 1


def page(report: Report, *, width: int = 100, coverage: bool = False) -> Page:
    """Every case that failed, with what was expected beside what is there, and the count as the last line."""
    out = Page(width)
    for outcome in report.outcomes:
        if not outcome.passed:
            _case(out, outcome)
    if coverage:
        _coverage(out, report)
    out.blank()
    count = _("{passed} passed, {failed} failed").format(passed=report.passed, failed=report.failed)
    out.put(Span(count, "alarm" if report.failed or not report.outcomes else "good"))
    return out


def _case(out: Page, outcome: Outcome) -> None:
    out.blank()
    failed = _("FAILED")
    out.put([Span(f"{failed} ", "alarm"), Span(outcome.name, "strong")], hang=cells(failed) + 1)
    out.put(Span(f"{outcome.place} {outcome.protocol}", "dim"), indent=2)
    for problem in outcome.problems:
        out.put(Span(_("not run: {problem}").format(problem=problem), "soon"), indent=2, hang=2)
    for failure in outcome.failures:
        _failure(out, failure)


def _failure(out: Page, failure: Failure) -> None:
    line = _("line {n}").format(n=failure.place.line)
    out.put([Span(f"{line} ", "dim"), Span(failure.what, "strong"), f": {failure.message}"], indent=2, hang=4)
    _side_by_side(out, failure.differences)
    if failure.trace:
        out.put(Span(_("trace of {rule}").format(rule=failure.rule), "dim"), indent=4)
        for line in failure.trace:
            out.put(line, indent=6, hang=2)


def _side_by_side(out: Page, differences: Iterable[Difference]) -> None:
    heads = pgettext("a column of a comparison", "expected"), pgettext("a column of a comparison", "actual")
    rows = [("", *heads), *((d.key, d.expected, d.actual) for d in differences)]
    if len(rows) == 1:
        return
    first, second = (max(cells(row[i]) for row in rows) + 2 for i in (0, 1))
    third = max(cells(row[2]) for row in rows)
    if 4 + first + second + third <= out.width:
        for key, expected, actual in rows:
            out.put(_pad(key, first) + _pad(expected, second) + actual, indent=4)
        return
    column = max(map(cells, heads)) + 2
    for key, expected, actual in rows[1:]:
        out.put(_pad(key, first) + _pad(heads[0], column) + expected, indent=4, hang=first + column)
        out.put(_pad("", first) + _pad(heads[1], column) + actual, indent=4, hang=first + column)


def _pad(text: str, size: int) -> str:
    return text + " " * max(size - cells(text), 0)


def _coverage(out: Page, report: Report) -> None:
    out.blank()
    out.put(Span(_("not asserted by any case"), "heading"))
    for one in report.coverage:
        what = ", ".join(map(_named, one.missing))
        if not one.asserted:
            what = _("nothing ({outcomes})").format(outcomes=what)
        out.put([one.rule, Span(f"  {what}", "dim")], indent=2, hang=4)
    if not report.coverage:
        out.put(_("nothing: every outcome of every rule is asserted"), indent=2)


def _named(outcome: str) -> str:
    """An outcome of a rule, as cases assert it."""
    return {
        APPLIES: pgettext("an outcome of a rule", "applies"),
        ABSENT: pgettext("an outcome of a rule", "absent"),
        AWAITING: pgettext("an outcome of a rule", "awaiting"),
        UNDETERMINED: pgettext("an outcome of a rule", "undetermined"),
        AGENDA: _("belongs to the agenda"),
    }[outcome]


def as_data(report: Report, *, coverage: bool = False) -> dict[str, Any]:
    """The report as plain values for JSON."""
    data: dict[str, Any] = {
        "test": FORMAT,
        "passed": report.passed,
        "failed": report.failed,
        "cases": [_outcome(outcome) for outcome in report.outcomes],
        "problems": msgspec.to_builtins(report.problems),
    }
    if coverage:
        data["coverage"] = msgspec.to_builtins(report.coverage)
    return data


def _outcome(outcome: Outcome) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(outcome)
    return {"passed": outcome.passed, **plain}
