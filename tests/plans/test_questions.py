"""The questions of a plan: only what can still change it, most pressing first, with what every answer really does."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

import protocolkit
from procedures import MONDAY, MakePlan, rules_of
from protocolkit.plans.plan import Plan
from protocolkit.plans.question import Answer, Question

REPORTED = {"event": "report_received", "at": MONDAY}
LISTED = {
    "victim": [{"id": "v1"}, {"id": "v2"}],
    "offender": [{"id": "o1", "role": "legal_representative"}],
}
AT = "2026-11-20T14:30:00+05:00"
TWO_CHILDREN: dict[str, Any] = {
    "incident": "demo/1", "protocol": "kz/staff-algorithm", "parties": LISTED,
    "facts": {"incident.forms": ["bullying"]}, "events": [{"event": "report_received", "at": AT}], "as_of": AT,
}  # fmt: skip

SIGNS = """
- {id: tell, by: class_teacher, must: notify, to: police, after: report_received, due: 24 hours,
   if: {incident.crime_signs: true}}
"""


def only(plan: Plan) -> Question:
    (question,) = plan.questions()
    return question


def answer(question: Question, value: Any) -> Answer:
    (found,) = [one for one in question.values if one.value == value]
    return found


def test_an_answer_opens_or_closes_what_was_in_question(plan: MakePlan) -> None:
    question = only(plan(SIGNS, [REPORTED]))
    assert (question.fact, question.for_, question.type) == ("incident.crime_signs", None, "bool")
    yes, no = question.values
    assert (yes.value, yes.label, no.value, no.label) == (True, "yes", False, "no")
    assert rules_of(yes.opens) == ["tell"]
    assert yes.opens[0].due == question.urgent_at == "2026-11-17T10:00:00+05:00"
    assert (yes.closes, yes.moves, no.opens, no.moves) == ((), (), (), ())
    assert rules_of(no.closes) == ["tell"]


def test_what_is_said_is_asked_no_more(plan: MakePlan) -> None:
    assert plan(SIGNS, [REPORTED], {"incident.crime_signs": False}).questions() == ()


def test_what_was_done_before_anybody_asked_is_asked_no_more(plan: MakePlan) -> None:
    done = {"event": "done", "rule": "tell", "at": "2026-11-16T11:00:00+05:00"}
    assert plan(SIGNS, [REPORTED, done], as_of="2026-11-16T12:00:00+05:00").questions() == ()


def test_a_fact_that_moves_a_date_says_from_when_to_when(plan: MakePlan) -> None:
    rules = """
    - {id: tell, by: class_teacher, must: notify, to: police, after: report_received,
       due: {if: {incident.crime_signs: true}, then: 1 hour, else: 24 hours}}
    """
    question = only(plan(rules, [REPORTED]))
    (moved,) = answer(question, False).moves
    assert (moved.was, moved.due) == ("2026-11-16T11:00:00+05:00", "2026-11-17T10:00:00+05:00")
    assert answer(question, True).moves == ()
    assert question.urgent_at == "2026-11-16T11:00:00+05:00"


def test_where_the_question_is_the_reverse_of_the_fact_yes_is_false(plan: MakePlan) -> None:
    rules = """
    - {id: place, by: class_teacher, must: register, after: report_received, due: none,
       if: {victim.needs_safe_placement: true}}
    """
    question = only(plan(rules, [REPORTED]))
    assert question.ask == "Can the child go home today without danger?"
    assert [(one.label, one.value) for one in question.values] == [("yes", False), ("no", True)]
    assert rules_of(answer(question, True).opens) == ["place"]


def test_a_number_is_asked_by_the_ranges_that_rules_tell_apart(plan: MakePlan) -> None:
    rules = """
    - {id: a, by: class_teacher, must: register, after: report_received, due: none,
       if: {offender.age: {from: 14, under: 16}}}
    - {id: b, by: class_teacher, must: notify, to: police, after: report_received, due: none,
       if: {offender.is_minor: false}}
    """
    question = next(one for one in plan(rules, [REPORTED]).questions() if one.fact == "offender.age")
    labels = [one.label for one in question.values]
    assert labels == ["under 14", "from 14 to 15", "from 16 to 17", "18 or more"]
    assert [rules_of(one.opens) for one in question.values] == [[], ["a"], [], ["b"]]


def test_a_set_is_asked_member_by_member_and_one_more_may_be_added(plan: MakePlan) -> None:
    rules = """
    - {id: a, by: class_teacher, must: register, after: report_received, due: none,
       if: {incident.forms: cyberbullying}}
    """
    question = only(plan(rules, [REPORTED], {"incident.forms": {"includes": ["bullying"]}}))
    assert question.type == "set"
    assert "bullying" not in [one.value for one in question.values]
    assert rules_of(answer(question, "cyberbullying").opens) == ["a"]
    assert answer(question, "physical_violence").opens == ()


def test_what_presses_is_asked_before_what_only_much_hangs_on(plan: MakePlan) -> None:
    rules = """
    - {id: a, by: class_teacher, must: register, after: report_received, due: 5 days, if: {incident.ongoing: true}}
    - {id: b, by: class_teacher, must: notify, to: police, after: report_received, due: 5 days,
       if: {incident.ongoing: true}}
    - {id: c, by: class_teacher, must: notify, to: education_org_head, after: report_received, due: 5 days,
       if: {incident.high_profile: true}}
    - {id: d, by: class_teacher, must: notify, to: police, after: report_received, due: 1 hour,
       if: {incident.crime_signs: true}}
    """
    made = plan(rules, [REPORTED])
    asked = [one.fact for one in made.questions()]
    assert asked == ["incident.crime_signs", "incident.ongoing", "incident.high_profile"]
    assert [one.fact for one in made.questions(most=1)] == asked[:1]


def test_an_answer_that_the_case_contradicts_is_not_offered(plan: MakePlan) -> None:
    rules = """
    - {id: a, by: class_teacher, must: register, after: report_received, due: none,
       if: {offender.age: {from: 20}}}
    """
    question = only(plan(rules, [REPORTED], {"offender.is_minor": False}))
    assert all(one.value >= 18 for one in question.values)


def test_whose_parent_a_suspected_parent_is_is_asked_and_tells_whom_not_to_tell() -> None:
    plan = protocolkit.plan(TWO_CHILDREN)
    question = next(one for one in plan.questions() if one.fact == "o1.represents")
    assert (question.for_, question.type) == ("o1", "set")
    assert [(one.value, one.label) for one in question.values] == [("v1", "the victim (v1)"), ("v2", "the victim (v2)")]
    first, second = question.values
    assert {one.for_ for one in (*first.closes, *first.moves)} == {"v1"}
    assert {one.for_ for one in (*second.closes, *second.moves)} == {"v2"}


def test_every_effect_is_what_the_plan_of_the_answered_case_says() -> None:
    plan = protocolkit.plan(TWO_CHILDREN)
    before = {one.id for one in (*plan.duties, *plan.gaps)}
    asked = [one for one in plan.questions() if one.for_ is None or (one.fact.startswith("v1.") and one.type == "bool")]
    assert len(asked) > 4
    for question in asked:
        for one in question.values:
            case = msgspec.json.decode(msgspec.json.encode(TWO_CHILDREN))
            value = {"includes": [one.value]} if question.type == "set" else one.value
            if question.for_ is None:
                case["facts"][question.fact] = value
            else:
                case["parties"]["victim"][0][question.fact.partition(".")[2]] = value
            after = protocolkit.plan(case)
            firm = {duty.id for duty in (*after.duties, *after.gaps)}
            opened = {e.id for e in one.opens if e.modality in ("obligation", "recommendation")}
            moved = {e.id for e in one.moves}
            assert opened <= firm - before <= opened | moved, question.fact


@pytest.mark.parametrize("language", ["ru", "kk", "uk"])
def test_questions_speak_the_language_of_the_plan(language: str) -> None:
    english = protocolkit.plan(TWO_CHILDREN)
    told = english.said(language).questions(most=4)
    for one, other in zip(told, english.questions(most=4), strict=True):
        assert one.ask != other.ask
        assert [a.value for a in one.values] == [a.value for a in other.values]
        assert one.values[0].label != other.values[0].label
    assert english.said(language).questions(most=2) == protocolkit.plan(TWO_CHILDREN, language=language).questions(
        most=2
    )


def test_no_question_leaves_its_party_open() -> None:
    for one in protocolkit.plan(TWO_CHILDREN).questions():
        assert "{" not in one.ask + one.hint
        assert (one.for_ is None) == (one.party is None)


def test_questions_are_plain_json() -> None:
    (question,) = protocolkit.plan(TWO_CHILDREN).questions(most=1)
    read = msgspec.json.decode(msgspec.json.encode(question))
    assert {"fact", "for", "ask", "hint", "values", "urgent_at"} <= set(read)
    assert {"value", "label", "opens", "closes", "moves"} == set(read["values"][0])
    assert msgspec.json.decode(msgspec.json.encode(question), type=Question) == question


def test_a_plan_of_the_wire_cannot_say_what_answers_would_change() -> None:
    read = msgspec.json.decode(protocolkit.plan(TWO_CHILDREN).to_json(), type=Plan)
    with pytest.raises(ValueError, match="make it again"):
        read.questions()


def test_a_compact_plan_asks_what_the_whole_plan_asks() -> None:
    plan = protocolkit.plan(TWO_CHILDREN)
    assert plan.compact().questions(most=2) == plan.questions(most=2)
