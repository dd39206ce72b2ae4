"""The procedures among the examples, invented ones and public law: nothing wrong with them, and their dated cases hold."""

import re
from pathlib import Path

import pytest

import protocolkit
from plain_yaml import plain
from protocolkit.analysis.file_check import check_paths
from protocolkit.resources import examples_dir
from protocolkit.testing.running import run_tests

PROCEDURES = examples_dir() / "procedures"
FOLDERS = sorted(p for p in PROCEDURES.iterdir() if p.is_dir())


def test_there_are_two_invented_procedures_and_seven_of_public_law() -> None:
    assert [p.name for p in FOLDERS] == [
        "boarding-school",
        "gdpr-breach",
        "india-pocso",
        "korea-school-violence",
        "nl-permit",
        "nz-suspension",
        "sports-federation",
        "us-food-recall",
        "wales-candour",
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_procedure_counts_its_rules_and_cases_right(folder: Path) -> None:
    """What its page says of numbers is so; a page without numbers says nothing."""
    page = (folder / "README.md").read_text(encoding="utf-8")
    rules = [len(document["rules"]) for path in sorted(folder.glob("*.yaml")) if "ruleset" in (document := plain(path))]
    if said := re.search(r"\| (\d+)(?: and (\d+))? rules", page):
        assert sorted(int(number) for number in said.groups() if number) == sorted(rules)
    if said := re.search(r"(\d+) dated cases", page):
        assert int(said.group(1)) == len(run_tests([folder]).outcomes)


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
