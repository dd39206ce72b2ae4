"""Without a mapping the doctor proposes one, by names in four languages and by what cells look like."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_line import CommandLine, cli
from protocolkit.diagnostics import InputError, Problems
from protocolkit.records.cells import truth, whole
from protocolkit.records.doctor_page import page
from protocolkit.records.examining import Examination
from protocolkit.records.handing_over import propose
from protocolkit.records.profiling import holds, sort_of
from protocolkit.records.table_file import read_table
from protocolkit.records.times import read_time

__all__ = ["cli"]

TABLES = Path(__file__).parents[1] / "tables"


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("doctor_columns.csv"), ids=lambda row: row["column"])
def test_a_column_is_taken_for_what_its_name_and_cells_say(row: dict[str, str], tmp_path: Path) -> None:
    cells = row["cells"].split("|")
    with (tmp_path / "export.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", row["column"]])
        writer.writerows([f"case-{number}", cell] for number, cell in enumerate(cells))
    guess = Examination(tmp_path / "export.csv").guesses[1]
    assert (guess.meaning or "", guess.target if guess.meaning else "") == (row["meaning"], row["target"])
    assert guess.reason


@pytest.mark.parametrize("row", rows("doctor_times.csv"), ids=lambda row: row["cell"])
def test_a_time_is_read_or_refused(row: dict[str, str]) -> None:
    time = read_time(row["cell"], row["zone"] or None, row["clock"])
    assert (time.fault or time.written("Asia/Almaty")) == row["read"]


@pytest.mark.parametrize("row", rows("doctor_personal.csv"), ids=lambda row: row["column"] + row["cells"])
def test_personal_data_is_known_by_name_or_looks(row: dict[str, str]) -> None:
    assert (sort_of(row["column"], [c for c in row["cells"].split("|") if c]) or "") == row["sort"]


def test_yes_and_no_in_four_languages() -> None:
    assert [truth(word) for word in ("Да", "иә", "ТАК", "yes", "1", "бар")] == [True] * 6
    assert [truth(word) for word in ("нет", "Жоқ", "ні", "No", "0", "false")] == [False] * 6
    assert [truth(word) for word in ("", "-", "возможно", "2", "unknown")] == [None] * 5
    assert [whole(cell) for cell in ("13", "13.0", "-1", "13.5", "13 лет", "1e3", "9" * 30)] == [13, 13, -1] + [
        None
    ] * 4


def test_a_proposal_is_a_mapping_as_it_stands(
    tmp_path: Path, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    odd = 'номер;возраст;"кто ""обидчик""";дата обращения;#: {x};\u2028класс\n'
    (tmp_path / "export.csv").write_text(odd + "a-1;13;учащийся;20.11.2026 14:30;x;1\n", encoding="utf-8")
    ran = cli("doctor", "export.csv", "--protocol", "kz/interagency", "--write", "map.yaml")
    assert ran.code == 1
    text = (tmp_path / "map.yaml").read_text(encoding="utf-8")
    assert cli("check", "map.yaml").code == 0
    # Nothing is guessed silently: every column stands there with a reason.
    assert text.count("   # ") == 7
    assert "# zone: Asia/Almaty" in text
    confirmed = text.replace("# zone: Asia/Almaty   #", "zone: Asia/Almaty   #")
    (tmp_path / "map.yaml").write_text(confirmed, encoding="utf-8")
    assert cli("doctor", "export.csv", "--map", "map.yaml").code == 0


