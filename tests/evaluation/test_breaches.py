"""What was done although a ban forbade it shows as a breach: by the moment of the act, whatever follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, write_ruleset
from protocolkit import Plan
from protocolkit.exports.plan_csv import rows
from protocolkit.plans.present import evaluate
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.to_text import text
from protocolkit.testing.running import run_tests

HEAD, DEPUTY = "education_org_head", "education_org_deputy_head"
NAMES = """
names:
  roles: {press: {label: {en: press}}}
  events:
    press_told: {label: {en: the press was told}, has: [by], when: {inform: press}}
    child_questioned: {label: {en: the child was questioned}, has: [by], when: {question: victim}}
  facts: {incident.weighty: {type: bool, label: {en: weighty}}}
"""
STANDING = "- {id: no-press, by: anyone, must_not: inform, to: press, standing: true, say: {en: Not to the press}}"
PASSING = """
- {id: no-questions, by: education_org_staff, must_not: question, to: victim, after: report_received, until: police_informed}
"""
WEIGHED = "- {id: hush, by: education_org_staff, must_not: inform, to: press, if: {incident.weighty: true}, after: report_received}"
OF_HEAD = "- {id: silent-head, by: education_org_head, must_not: inform, to: press, after: report_received}"
BY_MANNER = "- {{id: not-so, by: {by}, must_not: inform, to: press, {manner}, {begins}}}"
MANNERS = (
    "via: {only: [messenger]}",
    "via: {any: [messenger, email]}",
    "via: {never: [phone]}",
    "content: [circumstances]",
    "content: {never: [circumstances]}",
)
NARROWER = "- {id: head-may, by: education_org_head, may: inform, to: press, after: report_received}"
DUTY = "- {id: tell, by: education_org_head, must: inform, to: press, after: report_received, due: 1 day}"
Broken = Callable[..., Plan]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """The plan of a log under some rules, by two engines, which agree."""

    def made(rules: str, *log: dict[str, Any], **more: Any) -> Plan:
        write_ruleset(tmp_path, rules, NAMES)
        case = {"incident": "a/1", "protocol": "demo/school", "as_of": "2026-11-18T10:00:00+05:00",
                "events": [{"event": "report_received", "at": MONDAY}, *log], **more}  # fmt: skip
        read = protocolkit.load_incident(case, rules=[tmp_path])
        first, other = (evaluate(*read, engine=engine) for engine in ("compiled", "reference"))
        assert other.to_json() == first.to_json()
        return first

    return made


def happened(event: str, clock: str, **more: Any) -> dict[str, Any]:
    return {"event": event, "at": f"2026-11-16T{clock}:00+05:00", **more}


def told(plan: Plan) -> list[tuple[str, str, tuple[str, ...]]]:
    """The broken bans: which, how certain, and what would decide."""
    found = plan.to_dict().get("breaches", [])
    return [(one["rule"].partition("#")[2], one["status"], tuple(one["facts"])) for one in found]


def test_an_act_that_a_ban_forbids_is_a_breach_of_it(broken: Broken) -> None:
    """By whom, towards whom, since when it is forbidden and under which sentence."""
    found = broken(PASSING, happened("child_questioned", "11:00", by="class_teacher"))
    assert told(found) == [("no-questions", "breached", ())]
    (one,) = found.to_dict()["breaches"]
    assert (one["by"], one["to"], one["do"], one["at"]) == (
        "class_teacher",
        "victim",
        "question",
        "2026-11-16T11:00:00+05:00",
    )
    assert one["why"] == "forbidden since report_received of 2026-11-16T10:00:00+05:00"
    assert one["sources"][0]["words"] == "some words"


@pytest.mark.parametrize("clock", ["09:00", "12:00", "13:00"])
def test_before_a_ban_began_and_after_it_ended_nothing_is_broken(broken: Broken, clock: str) -> None:
    acted = happened("child_questioned", clock, by="class_teacher")
    assert told(broken(PASSING, acted, happened("police_informed", "12:00", by="police"))) == []


def test_a_breach_stays_when_the_ban_has_ended(broken: Broken) -> None:
    acted = happened("child_questioned", "11:00", by="class_teacher")
    found = broken(PASSING, acted, happened("police_informed", "12:00"))
    assert found.prohibitions == ()
    assert told(found) == [("no-questions", "breached", ())]


def test_what_stands_at_all_times_is_broken_in_a_case_too(broken: Broken) -> None:
    found = broken(STANDING, happened("press_told", "09:00"))
    assert told(found) == [("no-press", "breached", ())]
    assert found.to_dict()["breaches"][0]["why"] == "forbidden at all times"


def test_a_record_that_a_ban_was_broken_is_a_breach_and_has_its_effect(broken: Broken) -> None:
    record = happened("breached", "11:00", rule="demo/school#no-questions")
    assert told(broken(PASSING, record)) == [("no-questions", "breached", ())]
    assert broken(PASSING, record).without_effect == ()


def test_a_record_of_what_was_not_forbidden_changes_nothing(broken: Broken) -> None:
    found = broken(PASSING, happened("breached", "09:00", rule="demo/school#no-questions"))
    assert told(found) == []
    assert [one.entry.event for one in found.without_effect] == ["breached"]


def test_while_a_fact_decides_whether_it_was_forbidden_that_is_asked(broken: Broken) -> None:
    acted = happened("press_told", "11:00", by="teacher")
    assert told(broken(WEIGHED, acted)) == [("hush", "not_certain", ("incident.weighty",))]
    assert told(broken(WEIGHED, acted, facts={"incident.weighty": True})) == [("hush", "breached", ())]
    assert told(broken(WEIGHED, acted, facts={"incident.weighty": False})) == []


def test_who_of_the_house_it_was_is_asked_where_the_ban_is_on_one_of_them(broken: Broken) -> None:
    assert told(broken(OF_HEAD, happened("press_told", "11:00"))) == [
        ("silent-head", "not_certain", ("press_told.by",))
    ]
    assert told(broken(OF_HEAD, happened("press_told", "11:00", by=HEAD))) == [("silent-head", "breached", ())]
    assert told(broken(OF_HEAD, happened("press_told", "11:00", by="teacher"))) == []


def test_a_ban_on_a_post_binds_who_acts_in_its_place(broken: Broken) -> None:
    found = broken(OF_HEAD, happened("press_told", "11:00", by=DEPUTY), institution={"acting": {HEAD: DEPUTY}})
    assert told(found) == [("silent-head", "breached", ())]


def test_an_act_of_the_day_on_which_the_ban_began_is_not_certain(broken: Broken) -> None:
    acted = {"event": "child_questioned", "at": "2026-11-16", "by": "class_teacher"}
    assert told(broken(PASSING, acted)) == [("no-questions", "not_certain", ("child_questioned.at",))]


@pytest.mark.parametrize("manner", MANNERS)
def test_how_it_was_done_the_log_does_not_say(broken: Broken, manner: str) -> None:
    ban = BY_MANNER.format(by="anyone", manner=manner, begins="standing: true")
    assert told(broken(ban, happened("press_told", "11:00"))) == []


@pytest.mark.parametrize("manner", MANNERS)
def test_a_ban_on_how_it_is_done_takes_no_duty_to_do_it_away(broken: Broken, manner: str) -> None:
    """As narrow as the duty: without its manner it would stand in the duty's place."""
    duties = {}
    for said in (f"{manner},", ""):
        ban = (
            BY_MANNER.format(by=HEAD, manner=said, begins="after: report_received")
            .replace(",,", ",")
            .replace(", ,", ",")
        )
        duties[said] = [one.rule for one in broken(f"{ban}\n{DUTY}").duties]
    assert duties == {f"{manner},": ["demo/school#tell"], "": []}


