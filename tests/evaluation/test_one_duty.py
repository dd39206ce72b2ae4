"""When two duties are one: within a text only if it says so, across texts unless one comes from the other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, duty, write_ruleset
from protocolkit import InputError, Plan

REPORTED = {"event": "report_received", "at": MONDAY}
LATER = "2026-11-16T12:00:00+05:00"


def at(time: str) -> str:
    return f"2026-11-16T{time}:00+05:00"


def happened(event: str, time: str, **more: str) -> dict[str, str]:
    return {"event": event, "at": at(time), **more}


def rule(id: str, more: str, by: str = "education_org_head", after: str = "report_received") -> str:
    return f"- {{id: {id}, by: {by}, after: {after}, {more}}}\n"


TELL = "must: notify, to: police, due: "


def both(folder: Path, one: str, two: str, log: list[dict[str, Any]] | None = None, as_of: str = LATER) -> Plan:
    write_ruleset(folder, one, id="demo/one")
    write_ruleset(folder, two, id="demo/two")
    (folder / "both.yaml").write_text(
        "protocol: demo/both\nrulesets: [demo/one, demo/two]\nzone: Asia/Almaty\ncalendar: kz\n", encoding="utf-8"
    )
    case = {
        "incident": "demo/1", "protocol": "demo/both", "as_of": as_of, "facts": {"offender.role": "pupil"},
        "events": [REPORTED, *(log or [])],
    }  # fmt: skip
    return protocolkit.plan(case, rules=[folder])


def states(plan: Plan) -> dict[str, str]:
    return {d.id.partition("#")[2]: d.status for d in plan.duties}


def groups(plan: Plan) -> set[frozenset[str]]:
    return {frozenset(r.partition("#")[2] for r in (d.rule, *d.also_required_by)) for d in plan.duties}


# -- within one text


def test_two_rules_of_one_text_are_two_duties_whatever_they_share(plan: MakePlan) -> None:
    rules = rule("a", TELL + "1 hour") + rule("b", TELL + "2 hours")
    answer = plan(rules, [REPORTED, happened("done", "10:30", rule="a")], as_of=LATER)
    assert states(answer) == {"a/police": "done", "b/police": "open"}


def test_what_restates_is_one_duty_for_the_recipients_that_both_name(plan: MakePlan) -> None:
    rules = rule("a", TELL + "1 hour") + rule("b", "must: notify, to: [police, prosecutor], due: none, restates: a")
    answer = plan(rules, [REPORTED, happened("done", "10:30", rule="b", to="police")], as_of=LATER)
    assert states(answer) == {"a/police": "done", "b/prosecutor": "open"}


def test_what_restates_two_rules_joins_the_first_and_never_both(plan: MakePlan) -> None:
    rules = rule("a", TELL + "3 hours") + rule("b", TELL + "1 hour") + rule("c", TELL + "none, restates: [a, b]")
    assert groups(plan(rules, [REPORTED], as_of=MONDAY)) == {frozenset({"a"}), frozenset({"b", "c"})}


def test_the_miss_of_a_rule_is_that_of_its_own_limit(plan: MakePlan) -> None:
    rules = (
        rule("a", TELL + "1 hour") + rule("b", TELL + "4 hours, restates: a")
        + "- {id: escalate, by: education_authority, must: review, after: {missed: b}, due: 1 day}"
    )  # fmt: skip
    answer = plan(rules, [REPORTED], as_of=LATER)
    assert states(answer) == {"a/police": "overdue"}
    assert [(one.rule, one.event) for one in answer.awaiting] == [("demo/school#escalate", "missed:demo/school#b")]


def test_a_variant_restates_a_rule_of_its_base(tmp_path: Path) -> None:
    write_ruleset(tmp_path, rule("a", TELL + "1 hour"), id="demo/base")
    (tmp_path / "variant.yaml").write_text(
        "ruleset: demo/town\nextends: demo/base\nadd:\n"
        '  - {id: b, because: the town says so again, cites: {point: "1", words: again}, by: education_org_head, '
        "must: notify, to: police, after: report_received, due: 2 hours, restates: demo/base#a, say: {en: Tell}}\n",
        encoding="utf-8",
    )
    case = {"incident": "demo/1", "protocol": "demo/town", "as_of": MONDAY, "events": [REPORTED]}
    assert groups(protocolkit.plan(case, rules=[tmp_path])) == {frozenset({"a", "b"})}


# -- across texts


def test_what_comes_from_a_duty_is_another_duty_at_any_depth(tmp_path: Path) -> None:
    one = rule("a", TELL + "1 hour") + rule("b", "must: review, due: 1 day", after="{missed: a}")
    two = rule("c", TELL + "1 hour", after="{done: demo/one#b}")
    log = [happened("done", "11:30", rule="b")]
    assert groups(both(tmp_path, one, two, log)) == {frozenset({"a"}), frozenset({"b"}), frozenset({"c"})}


def test_a_group_holds_one_rule_of_each_text_that_with_the_earlier_limit(tmp_path: Path) -> None:
    answer = both(tmp_path, rule("a", TELL + "5 hours") + rule("b", TELL + "4 hours"), rule("c", TELL + "6 hours"))
    assert groups(answer) == {frozenset({"a"}), frozenset({"b", "c"})}


def test_the_same_entry_joins_before_the_earlier_limit(tmp_path: Path) -> None:
    one = rule("a", TELL + "1 hour") + rule("b", TELL + "9 hours", after="commission_decided")
    two = rule("c", TELL + "9 hours", after="commission_decided")
    answer = both(tmp_path, one, two, [happened("commission_decided", "10:10")], at("10:20"))
    assert groups(answer) == {frozenset({"a"}), frozenset({"b", "c"})}


@pytest.mark.parametrize("done", ["demo/one#a", "demo/two#c"])
def test_a_record_of_any_rule_closes_the_group(tmp_path: Path, done: str) -> None:
    answer = both(
        tmp_path, rule("a", TELL + "1 hour"), rule("c", TELL + "2 hours"), [happened("done", "10:30", rule=done)]
    )
    assert [(d.status, d.done_at) for d in answer.duties] == [("done", at("10:30"))]


def test_the_bearers_of_all_are_named_and_strangers_to_each_other_are_a_conflict_once(tmp_path: Path) -> None:
    two = "must: notify, to: [police, prosecutor], due: "
    answer = both(tmp_path, rule("a", two + "1 hour"), rule("c", two + "2 hours", by="class_teacher"), as_of=MONDAY)
    assert {(d.by, d.by_mode) for d in answer.duties} == {(("education_org_head", "class_teacher"), "any")}
    assert Counter(c.kind for c in answer.conflicts)["bearer"] == 1
    own = both(tmp_path, rule("a", two + "1 hour"), rule("c", two + "2 hours", by="education_org"), as_of=MONDAY)
    assert "bearer" not in {c.kind for c in own.conflicts}


def test_readings_and_contents_keep_the_rule_they_come_from(tmp_path: Path) -> None:
    reading = "readings: [{instead: {due: 3 hours}, because: why}]"
    one, two = "1 hour, content: [circumstances]", f"2 hours, content: [birth_date], {reading}"
    found = duty(both(tmp_path, rule("a", TELL + one), rule("c", TELL + two), as_of=MONDAY), "a")
    assert [(r.rule, r.because) for r in found.readings] == [("demo/two#c", "why")]
    assert found.content_from == {"demo/one#a": ("circumstances",), "demo/two#c": ("birth_date",)}


# -- an act closes little


def test_an_event_closes_the_first_it_fits_and_says_what_stays_open(plan: MakePlan) -> None:
    rules = (
        rule("a", TELL + "9 hours") + rule("b", TELL + "8 hours") + rule("c", "must: notify, to: prosecutor, due: none")
    )
    answer = plan(rules, [REPORTED, happened("police_informed", "10:30")], as_of=LATER)
    assert states(answer) == {"b/police": "done", "a/police": "open", "c/prosecutor": "open"}
    assert [w.rule for w in answer.warnings if w.code == "which_duty"] == ["demo/school#b"]


def test_an_event_for_nobody_in_particular_closes_it_for_everybody(plan: MakePlan) -> None:
    rules = "- {id: a, each: victim, by: education_org_head, must: notify, to: police, after: report_received, due: 9 hours}"
    log = [REPORTED, happened("police_informed", "10:30")]
    answer = plan(rules, log, {}, LATER, parties={"victim": [{"id": "v1"}, {"id": "v2"}]})
    assert {d.status for d in answer.duties} == {"done"}
    assert "closed_for_all" in {w.code for w in answer.warnings}
    one = plan(rules, [REPORTED, happened("police_informed", "10:30", **{"for": "v1"})], {}, LATER,
               parties={"victim": [{"id": "v1"}, {"id": "v2"}]})  # fmt: skip
    assert {d.for_: d.status for d in one.duties} == {"v1": "done", "v2": "open"}


def test_a_record_says_which_of_the_acts_it_was(plan: MakePlan) -> None:
    rules = rule("a", "must: [review, monitor], due: 9 hours")
    answer = plan(rules, [REPORTED, happened("done", "10:30", rule="a", do="review")], as_of=LATER)
    assert states(answer) == {"a/review": "done", "a/monitor": "open"}
    with pytest.raises(InputError, match="unknown-action"):
        plan(rules, [REPORTED, happened("done", "10:30", rule="a", do="notify")], as_of=LATER)


def test_acts_that_belong_together_are_done_with_the_last_of_them(plan: MakePlan) -> None:
    rules = rule("a", "must: {all: [review, monitor]}, due: 9 hours")
    first = happened("done", "10:30", rule="a", do="review")
    assert duty(plan(rules, [REPORTED, first], as_of=LATER), "a").status == "open"
    found = duty(plan(rules, [REPORTED, first, happened("done", "11:00", rule="a", do="monitor")], as_of=LATER), "a")
    assert (found.status, found.done_at) == ("done", at("11:00"))


def test_what_an_excepted_person_did_makes_no_event(plan: MakePlan) -> None:
    by = "{any: [education_org_head, class_teacher], except: [class_teacher]}"
    rules = rule("a", TELL + "9 hours", by=by) + rule("b", "must: review, due: 1 day", after="police_informed")
    answer = plan(rules, [REPORTED, happened("done", "10:30", rule="a", by="class_teacher")], as_of=LATER)
    assert states(answer) == {"a/police": "open"}


def test_a_trigger_that_came_for_another_person_is_told(plan: MakePlan) -> None:
    log = [{**REPORTED, "for": "v1"}, happened("report_received", "10:30", **{"for": "v2"})]
    answer = plan(rule("a", TELL + "9 hours"), log, {}, LATER, parties={"victim": [{"id": "v1"}, {"id": "v2"}]})
    found = duty(answer, "a")
    assert [w.code for w in found.warnings] == ["started_once"]
    assert any("no second time" in line for line in found.trace)


def test_no_duty_of_several_texts_aims_after_its_own_limit() -> None:
    case = {
        "incident": "a/1", "protocol": "kz/national", "as_of": "2026-11-20T12:00:00+05:00",
        "events": [
            {"event": "application_submitted", "at": "2026-11-19T10:00:00+05:00"},
            {"event": "report_received", "at": "2026-11-20T09:00:00+05:00"},
        ],
    }  # fmt: skip
    due = [d.due for d in protocolkit.plan(case).duties if d.due and d.due.target and d.due.limit]
    assert due
    assert all(one.target <= one.limit for one in due if one.target and one.limit)
