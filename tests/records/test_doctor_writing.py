"""What the doctor leaves behind: the cases that fit, in the folder of their group; and what it says on the way."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.cli import progress

__all__ = ["cli"]

MAPPING = """\
mapping: m
protocol: kz/interagency
zone: Asia/Almaty
columns:
  id: reference
  school: group
  d: {event: report_received}
  p: {event: police_informed}
"""
TABLE = """\
id,school,d,p
a-1,School № 1,2026-11-20 14:30,2026-11-20 15:00
a-2,School № 2,2031-11-20 14:30,
a-3,School № 1,2026-11-20 14:30,soon
a-4,School № 2,2026-11-20 14:30,2026-11-20 12:00
a-5,,2026-11-20 14:30,
a-5,,2026-11-20 14:30,
"""
AS_OF = ("--as-of", "2026-11-21T12:00:00+05:00")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_without_skip_nothing_is_written(desk: Path, cli: CommandLine) -> None:
    ran = cli("doctor", "t.csv", "--map", "map.yaml", "--incidents", "out", *AS_OF)
    assert (ran.code, (desk / "out").exists()) == (1, False)


def test_with_skip_what_fits_is_written_and_the_rest_listed(desk: Path, cli: CommandLine) -> None:
    ran = cli("doctor", "t.csv", "--map", "map.yaml", "--incidents", "out", "--skip", *AS_OF, "--format", "json")
    assert ran.code == 1
    report = json.loads(ran.out)
    written = sorted(one.relative_to(desk / "out").as_posix() for one in (desk / "out").rglob("*.yaml"))
    assert written == ["School-1/a-1.yaml", "School-2/a-4.yaml"]
    assert (report["incidents"], report["left_out"]) == (2, [
        {"row": 3, "codes": ["column-future"]}, {"row": 4, "codes": ["column-time"]},
        {"row": 6, "codes": ["case-repeated"]}, {"row": 7, "codes": ["case-repeated"]},
    ])  # fmt: skip
    for path in written:
        assert cli("check", desk / "out" / path).code == 0
    said = cli("doctor", "t.csv", "--map", "map.yaml", "--incidents", "again", "--skip", *AS_OF).out
    assert "left out: the case of row 4 (column-time)" in said
    assert "2 incidents written" in said


def test_skip_goes_with_incidents(desk: Path, cli: CommandLine) -> None:
    assert (desk / "t.csv").is_file()
    ran = cli("doctor", "t.csv", "--map", "map.yaml", "--skip")
    assert (ran.code, "misplaced-option" in ran.err) == (2, True)


def test_what_was_done_before_the_report_is_a_warning(desk: Path, cli: CommandLine) -> None:
    table = "\n".join(line for line in TABLE.splitlines() if line.startswith(("id", "a-1", "a-4")))
    (desk / "t.csv").write_text(table + "\n", encoding="utf-8")
    ran = cli("doctor", "t.csv", "--map", "map.yaml", "--format", "json")
    (problem,) = json.loads(ran.out)["problems"]
    assert (ran.code, problem["code"], problem["severity"], problem["place"]["line"]) == (
        0, "column-order", "warning", 3,
    )  # fmt: skip


@pytest.mark.parametrize("data", [TABLE, '[{"id": "a-1", "d": "2026-11-20T14:30:00+05:00", "p": "", "school": "x"}]'])
def test_a_table_may_come_from_standard_input(desk: Path, cli: CommandLine, data: str) -> None:
    assert (desk / "map.yaml").is_file()
    ran = cli("doctor", "-", "--map", "map.yaml", "--format", "json", stdin=data.encode())
    report = json.loads(ran.out)
    assert report["file"] == "<stdin>"
    assert report["cases"] in (1, 6)
    assert cli("doctor", "-", stdin=b"").code == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "BETWEEN", 0)
    for where, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", where)
        with progress.Progress() as line:
            line.tick("rows", 16)
            line.tick("cases", 2)
        assert ("16 rows read" in where.getvalue()) is shown
        assert where.getvalue().endswith("\r") is shown
