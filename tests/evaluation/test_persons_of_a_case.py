"""Posts of the accused, groups that are none, and lists that name the accused beside his group."""

from __future__ import annotations

import pytest

from procedures import MakePlan, rules_of
from protocolkit import InputError

RULES = """
- {id: enter, by: school_police_inspector, must: register, after: report_received, due: 1 day}
- {id: sit, by: panel, must: register, after: report_received, due: 1 day}
- {id: if-group, by: class_teacher, must: decide, after: report_received, due: 1 day, if: {offender.is_group: true}}
"""
PANEL = """
names:
  roles:
    panel: {within: education_org, has: {all: [education_org_head, school_psychologist]}, label: {en: panel}}
"""
VICTIM = [{"id": "v1", "age": 10}]


def parties(*offenders: dict[str, object]) -> dict[str, object]:
    return {"victim": VICTIM, "offender": list(offenders), "witness": []}


def test_a_post_outside_the_organisation_that_the_accused_holds_is_a_gap(plan: MakePlan) -> None:
    made = plan(
        RULES, head=PANEL, parties=parties({"id": "o1", "role": "other_adult", "holds": ["school_police_inspector"]})
    )
    assert [(gap.rule.partition("#")[2], gap.role) for gap in made.gaps] == [("enter", "school_police_inspector")]


def test_a_body_does_not_act_where_all_its_members_are_accused_and_acts_where_one_is_not(plan: MakePlan) -> None:
    head = {"id": "o1", "role": "staff", "holds": ["education_org_head"]}
    both = {"id": "o2", "role": "staff", "holds": ["school_psychologist"]}
    assert "sit" in rules_of(plan(RULES, head=PANEL, parties=parties(head)).duties)
    assert "sit" in rules_of(plan(RULES, head=PANEL, parties=parties(head, both)).gaps)


def test_a_list_that_is_complete_with_one_offender_is_no_group(plan: MakePlan) -> None:
    pupil = {"id": "o1", "role": "pupil"}
    one = plan(RULES, head=PANEL, parties=parties(pupil))
    assert "if-group" not in rules_of((*one.duties, *one.undetermined))
    two = plan(RULES, head=PANEL, parties=parties(pupil, {"id": "o2", "role": "pupil"}))
    assert "if-group" in rules_of(two.duties)
    unknown = plan(RULES, facts={"offender.role": "pupil"}, head=PANEL)
    assert "if-group" in rules_of(unknown.undetermined)


def told(plan: MakePlan, to: str) -> tuple[list[str | None], list[str | None]]:
    rule = f"- {{id: tell, by: class_teacher, must: inform, to: {to}, after: report_received, due: 1 hour}}"
    made = plan(rule, parties=parties({"id": "o1", "role": "pupil"}))
    return [d.for_ for d in made.duties], [g.for_ for g in made.gaps]


def test_a_group_leaves_out_the_accused_and_a_list_that_names_him_tells_him_once(plan: MakePlan) -> None:
    assert told(plan, "party") == (["v1"], ["o1"])
    assert told(plan, "[party, offender]") == (["o1", "v1"], []) or told(plan, "[party, offender]") == (
        ["v1", "o1"],
        [],
    )
    assert told(plan, "{each: [party], except: [offender]}") == (["v1"], [])


def test_a_gap_that_would_tell_the_accused_himself_says_how_a_rule_names_him(plan: MakePlan) -> None:
    rule = "- {id: tell, by: class_teacher, must: inform, to: party, after: report_received, due: 1 hour}"
    (gap,) = plan(rule, parties=parties({"id": "o1", "role": "pupil"})).gaps
    assert "`to: offender`" in gap.why


def test_one_accused_parent_silences_the_family_of_his_child_alone(plan: MakePlan) -> None:
    rule = "- {id: visit, each: victim, by: social_pedagogue, must: meet, to: victim.victim_family, after: report_received, due: 1 day}"
    two = {
        "victim": [*VICTIM, {"id": "v2", "age": 9}],
        "offender": [{"id": "o1", "age": 40, "role": "legal_representative", "represents": ["v1"]}],
    }
    made = plan(rule, parties=two)
    assert ([g.for_ for g in made.gaps], [d.for_ for d in made.duties]) == (["v1"], ["v2"])


def test_more_persons_than_a_case_may_have_are_refused_with_representatives_counted(plan: MakePlan) -> None:
    many = {"victim": VICTIM, "representative": [{"id": f"m{i}", "represents": ["v1"]} for i in range(500)]}
    with pytest.raises(InputError) as refused:
        plan(RULES, head=PANEL, parties=many)
    assert [problem.code for problem in refused.value.problems] == ["too-many-persons"]


def test_a_fact_of_a_group_read_of_a_member_says_how_a_fact_of_each_is_named(plan: MakePlan) -> None:
    head = """
    names:
      groups: {child: {of: [victim, witness], label: {en: child}}}
      facts: {child.was_heard: {type: bool, label: {en: was heard}}}
    """
    rule = "- {id: tell, by: class_teacher, must: inform, to: police, after: report_received, due: 1 hour, if: {victim.was_heard: true}}"
    with pytest.raises(InputError) as refused:
        plan(rule, head=head)
    assert "`child.was_heard` is a fact of the group" in str(refused.value.problems[0].help)


def test_a_condition_asks_whether_it_was_done_for_the_person_in_question(plan: MakePlan) -> None:
    rules = """
- {id: decide, each: offender, by: education_authority, must: decide, after: report_received, due: none}
- {id: tell, each: offender, by: education_org, must: notify, to: offender, after: fact_detected, if: {happened: {done: decide}}, due: none}
"""
    log = [
        {"event": "report_received", "at": "2026-11-20T10:00:00+05:00"},
        {"event": "done", "rule": "decide", "for": "o1", "at": "2026-11-20T11:00:00+05:00"},
        {"event": "fact_detected", "at": "2026-11-20T12:00:00+05:00"},
    ]
    parties = {"offender": [{"id": "o1", "role": "pupil"}, {"id": "o2", "role": "pupil"}]}
    answer = plan(rules, log, as_of="2026-11-20T13:00:00+05:00", parties=parties)
    assert [one.for_ for one in answer.duties if one.rule.endswith("#tell")] == ["o1"]
    assert [one.for_ for one in answer.undetermined if one.rule.endswith("#tell")] == ["o2"]
