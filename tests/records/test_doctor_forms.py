"""What exports look like that `protocolkit doctor` meets: each is read, or refused with the way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli

__all__ = ["cli"]

ROWS = [
    {"id": "a-1", "reported_at": "2026-11-20T14:30:00+05:00", "victim": {"age": 13}},
    {"id": "a-2", "reported_at": "2026-11-20T15:30:00Z", "victim": {"age": 9}},
]


def examined(cli: CommandLine, folder: Path, name: str, data: str | bytes) -> tuple[dict[str, Any], list[str]]:
    """The report, and its problems as `line:col code`."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    ran = cli("doctor", path, "--protocol", "kz/interagency", "--format", "json")
    assert ran.code < 2, ran.err
    report = json.loads(ran.out)
    return report, [f"{p['place']['line']}:{p['place']['col']} {p['code']}" for p in report["problems"]]


def taken(report: dict[str, Any]) -> dict[str, str]:
    return {one["column"]: one["target"] for one in report["columns"] if one.get("target")}


NESTED = json.dumps({"meta": {"pages": 1}, "data": {"count": 2, "cases": ROWS}})
LINES = "\n".join(map(json.dumps, ROWS)) + "\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.json", json.dumps(ROWS)),
        ("held.json", json.dumps({"cases": ROWS})),
        ("deep.json", NESTED),
        ("shallow.json", json.dumps({"cases": ROWS, "meta": {"columns": [{"name": "id"}]}})),
        ("lines.jsonl", LINES),
        ("lines.json", LINES),
        ("lines-of-windows.ndjson", "\ufeff" + LINES.replace("\n", "\r\n")),
    ],
)
def test_json_of_any_of_these_shapes_is_a_table(cli: CommandLine, tmp_path: Path, name: str, data: str) -> None:
    report, problems = examined(cli, tmp_path, name, data)
    assert problems == []
    assert (report["rows"], taken(report)) == (2, {"reported_at": "report_received", "victim.age": "victim.age"})


def test_a_file_of_lines_may_have_only_one(cli: CommandLine, tmp_path: Path) -> None:
    assert examined(cli, tmp_path, "one.jsonl", json.dumps(ROWS[0]))[0]["rows"] == 1


def test_a_broken_line_is_told_by_its_number(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(LINES + '{"id": \n', encoding="utf-8")
    ran = cli("doctor", path, "--protocol", "kz/interagency")
    assert ran.code == 2
    assert ran.err.startswith(f"{path}:4:1 table-syntax")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('[{"id": NaN}]', "1:9 table-syntax a value expected, not `N`"),
        ('[{"id" 1}]', "1:8 table-syntax `:` expected after the key"),
        ('[{"id": "1"}]\n[{"id": "2"}]', "2:1 table-syntax text after the end of the document"),
        ('[{"id": 1, "id": 2}]', "1:2 duplicate-key a key stands twice in one object"),
        ('{"rows": [{"id": 1}], "more": ' + "[" * 5000, "1:94 too-deep objects nested too deep"),
        ("[" + '{"id":' * 5000, "1:2 too-deep objects nested too deep"),
    ],
)
def test_json_that_is_broken_is_told_by_its_place(cli: CommandLine, tmp_path: Path, data: str, told: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(data, encoding="utf-8")
    ran = cli("doctor", path, "--protocol", "kz/interagency")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"{path}:{told}")


def test_two_lists_side_by_side_are_not_chosen_from(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text(json.dumps({"data": {"open": ROWS, "closed": ROWS}}), encoding="utf-8")
    ran = cli("doctor", path, "--protocol", "kz/interagency")
    assert (ran.code, "several lists of objects" in ran.err) == (2, True)


def test_what_every_column_lies_in_says_nothing(cli: CommandLine, tmp_path: Path) -> None:
    data = json.dumps([{"case": {"id": row["id"], "reported": {"at": row["reported_at"]}}} for row in ROWS])
    assert taken(examined(cli, tmp_path, "case.json", data)[0]) == {"case.reported.at": "report_received"}


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (("11/20/2026 2:30 PM", "11/21/2026 9:05 AM"), "slashes"),
        (("20/11/2026", "21/11/2026"), "slashes"),
        (("46346.604166", "46347,5"), "spreadsheets"),
    ],
)
def test_a_time_in_a_form_nobody_can_be_sure_of_is_told_as_such(
    cli: CommandLine, tmp_path: Path, times: tuple[str, str], words: str
) -> None:
    data = "".join(f"{id};{time}\n" for id, time in (("id", "reported"), ("a-1", times[0]), ("a-2", times[1])))
    report, problems = examined(cli, tmp_path, "times.csv", data)
    assert problems == ["1:1 no-trigger", "1:2 column-time"]
    assert words in report["problems"][1]["message"]


def test_amounts_are_not_taken_for_times(cli: CommandLine, tmp_path: Path) -> None:
    data = "id;reported_at;amount\na-1;2026-11-20T14:30:00+05:00;45000.50\na-2;2026-11-20T14:30:00+05:00;46100.00\n"
    assert examined(cli, tmp_path, "amounts.csv", data)[1] == []


def test_a_title_above_the_header_is_told(cli: CommandLine, tmp_path: Path) -> None:
    for title in ("Журнал за ноябрь;;", "Журнал за ноябрь\n"):
        path = tmp_path / "journal.csv"
        path.write_text(f"{title}\nНомер;Дата обращения;Вид\n1;20.11.2026 14:30;буллинг\n", encoding="utf-8")
        ran = cli("doctor", path, "--protocol", "kz/interagency")
        assert (ran.code, ran.err.splitlines()) == (
            2,
            [
                f"{path}:1:1 table-header a title stands where the names of columns are expected",
                "  help: delete what stands above the header",
            ],
        )


def test_a_table_of_one_column_has_no_title(cli: CommandLine, tmp_path: Path) -> None:
    assert examined(cli, tmp_path, "one.csv", "case_no\na-1\na-2\n")[1] == ["1:1 no-trigger"]


def test_a_column_nearly_recognised_is_proposed_as_a_comment_with_what_it_may_be(
    cli: CommandLine, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "journal.csv", tmp_path / "mapping.yaml"
    rows = "".join(f"2026-{n};20.11.2026 14:30;сосед;11/20/2026\n" for n in range(3))
    path.write_text(f"№;Дата обращения;Обидчик;Дата закрытия\n{rows}", encoding="utf-8")
    cli("doctor", path, "--protocol", "kz/interagency", "--write", mapping)
    written = [line.partition("   #")[0] for line in mapping.read_text(encoding="utf-8").splitlines()]
    assert '  # "Обидчик": {fact: offender.role}' in written
    assert '  # "Дата закрытия": {event: case_closed}' in written
