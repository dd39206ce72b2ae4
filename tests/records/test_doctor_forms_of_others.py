"""Exports of forms and registers: ODK and KoBo, DHIS2, tables whose letters only look the same."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from doctored import HEAD, made

__all__ = ["cli"]

KEY = "39f3dd36-161e-45cb-a1a4-395831d253a7"


@pytest.mark.parametrize("separator", ["", ', separator: " "'])
def test_a_form_has_keys_groups_and_choices_between_blanks(cli: CommandLine, tmp_path: Path, separator: str) -> None:
    columns = f"  KEY: reference\n  told: {{event: report_received}}\n  forms: {{fact: incident.forms{separator}}}\n"
    table = f"KEY,case-told,case-forms\nuuid:{KEY},2026-11-20T14:30:00.000+05:00,bullying physical_violence\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert f'incident: "{KEY}"' in written[f"{KEY}.yaml"]
    assert "incident.forms: [bullying, physical_violence]" in written[f"{KEY}.yaml"]


def test_two_questions_of_one_name_are_not_chosen_from(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(HEAD + "  id: reference\n  age: {fact: victim.age}\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,child/age,other/age\na-1,13,9\n", encoding="utf-8")
    ran = cli("doctor", tmp_path / "t.csv", "--map", tmp_path / "map.yaml")
    assert ran.code == 2
    assert "several columns end so: `child/age`, `other/age`" in ran.err


def test_a_form_is_guessed_behind_its_groups(cli: CommandLine, tmp_path: Path) -> None:
    table = f"KEY,incident/report_received,incident-forms,child/age\nuuid:{KEY},2026-11-20T14:30:00+05:00,bullying,13\n"
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    ran = cli("doctor", tmp_path / "t.csv", "--protocol", "kz/interagency", "--format", "json")
    taken = [(one["taken_as"], one["target"]) for one in json.loads(ran.out)["columns"]]
    assert taken == [
        ("reference", None), ("event", "report_received"), ("fact", "incident.forms"), ("fact", "victim.age"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1,0", "incident.forms: {includes: [bullying]}"),  # other values were never asked about
        ("True,yes", "incident.forms: {includes: [bullying, cyberbullying]}"),
        ("0,0", ""),
        (",", ""),
    ],
)
def test_a_column_apiece_says_only_what_it_asked(cli: CommandLine, tmp_path: Path, cells: str, said: str) -> None:
    columns = (
        "  id: reference\n  d: {event: report_received}\n"
        "  forms/bullying: {fact: incident.forms, has: bullying}\n"
        "  forms/cyberbullying: {fact: incident.forms, has: cyberbullying}\n"
    )
    table = f"id,d,forms/bullying,forms/cyberbullying\na-1,2026-11-20 14:30,{cells}\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["errors"] if "errors" in report else report["incidents"] == 1
    assert ("incident.forms" in written["a-1.yaml"]) == bool(said)
    assert said in written["a-1.yaml"]


def test_columns_for_every_value_there_is_are_a_complete_list(cli: CommandLine, tmp_path: Path) -> None:
    values = (
        "physical_violence", "psychological_violence", "sexual_violence", "neglect", "exploitation", "bullying",
        "cyberbullying", "economic_violence", "domestic_violence", "discrimination",
    )  # fmt: skip
    columns = "  id: reference\n  d: {event: report_received}\n" + "".join(
        f"  {one}: {{fact: incident.forms, has: {one}}}\n" for one in values
    )
    table = f"id,d,{','.join(values)}\na-1,2026-11-20 14:30,0,0,0,0,0,1,0,0,0,0\n"
    assert "incident.forms: [bullying]\n" in made(cli, tmp_path, columns, table)[1]["a-1.yaml"]


def test_headers_and_rows_are_a_table(cli: CommandLine, tmp_path: Path) -> None:
    answer = {
        "headers": [
            {"name": "psi", "column": "Event"}, {"name": "eventdate", "column": "Event date"},
            {"name": "ouname", "column": "Organisation unit name"}, {"name": "de1", "column": "Form of violence"},
        ],
        "metaData": {"items": {"x": {"name": "x"}}},
        "rows": [
            ["V1abcdefgh1", "2026-11-20 14:30:00.0", "School 12", "OPT_BULLY"],
            ["V1abcdefgh2", "2026-11-21 09:00:00.0", "School 20", ""],
        ],
    }  # fmt: skip
    columns = (
        "  Event: reference\n  Event date: {event: report_received}\n  Organisation unit name: group\n"
        "  Form of violence: {fact: incident.forms, values: {OPT_BULLY: [bullying]}}\n"
    )
    report, written = made(cli, tmp_path, columns, json.dumps(answer), "events.json")
    assert report["problems"] == []
    assert list(written) == ["School-12/V1abcdefgh1.yaml", "School-20/V1abcdefgh2.yaml"]
    assert "incident.forms: [bullying]" in written["School-12/V1abcdefgh1.yaml"]


def test_a_row_of_another_length_is_told(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text('{"headers": [{"name": "a"}, {"name": "b"}], "rows": [["1", "2"],\n ["3"]]}', encoding="utf-8")
    ran = cli("doctor", path)
    assert (ran.code, ran.err.split()[0:2]) == (2, [f"{path}:2:2", "table-shape"])


def test_letters_are_compared_composed_and_without_what_nobody_sees(cli: CommandLine, tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "Түрі й")
    columns = f'  id: reference\n  d: {{event: report_received}}\n  "Түрі й": {{fact: incident.forms, values: {{"{apart}": [bullying]}}}}\n'
    table = f"\u200bid,d\u00ad,{apart}\na-1,2026-11-20 14:30,\u2060Түрі й\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert "incident.forms: [bullying]" in written["a-1.yaml"]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("  id: reference\n  d: {event: repоrt_received}\n", "a Cyrillic letter stands here: `о`"),
        ("  id: reference\n  d: {fact: victim.аge}\n", "a Cyrillic letter stands here: `а`"),
        ("  id: reference\n  d: {event: report_received, by: роlice}\n", "Cyrillic letters stand here: `р`, `о`"),
        ("  id: reference\n  Дaта: {event: report_received}\n", "a Latin letter stands here: `a`"),
    ],
)
def test_letters_that_look_alike_are_named(cli: CommandLine, tmp_path: Path, columns: str, told: str) -> None:
    (tmp_path / "map.yaml").write_text(HEAD + columns, encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,d,Дата\na-1,2026-11-20 14:30,\n", encoding="utf-8")
    ran = cli("doctor", tmp_path / "t.csv", "--map", tmp_path / "map.yaml")
    assert ran.code == 2
    assert told in ran.err


def test_kinds_are_read_as_values_are(cli: CommandLine, tmp_path: Path) -> None:
    mapping = HEAD.replace("columns:", "rows: event\ncolumns:")
    columns = "  id: reference\n  t: {as: time, clock: c}\n  k: {kind: {сигнал: report_received}}\n"
    table = "id,t,c,k\na-1,2026-11-20,14:30,сигнал\na-1,2026-11-20,14:40, СИГНАЛ\n"
    report, written = made(cli, tmp_path, mapping + columns, table)
    assert report["problems"] == []
    assert written["a-1.yaml"].count("report_received") == 2


def test_our_own_apostrophe_before_a_formula_is_no_part_of_a_reference(cli: CommandLine, tmp_path: Path) -> None:
    columns = "  id: reference\n  d: {event: report_received}\n"
    table = "id,d\n-2026-1,2026-11-20 14:30\n'-2026-2,2026-11-20 14:30\n"
    _report, written = made(cli, tmp_path, columns, table)
    assert [text.splitlines()[1] for text in written.values()] == ['incident: "-2026-1"', 'incident: "-2026-2"']
    case = tmp_path / "out" / "2026-1.yaml"
    at = ("--as-of", "2026-11-20T15:00:00+05:00")
    assert json.loads(cli("plan", case, *at, "--format", "json").out)["incident"] == "-2026-1"
    assert "'-2026-1," in cli("plan", case, *at, "--format", "csv").out
