"""A known accused neither owes nor is told anything unless the rule names the offender; nothing is silent about it."""

from procedures import MakePlan, duty, rules_of

PARENTS = """
- id: tell-parents
  each: victim
  by: education_org_head
  must: notify
  to: victim.legal_representative
  after: report_received
  due: immediately, at most 24 hours
"""
POLICE = """
- id: notify-police
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: 1 hour
"""


def test_while_nobody_knows_who_did_it_the_clock_runs_and_the_plan_says_what_to_check(plan: MakePlan) -> None:
    found = duty(plan(PARENTS), "tell-parents")
    assert found.status == "open"
    assert set(found.check_first) == {"offender.represents_victim", "offender.is_head"}


def test_an_offender_known_to_be_a_pupil_raises_no_question(plan: MakePlan) -> None:
    assert duty(plan(PARENTS, facts={"offender.role": "pupil"}), "tell-parents").check_first == ()


def test_an_accused_parent_is_a_gap_with_its_clock_and_a_conflict(plan: MakePlan) -> None:
    answer = plan(PARENTS, facts={"offender.represents_victim": True, "offender.is_head": False})
    assert not answer.duties
    (gap,) = answer.gaps
    assert (gap.rule, gap.role, gap.to, gap.for_) == (
        "demo/school#tell-parents", "legal_representative", "legal_representative", "victim",
    )  # fmt: skip
    assert gap.due is not None
    assert gap.due.limit == "2026-11-17T10:00:00+05:00"
    assert [c.kind for c in answer.conflicts] == ["accused"]


def test_the_offenders_role_alone_says_that_a_parent_is_accused(plan: MakePlan) -> None:
    assert rules_of(plan(PARENTS, facts={"offender.role": "legal_representative"}).gaps) == ["tell-parents"]


def test_a_representative_who_cannot_consent_because_he_is_the_suspect_is_a_gap(plan: MakePlan) -> None:
    answer = plan(
        PARENTS, facts={"legal_representative.consents_to_interview": "is_suspect", "offender.is_head": False}
    )
    assert not answer.duties
    assert [g.role for g in answer.gaps] == ["legal_representative"]
    assert [(a.role, a.for_) for a in answer.accused] == [("legal_representative", "victim")]


def test_an_accused_head_is_a_gap_where_the_text_names_nobody_else(plan: MakePlan) -> None:
    answer = plan(POLICE, facts={"offender.is_head": True})
    assert not answer.duties
    assert [(g.role, g.to) for g in answer.gaps] == [("education_org_head", "police")]


def test_another_of_any_steps_in_for_an_accused_head(plan: MakePlan) -> None:
    rule = POLICE.replace("by: education_org_head", "by: {any: [education_org_head, responsible_person]}")
    answer = plan(rule, facts={"offender.is_head": True})
    assert duty(answer, "notify-police").by == ("responsible_person",)
    assert not answer.gaps


def test_substitutes_step_in_in_order(plan: MakePlan) -> None:
    rule = POLICE.replace(
        "by: education_org_head", "by: {any: [education_org_head], else: [social_pedagogue, class_teacher]}"
    )
    assert duty(plan(rule, facts={"offender.is_head": True}), "notify-police").by == ("social_pedagogue",)
    parties = {"offender": [{"id": "o1", "role": "staff", "holds": ["education_org_head", "social_pedagogue"]}]}
    assert duty(plan(rule, parties=parties), "notify-police").by == ("class_teacher",)


def test_absence_passes_the_duty_on_too(plan: MakePlan) -> None:
    rule = POLICE.replace("by: education_org_head", "by: {any: [education_org_head], else: [class_teacher]}")
    assert duty(plan(rule, institution={"absent": ["education_org_head"]}), "notify-police").by == ("class_teacher",)


def test_a_duty_together_has_a_gap_when_one_of_all_is_the_accused(plan: MakePlan) -> None:
    rule = POLICE.replace("by: education_org_head", "by: {all: [education_org_head, class_teacher]}")
    assert rules_of(plan(rule, facts={"offender.is_head": True}).gaps) == ["notify-police"]


def test_posts_are_asked_about_once_the_offender_is_known_to_be_staff(plan: MakePlan) -> None:
    rule = POLICE.replace("education_org_head", "class_teacher")
    assert duty(plan(rule), "notify-police").check_first == ()
    assert duty(plan(rule, facts={"offender.role": "staff"}), "notify-police").check_first == ("offender.holds",)
    parties = {"offender": [{"id": "o1", "role": "staff", "holds": ["class_teacher"]}]}
    assert rules_of(plan(rule, parties=parties).gaps) == ["notify-police"]


def test_a_rule_that_names_the_offender_reaches_him(plan: MakePlan) -> None:
    rule = "- {id: explain-accusation, by: education_org_head, must: explain_accusation, to: offender, after: report_received, due: none}"
    assert duty(plan(rule, facts={"offender.role": "pupil"}), "explain-accusation").to == "offender"


def test_a_group_does_not_name_the_offender(plan: MakePlan) -> None:
    rule = "- {id: tell-all, each: party, by: education_org_head, must: notify, to: party, after: report_received, due: none}"
    answer = plan(rule, facts={"offender.role": "pupil"})
    assert [d.for_ for d in answer.duties] == ["victim"]
    assert [g.role for g in answer.gaps] == ["offender"]


def test_bans_and_sanctions_still_bind_the_accused(plan: MakePlan) -> None:
    rules = """
    - {id: no-telling, by: education_org_head, must_not: disclose, to: media, after: report_received}
    - {id: faces-measure, by: offender, faces: disciplinary_measure, if: {offender.is_head: true}}
    """
    answer = plan(rules, facts={"offender.is_head": True})
    assert rules_of(answer.prohibitions) == ["no-telling"]
    assert rules_of(answer.sanctions) == ["faces-measure"]


def test_each_victims_own_parent_is_asked_about(plan: MakePlan) -> None:
    parties = {
        "victim": [{"id": "v1", "age": 9}, {"id": "v2", "age": 10}],
        "offender": [{"id": "o1", "role": "legal_representative", "represents": ["v1"]}],
    }
    answer = plan(PARENTS, parties=parties)
    assert [d.for_ for d in answer.duties] == ["v2"]
    assert [g.for_ for g in answer.gaps] == ["v1"]


def test_nobody_owes_himself_a_duty(plan: MakePlan) -> None:
    rule = POLICE.replace("to: police", "to: [education_org_head, police]")
    assert [d.to for d in plan(rule, facts={"offender.role": "pupil"}).duties] == ["police"]


def test_bodies_outside_the_organisation_are_never_the_accused(plan: MakePlan) -> None:
    rule = POLICE.replace("education_org_head", "local_executive_body")
    assert duty(plan(rule, facts={"offender.role": "staff"}), "notify-police").check_first == ()