def test_rows_that_are_events_are_known_by_kinds_we_know_and_references_that_repeat(
    tmp_path: Path, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [
        "case,event,at,age",
        "c-1,report received,2026-11-16T10:00:00+05:00,13",
        "c-2,report_received,2026-11-17T10:00:00+05:00,9",
        "c-1,полицию уведомили,2026-11-16T10:30:00+05:00,",
        "c-1,case closed,2026-11-20T10:00:00+05:00,14",
    ]
    (tmp_path / "log.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = cli("doctor", "log.csv", "--protocol", "kz/interagency", "--write", "map.yaml", "--format", "json")
    data = json.loads(ran.out)
    assert data["cases"] == 2
    assert [c["taken_as"] for c in data["columns"]] == ["reference", "kind", "time", "fact"]
    assert [(p["code"], p["place"]["line"]) for p in data["problems"]] == [("column-value", 4)]
    mapping = (tmp_path / "map.yaml").read_text(encoding="utf-8")
    assert "rows: event" in mapping
    told = mapping.replace("    kind:\n", '    kind:\n      "полицию уведомили": police_informed\n')
    (tmp_path / "map.yaml").write_text(told, encoding="utf-8")
    assert cli("doctor", "log.csv", "--map", "map.yaml", "--incidents", "out").code == 0
    case = (tmp_path / "out" / "c-1.yaml").read_text(encoding="utf-8")
    assert case.count("- {event:") == 3
    # Another age is known from the later event on; the first stays what was known before.
    assert "victim.age: 13\n" in case
    assert "facts: {victim.age: 14}" in case


@pytest.mark.parametrize(
    ("text", "columns", "cells"),
    [
        ("a;b\n1;x,y\n2;z\n", ("a", "b"), [["1", "x,y"], ["2", "z"]]),
        ("a\tb\n1\tx\n", ("a", "b"), [["1", "x"]]),
        ("\ufeffa,b\r\n1,x\r\n", ("a", "b"), [["1", "x"]]),
        ("sep=;\na;b\n1;x\n", ("a", "b"), [["1", "x"]]),
        ('a,b\n"1\n2",x\n\n, \n', ("a", "b"), [["1\n2", "x"]]),
        ('[{"a": {"b": 1, "c": true}}, {"d": null, "a": {"b": 2.50}}]', ("a.b", "a.c", "d"), [["1", "true", ""], ["2.50", "", ""]]),
        ('{"n": 1, "rows": [{"a": [{"b": 1}, {"b": 2}]}]}', ("a.0.b", "a.1.b"), [["1", "2"]]),
        ('[{"a": ["x", "y"]}]', ("a",), [["x\x1fy"]]),
    ],
)  # fmt: skip
def test_tables_are_read_whatever_made_them(
    text: str, columns: tuple[str, ...], cells: list[list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "export"
    path.write_bytes(text.encode())
    table = read_table(path, "export", Problems())
    assert table is not None
    assert table.columns == columns
    assert [row.cells for row in table.rows()] == cells


def test_a_row_is_told_by_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_text('a,b\n"1\n2",x\n3,y\n', encoding="utf-8")
    table = read_table(path, "export", Problems())
    assert table is not None
    assert [(row.number, row.line) for row in table.rows()] == [(2, 2), (3, 4)]
    path.write_text('[\n {"a": 1},\n\n {"a": 2}]', encoding="utf-8")
    table = read_table(path, "export", Problems())
    assert table is not None
    assert [(row.number, row.line) for row in table.rows()] == [(1, 2), (2, 4)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2]", "table-shape"), ('{"a": 1}', "table-shape"), ('{"a": [{}], "b": [{}]}', "table-shape"),
        ("[{}]", "table-shape"), ('[{"a": 1}', "table-syntax"), ('[{"a": NaN}]', "table-syntax"),
        ('[{"a": 1},]', "table-syntax"), ('[{"a": 1, "a": 2}]', "duplicate-key"), ("[" * 100_000, "too-deep"),
        ('[{"a":' + "[" * 100_000, "too-deep"), ("a,a\n1,2\n", "table-header"), ("a,,b\n1,2,3\n", "table-header"),
        ("", "empty-file"), ("\ufeff\n", "empty-file"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    assert read_table(path, "export", problems) is None
    assert code in [p.code for p in problems]


_HEADS = st.sampled_from(["id,age,received", "возраст;дата обращения", "№\tвид", '[{"age": ', '{"rows": [{"a.b": ', ""])
_BITS = st.sampled_from(
    [",", ";", "\t", '"', "\n", "\r", "да", "13", "2026-11-20", "20.11.2026 14:30", "буллинг", "[", "]", "{", "}", ":",
     "null", "\x00", "\ufeff", "a-1", "\\ud800", "=1+1", "٣"]
)  # fmt: skip


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=_HEADS,
    bits=st.lists(st.one_of(_BITS, st.text(max_size=5)), max_size=40),
    encoding=st.sampled_from(["utf-8", "cp1251", "utf-16"]),
)
def test_no_text_gives_a_traceback(head: str, bits: list[str], encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes((head + "".join(bits)).encode(encoding, errors="replace"))
    proposed = tmp_path / "map.yaml"
    proposed.unlink(missing_ok=True)
    try:
        examination = Examination(path, protocol="ua/vocational")
        report = examination.report()
        propose(examination, proposed)
        Examination(path, mapping=proposed).report()
        said = page(report).plain()
    except InputError as error:
        said = "" if any(p.place.file == str(proposed) for p in error.problems) else str(error)
    assert said


def test_six_cells_of_ten_make_a_column_personal_and_nine_of_ten_a_look() -> None:
    numbers = [f"{n:012}" for n in range(100_000, 100_006)]
    assert sort_of("code", [*numbers, *"abcd"]) == "number"
    assert sort_of("code", [*numbers[:5], *"abcde"]) is None
    assert holds([*map(str, range(20, 29)), "x"]).look == "integer"
    assert holds([*map(str, range(20, 28)), "x", "y"]).look != "integer"
