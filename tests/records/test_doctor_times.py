"""Times as exports have them: by name of the month, with a clock beside, as a midnight in UTC, in an offset of old."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from protocolkit.records.times import read_time

__all__ = ["cli"]

HERE = "Asia/Almaty"
ONE_DAY = "2026-11-20"
MAPPING = """\
mapping: m
protocol: kz/interagency
columns:
  id: reference
  d: {event: report_received, clock: c}
"""


@pytest.mark.parametrize(
    "cell",
    [
        "20-Nov-2026", "20 Nov 2026", "20th November 2026", "Nov 20, 2026", "November 20 2026",
        "20 ноября 2026 г.", "20 ноября 2026", "20 нояб. 2026 г.", "20-ноя-2026", "20 ноября 2026 года",
        "20 листопада 2026 р.", "20 листопада 2026 року", "20 лист. 2026 р.", "20 қараша 2026 ж.", "2026 ж. 20 қараша",
        "2026 жылғы 20 қараша", "2026/11/20", "2026.11.20", "20.11.2026", "20.11.2026 г.",
    ],
)  # fmt: skip
def test_a_day_is_the_same_day_however_it_is_written(cell: str) -> None:
    assert read_time(cell, None).written(HERE) == ONE_DAY


@pytest.mark.parametrize(
    "cell",
    [
        "20-Nov-2026 14:30", "20 ноября 2026 г., 14:30", "20 ноября 2026 г. в 14:30:00", "20 листопада 2026 р., 14:30",
        "2026/11/20 14:30", "2026/11/20 2:30 PM", "Nov 20, 2026 2:30 p.m.", "2026-11-20 14:30:00.0",
        "2026-11-20T09:30:00.000Z", "2026-11-20 09:30:00 UTC",
    ],
)  # fmt: skip
def test_an_instant_is_the_same_instant_however_it_is_written(cell: str) -> None:
    assert read_time(cell, HERE, home=HERE).written(HERE) == "2026-11-20T14:30:00+05:00"


@pytest.mark.parametrize(
    "cell", ["11/20/2026", "20/11/2026", "20-Nov-26", "31 ноября 2026", "20 foo 2026", "20 ma 2026", "20:30 PM", "2026"]
)
def test_what_nobody_can_be_sure_of_is_no_time(cell: str) -> None:
    assert read_time(cell, HERE).fault == "time"


@pytest.mark.parametrize(
    ("cell", "clock", "read"),
    [
        ("20.11.2026", "14:30", "2026-11-20T14:30:00+05:00"),
        ("20.11.2026 00:00:00", "14:30", "2026-11-20T14:30:00+05:00"),
        ("2026-11-20T00:00:00+05:00", "14.30", "2026-11-20T14:30:00+05:00"),
        ("2026-11-19T19:00:00Z", "14:30", "2026-11-20T14:30:00+05:00"),
        ("2026-11-20 14:30:25", "14:30", "2026-11-20T14:30:25+05:00"),
        ("2026-11-20", "14:30:00.000+05:00", "2026-11-20T14:30:00+05:00"),
        ("20.11.2026 00:00", "", "2026-11-20T00:00:00+05:00"),
        ("20.11.2026 10:00", "14:30", "clocks"),
        ("20.11.2026 10:00", "00:00", "clocks"),
        ("2026-11-20T00:00:00Z", "14:30", "clocks"),  # whose midnight was it?
        ("20.11.2026", "noon", "time"),
    ],
)
def test_a_midnight_gives_way_to_the_clock_beside_it(cell: str, clock: str, read: str) -> None:
    found = read_time(cell, HERE, clock, HERE)
    assert (found.fault or found.written(HERE)) == read


def test_a_midnight_of_the_case_written_in_utc_is_a_day() -> None:
    assert read_time("2026-11-19T19:00:00Z", None, home=HERE).written(HERE) == ONE_DAY
    assert read_time("2026-11-19 19:00", "UTC", home=HERE).written(HERE) == ONE_DAY
    assert read_time("2026-11-19T22:00:00Z", None, home="Europe/Kyiv").written("Europe/Kyiv") == ONE_DAY
    assert read_time("2026-11-20T00:00:00Z", None, home="UTC").day is None


def test_an_offset_is_foreign_where_the_zone_had_another_that_day() -> None:
    assert read_time("2026-11-20T14:30:00+06:00", None, home=HERE).foreign == ("+06:00", "+05:00")
    assert read_time("2023-11-20T14:30:00+06:00", None, home=HERE).foreign is None
    assert read_time("2026-11-20T14:30:00Z", None, home=HERE).foreign is None


def report(cli: CommandLine, folder: Path, mapping: str, table: str) -> dict[str, Any]:
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    (folder / "t.csv").write_text(table, encoding="utf-8")
    ran = cli(
        "doctor", folder / "t.csv", "--map", folder / "map.yaml", "--incidents", folder / "out", "--format", "json"
    )
    assert ran.code < 2, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_column_has_a_zone_of_its_own(cli: CommandLine, tmp_path: Path) -> None:
    mapping = MAPPING.replace("clock: c", "zone: UTC") + "  p: {event: police_informed, zone: Asia/Almaty}\n"
    found = report(cli, tmp_path, mapping, "id,d,p\na-1,2026-11-20 09:30,2026-11-20 14:45\n")
    assert found["incidents"] == 1
    written = (tmp_path / "out" / "a-1.yaml").read_text(encoding="utf-8")
    assert '{event: report_received, at: "2026-11-20T14:30:00+05:00"}' in written
    assert '{event: police_informed, at: "2026-11-20T14:45:00+05:00"}' in written


def test_days_in_disguise_are_told_and_cost_what_days_cost(cli: CommandLine, tmp_path: Path) -> None:
    mapping = MAPPING.replace(", clock: c", "")
    found = report(cli, tmp_path, mapping, "id,d\na-1,2026-11-19T19:00:00Z\n")
    assert [one["code"] for one in found["problems"]] == ["column-day-only", "column-midnight"]
    assert "midnight in Asia/Almaty, written in UTC" in found["problems"][1]["message"]
    assert found["incidents"] == 1
    assert 'at: "2026-11-20"' in (tmp_path / "out" / "a-1.yaml").read_text(encoding="utf-8")
