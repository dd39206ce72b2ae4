"""CloudEvents of the duties of a case: each thing that happens is one event, sent again it is the same one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from command_line import CommandLine, case, cli
from procedures import MONDAY, MakePlan
from protocolkit import AlarmPolicy, Plan
from protocolkit.exports.cloudevents import events
from protocolkit.exports.schemas import of_exports

__all__ = ["case", "cli"]

RULES = """
- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 2 hours,
   clock: {extend: {by: education_authority}}}
- {id: aid, by: education_org, must: give_first_aid, after: report_received, due: immediately}
"""
KNOWN = {"offender.role": "pupil", "victim.age": 12}
REPORTED = {"event": "report_received", "at": MONDAY}
TOLD = {"event": "done", "rule": "tell", "at": "2026-11-16T10:30:00+05:00"}
TELL = "demo/school#tell/police"
HOURLY = AlarmPolicy(due_soon=(3600,))


def at(clock: str) -> str:
    return f"2026-11-16T{clock}+05:00"


def kinds(found: list[dict[str, Any]], duty: str = TELL) -> list[tuple[str, str]]:
    return [
        (one["type"].removeprefix("org.protocolkit.duty.").removesuffix(".v1"), one["time"])
        for one in found
        if one["data"]["duty"] == duty
    ]


@pytest.fixture
def late(plan: MakePlan) -> Plan:
    return plan(RULES, [REPORTED], KNOWN, as_of=at("13:00:00"))


def test_without_an_old_plan_all_that_happened_so_far_is_told(late: Plan) -> None:
    assert kinds(events(late, policy=HOURLY)) == [
        ("opened", MONDAY), ("due_soon", at("11:00:00")), ("due", at("12:00:00")), ("overdue", at("12:00:01")),
    ]  # fmt: skip


def test_with_an_old_plan_only_what_came_since(plan: MakePlan, late: Plan) -> None:
    noon = plan(RULES, [REPORTED], KNOWN, as_of=at("12:00:00"))
    assert kinds(events(late, noon, policy=HOURLY)) == [("overdue", at("12:00:01"))]
    assert events(late, late) == []


def test_polls_at_any_instants_tell_everything_once(plan: MakePlan, late: Plan) -> None:
    polled: list[dict[str, Any]] = []
    old = None
    for clock in ("10:00:00", "10:59:59", "11:00:00", "12:00:00", "12:00:01", "13:00:00"):
        new = plan(RULES, [REPORTED], KNOWN, as_of=at(clock))
        polled += events(new, old, policy=HOURLY)
        old = new
    assert sorted(e["id"] for e in polled) == sorted(e["id"] for e in events(late, policy=HOURLY))


def test_what_is_sent_twice_has_the_same_id_and_what_differs_another(plan: MakePlan, late: Plan) -> None:
    again = plan(RULES, [REPORTED], KNOWN, as_of=at("14:00:00"))
    first, second = ({e["id"]: e["time"] for e in events(p)} for p in (late, again))
    assert first == second
    assert len(first) == len(events(late))
    other = plan(RULES, [REPORTED], KNOWN, as_of=at("13:00:00"), incident="demo/2")
    assert not set(first) & {e["id"] for e in events(other)}


def test_a_duty_that_is_done_is_closed_when_it_was_done(plan: MakePlan) -> None:
    before = plan(RULES, [REPORTED], KNOWN)
    after = plan(RULES, [REPORTED, TOLD], KNOWN, as_of=at("13:00:00"))
    (closed,) = events(after, before)
    assert (closed["type"], closed["time"], closed["data"]["status"]) == (
        "org.protocolkit.duty.closed.v1", TOLD["at"], "done",
    )  # fmt: skip


def test_each_correction_of_the_log_opens_it_again(plan: MakePlan) -> None:
    seen = {e["id"] for e in events(plan(RULES, [REPORTED, TOLD], KNOWN, as_of=at("10:35:00")))}
    for clock in ("10:40:00", "10:50:00"):
        done = plan(RULES, [REPORTED, TOLD], KNOWN, as_of=at(clock))
        undone = plan(RULES, [REPORTED], KNOWN, as_of=at(clock))
        (opened,) = [e for e in events(undone, done) if e["type"].endswith("opened.v1")]
        assert opened["id"] not in seen
        seen.add(opened["id"])


def test_a_duty_nobody_asks_for_any_more_is_closed_without_a_status(plan: MakePlan) -> None:
    before = plan(RULES, [REPORTED], KNOWN)
    after = plan(RULES.replace("- {id: tell,", "- {id: tell, if: {victim.age: {from: 18}},"), [REPORTED], KNOWN)
    (closed,) = events(after, before)
    assert (closed["type"], closed["data"]["status"]) == ("org.protocolkit.duty.closed.v1", None)


def test_a_date_that_moves_there_and_back_is_three_events(plan: MakePlan) -> None:
    extended = {
        "event": "extended",
        "rule": "tell",
        "by": "education_authority",
        "at": at("10:30:00"),
        "due": at("15:00:00"),
    }
    short, long = ([REPORTED], [REPORTED, extended])
    moves = []
    old = plan(RULES, short, KNOWN)
    for log, clock in ((long, "10:31:00"), (short, "10:32:00"), (long, "10:33:00")):
        new = plan(RULES, log, KNOWN, as_of=at(clock))
        moves += events(new, old)
        old = new
    assert [e["type"] for e in moves] == ["org.protocolkit.duty.moved.v1"] * 3
    assert [e["data"]["due"] for e in moves] == [at("15:00:00"), at("12:00:00"), at("15:00:00")]
    assert len({e["id"] for e in moves}) == 3


def test_an_event_is_a_cloudevent_and_holds_no_fact_of_the_case(late: Plan) -> None:
    found = events(late, source="https://school-12.example/cases")
    checker = jsonschema.Draft202012Validator(
        of_exports()["duty-event"], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for one in found:
        checker.validate(one)
        assert set(one["data"]) == {"duty", "rule", "due", "status", "kind"}
        assert (one["subject"], one["source"]) == ("demo/1", "https://school-12.example/cases")
    text = json.dumps(found)
    assert "pupil" not in text
    assert "victim" not in text


def test_a_source_must_name_somebody_and_plans_must_be_of_one_incident(plan: MakePlan, late: Plan) -> None:
    with pytest.raises(ValueError, match="source"):
        events(late, source=" ")
    with pytest.raises(ValueError, match="two incidents"):
        events(late, plan(RULES, incident="demo/2"))


def test_alarms_are_what_their_schema_says(late: Plan) -> None:
    found = msgspec.to_builtins(late.alarms())
    assert found
    jsonschema.Draft202012Validator(of_exports()["alarms"]).validate(json.loads(msgspec.json.encode(found)))


def test_the_command_prints_alarms_and_events(cli: CommandLine, case: Path) -> None:
    alarms, found = cli("export", "alarms", case), cli("export", "events", case, "--source", "urn:school-12")
    assert (alarms.code, found.code) == (0, 0)
    assert {"opened", "due"} <= {one["rung"] for one in json.loads(alarms.out)}
    assert {one["source"] for one in json.loads(found.out)} == {"urn:school-12"}
    since = ("--since", "2026-11-20T14:30:00+05:00")
    assert len(json.loads(cli("export", "events", case, *since).out)) < len(json.loads(found.out))


def test_a_since_that_is_no_instant_is_refused(cli: CommandLine, case: Path) -> None:
    ran = cli("export", "events", case, "--since", "2026-11-20")
    assert (ran.code, ran.out) == (2, "")
    assert "--since instant-day-only" in ran.err


def test_what_was_done_on_a_day_is_closed_when_that_is_told(plan: MakePlan) -> None:
    rules = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 day}"
    log = [{"event": "report_received", "at": MONDAY}, {"event": "police_informed", "at": MONDAY[:10]}]
    made = plan(rules, log, as_of="2026-11-17T10:00:00+05:00")
    (closed,) = [one for one in events(made) if one["type"].endswith("closed.v1")]
    assert closed["time"] == made.as_of
