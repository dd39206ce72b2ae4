"""`check` names what a text of lower rank would weaken, until the protocol records that the higher one governs."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocolkit.analysis.file_check import check_paths

HEAD = """\
ruleset: made-up/%s
text: {title: {en: A made-up text}, language: en}
zone: Asia/Almaty
calendar: kz
in_force: {from: "2020-01-01"}
rules:
"""
RULE = """\
  - id: tell-police
    cites: {point: "1", words: tell the police}
    by: education_org
    must: notify
    to: police
    after: %s
    %s
    due: none
    say: {en: Tell the police}
"""
BAN = """\
  - id: tell-nobody
    cites: {point: "2", words: nobody tells the police}
    by: education_org
    must_not: notify
    to: police
    after: report_received
    say: {en: Tell nobody}
"""
PLAIN = RULE % ("report_received", "")
RECORDED = "conflicts: [{id: which, rules: [made-up/high#tell-police, %s], governs: made-up/high#tell-police, because: higher}]"


def found(folder: Path, low: str, ranks: tuple[str, str] = ("law", "undated"), more: str = "") -> list[str]:
    (folder / "high.yaml").write_text(HEAD % "high" + PLAIN, encoding="utf-8")
    (folder / "low.yaml").write_text(HEAD % "low" + low, encoding="utf-8")
    united = f"[{{id: made-up/high, rank: {ranks[0]}}}, {{id: made-up/low, rank: {ranks[1]}}}]"
    (folder / "both.yaml").write_text(f"protocol: made-up/both\nrulesets: {united}\n{more}\n", encoding="utf-8")
    report = check_paths([str(folder)])
    return [str(problem.message) for problem in report.problems if problem.code == "lower-rank-weakens"]


@pytest.mark.parametrize(
    ("low", "how"),
    [
        (RULE % ("commission_decided", ""), "begins later than"),
        (RULE % ("report_received", "if: {incident.crime_signs: true}"), "puts a condition on"),
        (BAN, "forbids"),
    ],
)
def test_what_waits_has_a_condition_or_forbids_weakens(tmp_path: Path, low: str, how: str) -> None:
    (only,) = found(tmp_path, low)
    assert how in only


def test_the_same_demand_weakens_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, PLAIN) == []


@pytest.mark.parametrize("ranks", [("law", "law"), ("order", "law")])
def test_only_a_lower_rank_weakens(tmp_path: Path, ranks: tuple[str, str]) -> None:
    assert found(tmp_path, RULE % ("commission_decided", ""), ranks) == []


def test_a_recorded_conflict_answers_it(tmp_path: Path) -> None:
    low = RULE % ("commission_decided", "")
    assert found(tmp_path, low, more=RECORDED % "made-up/low#tell-police") == []
