"""What a change of rules does to standing cases, and which rule did it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.comparing.effect import Effect, effect
from protocolkit.comparing.effect_page import effect_sheet
from protocolkit.comparing.rule_changes import changed_rule
from protocolkit.comparing.sides import sides
from protocolkit.showing.to_html import html
from protocolkit.showing.to_markdown import markdown
from protocolkit.showing.to_text import text

__all__ = ["cli"]

RULES = """
- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 3 days}
- {id: decide, by: bullying_commission, must: decide, after: {done: tell}, due: 2 days}
- {id: no-talk, by: education_org_head, must_not: disclose, if: {incident.crime_signs: true}, after: report_received}
"""
# A Monday; told on Thursday, which is the third day.
CASES = """
tests: demo/school
given: {facts: {offender.role: pupil}}
cases:
  - name: told on the third day
    incident:
      events:
        - {event: report_received, at: "2026-11-16T10:00:00+05:00"}
        - {event: done, rule: demo/school#tell, to: police, at: "2026-11-19T10:00:00+05:00"}
    as_of: "2026-11-19T12:00:00+05:00"
    expect: {duties: [{rule: tell}]}
  - name: a fresh report with signs of a crime
    incident:
      facts: {incident.crime_signs: true}
      events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}]
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: [{rule: tell}]}
"""


def after(folder: Path, rules: str, cases: str = CASES) -> Effect:
    """The effect of going from RULES to these."""
    for name, said in (("old", RULES), ("new", rules)):
        (folder / name / "tests").mkdir(parents=True)
        write_ruleset(folder / name, said)
    (folder / "old" / "tests" / "cases.yaml").write_text(cases, encoding="utf-8")
    return effect(*sides(f"{folder / 'old'}:", f"{folder / 'new'}:"), [str(folder / "old")])


def told(found: Effect) -> list[tuple[str, str, str | None, int]]:
    """Kind, rule, the rule that did it, and how many cases."""
    return [
        (row.kind, row.rule_id.partition("#")[2], row.cause and row.cause.id.partition("#")[2], len(row.cases))
        for row in found.rows
    ]  # fmt: skip


def test_the_same_rules_change_nothing(tmp_path: Path) -> None:
    found = after(tmp_path, RULES)
    assert (found.cases, found.changed, found.rows, found.apart) == (2, 0, (), ())


def test_a_shorter_term_makes_late_what_was_done_in_time_and_moves_the_rest(tmp_path: Path) -> None:
    found = after(tmp_path, RULES.replace("due: 3 days", "due: 2 days"))
    assert told(found) == [("became_late", "tell", "tell", 1), ("moved", "tell", "tell", 1)]
    late = found.rows[0].cases[0]
    assert (late.case, late.was, late.now) == ("told on the third day", "done", "done_late")
    assert late.was_due is not None
    assert str(late.was_due.last_day) == "2026-11-19"


def test_a_longer_term_frees_what_was_late(tmp_path: Path) -> None:
    late = CASES.replace('police, at: "2026-11-19T10', 'police, at: "2026-11-21T10').replace("19T12:00", "21T12:00")
    found = after(tmp_path, RULES.replace("due: 3 days", "due: 6 days"), late)
    assert told(found)[-1] == ("no_longer_late", "tell", "tell", 1)


def test_a_new_rule_opens_and_a_removed_one_closes(tmp_path: Path) -> None:
    new = (
        RULES.replace("id: tell,", "id: inform,")
        .replace("done: tell", "done: inform")
        .replace("to: police", "to: prosecutor")
    )
    found = after(tmp_path, new)
    kinds = {(row.kind, row.rule_id.partition("#")[2]) for row in found.rows}
    assert {("opened", "inform"), ("closed", "tell"), ("closed", "decide")} <= kinds
    causes = {row.rule_id.partition("#")[2]: row.cause for row in found.rows}
    assert causes["inform"] is not None
    assert causes["inform"].was is None
    assert causes["tell"] is not None
    assert causes["tell"].now is None


def test_a_ban_that_goes_is_a_thing_closed(tmp_path: Path) -> None:
    found = after(tmp_path, RULES.replace("incident.crime_signs: true", "incident.crime_signs: false"))
    assert told(found) == [("closed", "no-talk", "no-talk", 1)]


def test_what_waits_for_a_changed_rule_names_that_rule(tmp_path: Path) -> None:
    found = after(tmp_path, RULES.replace("after: {done: tell}, due: 2 days", "after: {done: tell}, due: 1 day"))
    assert told(found) == [("moved", "decide", "decide", 1)]
    assert [part.template for part in found.rows[0].cause.parts] == ["time — before: {was}; now: {now}"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [
        ("document: {any: [internal_act, service_memo]}", "document: [internal_act, service_memo]", "document_mode"),
        ("via: {any: [oral, written]}", "via: {any: [written]}", "via"),
    ],
)
def test_whatever_part_of_a_rule_is_another_is_named(tmp_path: Path, was: str, now: str, key: str) -> None:
    rule = "- {id: tell, by: education_org_head, must: notify, REST, after: report_received, due: 3 days}"
    for name, said in (("a", was), ("b", now)):
        (tmp_path / name).mkdir()
        write_ruleset(tmp_path / name, rule.replace("REST", said))
    a, b = (one.protocol() for one in sides(f"{tmp_path / 'a'}:demo/school", f"{tmp_path / 'b'}:demo/school"))
    found = changed_rule("demo/school#tell", a, b)
    assert found is not None
    assert [dict(part.parts)["keys"] for part in found.parts] == [key]


def test_an_entry_about_a_rule_that_is_gone_is_told(tmp_path: Path) -> None:
    found = after(tmp_path, RULES.replace("id: tell,", "id: inform,").replace("done: tell", "done: inform"))
    assert [one.case for one in found.apart] == ["told on the third day"]


def test_a_variant_takes_its_bases_cases_and_gives_its_reason(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    write_ruleset(tmp_path, RULES)
    (tmp_path / "tests" / "cases.yaml").write_text(CASES, encoding="utf-8")
    variant = """
ruleset: demo/strict
extends: demo/school
text: {title: {en: A stricter one}, language: en}
change:
  tell: {because: the region wants it sooner, set: {due: 2 days}}
rules: []
"""
    (tmp_path / "strict.yaml").write_text(variant.replace("rules: []\n", ""), encoding="utf-8")
    command = ("effect", "demo/school", "demo/strict", "--rules", tmp_path, "--over", tmp_path)
    ran = cli(*command, "--format", "json", "--fail-on", "became_late")
    data: dict[str, Any] = json.loads(ran.out)
    assert (ran.code, data["effect"], data["cases"]) == (1, 1, 2)
    late = data["rows"][0]
    assert (late["kind"], late["cause"]["because"]) == ("became_late", "the region wants it sooner")
    assert late["cause"]["sources"]["a"][0]["words"] == "some words"
    assert late["cases"][0]["old_due"] == "2026-11-20T00:00:00+05:00"
    assert cli(*command, "--fail-on", "closed").code == 0


def test_no_case_is_no_success(cli: CommandLine, tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES)
    ran = cli("effect", "demo/school", "demo/school", "--rules", tmp_path, "--over", tmp_path)
    assert (ran.code, "nothing-to-run" in ran.err) == (2, True)


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
def test_people_read_days_and_never_the_midnight_after(tmp_path: Path, language: str) -> None:
    found = after(tmp_path, RULES.replace("due: 3 days", "due: 2 days"))
    for show in (text, html, markdown):
        page = show(effect_sheet(found, language))
        assert "19" in page
        assert "00:00" not in page
