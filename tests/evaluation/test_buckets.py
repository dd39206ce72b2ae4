"""Unknown, not yet, and no longer: each rule of a plan is in exactly one bucket."""

import pytest

from procedures import MONDAY, MakePlan, duty, rules_of

NOTIFY = """
- id: notify-police
  by: education_org_head
  must: notify
  to: police
  if: {incident.crime_signs: true}
  after: report_received
  due: 1 hour
"""


def test_a_known_condition_and_a_trigger_make_a_duty(plan: MakePlan) -> None:
    found = duty(plan(NOTIFY, facts={"incident.crime_signs": True}), "notify-police")
    assert found.id == "demo/school#notify-police/police"
    assert found.due is not None
    assert found.due.at == "2026-11-16T11:00:00+05:00"
    assert found.status == "open"


def test_a_false_condition_makes_nothing_at_all(plan: MakePlan) -> None:
    answer = plan(NOTIFY, facts={"incident.crime_signs": False})
    assert not answer.duties
    assert not answer.awaiting
    assert not answer.undetermined


def test_a_missing_trigger_is_awaited_with_the_facts_that_are_still_open(plan: MakePlan) -> None:
    answer = plan(NOTIFY, events=[])
    assert not answer.undetermined
    assert [(a.event, a.facts) for a in answer.awaiting] == [("report_received", ("incident.crime_signs",))]


def test_an_unknown_fact_leaves_the_rule_undetermined_while_the_clock_runs(plan: MakePlan) -> None:
    answer = plan(NOTIFY)
    assert not answer.duties
    (open_,) = answer.undetermined
    assert open_.facts == ("incident.crime_signs",)
    assert open_.to == "police"
    assert open_.would_be_due == "2026-11-16T11:00:00+05:00"


def test_a_fact_given_as_unknown_is_not_known(plan: MakePlan) -> None:
    rule = NOTIFY.replace("{incident.crime_signs: true}", "{offender.role: staff}")
    assert plan(rule, facts={"offender.role": "unknown"}).undetermined[0].facts == ("offender.role",)


@pytest.mark.parametrize(
    ("condition", "facts", "asked"),
    [
        ("{any: [{incident.crime_signs: true}, {incident.ongoing: true}]}", {"incident.ongoing": False}, ["incident.crime_signs"]),
        ("{any: [{incident.crime_signs: true}, {incident.ongoing: true}]}", {}, ["incident.crime_signs", "incident.ongoing"]),
        ("{incident.crime_signs: true, incident.ongoing: true}", {"incident.crime_signs": True}, ["incident.ongoing"]),
        # whatever `published` is, the rule turns on `crime_signs` alone
        (
            "{any: [{incident.crime_signs: true, incident.published: true}, {incident.crime_signs: true, incident.published: false}]}",
            {},
            ["incident.crime_signs"],
        ),
        ("{victim.age: {under: 14}, victim.is_minor: true}", {}, ["victim.age"]),
        ("{incident.involves_minor: true}", {"victim.is_minor": False}, ["offender.is_minor"]),
    ],
)  # fmt: skip
def test_only_the_facts_that_really_decide_are_asked(
    plan: MakePlan, condition: str, facts: dict[str, object], asked: list[str]
) -> None:
    answer = plan(NOTIFY.replace("{incident.crime_signs: true}", condition), facts=facts)
    assert [list(u.facts) for u in answer.undetermined] == [asked]


def test_a_rule_that_no_fact_can_make_true_is_absent_though_facts_are_unknown(plan: MakePlan) -> None:
    condition = "{all: [{incident.crime_signs: true}, {not: {incident.crime_signs: true}}]}"
    answer = plan(NOTIFY.replace("{incident.crime_signs: true}", condition))
    assert [u.facts for u in answer.undetermined] in ([], [()])


def test_known_is_a_question_of_its_own(plan: MakePlan) -> None:
    rule = NOTIFY.replace("{incident.crime_signs: true}", "{not: {known: incident.crime_signs}}")
    assert rules_of(plan(rule).duties) == ["notify-police"]
    assert not plan(rule, facts={"incident.crime_signs": False}).duties


def test_a_set_said_to_include_some_values_may_have_more(plan: MakePlan) -> None:
    rule = NOTIFY.replace("{incident.crime_signs: true}", "{incident.forms: bullying}")
    assert plan(rule, facts={"incident.forms": ["neglect"]}).undetermined == ()
    assert plan(rule, facts={"incident.forms": {"includes": ["neglect"]}}).undetermined[0].facts == ("incident.forms",)
    assert plan(rule, facts={"incident.forms": {"includes": ["bullying"]}}).duties


def test_a_definition_turns_facts_into_a_fact(plan: MakePlan) -> None:
    rules = """
    - id: grave-case
      define: incident.high_profile
      if: {any: [{incident.crime_signs: true}, {victim.bodily_injury: true}]}
    """ + NOTIFY.replace("incident.crime_signs: true", "incident.high_profile: true").replace("\n", "\n    ")
    assert plan(rules, facts={"victim.bodily_injury": True}).duties
    assert not plan(rules, facts={"victim.bodily_injury": False, "incident.crime_signs": False}).undetermined
    assert plan(rules, facts={"victim.bodily_injury": False}).undetermined[0].facts == ("incident.crime_signs",)


def test_an_event_found_makes_a_fact_true_and_its_absence_leaves_it_unknown(plan: MakePlan) -> None:
    rules = """
    - id: fact-established
      define: incident.fact_established
      after: fact_confirmed
    """ + NOTIFY.replace("incident.crime_signs", "incident.fact_established").replace("\n", "\n    ")
    assert plan(rules).undetermined[0].facts == ("incident.fact_established",)
    told = [{"event": "report_received", "at": MONDAY}, {"event": "fact_confirmed_by_police", "at": MONDAY}]
    assert plan(rules, events=told).duties
