"""What a lack costs is worked out by evaluating: checked against a ruleset small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset

__all__ = ["cli"]

RULES = """
    - {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
    - {id: tell-three, by: education_org, must: notify, to: [prosecutor, health_authority, education_authority],
       if: {incident.crime_signs: true}, after: report_received, due: 24 hours}
    - {id: interview, by: education_org, must: interview, to: victim, after: report_received, due: 3 days,
       if: {incident.ongoing: false}}
    - {id: aid, by: education_org, must: register, after: report_received, due: 2 days,
       if: {victim.bodily_injury: true, incident.high_profile: true}}
    - {id: convene, by: education_org, must: convene, after: fact_confirmed, due: 3 working_days}
    - {id: hear, by: education_org, must: decide, after: {any: [report_received, fact_detected]}, due: none}
"""
MAPPING = """\
mapping: m
protocol: demo/school
zone: Asia/Almaty
columns:
  id: reference
  received: {event: report_received}
  crime: {fact: incident.crime_signs}
  finding: {fact: commission.finding}
"""
EXPORT = """\
id,received,crime,finding
a-1,2026-11-16 10:00,,bullying
a-2,2026-11-16 10:00,yes,
a-3,2026-11-16,no,
a-4,2026-11-16 10:00,,
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    write_ruleset(tmp_path / "rules", RULES)
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    return tmp_path


def data(cli: CommandLine, *more: str) -> Any:
    ran = cli("doctor", "export.csv", "--map", "map.yaml", "--rules", "rules", "--format", "json", *more)
    assert not ran.err
    return json.loads(ran.out)


def test_facts_are_ranked_by_the_duties_they_decide(desk: Path, cli: CommandLine) -> None:
    costs = data(cli)["costs"]
    assert (desk / "export.csv").is_file()
    # crime_signs is empty in two of four cases, three addressees each; the others are given nowhere.
    assert [(c["fact"], c["column"], c["undecided"], c["alone"], c["cases"]) for c in costs["facts"]][:4] == [
        ("incident.crime_signs", "crime", 6, 6, 2),
        ("incident.ongoing", None, 4, 4, 4),
        ("incident.high_profile", None, 4, 0, 4),
        ("victim.bodily_injury", None, 4, 0, 4),
    ]
    assert costs["undecided"] == 6 + 4 + 4
    assert costs["cases"] == costs["started"] == 4


def test_giving_the_dearest_fact_decides_just_that_many_duties(desk: Path, cli: CommandLine) -> None:
    before = data(cli)["costs"]
    (desk / "export.csv").write_text(EXPORT.replace(",,", ",yes,"), encoding="utf-8")
    after = data(cli)["costs"]
    first = before["facts"][0]
    assert before["undecided"] - after["undecided"] == first["alone"]
    assert after["duties"] - before["duties"] == first["alone"]
    assert first["fact"] not in [c["fact"] for c in after["facts"]]


def test_duties_that_wait_for_an_event_no_column_gives(desk: Path, cli: CommandLine) -> None:
    assert [(c["event"], c["duties"], c["cases"]) for c in data(cli)["costs"]["events"]] == [("fact_confirmed", 4, 4)]
    more = MAPPING + "  confirmed: {event: fact_confirmed}\n"
    (desk / "map.yaml").write_text(more, encoding="utf-8")
    rows = [line + end for line, end in zip(EXPORT.splitlines(), (",confirmed", ",", ",", ",", ","), strict=True)]
    (desk / "export.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert data(cli)["costs"]["events"] == []


def test_a_day_without_a_time_costs_the_duties_counted_in_hours(desk: Path, cli: CommandLine) -> None:
    found = data(cli)
    assert [(c["event"], c["column"], c["duties"]) for c in found["costs"]["days"]] == [
        ("report_received", "received", 1)
    ]
    (problem,) = [p for p in found["problems"] if p["code"] == "column-day-only"]
    assert (problem["severity"], problem["place"]["line"]) == ("error", 4)
    (desk / "export.csv").write_text(EXPORT.replace("2026-11-16,", "2026-11-16 10:00,"), encoding="utf-8")
    assert data(cli)["costs"]["days"] == []


def test_a_column_that_no_rule_reads_is_idle(desk: Path, cli: CommandLine) -> None:
    assert [c["column"] for c in data(cli)["columns"] if c["idle"]] == ["finding"]
    write_ruleset(desk / "rules", RULES.replace("incident.high_profile: true", "commission.finding: bullying"))
    assert [c["column"] for c in data(cli)["columns"] if c["idle"]] == []


def test_what_is_wrong_in_an_idle_column_costs_nothing(desk: Path, cli: CommandLine) -> None:
    export = EXPORT.replace("bullying", "whatever").replace("2026-11-16,", "2026-11-16 10:00,")
    (desk / "export.csv").write_text(export, encoding="utf-8")
    ran = cli("doctor", "export.csv", "--map", "map.yaml", "--rules", "rules", "--incidents", "out")
    assert ran.code == 0
    assert len(list((desk / "out").iterdir())) == 4


def test_times_without_an_offset_are_refused_and_their_cost_is_said(desk: Path, cli: CommandLine) -> None:
    whole = data(cli)["costs"]
    (desk / "map.yaml").write_text(MAPPING.replace("zone: Asia/Almaty\n", ""), encoding="utf-8")
    costs = data(cli)["costs"]
    assert costs["supposed_zone"] == "Asia/Almaty"
    assert (costs["duties"], costs["undecided"]) == (whole["duties"], whole["undecided"])
    # Only the case that has a day alone starts: its two duties, and two undecided ones.
    assert costs["lost_to_offsets"] == whole["duties"] + whole["undecided"] - 4
    assert whole["lost_to_offsets"] == 0


def test_performances_can_be_mapped_to_the_rules_they_are_of(desk: Path, cli: CommandLine) -> None:
    (desk / "map.yaml").write_text(MAPPING + "  told: {done: tell-police, to: police}\n", encoding="utf-8")
    rows = ["id,received,crime,finding,told", "a-1,2026-11-16 10:00,no,,2026-11-16 10:20"]
    (desk / "export.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    ran = cli("doctor", "export.csv", "--map", "map.yaml", "--rules", "rules", "--incidents", "out")
    assert ran.code == 0
    (case,) = (desk / "out").iterdir()
    plan = json.loads(
        cli("plan", case, "--rules", "rules", "--as-of", "2026-11-16T11:30:00+05:00", "--format", "json").out
    )
    assert [d["status"] for d in plan["duties"] if d["rule"].endswith("#tell-police")] == ["done"]


def test_a_sample_is_said_evenly_spread_and_always_the_same(desk: Path, cli: CommandLine) -> None:
    rows = ["id,received,crime,finding"]
    # Only the second half lacks the fact: a sample of the first rows would not see it.
    rows += [f"a-{n},2026-11-16 10:00,{'no' if n < 500 else ''}," for n in range(1000)]
    (desk / "export.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    costs = data(cli)["costs"]
    assert costs["cases"] == 200
    crime = next(c for c in costs["facts"] if c["fact"] == "incident.crime_signs")
    assert crime["cases"] == 100
    assert data(cli)["costs"] == costs
    assert data(cli, "--all")["costs"]["cases"] == 1000
    ran = cli("doctor", "export.csv", "--map", "map.yaml", "--rules", "rules")
    assert "evaluated 200 of 1000 cases" in ran.out


def test_parties_told_apart_are_ranked_as_their_role(desk: Path, cli: CommandLine) -> None:
    mapping = MAPPING.replace("  crime", "  hurt1: {fact: victim.bodily_injury, for: v1}\n"
                              "  hurt2: {fact: victim.bodily_injury, for: v2}\n  crime")  # fmt: skip
    (desk / "map.yaml").write_text(mapping, encoding="utf-8")
    rows = ["id,received,crime,finding,hurt1,hurt2", "a-1,2026-11-16 10:00,no,,yes,", "a-2,2026-11-16 10:00,no,,no,no"]
    (desk / "export.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    facts = {c["fact"]: c for c in data(cli)["costs"]["facts"]}
    assert facts["incident.high_profile"]["cases"] == 1
    assert not any(name.startswith(("v1.", "v2.")) for name in facts)
