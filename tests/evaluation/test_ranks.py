"""A text of lower rank may add to what one of higher rank demands, and takes nothing away from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import protocolkit
from protocolkit import Plan

HEAD = """\
ruleset: made-up/%s
text: {title: {en: A made-up text}, language: en}
zone: Asia/Almaty
calendar: kz
in_force: {from: "2020-01-01"}
rules:
"""
LAW = """\
  - id: tell-police
    cites: {point: "1", words: at once}
    by: education_org
    must: notify
    to: police
    after: report_received
    due: immediately
    say: {en: Tell the police}
"""
HOUR = """\
  - id: tell-police-in-an-hour
    cites: {point: "1", words: within an hour}
    by: education_org_head
    must: notify
    to: police
    after: report_received
    due: 1 hour
    via: {only: [paper]}
    say: {en: Tell the police within an hour}
"""
BAN = """\
  - id: tell-nobody
    cites: {point: "2", words: the school does not tell the police}
    by: education_org
    must_not: notify
    to: police
    after: report_received
    say: {en: Tell nobody}
"""
CASE = {
    "incident": "demo/1",
    "protocol": "made-up/both",
    "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    "as_of": "2026-11-20T16:00:00+05:00",
}


def plan(folder: Path, low: str, *, first: str = "law", second: str = "undated", merge: str = "") -> Plan:
    (folder / "high.yaml").write_text(HEAD % "high" + LAW, encoding="utf-8")
    (folder / "low.yaml").write_text(HEAD % "low" + low, encoding="utf-8")
    ranks = [f", rank: {rank}" if rank else "" for rank in (first, second)]
    united = f"[{{id: made-up/high{ranks[0]}}}, {{id: made-up/low{ranks[1]}{merge}}}]"
    (folder / "both.yaml").write_text(f"protocol: made-up/both\nrulesets: {united}\n", encoding="utf-8")
    return protocolkit.plan(CASE, rules=folder)


def ids(found: Plan) -> list[str]:
    return [duty.id for duty in found.duties]


def test_a_ban_of_lower_rank_excludes_nothing(tmp_path: Path) -> None:
    found = plan(tmp_path, BAN)
    assert ids(found) == ["made-up/high#tell-police/police"]
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.governs) == ("ban", "made-up/high#tell-police")
    assert "lower rank" in conflict.because


@pytest.mark.parametrize(("first", "second"), [("law", "law"), ("order", "law"), ("", ""), ("law", "")])
def test_a_ban_of_the_same_or_higher_rank_or_of_none_does(tmp_path: Path, first: str, second: str) -> None:
    found = plan(tmp_path, BAN, first=first, second=second)
    assert ids(found) == []
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.governs) == ("exclusion", "made-up/low#tell-nobody")


def test_an_hour_of_lower_rank_is_added_and_is_no_permission_to_wait(tmp_path: Path) -> None:
    (duty,) = plan(tmp_path, HOUR).duties
    assert duty.also_required_by == ("made-up/high#tell-police",) or duty.rule == "made-up/high#tell-police"
    assert duty.due is not None
    assert (duty.due.target, duty.due.limit) == ("2026-11-20T14:30:00+05:00", "2026-11-20T15:30:00+05:00")
    assert duty.via_only == ("paper",)
    assert duty.status == "overdue"


def test_what_is_only_cited_stays_a_duty_of_its_own(tmp_path: Path) -> None:
    found = plan(tmp_path, HOUR, merge=", merge: none")
    assert sorted(ids(found)) == ["made-up/high#tell-police/police", "made-up/low#tell-police-in-an-hour/police"]
    assert [duty.also_required_by for duty in found.duties] == [(), ()]


def test_each_source_says_the_rank_of_its_text(tmp_path: Path) -> None:
    (duty,) = plan(tmp_path, HOUR).duties
    assert {source.ruleset: source.rank for source in duty.sources} == {"made-up/high": "law", "made-up/low": "undated"}


def test_without_ranks_no_source_says_one(tmp_path: Path) -> None:
    found: dict[str, Any] = plan(tmp_path, HOUR, first="", second="").to_dict()
    assert all("rank" not in source for duty in found["duties"] for source in duty["sources"])


def test_whom_the_higher_text_names_acts(tmp_path: Path) -> None:
    other = HOUR.replace("by: education_org_head", "by: class_teacher")
    (tmp_path / "x").mkdir()
    high = LAW.replace("by: education_org", "by: school_psychologist")
    folder = tmp_path / "x"
    plan(folder, other)
    (folder / "high.yaml").write_text(HEAD % "high" + high, encoding="utf-8")
    found = protocolkit.plan(CASE, rules=folder)
    (conflict,) = [one for one in found.conflicts if one.kind == "bearer"]
    assert conflict.governs == "made-up/high#tell-police"
