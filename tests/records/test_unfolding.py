"""Lists within JSON unfolded: rows, names and values, what is empty, what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from doctored import HEAD, made
from protocolkit.records.unfolding import NamedValues, UnfoldingError, rows

__all__ = ["cli"]

UNFOLD = HEAD.replace("columns:", "unfold: {kids: rows, suspects: rows}\ncolumns:")
COLUMNS = (
    "  id: reference\n  d: {event: report_received}\n  kids.#: {party: victim}\n  age: {fact: victim.age}\n"
    "  suspects.#: {party: offender}\n  role: {fact: offender.role}\n"
)
CASE = {"id": "a-1", "d": "2026-11-20 14:30", "kids": [{"age": 13}, {"age": 9}], "suspects": [{"role": "pupil"}]}


def test_lists_within_lists_are_rows_of_the_innermost() -> None:
    value = {"te": "x", "enr": [{"e": 1, "ev": [{"t": 1}, {"t": 2}]}, {"e": 2, "ev": []}]}
    found = [*rows(value, {"enr": None, "enr.ev": None})]
    assert [(one["enr.e"], one.get("enr.ev.t")) for one in found] == [("1", "1"), ("1", "2"), ("2", None)]
    assert {one["te"] for one in found} == {"x"}


def test_a_list_that_nobody_unfolds_is_numbered() -> None:
    assert [*rows({"a": [{"b": 1}], "c": [1, 2]}, {})] == [{"a.0.b": "1", "c": "1\x1f2"}]


@pytest.mark.parametrize(
    ("items", "code"),
    [([{"n": "a", "v": 1}, {"n": "a", "v": 2}], "duplicate-key"), ([{"v": 1}], "table-shape"), ([3], "table-shape")],
)
def test_names_and_values_that_cannot_be_columns_are_refused(items: list[object], code: str) -> None:
    with pytest.raises(UnfoldingError) as raised:
        [*rows({"list": items}, {"list": NamedValues("n", "v")})]
    assert raised.value.code == code


def test_items_of_two_lists_are_persons_of_two_roles(cli: CommandLine, tmp_path: Path) -> None:
    report, written = made(cli, tmp_path, UNFOLD + COLUMNS, json.dumps([CASE]), "t.json")
    assert [one for one in report["problems"] if one["severity"] == "error"] == []
    assert (report["rows"], report["cases"]) == (3, 1)
    text = written["a-1.yaml"].replace('"', "")
    assert "victim: [{id: kids-1, age: 13}, {id: kids-2, age: 9}]" in text
    assert "offender: [{id: suspects-1, role: pupil}]" in text


def test_what_nobody_answered_is_an_empty_column_and_is_told(cli: CommandLine, tmp_path: Path) -> None:
    alone = {key: value for key, value in CASE.items() if key != "suspects"}
    report, written = made(cli, tmp_path, UNFOLD + COLUMNS, json.dumps([alone]), "t.json")
    told = [one for one in report["problems"] if one["code"] == "unknown-column"]
    assert [one["severity"] for one in told] == ["warning", "warning"]
    assert all("suspects.#" in one["message"] or "role" in one["message"] for one in told)
    assert "offender" not in written["a-1.yaml"]


def test_a_fact_of_nobody_spoils_its_case(cli: CommandLine, tmp_path: Path) -> None:
    stray = {**CASE, "role": "staff"}
    columns = COLUMNS.replace("  role:", "  suspects.role: {ignore: elsewhere}\n  role:")
    report, written = made(cli, tmp_path, UNFOLD + columns, json.dumps([stray]), "t.json")
    assert "case-reference" in [one["code"] for one in report["problems"] if one["severity"] == "error"]
    assert written == {}


def test_a_csv_has_no_lists(cli: CommandLine, tmp_path: Path) -> None:
    mapping = (
        HEAD.replace("columns:", "unfold: {kids: rows}\ncolumns:") + "  id: reference\n  d: {event: report_received}\n"
    )
    report, _written = made(cli, tmp_path, mapping, "id,d\na-1,2026-11-20 14:30\n")
    assert [(one["code"], one["severity"]) for one in report["problems"]] == [("misplaced-key", "warning")]


def test_rows_of_a_case_need_its_reference(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(UNFOLD + "  d: {event: report_received}\n", encoding="utf-8")
    ran = cli("check", tmp_path / "map.yaml")
    assert ran.code == 1
    assert "rows of one case need a column that is `reference`" in ran.out


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('"[""bullying"", ""neglect""]"', "incident.forms: [bullying, neglect]"),
        ("bullying;неясно", "incident.forms: {includes: [bullying]}"),
        ("сеть;обе", "incident.forms: {includes: [cyberbullying, bullying, neglect]}"),
    ],
)
def test_what_is_open_in_a_list_leaves_it_open(cli: CommandLine, tmp_path: Path, cell: str, said: str) -> None:
    values = "{неясно: unknown, сеть: {includes: [cyberbullying]}, обе: {includes: [bullying, neglect]}}"
    columns = f"  id: reference\n  d: {{event: report_received}}\n  f: {{fact: incident.forms, values: {values}}}\n"
    assert said in made(cli, tmp_path, columns, f"id,d,f\na-1,2026-11-20 14:30,{cell}\n")[1]["a-1.yaml"]
