"""What a mapping can say of people: representatives, suspected parents, posts that are held, absent or passed on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from doctored import HEAD, made

__all__ = ["cli"]

START = "  id: reference\n  d: {event: report_received}\n"
AT = "2026-11-20 14:30"
ASKED = "seek-interview-consent"


def plan(cli: CommandLine, folder: Path, name: str = "a-1") -> Any:
    ran = cli("plan", folder / "out" / f"{name}.yaml", "--as-of", "2026-11-20T15:00:00+05:00", "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def asked(plan: Any) -> dict[str, str]:
    """The duties to ask representatives, by the end of their id, with what became of each."""
    return {one["id"].partition("representative/")[2]: one["status"] for one in plan["duties"] if ASKED in one["rule"]}


def test_representatives_of_children_side_by_side(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + (
        "  a1: {fact: victim.age, for: v1}\n  a2: {fact: victim.age, for: v2}\n"
        "  m1: {party: representative, of: v1, age: ma}\n  f1: {party: representative, of: v1}\n"
        "  m2: {party: representative, of: v2}\n"
    )
    table = f"id,d,a1,a2,m1,ma,f1,m2\na-1,{AT},13,9,p-1,38,p-2,p-1\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert [one["taken_as"] for one in report["columns"]][4:6] == ["representative", "age"]
    listed = 'representative: [{id: "p-1", represents: [v1, v2], age: 38}, {id: "p-2", represents: [v1]}]'
    assert listed in written["a-1.yaml"]
    assert set(asked(plan(cli, tmp_path))) == {"v1/p-1", "v1/p-2", "v2/p-1"}


def test_representatives_of_the_child_of_a_row(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + (
        "  child: {party: victim}\n  age: {fact: victim.age}\n"
        '  who: {party: representative, of: victim, separator: ","}\n'
    )
    table = f'id,d,child,age,who\na-1,{AT},v1,13,"p-1, p-2"\na-1,{AT},v2,9,p-2\n'
    report, _written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert set(asked(plan(cli, tmp_path))) == {"v1/p-1", "v1/p-2", "v2/p-2"}


def test_texts_stand_for_representatives_and_one_of_them_was_told(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + (
        "  age: {fact: victim.age}\n"
        "  who: {party: representative, of: victim, values: {мать: m1, оба: [m1, f1], никто: [], неизвестно: unknown}}\n"
        f"  told: {{done: {ASKED}, to: m1}}\n"
    )
    table = f"id,d,age,who,told\na-1,{AT},13,Оба,2026-11-20 14:45\na-2,{AT},13,неизвестно,\na-3,{AT},13,никто,\n"
    report, written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert asked(plan(cli, tmp_path)) == {"victim/f1": "open", "victim/m1": "done"}
    assert "parties" not in written["a-2.yaml"] + written["a-3.yaml"]


def test_a_suspected_parent_is_a_parent_of_whom_the_table_says(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + (
        "  a1: {fact: victim.age, for: v1}\n  a2: {fact: victim.age, for: v2}\n"
        "  who: {fact: offender.role, for: o1, values: {parent: legal_representative}}\n"
        "  whose: {represents: offender, for: o1, values: {first: v1, both: [v1, v2], none: []}}\n"
    )
    table = f"id,d,a1,a2,who,whose\na-1,{AT},13,9,parent,first\na-2,{AT},13,9,parent,\n"
    report, _written = made(cli, tmp_path, columns, table)
    assert report["problems"] == []
    assert set(asked(plan(cli, tmp_path))) == {"v2"}  # the other child has nobody left to ask: a gap
    (gap,) = [one for one in plan(cli, tmp_path)["gaps"] if ASKED in one["rule"]]
    assert gap["role"] == "legal_representative"
    checked = [one.get("check_first", []) for one in plan(cli, tmp_path, "a-2")["duties"] if ASKED in one["rule"]]
    assert checked == [["o1.represents"], ["o1.represents"]]


def test_the_same_reference_makes_the_accused_a_representative(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + (
        "  age: {fact: victim.age}\n  mother: {party: representative, of: victim}\n"
        "  father: {party: representative, of: victim}\n  accused: {party: offender}\n"
    )
    report, _written = made(cli, tmp_path, columns, f"id,d,age,mother,father,accused\na-1,{AT},13,p-1,p-2,p-1\n")
    assert report["problems"] == []
    assert set(asked(plan(cli, tmp_path))) == {"victim/p-2"}


def test_posts_that_are_held_absent_conflicted_and_passed_on(cli: CommandLine, tmp_path: Path) -> None:
    head = HEAD.replace("columns:", "institution: {conflicted: school_psychologist, week: 6}\ncolumns:")
    columns = START + (
        "  post: {holds: offender, for: o1, values: {директор: education_org_head, нет: []}}\n"
        "  away: {posts: absent}\n  stake: {posts: conflicted, values: {да: [education_org_head], нет: []}}\n"
        "  deputy: {acting: education_org_head, values: {завуч: education_org_deputy_head}}\n"
    )
    table = f"id,d,post,away,stake,deputy\na-1,{AT},нет,social_pedagogue,да,завуч\na-2,{AT},директор,,нет,\n"
    report, written = made(cli, tmp_path, head + columns, table)
    assert report["problems"] == []
    first, second = written["a-1.yaml"], written["a-2.yaml"]
    assert "  conflicted: [school_psychologist, education_org_head]\n  week: 6\n" in first
    assert "  absent: [social_pedagogue]\n  acting: {education_org_head: education_org_deputy_head}\n" in first
    assert "offender: [{id: o1, holds: []}]" in first
    assert "  conflicted: school_psychologist\n" in second
    assert [one["role"] for one in plan(cli, tmp_path, "a-2")["accused"]] == ["education_org_head"]


def test_posts_are_named_by_their_labels(cli: CommandLine, tmp_path: Path) -> None:
    table = f"id,d,away\na-1,{AT},Педагог-психолог\na-2,{AT},чужой\n"
    report, _written = made(cli, tmp_path, START + "  away: {posts: absent}\n", table)
    (problem,) = report["problems"]
    assert (problem["code"], problem["place"]["line"]) == ("column-value", 3)
    assert "names no post" in problem["message"]


@pytest.mark.parametrize(
    ("columns", "row", "code"),
    [
        ("  who: {party: representative, of: victim}\n", "Анна", "case-reference"),
        ("  who: {party: representative, of: victim}\n", "870101300123", "case-reference"),
        ("  who: {party: representative, of: victim, age: n}\n", "p-1,130", "column-value"),
        ("  who: {party: representative, of: victim, age: n}\n", "p-1;p-2,40", "case-reference"),
        ("  who: {represents: offender, for: o1}\n", "v-7", "case-refused"),
        ("  who: {acting: education_org_head}\n", "police;prosecutor", "column-value"),
    ],
)
def test_what_says_nothing_usable_spoils_its_case(
    cli: CommandLine, tmp_path: Path, columns: str, row: str, code: str
) -> None:
    cells = row if "," in row else f"{row},"
    report, written = made(cli, tmp_path, START + columns, f"id,d,who,n\na-1,{AT},{cells}\n")
    assert code in [one["code"] for one in report["problems"] if one["severity"] == "error"]
    assert written == {}
    assert row not in json.dumps(report["problems"], ensure_ascii=False)


def test_rows_of_a_case_agree_on_its_people(cli: CommandLine, tmp_path: Path) -> None:
    columns = START + "  child: {party: victim}\n  age: {fact: victim.age}\n  away: {posts: absent}\n"
    table = f"id,d,child,age,away\na-1,{AT},v1,13,class_teacher\na-1,{AT},v2,9,school_psychologist\n"
    report, written = made(cli, tmp_path, columns, table)
    assert [one["code"] for one in report["problems"]] == ["case-contradiction"]
    assert written == {}


BAD = """\
  age1: {fact: victim.age, for: v1}
  age2: {fact: victim.age, for: v2}
  mother: {party: representative}
  father: {party: representative, of: victim}
  other: {party: representative, of: v3}
  whose: {represents: offender}
  whose2: {represents: offender, for: o1, values: {first: v4, some: {includes: [v1]}}}
  posts: {holds: offender, for: o1, values: {директор: head}}
  posts2: {holds: offender, for: o1}
  deputy: {acting: head, values: {завуч: [class_teacher, police]}}
  told: {done: notify-authorities, to: m9}
  ids: {party: representative, of: v1, values: {мать: мать Анна, отец: "870101300123"}}
"""
SAID = """\
map.yaml:9:3 mapping-rows `mother` does not say whom they represent
map.yaml:10:3 mapping-rows `father` does not say which victim
map.yaml:11:3 mapping-rows no column gives a fact of `v3`
map.yaml:12:3 mapping-rows `whose` does not say which offender
map.yaml:13:3 mapping-rows no column gives a fact of `v4`
map.yaml:13:69 wrong-type `some` stands for a list, which is complete
map.yaml:14:56 unknown-role no role `head`
map.yaml:15:3 mapping-rows `offender` comes from `posts` already
map.yaml:16:20 unknown-role no role `head`
map.yaml:16:42 wrong-type `завуч` stands for several, and one acts
map.yaml:17:40 unknown-role no role `m9`
map.yaml:18:55 not-a-reference `мать Анна` is no reference
map.yaml:18:72 personal-number this looks like the number of a person
"""


def test_check_says_what_cannot_be(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map.yaml").write_text(HEAD + START + BAD, encoding="utf-8")
    ran = cli("check", "map.yaml")
    assert ran.code == 1
    assert [one for one in ran.out.splitlines() if one.startswith("map.yaml")] == SAID.splitlines()
