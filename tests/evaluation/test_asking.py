"""What nobody has answered is asked: whether, whom and when leave a rule open; how much and by when leave it where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, duty, rules_of, write_ruleset
from protocolkit import Plan
from protocolkit.explaining.explain import explain
from protocolkit.languages import speaking
from protocolkit.showing.of_plan import plan_sheet
from protocolkit.showing.to_text import text

PUPIL = {"offender.role": "pupil"}
ASKED = "incident.high_profile"


def look(more: str, reading: str, verb: str = "must: review") -> str:
    due = ", due: 3 days" if verb.startswith("must:") and "due" not in more else ""
    asked = f"readings: [{{ask: {ASKED}, {reading}because: it may be so}}]"
    return f"- {{id: look, {more or 'by: education_org_head, after: report_received'}, {verb}{due}, {asked}}}"


@pytest.mark.parametrize(
    "instead",
    [
        "after: application_submitted",
        "after: {lapse: 30 days, after: report_received, without: application_submitted}",
        "until: case_closed",
        "by: class_teacher",
        "to: police",
        "if: {incident.ongoing: true}",
        "must: investigate",
    ],
)
def test_a_question_on_which_it_hangs_whether_whom_or_when_leaves_the_rule_undetermined(
    plan: MakePlan, instead: str
) -> None:
    answer = plan(look("", f"instead: {{{instead}}}, "), facts=PUPIL | {"incident.ongoing": False})
    assert rules_of(answer.duties) == []
    assert {(one.rule, one.facts) for one in answer.undetermined} == {("demo/school#look", (ASKED,))}


def test_no_question_is_asked_where_both_answers_come_to_the_same(plan: MakePlan) -> None:
    either = "instead: {after: {any: [report_received, application_submitted]}}, "
    assert rules_of(plan(look("", either), facts=PUPIL).duties) == ["look"]
    neither = look(
        "by: education_org_head, after: report_received, if: {incident.ongoing: true}", "instead: {to: police}, "
    )
    answer = plan(neither, facts=PUPIL | {"incident.ongoing": False})
    assert not answer.duties
    assert not answer.undetermined


def test_an_answer_chooses_bearer_and_recipient(plan: MakePlan) -> None:
    rules = look("", "instead: {by: class_teacher, to: police}, ")
    yes, no = (plan(rules, facts=PUPIL | {ASKED: answer}) for answer in (True, False))
    assert [(d.by, d.to) for d in yes.duties] == [(("class_teacher",), "police")]
    assert [(d.by, d.to) for d in no.duties] == [(("education_org_head",), None)]


def test_a_question_hides_no_other_unknown_fact(plan: MakePlan) -> None:
    known = "by: education_org_head, after: report_received, if: {incident.ongoing: true}"
    answer = plan(look(known, ""), facts=PUPIL)
    assert answer.undetermined[0].facts == (ASKED, "incident.ongoing")
    answer = plan(look(known, "instead: {if: {incident.published: true}}, "), facts=PUPIL)
    assert answer.undetermined[0].facts == (ASKED, "incident.ongoing", "incident.published")


def test_a_question_is_awaited_with_its_rule_until_the_rule_has_begun_in_any_reading(plan: MakePlan) -> None:
    rules = look("by: education_org_head, after: commission_decided", "instead: {after: application_submitted}, ")
    waiting = plan(rules, facts=PUPIL)
    assert waiting.awaiting[0].events == ("commission_decided", "application_submitted")
    assert waiting.awaiting[0].facts == (ASKED,)
    applied = {"event": "application_submitted", "at": MONDAY}
    begun = plan(rules, [applied], PUPIL)
    assert begun.undetermined[0].would_be_due == "2026-11-20T00:00:00+05:00"


def test_a_question_that_decides_only_the_time_leaves_the_duty_with_every_date_it_can_have(plan: MakePlan) -> None:
    for own, other in (("3 days", "1 hour"), ("1 hour", "3 days")):
        rules = look(f"by: education_org_head, after: report_received, due: {own}", f"instead: {{due: {other}}}, ")
        found = duty(plan(rules, facts=PUPIL), "look")
        assert found.status == "open"
        assert found.due is not None
        assert found.due.limit == "2026-11-16T11:00:00+05:00"
        assert found.due.asks == (ASKED,)
        assert "2026-11-20T00:00:00+05:00" in [r.at for r in found.due.readings]


def test_a_question_that_decides_only_how_much_leaves_the_sanction_and_is_asked_on_the_page(plan: MakePlan) -> None:
    rules = look(
        "by: offender, if: {offender.role: pupil}, amount: 10 UAH", "instead: {amount: 30 UAH}, ", "faces: fine"
    )
    answer = plan(rules, facts=PUPIL)
    (fine,) = answer.sanctions
    assert fine.asks == (ASKED,)
    assert fine.amount is not None
    assert "10 UAH" in fine.amount
    assert "30 UAH" in fine.amount
    protocol = protocolkit.load("kz/interagency")
    page = text(plan_sheet(answer, protocol.vocabulary))
    asked = page[page.index("OPEN QUESTIONS") :]
    assert ASKED in asked.partition("decides:")[0]


def test_a_fact_behind_an_amount_is_asked_and_the_event_that_would_settle_it_named(plan: MakePlan) -> None:
    rules = """
