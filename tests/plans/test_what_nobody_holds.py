"""A clock that nobody can hold runs all the same: gaps and open questions are late, wake people and are closed like duties."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import CommandLine, cli
from procedures import MONDAY, MakePlan, duty, rules_of
from protocolkit import Plan, diff, load
from protocolkit.exports.cloudevents import events
from protocolkit.exports.ics import ics
from protocolkit.exports.plan_csv import rows
from protocolkit.plans.plan_entries import Gap, Undetermined
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.to_text import text

__all__ = ["cli"]

HEADLESS = """
- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours}
- {id: after-miss, by: education_authority, must: register, after: {missed: tell}, due: 2 hours}
"""
UNSURE = """
- {id: tell, by: class_teacher, must: notify, to: police, after: report_received, due: 24 hours,
   if: {incident.crime_signs: true}}
- {id: then, by: class_teacher, must: register, after: {done: tell}, due: 2 hours}
"""
REPORTED = {"event": "report_received", "at": MONDAY}
ACCUSED = {"offender.is_head": True}
PUPIL = {"offender.role": "pupil"}
IN_TIME, LATE = "2026-11-17T09:00:00+05:00", "2026-11-18T10:00:00+05:00"
LIMIT = "2026-11-17T10:00:00+05:00"
BOTH = pytest.mark.parametrize(("rules", "facts"), [(HEADLESS, ACCUSED), (UNSURE, PUPIL)])
NAMES = load("kz/interagency").vocabulary


def open_one(plan: Plan) -> Gap | Undetermined:
    (one,) = (*plan.gaps, *plan.undetermined)
    return one


@BOTH
def test_it_is_late_after_its_limit_and_not_before(plan: MakePlan, rules: str, facts: dict[str, object]) -> None:
    before, after = plan(rules, [REPORTED], facts, as_of=LIMIT), plan(rules, [REPORTED], facts, as_of=LATE)
    assert (open_one(before).status, open_one(before).late) == ("open", False)
    assert (open_one(after).status, open_one(after).late) == ("overdue", True)
    assert open_one(after).id == "demo/school#tell/police"


@BOTH
def test_the_plan_says_when_its_limit_will_have_passed(plan: MakePlan, rules: str, facts: dict[str, object]) -> None:
    assert plan(rules, [REPORTED], facts, as_of=MONDAY).next_change_at == "2026-11-17T10:00:01+05:00"


@BOTH
def test_alarms_diff_events_and_calendar_speak_of_it(plan: MakePlan, rules: str, facts: dict[str, object]) -> None:
    before, after = plan(rules, [REPORTED], facts, as_of=IN_TIME), plan(rules, [REPORTED], facts, as_of=LATE)
    about = [alarm.rung for alarm in after.alarms() if alarm.duty == "demo/school#tell/police"]
    assert about == ["opened", "due_soon", "due", "overdue"]
    change = next(one for one in diff(before, after) if one.id == "demo/school#tell/police")
    assert (change.why, change.old_status, change.new_status) == ("time", "open", "overdue")
    kinds = [one["type"].split(".")[3] for one in events(after, before) if one["data"]["rule"] == "demo/school#tell"]
    assert kinds == ["due_soon", "due", "overdue"]
    assert b"X-PROTOCOLKIT-STATUS:overdue" in ics(after, NAMES)
    (row,) = [row for row in rows(after, NAMES) if row["rule"] == "demo/school#tell"]
    assert (row["status"], row["id"], row["due"]) == ("overdue", "demo/school#tell/police", LIMIT)


@BOTH
def test_it_counts_in_the_headline(plan: MakePlan, rules: str, facts: dict[str, object]) -> None:
    said = text(plan_sheet(plan(rules, [REPORTED], facts, as_of=LATE), NAMES), width=200).splitlines()
    headline = next(line for line in said if line.startswith("Overdue"))
    assert headline.split("  ·  ")[0] in ("Overdue: 1", "Overdue: 2")
    assert "Of these" in headline
    assert not any("Nothing is owed" in line for line in said)


def test_a_run_that_fails_on_overdue_fails_on_a_gap(cli: CommandLine, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "incident: demo/1\nprotocol: ua/pdyut\nfacts: {offender.role: staff, offender.is_head: true}\n"
        'events: [{event: report_received, at: "2026-11-18T10:00:00+02:00"}]\nas_of: "2026-11-20T10:30:00+02:00"\n',
        encoding="utf-8",
    )
    assert cli("plan", case, "--fail-on", "overdue", "--format", "json").code == 1


def test_what_waits_for_a_miss_comes_when_a_gap_was_missed(plan: MakePlan) -> None:
    assert rules_of(plan(HEADLESS, [REPORTED], ACCUSED, as_of=LIMIT).awaiting) == ["after-miss"]
    assert duty(plan(HEADLESS, [REPORTED], ACCUSED, as_of=LATE), "after-miss").trigger.at == LIMIT


def test_what_waits_for_a_miss_does_not_come_by_what_was_never_certain(plan: MakePlan) -> None:
    rules = UNSURE + "- {id: miss, by: class_teacher, must: register, after: {missed: tell}, due: 2 hours}"
    assert "miss" not in rules_of(plan(rules, [REPORTED], PUPIL, as_of=LATE).duties)


def done(**more: str) -> dict[str, str]:
    return {"event": "done", "rule": "tell", "at": "2026-11-16T12:00:00+05:00", **more}


@pytest.mark.parametrize("entry", [done(), {"event": "police_informed", "at": "2026-11-16T12:00:00+05:00"}])
@BOTH
def test_what_the_log_shows_performed_is_done_and_asked_no_more(
    plan: MakePlan, rules: str, facts: dict[str, object], entry: dict[str, str]
) -> None:
    made = plan(rules, [REPORTED, entry], facts, as_of=LATE)
    assert (made.gaps, made.undetermined) == ((), ())
    assert duty(made, "tell").status == "done"


def test_one_performed_late_was_late_only_if_it_was_owed(plan: MakePlan) -> None:
    late = done(at="2026-11-17T12:00:00+05:00")
    unsure = duty(plan(UNSURE, [REPORTED, late], PUPIL, as_of=LATE), "tell")
    assert (unsure.status, unsure.was, [w.code for w in unsure.warnings]) == ("done", None, ["owed_uncertain"])
    sure = duty(plan(UNSURE, [REPORTED, late], PUPIL | {"incident.crime_signs": True}, as_of=LATE), "tell")
    assert (sure.status, sure.was, sure.warnings) == ("done_late", "overdue", ())


def test_what_was_done_starts_what_waits_for_it(plan: MakePlan) -> None:
    assert duty(plan(UNSURE, [REPORTED, done()], PUPIL, as_of=LATE), "then").trigger.at == "2026-11-16T12:00:00+05:00"


EACH = """
- {id: tell, each: victim, by: class_teacher, must: notify, to: police, after: report_received, due: 24 hours,
   if: {victim.is_minor: true}}
