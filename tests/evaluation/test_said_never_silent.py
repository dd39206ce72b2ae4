"""What could be lost without a word is said: other readings, early and partial performances, seats of the accused."""

from typing import Any

from procedures import MONDAY, MakePlan, duty, rules_of

REPORTED = {"event": "report_received", "at": MONDAY}


def codes(plan: Any) -> list[str]:
    return [w.code for w in plan.warnings]


def test_a_rule_that_only_another_reading_would_apply_is_named(plan: MakePlan) -> None:
    rule = """
    - id: question
      by: police
      must: question
      to: offender
      if: {incident.crime_signs: true}
      after: report_received
      due: none
      readings: [{instead: {if: {}}, because: the words do not ask for signs of a crime}]
    """
    answer = plan(rule, facts={"incident.crime_signs": False})
    assert not answer.duties
    assert "other_reading" in codes(answer)


def test_a_performance_before_its_window_is_said_to_close_nothing(plan: MakePlan) -> None:
    rule = "- {id: hold, by: bullying_commission, must: hold_meeting, after: report_received, due: 'not before 5 days, at most 20 days'}"
    early = {"event": "done", "rule": "hold", "at": "2026-11-17T10:00:00+05:00"}
    answer = plan(rule, [REPORTED, early], as_of="2026-11-18T10:00:00+05:00")
    assert duty(answer, "hold").status == "open"
    assert "done_too_early" in codes(answer)


def test_one_of_several_joint_bearers_is_noticed(plan: MakePlan) -> None:
    rule = "- {id: draw, by: {all: [police, prosecutor]}, must: draw_up, after: report_received, due: 1 day}"
    alone = {"event": "done", "rule": "draw", "by": "police", "at": "2026-11-16T12:00:00+05:00"}
    assert "done_by_one" in codes(plan(rule, [REPORTED, alone], as_of="2026-11-16T13:00:00+05:00"))


def test_a_body_in_which_the_accused_sits_is_marked(plan: MakePlan) -> None:
    head = "names: {roles: {bullying_commission: {has: {all: [education_org_head, school_psychologist]}}}}"
    rule = "- {id: decide, by: bullying_commission, must: decide, after: report_received, due: 7 days}"
    found = duty(plan(rule, facts={"offender.is_head": True}, head=head), "decide")
    assert [w.code for w in found.warnings] == ["accused_member"]


def test_the_family_of_a_victim_whose_parent_is_accused_is_a_gap(plan: MakePlan) -> None:
    rule = "- {id: give, by: local_executive_body, must: give_contacts, to: victim_family, after: report_received, due: 24 hours}"
    assert rules_of(plan(rule, facts={"offender.represents_victim": True}).gaps) == ["give"]
    assert duty(plan(rule), "give").check_first == ("offender.represents_victim",)


def test_a_right_closes_with_its_term(plan: MakePlan) -> None:
    rule = "- {id: may-appeal, by: victim, may: apply, to: education_authority, after: report_received, due: 10 days}"
    assert plan(rule, as_of="2026-11-26T23:59:59+05:00").permissions
    assert not plan(rule, as_of="2026-11-27T00:00:01+05:00").permissions


def test_an_extension_is_counted_from_the_last_day(plan: MakePlan) -> None:
    rule = """
    - {id: hold, by: education_org_head, must: investigate, after: report_received, due: 5 days,
       clock: {extend: {by: education_authority, at_most: 5 working_days}}}
    """

    def extended(day: str) -> list[dict[str, str]]:
        return [
            REPORTED,
            {
                "event": "extended",
                "rule": "hold",
                "by": "education_authority",
                "at": "2026-11-18T10:00:00+05:00",
                "due": day,
            },
        ]

    # Five days from Monday 16 end with Saturday 21; five working days on from there with Friday 27.
    assert (
        duty(plan(rule, extended("2026-11-27"), as_of="2026-11-19T10:00:00+05:00"), "hold").due.last_day == "2026-11-27"
    )  # type: ignore[union-attr]
    later = plan(rule, extended("2026-11-28"), as_of="2026-11-19T10:00:00+05:00")
    assert duty(later, "hold").due.last_day == "2026-11-21"  # type: ignore[union-attr]
    assert [one.why for one in later.without_effect] == ["not_allowed"]


def test_a_post_within_an_allowed_institution_acts_for_it(plan: MakePlan) -> None:
    rule = "- {id: register, by: {actor: [education_org, police]}, must: register, after: report_received, due: 1 day}"
    told = REPORTED | {"by": "class_teacher"}
    assert duty(plan(rule, [told], facts={"offender.role": "pupil"}), "register").by == ("education_org",)


def test_a_rhythm_of_an_agenda_without_dates_says_what_it_waits_for(plan: MakePlan) -> None:
    head = "names: {agendas: {board_meeting: {label: {en: meeting of the board}}}}"
    rule = "- {id: report, by: education_org_head, must: review, every: board_meeting, after: report_received, due: same_day}"
    assert [a.event for a in plan(rule, head=head).awaiting] == ["agenda"]