- id: again
  each: offender
  define: offender.repeated_within_year_of_penalty
  after: administrative_penalty_imposed
  if: {happened: act_committed, within: 1 year, of: administrative_penalty_imposed}
- id: fined
  each: offender
  by: offender
  faces: fine
  amount: {if: {offender.repeated_within_year_of_penalty: true}, then: 30 UAH, else: 10 UAH}
- id: reported
  by: education_org_head
  must: report
  to: education_authority
  if: {offender.repeated_within_year_of_penalty: true}
  after: report_received
  due: 1 day
"""
    answer = plan(rules, facts=PUPIL)
    (fine,) = answer.sanctions
    assert fine.asks == ("offender.repeated_within_year_of_penalty",)
    (question,) = answer.undetermined
    assert question.facts == fine.asks
    assert question.events == ("administrative_penalty_imposed",)


def test_where_only_the_log_decides_the_events_are_named(plan: MakePlan) -> None:
    rules = "- {id: look, by: education_org_head, must: review, if: {happened: fact_confirmed}, after: report_received, due: none}"
    (question,) = plan(rules, facts=PUPIL).undetermined
    assert (question.facts, question.events) == ((), ("fact_confirmed",))


@pytest.mark.parametrize("within", ["{case}", "{{earliest: [{case}, 20 days]}}", "{{latest: [{case}, 2 hours]}}"])
def test_a_right_whose_end_a_fact_decides_is_open_until_the_latest_end(plan: MakePlan, within: str) -> None:
    due = within.format(case="{if: {incident.ongoing: true}, then: 1 day, else: 10 days}")
    rules = f"- {{id: appeal, by: victim, may: apply, to: education_authority, after: report_received, due: {due}}}"
    later = "2026-11-20T10:00:00+05:00"
    (right,) = plan(rules, facts=PUPIL, as_of=later).permissions
    assert right.due is not None
    assert right.due.asks == ("incident.ongoing",)
    assert not plan(rules, facts=PUPIL | {"incident.ongoing": True}, as_of=later).permissions


def test_conduct_asks_as_well(plan: MakePlan) -> None:
    rules = """
- {id: talk, by: school_psychologist, must: talk, to: victim, after: report_received, due: 1 day}
- {id: gently, by: school_psychologist, must: listen, during: talk, readings: [{ask: incident.high_profile, because: it may be so}]}
"""
    answer = plan(rules, facts=PUPIL)
    assert duty(answer, "talk").manner == ()
    assert [(one.rule, one.facts) for one in answer.undetermined] == [("demo/school#gently", (ASKED,))]
    assert duty(plan(rules, facts=PUPIL | {ASKED: True}), "talk").manner


def test_what_came_before_its_time_is_no_occurrence_and_the_next_is_awaited_by_name(plan: MakePlan) -> None:
    rules = "- {id: amend, by: education_org_head, must: amend, every: application_submitted, after: fact_confirmed, due: none}"
    early = {"event": "application_submitted", "at": MONDAY}
    confirmed = {"event": "fact_confirmed", "at": "2026-11-17T10:00:00+05:00"}
    (waiting,) = plan(rules, [early, confirmed], PUPIL, "2026-11-17T10:00:00+05:00").awaiting
    assert waiting.event == "application_submitted"


# -- other readings


NORMS = """
- id: no-media
  by: education_org_staff
  must_not: disclose
  to: media
  if: {victim.age: {under: 18}}
  after: report_received
  readings: [{instead: {if: {victim.age: {under: 14}}}, because: a child may be one under fourteen}]