"""


def case_of(*victims: dict[str, object]) -> dict[str, object]:
    return {"victim": list(victims), "offender": [{"id": "o1", "role": "pupil"}], "witness": []}


def test_a_record_is_about_the_duty_that_stands_and_not_about_the_question(plan: MakePlan) -> None:
    made = plan(EACH, [REPORTED, done()], parties=case_of({"id": "v1", "age": 9}, {"id": "v2"}), as_of=LATE)
    assert [(d.for_, d.status) for d in made.duties] == [("v1", "done")]
    assert [(u.for_, u.status) for u in made.undetermined] == [("v2", "overdue")]


def test_a_record_that_could_be_for_several_open_ones_closes_none_and_says_so(plan: MakePlan) -> None:
    made = plan(EACH, [REPORTED, done()], parties=case_of({"id": "v1"}, {"id": "v2"}), as_of=LATE)
    assert [(u.for_, u.status) for u in made.undetermined] == [("v1", "overdue"), ("v2", "overdue")]
    assert "for_whom_unknown" in [w.code for w in made.warnings]
    named = plan(EACH, [REPORTED, done(**{"for": "v1"})], parties=case_of({"id": "v1"}, {"id": "v2"}), as_of=LATE)
    assert [u.for_ for u in named.undetermined] == ["v2"]
    assert [(d.for_, d.status) for d in named.duties] == [("v1", "done")]


def test_an_entry_may_name_a_gap_by_its_id(plan: MakePlan) -> None:
    entry = {
        "event": "done",
        "duty": "demo/school#tell/police",
        "by": "class_teacher",
        "at": "2026-11-16T12:00:00+05:00",
    }
    made = plan(HEADLESS, [REPORTED, entry], ACCUSED, as_of=LATE)
    assert (made.gaps, duty(made, "tell").done_by) == ((), "class_teacher")


def test_a_duty_that_becomes_a_gap_keeps_its_id_and_its_lateness(plan: MakePlan) -> None:
    learnt = {"event": "commission_decided", "at": "2026-11-18T09:00:00+05:00", "facts": {"offender.is_head": True}}
    before = plan(HEADLESS, [REPORTED, learnt], {"offender.role": "staff"}, as_of="2026-11-18T08:00:00+05:00")
    after = plan(HEADLESS, [REPORTED, learnt], {"offender.role": "staff"}, as_of=LATE)
    assert [d.id for d in before.duties if d.status == "overdue"] == [
        "demo/school#tell/police",
        "demo/school#after-miss",
    ]
    assert [(g.id, g.status) for g in after.gaps] == [("demo/school#tell/police", "overdue")]
    assert "tell" not in rules_of(after.duties)
    (change,) = [one for one in diff(before, after) if one.id == "demo/school#tell/police"]
    assert change.why == "knowledge"


def test_each_act_of_a_rule_is_a_gap_of_its_own(plan: MakePlan) -> None:
    rules = "- {id: act, by: education_org_head, must: [notify, register], after: report_received, due: 24 hours}"
    entry = {"event": "done", "duty": "demo/school#act/register", "at": "2026-11-16T12:00:00+05:00"}
    made = plan(rules, [REPORTED, entry], ACCUSED, as_of=LATE)
    assert [(g.do, g.status) for g in made.gaps] == [("notify", "overdue")]
    assert [(d.do, d.status) for d in made.duties] == [("register", "done")]


def test_the_next_change_stands_at_the_midnight_at_which_the_calendar_knows_more(plan: MakePlan) -> None:
    rules = "- {id: act, by: class_teacher, must: register, after: report_received, due: 30 working_days}"
    events_ = [{"event": "report_received", "at": "2022-09-20T10:00:00+05:00"}]
    made = plan(rules, events_, PUPIL, as_of="2022-09-28T12:00:00+05:00")
    assert made.next_change_at == "2022-09-29T00:00:00+06:00"
    again = plan(rules, events_, PUPIL, as_of="2022-09-29T00:00:00+06:00")
    assert again.duties[0].due != made.duties[0].due


MISSED_UNSURE = """
- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours,
   if: {incident.crime_signs: true}}
