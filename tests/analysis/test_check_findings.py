"""What `check` finds beyond structure and names, word for word.

A file in `files/check` has its diagnostics beside it, in NAME.txt. To accept new wording, run with PROTOCOLKIT_ACCEPT=1
and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from protocolkit.analysis.file_check import check_paths
from protocolkit.resources import rules_dir
from protocolkit.testing.rule_test_check import check_tests

FILES = Path(__file__).parents[1] / "files" / "check"
PAGES = rules_dir().parent / "docs" / "reference" / "diagnostics"
BAD = sorted(FILES.glob("*.yaml"))


def findings(path: Path) -> str:
    report = check_paths([path], {"ruletest": check_tests})
    return "".join(f"{problem}\n" for problem in report.problems).replace(f"{path.parent}{os.sep}", "")


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.name)
def test_the_findings_are_worded_as_accepted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    accepted = path.with_suffix(".txt")
    if os.environ.get("PROTOCOLKIT_ACCEPT"):
        accepted.write_text(findings(path), encoding="utf-8")
    assert findings(path) == accepted.read_text(encoding="utf-8")


def test_every_code_found_has_a_page() -> None:
    codes = {
        line.split()[1] for path in BAD for line in path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    }
    assert sorted(code for code in codes if not (PAGES / f"{code}.md").is_file()) == []


def test_what_a_reader_of_cases_refuses_is_told_by_it_and_not_by_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "incident: the case of a boy\nprotocol: kz/interagency\nas_of: yesterday\nevents: []\n", encoding="utf-8"
    )
    assert [p.code for p in check_paths([path]).problems] == ["not-a-reference", "instant-shape"]
