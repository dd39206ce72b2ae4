"""Each construct of the rule language: a good example that passes its cases, and a bad one with its exact diagnostics."""

import os
from pathlib import Path

import pytest

from protocolkit.analysis.file_check import check_paths
from protocolkit.resources import data_root
from protocolkit.testing.running import run_tests

HERE = Path(__file__).parents[1] / "language"
GOOD, BAD = sorted((HERE / "good").glob("*.yaml")), sorted((HERE / "bad").glob("*.yaml"))
FOLDERS = sorted(p for p in (HERE / "good").iterdir() if p.is_dir() and p.name != "tests" and (p / "tests").is_dir())
PAGES = data_root() / "docs" / "reference" / "language"


def diagnostics(path: Path) -> str:
    return "".join(f"{p}\n".replace(str(p.place.file), path.name) for p in check_paths([path]).problems)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_a_good_example_has_nothing_wrong_with_it(path: Path) -> None:
    assert [str(p) for p in check_paths([path]).problems] == []


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_a_good_example_passes_its_cases(path: Path) -> None:
    report = run_tests([path, path.parent / "tests" / path.name])
    assert report.outcomes
    assert [f for o in report.outcomes for f in o.failures] == []
    assert not report.problems


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_good_example_of_several_files_passes_its_cases(folder: Path) -> None:
    assert [str(p) for p in check_paths([folder]).problems if p.severity == "error"] == []
    report = run_tests([folder])
    assert report.outcomes
    assert [f for o in report.outcomes for f in o.failures] == []


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_example_has_exactly_the_diagnostics_beside_it(path: Path) -> None:
    expected = path.with_suffix(".txt")
    found = diagnostics(path)
    if os.environ.get("PROTOCOLKIT_ACCEPT"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert found.strip()


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_each_construct_has_both_examples_and_a_page(path: Path) -> None:
    assert (HERE / "bad" / path.name).is_file()
    assert (PAGES / f"{path.stem}.md").is_file()
