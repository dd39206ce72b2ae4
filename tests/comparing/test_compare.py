"""Two texts beside each other: what only one asks for, which is the stricter, and a case that shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.comparing.compare import Comparison, Row, compare
from protocolkit.comparing.comparison_page import comparison_sheet
from protocolkit.comparing.sides import sides
from protocolkit.languages.saying import said
from protocolkit.showing.sheet import Sheet
from protocolkit.showing.to_html import html
from protocolkit.showing.to_markdown import markdown
from protocolkit.showing.to_text import text

__all__ = ["cli"]

RULE = """
- id: tell-police
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: none
"""


def compared(folder: Path, a: str, b: str, *, cases: bool = True) -> Comparison:
    """Two made-up texts, of which each says some rules."""
    for id, rules in (("demo/a", a), ("demo/b", b)):
        write_ruleset(folder, rules, id=id)
    return compare(*sides("demo/a", "demo/b", [str(folder)]), cases=cases)


def only(comparison: Comparison) -> Row:
    (row,) = comparison.rows
    return row


def with_(line: str) -> str:
    """The rule with one line more, or another time."""
    return RULE.replace("due: none", line) if line.startswith("due:") else f"{RULE}  {line}\n"


# One difference between two rules, and what it is.
DIFFERENCES = [
    ("due: 1 hour", "due: 2 hours", "stricter_a", "due"),
    ("due: none", "due: 24 hours", "stricter_b", "due"),
    ("due: 24 hours", "due: 1 working_day", "stricter_a", "due"),
    ("due: 3 days", "due: 3 working_days", "stricter_a", "due"),
    ("due: 80 hours", "due: 3 working_days", "incomparable", "due"),
    ("due: immediately", "due: 1 hour", "incomparable", "due"),
    ('due: "immediately, at most 1 hour"', "due: 1 hour", "stricter_a", "due"),
    ("if: {victim.is_minor: true}", "due: none", "stricter_b", "condition"),
    ("if: {offender.age: {from: 14, under: 16}}", "if: {offender.age: {from: 14}}", "stricter_b", "condition"),
    ("if: {victim.is_minor: true}", "if: {incident.crime_signs: true}", "incomparable", "condition"),
    ("via: {only: [protected_email]}", "via: {only: [protected_email, phone]}", "stricter_a", "channels"),
    ("via: {never: [messenger]}", "due: none", "stricter_a", "channels"),
    ("content: [circumstances]", "content: [circumstances, child_full_name]", "stricter_b", "content"),
    ("until: case_closed", "due: none", "stricter_b", "until"),
    ("clock: {extend: {by: police}}", "due: none", "stricter_b", "clock"),
]


@pytest.mark.parametrize(("a", "b", "kind", "what"), DIFFERENCES)
def test_one_difference_makes_one_rule_the_stricter_and_a_case_shows_it(
    tmp_path: Path, a: str, b: str, kind: str, what: str
) -> None:
    row = only(compared(tmp_path, with_(a), with_(b)))
    assert (row.kind, [one.what for one in row.differences]) == (kind, [what])
    assert row.case is not None
    assert "applies" in (row.case.a.state, row.case.b.state)


@pytest.mark.parametrize(("a", "b", "kind", "what"), DIFFERENCES)
def test_seen_from_the_other_side_it_is_the_other_rule(tmp_path: Path, a: str, b: str, kind: str, what: str) -> None:
    mirrored = {"stricter_a": "stricter_b", "stricter_b": "stricter_a"}.get(kind, kind)
    row = only(compared(tmp_path, with_(b), with_(a), cases=False))
    assert (row.kind, [one.what for one in row.differences]) == (mirrored, [what])


def test_hours_against_working_days_say_on_which_days_each_ends_first(tmp_path: Path) -> None:
    row = only(compared(tmp_path, with_("due: 80 hours"), with_("due: 3 working_days")))
    assert row.case is not None
    assert row.counter_case is not None
    ends = [(one.a.due, one.b.due) for one in (row.case, row.counter_case)]
    first, second = [(a.limit, b.limit) for a, b in ends if a is not None and b is not None]
    assert first[0] is not None
    assert first[1] is not None
    assert first[0] < first[1]
    assert second[0] is not None
    assert second[1] is not None
    assert second[0] > second[1]
    assert "depends on the day" in said(row.differences[0].message)


def test_an_act_of_one_text_alone_is_shown_with_the_other_silent(tmp_path: Path) -> None:
    other = RULE.replace("tell-police", "meet-victim").replace("notify", "meet").replace("to: police", "to: victim")
    rows = compared(tmp_path, RULE, other).rows
    assert [row.kind for row in rows] == ["only_a", "only_b"]
    for row in rows:
        assert row.case is not None
        assert sorted([row.case.a.state, row.case.b.state]) == ["applies", "none"]


def test_what_is_the_same_in_other_words_of_the_same_rule_is_the_same(tmp_path: Path) -> None:
    other = RULE.replace("after: report_received", "after: {any: [report_received]}").replace(
        "tell-police", "tell-them"
    )
    assert only(compared(tmp_path, RULE, other)).kind == "same"


def test_a_rule_of_more_beginnings_is_the_stricter_and_the_case_is_one_of_those(tmp_path: Path) -> None:
    more = RULE.replace("after: report_received", "after: {any: [report_received, fact_detected]}")
    row = only(compared(tmp_path, RULE, more))
    assert row.kind == "stricter_b"
    assert row.case is not None
    assert (row.case.a.state, row.case.b.state) == ("awaiting", "applies")


def test_a_notice_that_waits_for_another_act_begins_later(tmp_path: Path) -> None:
    decide = "- {id: decide, by: bullying_commission, must: decide, after: report_received, due: none}\n"
    after = decide + RULE.replace("after: report_received", "after: {done: decide}")
    rows = {row.a.name if row.a else "": row for row in compared(tmp_path, decide + RULE, after).rows}
    assert rows["decide"].kind == "same"
    assert rows["tell-police"].kind == "stricter_a"


def test_another_bearer_of_the_institution_is_told_and_is_not_stricter(tmp_path: Path) -> None:
    row = only(compared(tmp_path, RULE, RULE.replace("education_org_head", "class_teacher")))
    assert (row.kind, [one.what for one in row.differences]) == ("same", ["bearer"])


def test_another_institution_owes_another_duty(tmp_path: Path) -> None:
    rows = compared(
        tmp_path, RULE, RULE.replace("education_org_head", "police").replace("to: police", "to: prosecutor")
    )
    assert [row.kind for row in rows.rows] == ["only_a", "only_b"]


def test_a_ban_is_stricter_than_a_permission(tmp_path: Path) -> None:
    may, never = (
        RULE.replace("  due: none\n", "").replace("must: notify", verb) for verb in ("may: notify", "must_not: notify")
    )
    row = only(compared(tmp_path, may, never))
    assert (row.kind, row.differences[0].what) == ("stricter_b", "modality")


def test_recipients_of_one_act_are_held_against_each_other_one_by_one(tmp_path: Path) -> None:
    two = RULE.replace("to: police", "to: [police, prosecutor]")
    rows = {row.people: row.kind for row in compared(tmp_path, two, RULE).rows}
    assert rows == {("police",): "same", ("prosecutor",): "only_a"}


def test_one_of_several_is_less_than_one_named(tmp_path: Path) -> None:
    one_of = RULE.replace("to: police", "to: {any: [police, prosecutor]}")
    row = only(compared(tmp_path, one_of, RULE))
    assert (row.kind, row.differences[0].what) == ("stricter_b", "recipients")


def test_a_second_notice_that_adds_nothing_makes_no_row(tmp_path: Path) -> None:
    again = RULE + RULE.replace("tell-police", "tell-again").replace(
        "after: report_received", "after: {done: tell-police}"
    )
    assert [row.kind for row in compared(tmp_path, again, RULE).rows] == ["same"]


def test_a_second_notice_that_asks_for_more_is_held_against_the_same_rule(tmp_path: Path) -> None:
    more = RULE.replace("tell-police", "write") + "  document: notice\n  content: [circumstances]\n"
    rows = compared(tmp_path, RULE + more.replace("  document: notice\n", ""), RULE).rows
    assert [(row.kind, row.b is not None) for row in rows] == [("same", True), ("stricter_a", True)]
    assert rows[1].beside == ("demo/a#tell-police",)


def test_a_text_is_the_same_as_itself() -> None:
    found = compare(*sides("ua/pdyut", "ua/pdyut"), cases=False)
    assert {row.kind for row in found.rows} == {"same"}
    assert not any(row.differences for row in found.rows)


def test_an_edition_is_named_by_a_day_in_it() -> None:
    found = compare(*sides("kz/order-506@2025-06-01", "kz/order-506"), cases=False)
    begins = [protocol.rulesets[0].in_force.from_ for protocol in found.protocols]
    assert begins[0] is not None
    assert begins[1] is not None
    assert begins[0] < "2025-06-01" < begins[1]


# -- the command


def test_the_command_prints_fixed_keys(cli: CommandLine) -> None:
    ran = cli("compare", "ua/pdyut", "ua/vocational", "--format", "json")
    data: dict[str, Any] = json.loads(ran.out)
    assert (ran.code, data["compare"]) == (0, 1)
    police = next(row for row in data["rows"] if row["to"] == ["police"] and row["a"])
    assert (police["kind"], police["a"], police["b"]) == (
        "stricter_a", "ua/pdyut#notify-police", "ua/vocational#notify-after-finding"
    )  # fmt: skip
    assert police["sources"]["a"][0]["point"]
    assert police["sources"]["b"][0]["words"]
    assert police["case"]["a"]["due"]["limit"] == "2026-11-19T15:00:00+02:00"
    assert police["case"]["b"]["state"] == "awaiting"
    assert {"stricter_a", "incomparable", "only_a", "only_b"} <= {row["kind"] for row in data["rows"]}


def test_it_fails_only_on_the_kinds_asked_for(cli: CommandLine, tmp_path: Path) -> None:
    for id, rules in (("demo/a", with_("due: none")), ("demo/b", with_("if: {victim.is_minor: true}"))):
        write_ruleset(tmp_path, rules, id=id)
    sides = ("compare", "demo/a", "demo/b", "--no-cases", "--rules", tmp_path)
    assert cli(*sides, "--fail-on", "stricter_b").code == 0
    assert cli(*sides, "--fail-on", "stricter_a").code == 1
    assert cli(*sides, "--fail-on", "only_b", "--fail-on", "stricter_a").code == 1


def test_what_cannot_be_read_is_told_and_ends_with_two(cli: CommandLine) -> None:
    for a, code in (("ua/pdyt", "unknown-protocol"), ("ua/pdyut@friday", "not-a-day"), ("nowhere:ua/pdyut", "file-missing"),
                    ("kz/order-506@2001-01-01", "edition-not-loaded")):  # fmt: skip
        ran = cli("compare", a, "ua/pdyut")
        assert (ran.code, code in ran.err) == (2, True), ran.err


def test_a_folder_before_the_colon_is_where_that_sides_rules_lie(cli: CommandLine, tmp_path: Path) -> None:
    for folder, due in (("old", "due: 24 hours"), ("new", "due: 2 hours")):
        (tmp_path / folder).mkdir()
        write_ruleset(tmp_path / folder, with_(due))
    sides = (f"{tmp_path / 'old'}:demo/school", f"{tmp_path / 'new'}:demo/school")
    data = json.loads(cli("compare", *sides, "--format", "json").out)
    assert [row["kind"] for row in data["rows"]] == ["stricter_b"]


@pytest.fixture(scope="module")
def depending(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Two rules of which the day decides which ends earlier."""
    return compared(tmp_path_factory.mktemp("depending"), with_("due: 80 hours"), with_("due: 3 working_days"))


@pytest.mark.parametrize("show", [text, html, markdown])
@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
def test_people_read_labels_and_never_names_of_rules(
    depending: Comparison, show: Callable[[Sheet], str], language: str
) -> None:
    page = show(comparison_sheet(depending, language))
    assert "report_received" not in page
    assert "80" in page
