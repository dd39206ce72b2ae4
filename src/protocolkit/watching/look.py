"""One look at the files as they are now. Nothing is kept from one look to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from protocolkit.analysis.check_report import Report
from protocolkit.analysis.file_check import check_paths
from protocolkit.api import load_incident
from protocolkit.building.rule_files import gather, shown
from protocolkit.correspondence.letter_check import check_contacts, check_letter
from protocolkit.diagnostics import Diagnostic, InputError, Problems
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import evaluate
from protocolkit.proving.promises import check_promises
from protocolkit.records.mapping import check_mapping
from protocolkit.resources import rules_dir
from protocolkit.testing.rule_test_check import check_tests
from protocolkit.tracing.title_check import check_titles
from protocolkit.watching.watched_files import of_case

# Documents that a check of rules alone knows nothing of.
ALSO = {
    "ruletest": check_tests, "mapping": check_mapping, "ruleset": check_titles, "protocol": check_titles,
    "letter": check_letter, "contacts": check_contacts,
    "promises": check_promises,
}  # fmt: skip


class Look(msgspec.Struct, frozen=True):
    """What a check found, and the plan of the case; null where none was asked for, or none can be made.

    `problems` are those of the check and, if the plan cannot be made, the reasons for that.
    """

    report: Report
    problems: tuple[Diagnostic, ...]
    plan: Plan | None = None
    names: Vocabulary | None = None


def look(paths: Sequence[str | Path], case: Path | None, as_of: datetime | None, *, strict: bool = False) -> Look:
    """Checks the paths (none: what the case rests on, or the shipped rules) and makes the plan of the case.

    `as_of` null means the case's own instant. Nothing is raised for bad input.
    """
    checked = [*paths, case] if paths and case else list(paths) or (of_case(case) if case else [])
    report = check_paths(checked, ALSO)
    report = report.strict() if strict else report
    if case is None:
        return Look(report, report.problems)
    # Naming folders makes the loading read them afresh; without any it keeps the shipped rules for good.
    folders = [*gather(checked, Problems()).roots, rules_dir()]
    try:
        protocol, incident = load_incident(shown(case), as_of=as_of, rules=folders)
        return Look(report, report.problems, evaluate(protocol, incident, as_of), protocol.vocabulary)
    except InputError as error:
        return Look(report, _joined(report.problems, error.problems))


def _joined(checked: Iterable[Diagnostic], loading: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Both once each: a problem at the same place and of the same kind is the same, in whatever words."""
    found = {(one.place, one.code): one for one in loading}
    return (*checked, *(one for key, one in found.items() if key not in {(p.place, p.code) for p in checked}))
