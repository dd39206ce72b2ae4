"""The pytest plugin: a test for each case, silent and weightless where there are none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from failing_tests import RULES, TESTS, run_pytest
from procedures import write_ruleset
from protocolkit.resources import data_root

LIGHT = {"protocolkit", "protocolkit.version", "protocolkit.pytest_plugin"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Rules with a passing and a failing case beside them."""
    (tmp_path / "rules" / "tests").mkdir(parents=True)
    write_ruleset(tmp_path / "rules", RULES.replace("ROLE", "police"))
    (tmp_path / "rules" / "tests" / "school.yaml").write_text(TESTS, encoding="utf-8")
    return tmp_path


def test_each_case_is_a_test_that_fails_as_the_command_says(project: Path) -> None:
    ran = run_pytest(project)
    assert ran.returncode == 1
    assert "1 failed, 1 passed" in ran.stdout
    assert "rules/tests/school.yaml::the police are told" in ran.stdout
    assert "line 9 duties[1] tell to police: the nearest duty is demo/school#tell/police" in ran.stdout
    assert "expected  actual" in ran.stdout
    # A summary of many tests shows the first line only.
    assert "FAILED rules/tests/school.yaml::the police are told - line 9 duties[1] tell" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "runtest" not in ran.stdout


def test_cases_are_chosen_by_name_and_by_file(project: Path) -> None:
    assert "1 passed, 1 deselected" in run_pytest(project, "-k", "before").stdout
    assert "1 failed, 1 passed" in run_pytest(project, "rules/tests/school.yaml").stdout


def test_a_file_outside_a_folder_of_tests_needs_its_name(project: Path) -> None:
    (project / "rules" / "tests" / "school.yaml").rename(project / "rules" / "school_cases.yaml")
    assert run_pytest(project).returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    (project / "rules" / "school_cases.yaml").rename(project / "rules" / "test_school.yml")
    assert "1 failed, 1 passed" in run_pytest(project).stdout


def test_rules_that_lie_elsewhere_are_named_in_the_settings(project: Path) -> None:
    (project / "checks").mkdir()
    (project / "rules" / "tests" / "school.yaml").rename(project / "checks" / "test_school.yaml")
    assert "unknown-protocol" in run_pytest(project).stdout
    (project / "pytest.ini").write_text("[pytest]\nprotocolkit_rules = rules\n", encoding="utf-8")
    assert "1 failed, 1 passed" in run_pytest(project).stdout
    (project / "pytest.ini").write_text("[pytest]\nprotocolkit_rules = ruless\n", encoding="utf-8")
    missing = run_pytest(project)
    assert missing.returncode != 0
    assert "protocolkit_rules: " in missing.stdout + missing.stderr


def test_what_is_wrong_with_the_file_or_the_rules_is_said_by_place(project: Path) -> None:
    write_ruleset(project / "rules", RULES.replace("ROLE", "polise"))
    ran = run_pytest(project)
    assert ran.returncode == 1
    assert "rules-unusable" in ran.stdout
    assert "unknown-role no role `polise` (did you mean `police`?)" in ran.stdout
    tests = project / "rules" / "tests" / "school.yaml"
    tests.write_text(TESTS.replace("as_of", "as_off"), encoding="utf-8")
    broken = run_pytest(project)
    assert broken.returncode == pytest.ExitCode.TESTS_FAILED
    assert "rules/tests/school.yaml:5:5 unknown-key" in broken.stdout


def test_a_file_with_something_wrong_outside_its_cases_is_a_failed_test_beside_them(project: Path) -> None:
    tests = project / "rules" / "tests" / "school.yaml"
    tests.write_text(TESTS + "titel: a typo\n", encoding="utf-8")
    ran = run_pytest(project)
    assert "2 failed, 1 passed" in ran.stdout
    assert "rules/tests/school.yaml:14:1 unknown-key no key `titel` here (did you mean `title`?)" in ran.stdout


def test_files_of_other_tools_that_begin_with_tests_are_left_alone(project: Path) -> None:
    for name, text in (("a", "tests:\n  kernel.common:\n    tags: kernel\n"), ("b", "tests:\n- name: one\n"),
                       ("c", "tests: {a: b}\n"), ("d", "tests: 3 of them\n"), ("e", "tests: ''\n")):  # fmt: skip
        (project / "rules" / "tests" / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert "1 failed, 1 passed in" in run_pytest(project).stdout


def test_two_cases_of_one_name_are_two_tests(project: Path) -> None:
    tests = project / "rules" / "tests" / "school.yaml"
    tests.write_text(TESTS.replace("before a report nothing is owed", "the police are told"), encoding="utf-8")
    listed = run_pytest(project, "--collect-only", "-q").stdout
    assert "::the police are told\n" in listed
    assert "::the police are told (line 10)\n" in listed


def test_nothing_of_the_library_is_imported_where_there_are_no_rule_tests(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "data.yaml").write_text("rows:\n  tests: 3\n", encoding="utf-8")
    (tmp_path / "tests" / "test_other.yaml").write_text("# tests: none here\nstages: []\n", encoding="utf-8")
    (tmp_path / "tests" / "test_light.py").write_text(
        "import sys\ndef test_light():\n"
        f"    assert {{m for m in sys.modules if m.split('.')[0] == 'protocolkit'}} == {LIGHT!r}\n"
        "    assert 'msgspec' not in sys.modules and 'yaml' not in sys.modules\n",
        encoding="utf-8",
    )
    ran = run_pytest(tmp_path)
    assert "1 passed" in ran.stdout, ran.stdout


def test_the_plugin_is_named_where_pytest_looks_for_it() -> None:
    settings = data_root() / "pyproject.toml"
    if not settings.is_file():
        pytest.skip("the settings lie in the source tree only")
    entry_points = tomllib.loads(settings.read_text(encoding="utf-8"))["project"]["entry-points"]
    assert entry_points["pytest11"] == {"protocolkit": "protocolkit.pytest_plugin"}
