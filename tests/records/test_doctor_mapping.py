"""What a mapping can say of a table: several rules, whole files, kinds beside, whether without when, rows of a child."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import CommandLine, cli
from doctored import made

__all__ = ["cli"]

DONE = "notify-authorities"
START = "  id: reference\n  d: {event: report_received}\n"
TOLD = START + f"  told: {{done: {DONE}, to: police, on: d"


def test_one_column_closes_two_rules(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + f"  told: {{done: [{DONE}, open-criminal-case]}}\n"
    table = "id,d,told\na-1,2026-11-20 14:30,2026-11-20 15:00\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["columns"][2]["target"] == "kz/interagency#notify-authorities, kz/interagency#open-criminal-case"
    assert written["a-1.yaml"].count('at: "2026-11-20T15:00:00+05:00"') == 2


def test_a_fact_of_the_whole_file(cli: CommandLine, tmp_path: Path) -> None:
    mapping = (
        "mapping: m\nprotocol: kz/interagency\nzone: Asia/Almaty\n"
        "facts: {incident.ongoing: false, victim.is_pupil: true}\ncolumns:\n" + START
    )
    table = "id,d,age,other\na-1,2026-11-20 14:30,13,9\n"
    assert "victim.is_pupil: true" in made(cli, tmp_path, mapping, table)[1]["a-1.yaml"]
    both = mapping + "  age: {fact: victim.age, for: v1}\n  other: {fact: victim.age, for: v2}\n"
    (tmp_path / "two").mkdir()
    written = made(cli, tmp_path / "two", both, table)[1]["a-1.yaml"]
    assert "incident.ongoing: false" in written
    assert "{id: v1, age: 13, is_pupil: true}, {id: v2, age: 9, is_pupil: true}" in written.replace('"', "")


@pytest.mark.parametrize(
    ("facts", "columns", "said"),
    [
        ("victim.height: 3", START, "no fact `victim.height`"),
        ("incident.ongoing: often", START, "`often` cannot be a value of `incident.ongoing`"),
        ("victim.age: 13", START + "  age: {fact: victim.age}\n", "stands under `facts` and in a column"),
        ("victim.age: 13", START + f"  t: {{done: {DONE}, empty: not_done}}\n", "does not say on which day"),
        ("victim.age: 13", START + "  t: {kind: {x: case_closed}}\n", "`kind_in: COLUMN`"),
        ("victim.age: 13", START + "  f: {fact: incident.ongoing, has: bullying}\n", "has one value only"),
        ("victim.age: 13", START + "  f: {fact: incident.forms, has: buling}\n", "cannot be a value"),
        ("victim.age: 13", "  d: {event: report_received}\n  v: {party: victim}\n", "a column that is `reference`"),
    ],
)
def test_check_says_what_cannot_be(cli: CommandLine, tmp_path: Path, facts: str, columns: str, said: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(f"mapping: m\nprotocol: kz/interagency\nfacts: {{{facts}}}\ncolumns:\n{columns}", encoding="utf-8")
    ran = cli("check", path)
    assert ran.code == 1
    assert said in " ".join(ran.out.split())


def test_another_column_says_which_event_it_was(cli: CommandLine, tmp_path: Path) -> None:
    columns = (
        "  id: reference\n  d: {kind_in: source, kind: {signal: report_received, letter: application_submitted}}\n"
    )
    table = "id,d,source\na-1,2026-11-20 14:30,Signal\na-2,2026-11-20 14:40,letter\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert [one["taken_as"] for one in report["columns"]] == ["reference", "kind", "kind_in"]
    assert "event: report_received" in written["a-1.yaml"]
    assert "event: application_submitted" in written["a-2.yaml"]


@pytest.mark.parametrize(
    ("more", "cell", "entry"),
    [
        ("}", "да", '{event: done, rule: "kz/interagency#notify-authorities", at: "2026-11-20", to: police}'),
        ("}", "20.11.2026 14:40", 'at: "2026-11-20T14:40:00+05:00", to: police}'),
        ("}", "no", '{event: not_done, rule: "kz/interagency#notify-authorities", at: "2026-11-20", to: police}'),
        ("}", "", ""),
        (", empty: not_recorded}", "", ""),
        (", empty: not_done}", "", "event: not_done"),
    ],
)
def test_whether_without_when_is_known_by_the_day_that_is_named(
    cli: CommandLine, tmp_path: Path, more: str, cell: str, entry: str
) -> None:
    report, written = made(cli, tmp_path, f"{TOLD}{more}\n", f"id,d,told\na-1,2026-11-20 14:30,{cell}\n")
    assert report["incidents"] == 1
    assert entry.replace('"', "") in written["a-1.yaml"].replace('"', "")
    assert written["a-1.yaml"].count("event:") == (2 if entry else 1)


def test_whether_without_when_is_refused_where_no_day_is_named(cli: CommandLine, tmp_path: Path) -> None:
    columns = TOLD.replace(", on: d", "") + "}\n"
    report, written = made(cli, tmp_path, columns, "id,d,told\na-1,2026-11-20 14:30,yes\na-2,2026-11-20 14:30,no\n")
    (problem,) = report["problems"]
    assert (problem["code"], problem["place"]["line"], "on: COLUMN" in problem["help"]) == ("column-no-time", 2, True)
    assert written == {}


def test_rows_of_the_children_of_a_case_are_put_together(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + "  child: {party: victim}\n  age: {fact: victim.age}\n  on: {fact: incident.ongoing}\n"
    table = (
        "id,d,child,age,on\na-1,2026-11-20 14:30,v1,13,yes\na-2,2026-11-21 14:30,v1,9,no\n"
        "a-1,2026-11-20 14:30,v2,11,yes\n"
    )
    report, written = made(cli, tmp_path, columns, table)
    assert (report["problems"], report["cases"], report["rows"]) == ([], 2, 3)
    assert "victim: [{id: v1, age: 13}, {id: v2, age: 11}]" in written["a-1.yaml"].replace('"', "")
    assert written["a-1.yaml"].count("report_received") == 1
    (tmp_path / "other").mkdir()
    other = table.replace("v2,11,yes", "v2,11,no")
    report, written = made(cli, tmp_path / "other", columns, other)
    assert "case-contradiction" in [one["code"] for one in report["problems"]]
    assert written == {}


def test_rows_that_are_events_may_say_of_whom(cli: CommandLine, tmp_path: Path) -> None:
    mapping = "mapping: m\nprotocol: kz/interagency\nzone: Asia/Almaty\nrows: event\ncolumns:\n"
    columns = (
        "  id: reference\n  t: time\n  k: {kind: {in: report_received, talk: interview_held}}\n"
        "  child: {party: victim}\n  age: {fact: victim.age}\n"
    )
    table = (
        "id,t,k,child,age\na-1,2026-11-20 14:30,in,,\na-1,2026-11-20 15:30,talk,v1,13\na-1,2026-11-20 16:00,talk,v2,9\n"
    )
    report, written = made(cli, tmp_path, mapping + columns, table)
    assert report["problems"] == []
    assert "for: v1" in written["a-1.yaml"].replace('"', "")
    assert "victim: [{id: v1, age: 13}, {id: v2, age: 9}]" in written["a-1.yaml"].replace('"', "")


STEPS = "mapping: m\nprotocol: kz/interagency\nzone: Asia/Almaty\nrows: event\ncolumns:\n"
OF_CASE = "  id: reference\n  came: {event: report_received}\n  told: {done: notify-authorities}\n"


def test_rows_that_are_events_may_repeat_what_is_said_of_the_whole_case(cli: CommandLine, tmp_path: Path) -> None:
    table = (
        "id,came,told,t,k\n"
        "a-1,2026-11-20 14:30,,2026-11-20 14:40,talk\n"
        "a-1,2026-11-20 14:30,2026-11-20 15:00,2026-11-20 15:10,other\n"
        "a-1,2026-11-20 14:30,2026-11-20 15:00,2026-11-20 16:10,talk\n"
    )
    steps = "  t: time\n  k: {kind: {talk: interview_held, other: police_informed}}\n"
    report, written = made(cli, tmp_path, STEPS + OF_CASE + steps, table)
    assert report["problems"] == []
    log = written["a-1.yaml"].replace('"', "")
    assert [
        log.count(word) for word in ("report_received", "notify-authorities", "interview_held", "police_informed")
    ] == [1, 1, 2, 1]
    (tmp_path / "alone").mkdir()
    report, written = made(cli, tmp_path / "alone", STEPS + OF_CASE, table)
    assert report["problems"] == []
    assert "interview_held" not in written["a-1.yaml"]


def test_rows_that_disagree_of_the_whole_case_spoil_it(cli: CommandLine, tmp_path: Path) -> None:
    table = "id,came,told\na-1,2026-11-20 14:30,\na-1,2026-11-21 14:30,\na-2,2026-11-20 14:30,\n"
    report, written = made(cli, tmp_path, STEPS + OF_CASE, table)
    assert "case-contradiction" in [one["code"] for one in report["problems"]]
    assert written == {}