- {id: after-miss, by: education_authority, must: register, after: {missed: tell}, due: 2 hours}
"""
TOLD_LATE = {"event": "done", "rule": "tell", "to": "police", "at": "2026-11-18T09:00:00+05:00"}


@pytest.mark.parametrize("log", [[REPORTED], [REPORTED, TOLD_LATE]])
def test_what_follows_the_miss_of_an_open_question_hangs_on_the_same_fact(
    plan: MakePlan, log: list[dict[str, str]]
) -> None:
    def where(facts: dict[str, object], as_of: str = LATE) -> list[tuple[str, str]]:
        answer = plan(MISSED_UNSURE, log, facts, as_of=as_of)
        lists = {"due": answer.duties, "asked": answer.undetermined, "awaited": answer.awaiting}
        return [(name, rule) for name, one in lists.items() for rule in rules_of(one) if rule == "after-miss"]

    assert where({}, LIMIT) == [("awaited", "after-miss")]
    assert where({}) == [("asked", "after-miss")]
    assert where({"incident.crime_signs": True}) == [("due", "after-miss")]
    assert where({"incident.crime_signs": False}) == [("awaited", "after-miss")]
    asked = plan(MISSED_UNSURE, log, {}, as_of=LATE).undetermined[-1]
    assert asked.facts == ("incident.crime_signs",)
    assert asked.would_be_due == "2026-11-17T12:00:00+05:00"


def test_what_was_surely_not_missed_starts_nothing(plan: MakePlan) -> None:
    told = TOLD_LATE | {"at": IN_TIME}
    answer = plan(MISSED_UNSURE, [REPORTED, told], {}, as_of=LATE)
    assert rules_of(answer.awaiting) == ["after-miss"]
