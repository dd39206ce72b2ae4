"""The invented procedures among the examples: nothing wrong with them, and their dated cases hold."""

from pathlib import Path

import pytest

import protocolkit
from protocolkit.analysis.file_check import check_paths
from protocolkit.resources import examples_dir
from protocolkit.testing.running import run_tests

PROCEDURES = examples_dir() / "procedures"
FOLDERS = sorted(p for p in PROCEDURES.iterdir() if p.is_dir())


def test_there_are_two_procedures() -> None:
    assert [p.name for p in FOLDERS] == ["boarding-school", "sports-federation"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_procedure_has_no_errors(folder: Path) -> None:
    assert [str(p) for p in check_paths([folder]).problems if p.severity == "error"] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_procedure_passes_a_dozen_cases_of_its_own(folder: Path) -> None:
    report = run_tests([folder])
    assert [f for o in report.outcomes for f in o.failures] == []
    assert not report.problems
    assert len(report.outcomes) >= 12


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_incident_of_a_procedure_has_duties_and_a_question(folder: Path) -> None:
    plan = protocolkit.plan(folder / "incident.yaml", rules=[folder])
    assert any(d.status == "overdue" for d in plan.duties)
    assert plan.undetermined
