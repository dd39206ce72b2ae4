"""Whose conduct a rule of manner is and whom it names; nobody brings the accused in, whatever the words say."""

from __future__ import annotations

from typing import Any

from procedures import MakePlan, duty

RULES = """
- {id: talk, each: victim, by: education_org_deputy_head, must: talk, to: victim, after: report_received, due: none}
- {id: with-others, by: education_org_deputy_head, must: have_present, to: [class_teacher, school_psychologist], during: talk}
- {id: before-parents, by: education_org_deputy_head, must: have_present, to: victim.legal_representative, during: talk}
- {id: never-alone, by: education_org_deputy_head, must_not: question, to: class_teacher, during: talk}
"""


def conduct(plan: MakePlan, **case: Any) -> dict[str, tuple[tuple[str, ...], ...]]:
    found = duty(plan(RULES, **case), "talk").manner
    return {one.rule.partition("#")[2]: (one.by, one.to, one.without) for one in found}


def test_a_rule_of_conduct_says_whose_it_is_and_whom_it_names(plan: MakePlan) -> None:
    found = conduct(plan, facts={"victim.is_minor": True, "offender.role": "pupil"})
    assert found["with-others"] == (("education_org_deputy_head",), ("class_teacher", "school_psychologist"), ())
    assert found["before-parents"][1:] == (("legal_representative",), ())


def test_a_post_that_the_accused_holds_is_named_and_left_out(plan: MakePlan) -> None:
    accused = {"offender": [{"id": "o1", "role": "staff", "age": 40, "holds": ["class_teacher"]}]}
    found = conduct(plan, facts={"victim.is_minor": True}, parties=accused)
    assert found["with-others"][1:] == (("school_psychologist",), ("class_teacher",))


def test_a_parent_who_is_the_accused_is_not_brought_in(plan: MakePlan) -> None:
    found = conduct(plan, facts={"victim.is_minor": True, "offender.role": "legal_representative"})
    assert found["before-parents"][1:] == ((), ("legal_representative",))


def test_a_ban_names_the_accused_as_anybody(plan: MakePlan) -> None:
    accused = {"offender": [{"id": "o1", "role": "staff", "age": 40, "holds": ["class_teacher"]}]}
    found = conduct(plan, facts={"victim.is_minor": True}, parties=accused)
    assert found["never-alone"][1:] == (("class_teacher",), ())
