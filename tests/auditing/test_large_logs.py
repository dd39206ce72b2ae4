"""Tables of many cases: several processes, tables of duties to files, and the cases below each group of a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra batch")

import pyarrow as pa
import pyarrow.parquet as pq

from audited import AS_OF, audited, case, done, kept, ruled
from command_line import CommandLine, cli
from protocolkit.auditing.audit_files import TABLE, as_csv, as_json, write
from protocolkit.auditing.audit_page import audit_sheet
from protocolkit.auditing.case_table import AT_ONCE
from protocolkit.showing.to_html import html
from protocolkit.showing.to_text import text

__all__ = ["cli"]


def many(n: int) -> list[dict[str, Any]]:
    """Cases of three schools, every third late, every fifth of which nothing was recorded."""
    found = []
    for i in range(n):
        at = "12:30" if i % 3 == 0 else "10:30"
        log = () if i % 5 == 0 else (*kept("tell-police"), done("tell-police", f"2026-11-16T{at}:00+05:00"))
        found.append(case(f"s/{i}", *log, school=f"school-{i % 3}"))
    return found


def written(folder: Path, cases: list[dict[str, Any]]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    return path


def test_several_processes_say_what_one_says(tmp_path: Path, cli: CommandLine) -> None:
    cases = many(AT_ONCE + 40)
    cases[7]["facts"] = {"victim.aged": 3}  # no such fact: skipped, whoever reads it
    log, rules = written(tmp_path, cases), ruled(tmp_path)
    asked = (
        "audit",
        log,
        "--protocol",
        "made-up/audited",
        "--rules",
        rules,
        "--as-of",
        AS_OF,
        "--by",
        "school",
        "--format",
        "json",
        "--each",
    )
    alone, together = cli(*asked, "--processes", "1"), cli(*asked, "--processes", "2")
    assert alone.out == together.out
    data = json.loads(alone.out)
    assert (data["cases"], [one["row"] for one in data["skipped"]]) == (AT_ONCE + 39, [8])


def test_a_parquet_of_cases_is_a_log_as_well(tmp_path: Path, cli: CommandLine) -> None:
    written(tmp_path, many(6))
    rows = [json.loads(line) for line in (tmp_path / "cases.jsonl").read_text().splitlines()]
    pq.write_table(
        pa.table({"incident": [one["incident"] for one in rows], "events": [one["events"] for one in rows]}),
        tmp_path / "cases.parquet",
    )
    ran = cli(
        "audit",
        tmp_path / "cases.parquet",
        "--protocol",
        "made-up/audited",
        "--rules",
        ruled(tmp_path),
        "--as-of",
        AS_OF,
        "--format",
        "json",
    )
    assert (ran.code, json.loads(ran.out)["cases"]) == (0, 6)


@pytest.mark.parametrize("ending", ["parquet", "arrow", "jsonl", "csv"])
def test_a_table_of_duties_has_each_duty_and_the_same_bytes(tmp_path: Path, ending: str) -> None:
    audit = audited(tmp_path, many(6), by="school")
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    assert write(audit, first) == write(audit, second) == len(list(audit.rows()))
    assert first.read_bytes() == second.read_bytes()
    assert sorted(one.name for one in tmp_path.glob("*writing*")) == []
    if ending == "csv":
        assert first.read_text(encoding="utf-8") == "".join(as_csv(audit))


def test_a_table_of_duties_has_instants_days_and_lists(tmp_path: Path) -> None:
    audit = audited(tmp_path, [case("s/1", *kept("tell-police"), done("tell-police", "2026-11-17"))])
    write(audit, tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    assert tuple(table.column_names) == TABLE
    row = next(one for one in table.to_pylist() if one["rule"].endswith("tell-police"))
    assert (row["outcome"], row["done_at"], str(row["done_day"])) == ("late", None, "2026-11-17")
    assert row["limit"].isoformat() == "2026-11-16T06:00:00+00:00"
    assert (row["by"], row["to"]) == (["education_org_head"], ["police"])


def test_another_ending_is_refused_before_anything_is_read(tmp_path: Path, cli: CommandLine) -> None:
    ran = cli(
        "audit",
        tmp_path / "nothing.jsonl",
        "--protocol",
        "made-up/audited",
        "--rules",
        ruled(tmp_path),
        "--to",
        tmp_path / "a.xlsx",
    )
    assert ran.code == 2
    assert "a.xlsx" in ran.err


def test_the_page_leads_from_a_group_to_its_cases_and_the_text_stays_short(tmp_path: Path) -> None:
    audit = audited(tmp_path, many(9), by="school")
    page = html(audit_sheet(audit, "en", drill=True))
    late = next(one for one in audit.worst(50, "value", "school-0"))
    assert 'href="#groups-1"' in page
    assert 'id="groups-1"' in page
    assert f">{late.incident}<" in page.partition('id="groups-1"')[2].partition("</details>")[0]
    assert 'class="shares"' in page
    assert {one.incident for one in audit.worst(50, "value", "school-0")} <= {f"s/{n}" for n in (0, 3, 6)}
    assert len(text(audit_sheet(audit, "en"))) < len(text(audit_sheet(audit, "en", drill=True)))


def test_an_export_is_read_by_one_process(tmp_path: Path, cli: CommandLine) -> None:
    ran = cli("audit", tmp_path / "a.csv", "--map", tmp_path / "m.yaml", "--as-of", AS_OF, "--processes", "2")
    assert (ran.code, "misplaced-option" in ran.err) == (2, True)


def test_the_counts_of_a_page_do_not_hang_on_the_cases_below_it(tmp_path: Path) -> None:
    audit = audited(tmp_path, many(6), by="school")
    assert "".join(as_json(audit)) == "".join(as_json(audited(tmp_path, many(6), by="school")))
