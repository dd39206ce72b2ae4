"""Texts that do not speak of a case at all, and rules that only a missing consent keeps away."""

from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, rules_of, write_ruleset
from protocolkit import Plan
from protocolkit.exports.plan_csv import rows
from protocolkit.testing.running import run_tests

SCOPED = "scope: {victim.is_pupil: true}"
RULES = """
- {id: act, by: education_org_head, must: review, after: report_received, due: 1 hour}
- {id: later, by: education_org_head, must: draw_up, after: {done: act}, due: 1 hour}
- {id: never, by: education_org_staff, must_not: disclose, to: anyone, after: report_received}
- {id: always, by: education_org_head, must: monitor, standing: true, if: {victim.is_minor: true}}
"""


def codes(plan: Plan) -> list[str]:
    return [one.code for one in plan.warnings]


def test_of_a_text_that_does_not_apply_nothing_is_left_but_a_line_and_what_always_stands(plan: MakePlan) -> None:
    answer = plan(RULES, head=SCOPED, facts={"victim.is_pupil": False, "victim.is_minor": True})
    assert rules_of(answer.duties) == ["always"]
    assert not answer.awaiting
    assert not answer.prohibitions
    assert codes(answer).count("out_of_scope") == 1
    assert next(one.ruleset for one in answer.warnings if one.code == "out_of_scope") == "demo/school"


def test_a_text_of_which_nobody_knows_is_applied_and_asked_about_once(plan: MakePlan) -> None:
    answer = plan(RULES, head=SCOPED, facts={"victim.is_minor": True})
    assert rules_of(answer.duties) == ["act", "always"]
    (warning,) = [one for one in answer.warnings if one.code == "scope_unknown"]
    assert warning.asks == ("victim.is_pupil",)


def test_a_text_that_applies_says_nothing_of_it(plan: MakePlan) -> None:
    answer = plan(RULES, head=SCOPED, facts={"victim.is_pupil": True, "victim.is_minor": True})
    assert rules_of(answer.duties) == ["act", "always"]
    assert not {"out_of_scope", "scope_unknown"} & {*codes(answer)}


def test_one_person_whom_it_is_about_is_enough(plan: MakePlan) -> None:
    parties = {"victim": [{"id": "v1", "is_pupil": False}, {"id": "v2", "is_pupil": True}]}
    assert "out_of_scope" not in codes(plan(RULES, head=SCOPED, parties=parties))


def test_knowledge_that_comes_late_leaves_what_was_owed_superseded(plan: MakePlan) -> None:
    log = [
        {"event": "report_received", "at": MONDAY},
        {"event": "fact_detected", "at": "2026-11-16T15:00:00+05:00", "facts": {"victim.is_pupil": False}},
    ]
    answer = plan(RULES, log, head=SCOPED, as_of="2026-11-16T16:00:00+05:00")
    assert [(d.rule.partition("#")[2], d.status, d.was) for d in answer.duties if d.status == "superseded"] == [
        ("act", "superseded", "overdue")
    ]


# -- consent

INTERVIEW = """
- id: interview
  by: school_psychologist
  must: interview
  to: victim
  after: report_received
  if: {legal_representative.consents_to_interview: granted}
  due: 1 day
- id: ask
  by: school_psychologist
  must: request_information
  after: report_received
  if: {not: {known: legal_representative.consents_to_interview}}
  due: 1 hour
- id: interview-pupil
  by: school_psychologist
  must: question
  after: report_received
  if: {legal_representative.consents_to_interview: granted, victim.is_pupil: true}
  due: 1 day
"""
CONSENT = "legal_representative.consents_to_interview"


def kept_away(plan: Plan) -> list[tuple[Any, ...]]:
    return [(one.rule.partition("#")[2], one.fact, one.value, one.since) for one in plan.not_held]


@pytest.mark.parametrize("value", ["refused", "not_asked"])
def test_a_consent_that_is_not_there_leaves_a_line_for_each_rule_it_keeps_away(plan: MakePlan, value: str) -> None:
    answer = plan(INTERVIEW, facts={CONSENT: value})
    assert kept_away(answer) == [("interview", CONSENT, value, None), ("interview-pupil", CONSENT, value, None)]


def test_since_when_is_said_where_the_log_says_it(plan: MakePlan) -> None:
    log = [{"event": "report_received", "at": MONDAY, "facts": {CONSENT: "refused"}}]
    assert kept_away(plan(INTERVIEW, log))[0] == ("interview", CONSENT, "refused", MONDAY)


def test_a_table_has_a_row_for_each_with_the_answer_in_words(plan: MakePlan) -> None:
    answer = plan(INTERVIEW, facts={CONSENT: "refused"})
    found = [row for row in rows(answer, protocolkit.load("kz/interagency").vocabulary) if row["kind"] == "not_held"]
    assert [(row["rule"], row["facts"]) for row in found] == [(one.rule, CONSENT) for one in answer.not_held]
    assert all("refused" in row["why"] for row in found)


@pytest.mark.parametrize(
    ("expected", "passes"),
    [
        ("not_held: [interview, interview-pupil]", True),
        (
            f"only: true\nnot_held: [interview, {{rule: interview-pupil, fact: {CONSENT}, value: refused, since: none}}]",
            True,
        ),
        ("not_held: [{rule: interview, value: not_asked}]", False),
        ("not_held: [{rule: interview, fact: victim.is_pupil}]", False),
        (f"not_held: [{{rule: interview, since: '{MONDAY}'}}]", False),
        ("only: true\nnot_held: [interview]", False),
        ("not_held: [ask]", False),
        ("not_held: []", False),
    ],
)
def test_a_rule_test_can_say_what_a_consent_keeps_away(tmp_path: Path, expected: str, passes: bool) -> None:
    write_ruleset(tmp_path, INTERVIEW)
    case = f"""
    tests: demo/school
    cases:
      - name: refused
        incident: {{facts: {{{CONSENT}: refused}}, events: [{{event: report_received, at: "{MONDAY}"}}]}}
        as_of: "{MONDAY}"
        expect:
    """
    path = tmp_path / "tests.yaml"
    path.write_text(dedent(case).rstrip() + "\n" + indent(expected, "      ") + "\n", encoding="utf-8")
    report = run_tests([tmp_path])
    assert not report.problems
    assert (report.failed == 0) is passes


def test_what_another_fact_keeps_away_is_not_the_consents_doing(plan: MakePlan) -> None:
    answer = plan(INTERVIEW, facts={CONSENT: "refused", "victim.is_pupil": False})
    assert [rule for rule, *_ in kept_away(answer)] == ["interview"]


def test_a_consent_that_was_given_or_that_nobody_gave_an_answer_to_leaves_no_line(plan: MakePlan) -> None:
    assert not plan(INTERVIEW, facts={CONSENT: "granted"}).not_held
    assert not plan(INTERVIEW).not_held


def test_each_child_has_a_consent_of_its_own(plan: MakePlan) -> None:
    parties = {
        "victim": [
            {"id": "v1", "legal_representative": {"consents_to_interview": "refused"}},
            {"id": "v2", "legal_representative": {"consents_to_interview": "granted"}},
        ]
    }
    rule = INTERVIEW.partition("- id: ask")[0]
    assert [fact for _rule, fact, *_ in kept_away(plan(rule, parties=parties))] == [f"v1.{CONSENT}"]
