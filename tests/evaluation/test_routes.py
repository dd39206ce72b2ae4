"""A route sends the case to another procedure; what it keeps goes on, and nothing overdue is lost."""

from made_plans import WORDS
from procedures import MakePlan, rules_of
from shown import plan_text

RULES = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
- {id: convene, by: education_org_head, must: convene, to: bullying_commission, after: report_received, due: 1 hour}
- {id: wait, by: education_org_head, must: review, after: commission_decided, due: none}
- {id: staff-cases, route: demo/staff, instead: true, keeps: [tell-police], if: {offender.role: staff}}
"""


def test_a_case_that_goes_elsewhere_keeps_what_the_route_keeps(plan: MakePlan) -> None:
    answer = plan(RULES, facts={"offender.role": "staff"})
    assert [(r.to, r.instead) for r in answer.routes] == [("demo/staff", True)]
    assert {d.rule.partition("#")[2]: d.status for d in answer.duties} == {
        "tell-police": "open",
        "convene": "superseded",
    }
    assert not answer.awaiting


def test_what_was_overdue_stays_in_sight(plan: MakePlan) -> None:
    answer = plan(RULES, facts={"offender.role": "staff"}, as_of="2026-11-16T12:00:00+05:00")
    assert {(d.status, d.was) for d in answer.duties} == {("overdue", None), ("superseded", "overdue")}


def test_beside_leaves_everything_in_place(plan: MakePlan) -> None:
    beside = RULES.replace("instead: true, keeps: [tell-police], ", "")
    answer = plan(beside, facts={"offender.role": "staff"})
    assert rules_of(answer.routes) == ["staff-cases"]
    assert {d.status for d in answer.duties} == {"open"}


def test_an_unknown_fact_leaves_the_route_open_and_the_duties_running(plan: MakePlan) -> None:
    answer = plan(RULES)
    assert rules_of(answer.undetermined) == ["staff-cases"]
    assert {d.status for d in answer.duties} == {"open"}


def test_a_route_to_what_nobody_has_says_so_and_gives_no_command(plan: MakePlan) -> None:
    answer = plan(RULES, facts={"offender.role": "staff"})
    assert [one.loaded for one in answer.routes] == [False]
    page = plan_text(answer, WORDS)
    assert "not loaded" in page
    assert "--protocol demo/staff" not in page


def test_a_route_to_what_is_loaded_names_the_command_for_its_plan(plan: MakePlan) -> None:
    answer = plan(RULES.replace("demo/staff", "kz/interagency"), facts={"offender.role": "staff"})
    assert [one.loaded for one in answer.routes] == [True]
    assert "--protocol kz/interagency" in plan_text(answer, WORDS)