- id: may-apply
  by: victim
  may: apply
  to: education_authority
  after: report_received
  due: 60 days
  readings: [{instead: {due: 10 days}, because: the shorter term of the general law may hold}]
- id: may-ask
  by: victim
  may: question
  to: police
  after: report_received
  readings: [{instead: {until: report_received}, because: it may have lapsed with the report}]
- id: can-visit
  by: education_authority
  can: check_conditions
  after: report_received
  readings: [{instead: {after: application_submitted}, because: only on application}]
- id: parents-pay
  each: offender
  by: offender.legal_representative
  faces: fine
  if: {offender.age: {under: 16}}
  amount: unstated
  readings: [{instead: {if: {offender.age: {from: 14, under: 16}}}, because: the ages may limit both words}]
- id: look-again
  by: education_org_head
  must: review
  if: {incident.ongoing: true}
  after: report_received
  due: 1 day
  readings: [{instead: {due: 2 days}, because: two days may be meant}]
"""
CHILDREN = {"victim.age": 15, "offender.age": 12}


def read_otherwise(answer: Plan) -> dict[str, list[tuple[bool | None, object, object]]]:
    norms = (*answer.prohibitions, *answer.permissions, *answer.sanctions)
    return {n.rule.partition("#")[2]: [(r.applies, r.at and r.at[:10], r.awaits) for r in n.readings] for n in norms}


def test_every_norm_shows_its_other_readings(plan: MakePlan) -> None:
    from msgspec import UNSET

    answer = plan(NORMS, facts=CHILDREN)
    assert read_otherwise(answer) == {
        "no-media": [(False, None, UNSET)],
        "may-apply": [(True, "2026-11-27", UNSET)],
        "may-ask": [(False, None, UNSET)],
        "can-visit": [(True, None, ("application_submitted",))],
        "parents-pay": [(False, None, UNSET)],
    }
    right = next(n for n in answer.permissions if n.rule.endswith("may-apply"))
    assert right.due is not None
    assert "2026-11-27T00:00:00+05:00" in [r.at for r in right.due.readings]


def test_an_open_question_shows_the_other_readings_of_its_rule(plan: MakePlan) -> None:
    (question,) = plan(NORMS, facts=CHILDREN).undetermined
    assert [r.because for r in question.readings] == ["two days may be meant"]  # type: ignore[union-attr]


def test_page_and_explanation_tell_the_other_readings_of_norms(tmp_path: Path) -> None:
    write_ruleset(tmp_path, NORMS)
    case = {
        "incident": "demo/1", "protocol": "demo/school", "facts": CHILDREN, "as_of": MONDAY,
        "events": [{"event": "report_received", "at": MONDAY}],
    }  # fmt: skip
    protocol, incident = protocolkit.load_incident(case, rules=tmp_path)
    page = text(plan_sheet(protocolkit.evaluate(protocol, incident), protocol.vocabulary), width=200)
    reasons = (
        "a child may be one under fourteen", "the shorter term of the general law may hold", "only on application",
        "the ages may limit both words", "it may have lapsed with the report",
    )  # fmt: skip
    for because in reasons:
        assert because in page
    with speaking("en"):
        found = explain(protocol, incident, None, "can-visit")
    assert [r.because for n in found.norms for r in n.readings] == ["only on application"]


def test_a_reading_that_waits_is_dated_by_the_latest_end_of_what_it_waits_for(plan: MakePlan) -> None:
    rules = """
- {id: enter, by: education_authority, must: register, after: report_received, due: 1 working_day}
- id: appeal
  by: victim
  may: apply
  to: education_authority
  after: report_received
  due: 2 working_days
  readings: [{instead: {after: {done: enter}}, because: the days may run from the entry}]
"""
    (right,) = plan(rules, facts=PUPIL).permissions
    (reading,) = right.readings
    assert (reading.last_day, reading.awaits) == ("2026-11-19", ("done:demo/school#enter",))