def test_what_a_narrower_permission_allows_is_no_breach(broken: Broken) -> None:
    rules = (
        WEIGHED.replace("if: {incident.weighty: true}, ", "").replace("education_org_staff", "anyone") + "\n" + NARROWER
    )
    assert told(broken(rules, happened("press_told", "11:00", by=HEAD))) == []
    assert told(broken(rules, happened("press_told", "11:00", by="teacher"))) == [("hush", "breached", ())]


def test_a_duty_that_names_who_is_no_breach_of_a_general_ban(broken: Broken) -> None:
    done = happened("done", "11:00", rule="demo/school#tell", by=HEAD)
    assert told(broken(DUTY + "\n" + STANDING.replace("to: press", "to: anyone"), done)) == []


def test_a_duty_that_a_ban_as_specific_took_away_is_a_breach_when_done(broken: Broken) -> None:
    done = happened("done", "11:00", rule="demo/school#tell", by=HEAD)
    assert told(broken(DUTY + "\n" + OF_HEAD, done)) == [("silent-head", "breached", ())]


def test_what_was_forbidden_only_by_what_was_known_then_is_superseded(broken: Broken) -> None:
    known = happened("report_received", "10:30", facts={"incident.weighty": True})
    corrected = happened("report_received", "12:00", facts={"incident.weighty": False})
    found = broken(WEIGHED, known, happened("press_told", "11:00", by="teacher"), corrected)
    assert told(found) == [("hush", "superseded", ())]


def test_an_entry_taken_back_breaks_nothing(broken: Broken) -> None:
    acted = happened("press_told", "11:00", id="e1")
    back = happened("retracted", "12:00", entry="e1")
    assert told(broken(STANDING, acted, back)) == []


def test_a_breach_stands_on_every_page(broken: Broken) -> None:
    found = broken(STANDING, happened("press_told", "11:00", by="teacher"))
    vocabulary = protocolkit.load("kz/interagency").vocabulary
    page = text(plan_sheet(found, vocabulary))
    assert "BANS BROKEN" in page
    assert "forbidden at all times" in page
    (row,) = [row for row in rows(found, vocabulary) if row["kind"] == "breach"]
    assert (row["rule"], row["status"], row["by"]) == ("demo/school#no-press", "breached", "teacher")
    assert found.view("card").breaches == ("Not to the press",)


def test_a_rule_test_can_expect_a_breach(tmp_path: Path) -> None:
    write_ruleset(tmp_path, STANDING, NAMES)
    tests = tmp_path / "tests"
    tests.mkdir()
    case = """
tests: demo/school
cases:
  - name: NAME
    incident: {events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}, {event: press_told, at: "2026-11-16T11:00:00+05:00"}]}
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {breaches: EXPECTED}
"""
    met = "[{rule: no-press, status: breached, event: press_told, do: inform, to: press}]"
    (tests / "t.yaml").write_text(case.replace("NAME", "met").replace("EXPECTED", met), encoding="utf-8")
    assert not run_tests([str(tmp_path)]).failed
    for wrong in ("[]", "[{rule: no-press, status: not_certain}]", "[{rule: no-press, event: child_questioned}]"):
        (tests / "t.yaml").write_text(case.replace("NAME", "wrong").replace("EXPECTED", wrong), encoding="utf-8")
        assert run_tests([str(tmp_path)]).failed
