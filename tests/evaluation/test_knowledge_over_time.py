"""Facts are knowledge: the log says since when, an old plan can be made again, and nothing overdue is erased."""

import pytest

from procedures import MONDAY, MakePlan, duty, rules_of
from protocolkit import InputError

RULE = """
- id: notify-police
  by: education_org_head
  must: notify
  to: police
  if: {incident.crime_signs: true}
  after: report_received
  due: 2 hours
"""


def learnt(at: str, value: bool, **more: str) -> dict[str, object]:
    return {"event": "fact_detected", "at": f"2026-11-16T{at}+05:00", "facts": {"incident.crime_signs": value}, **more}


REPORTED = {"event": "report_received", "at": MONDAY}


def test_a_fact_counts_from_the_moment_it_is_known(plan: MakePlan) -> None:
    log = [REPORTED, learnt("11:00:00", True)]
    assert plan(RULE, log, as_of="2026-11-16T10:59:59+05:00").undetermined
    assert duty(plan(RULE, log, as_of="2026-11-16T11:00:00+05:00"), "notify-police").status == "open"


def test_recorded_at_lets_an_old_plan_be_made_again(plan: MakePlan) -> None:
    log = [REPORTED, learnt("10:30:00", True, recorded_at="2026-11-16T11:30:00+05:00")]
    assert plan(RULE, log, as_of="2026-11-16T11:00:00+05:00").undetermined
    assert plan(RULE, log, as_of="2026-11-16T11:30:00+05:00").duties


def test_knowledge_after_the_limit_makes_the_duty_overdue_at_once_and_says_so(plan: MakePlan) -> None:
    found = duty(plan(RULE, [REPORTED, learnt("13:00:00", True)], as_of="2026-11-16T13:00:00+05:00"), "notify-police")
    assert found.status == "overdue"
    assert "known_late" in [w.code for w in found.warnings]


def test_new_knowledge_supersedes_but_never_erases_an_overdue(plan: MakePlan) -> None:
    log = [REPORTED, learnt("11:00:00", True), learnt("13:00:00", False)]
    found = duty(plan(RULE, log, as_of="2026-11-16T14:00:00+05:00"), "notify-police")
    assert (found.status, found.was) == ("superseded", "overdue")
    early = [REPORTED, learnt("10:10:00", True), learnt("10:30:00", False)]
    found = duty(plan(RULE, early, as_of="2026-11-16T14:00:00+05:00"), "notify-police")
    assert (found.status, found.was) == ("superseded", "open")


def test_the_next_change_is_the_instant_at_which_the_plan_differs(plan: MakePlan) -> None:
    log = [REPORTED, learnt("10:30:00", True), learnt("11:30:00", True)]
    assert plan(RULE, log).next_change_at == "2026-11-16T10:30:00+05:00"
    # The second entry says nothing new: the plan changes only when the limit has passed.
    assert plan(RULE, log, as_of="2026-11-16T10:30:00+05:00").next_change_at == "2026-11-16T12:00:01+05:00"
    assert plan(RULE, log, as_of="2026-11-16T12:00:01+05:00").next_change_at is None


def test_age_tells_who_is_a_minor(plan: MakePlan) -> None:
    rule = RULE.replace("incident.crime_signs", "victim.is_minor")
    assert plan(rule, facts={"victim.age": 17}).duties
    assert not plan(rule, facts={"victim.age": 18}).undetermined


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"victim.age": 20, "victim.is_minor": True}, "contradiction"),
        ({"offender.role": "pupil", "offender.is_head": True}, "contradiction"),
        ({"victim.age": "nine"}, "type-mismatch"),
        ({"victim.age": 140}, "type-mismatch"),
        ({"incident.crime_signs": "maybe"}, "type-mismatch"),
        ({"incident.forms": ["bulying"]}, "type-mismatch"),
        ({"victim.name": "somebody"}, "unknown-fact"),
        ({"incident.crime_sings": True}, "unknown-fact"),
    ],
)
def test_facts_that_cannot_be_are_refused(plan: MakePlan, facts: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(RULE, facts=facts)
    assert [p.code for p in refused.value.problems] == [code]


def test_happened_is_true_or_unknown_and_never_false(plan: MakePlan) -> None:
    rule = RULE.replace(
        "{incident.crime_signs: true}",
        "{happened: act_committed, within: 1 year, of: administrative_penalty_imposed}",
    )
    assert rules_of(plan(rule).undetermined) == ["notify-police"]
    penalty = {"event": "administrative_penalty_imposed", "at": "2026-01-10T10:00:00+05:00"}
    again = {"event": "act_committed", "at": "2026-11-15T10:00:00+05:00"}
    assert plan(rule, [penalty, again, REPORTED]).duties
    old = penalty | {"at": "2025-01-10T10:00:00+05:00"}
    assert plan(rule, [old, again, REPORTED]).undetermined


def test_an_act_may_have_to_happen_several_times(plan: MakePlan) -> None:
    rule = RULE.replace("{incident.crime_signs: true}", "{happened: act_committed, times: 2}")
    first = {"event": "act_committed", "at": "2026-11-10T10:00:00+05:00"}
    assert plan(rule, [first, REPORTED]).undetermined
    assert plan(rule, [first, first | {"at": "2026-11-12T10:00:00+05:00"}, REPORTED]).duties


BY_CASE = "- {id: report, by: education_org_head, must: report, to: education_authority, after: report_received, %s}"
FACT = "incident.crime_signs"


@pytest.mark.parametrize(
    "terms",
    [
        f"due: {{if: {{{FACT}: true}}, then: 1 hour, else: 3 days}}",
        f"due: 1 hour, amount: {{if: {{{FACT}: true}}, then: 10 UAH, else: 20 UAH}}",
    ],
)
def test_an_overdue_is_not_erased_by_a_fact_that_moves_its_time_or_amount(plan: MakePlan, terms: str) -> None:
    log = [REPORTED, learnt("10:10:00", True), learnt("13:00:00", False)]
    answer = plan(BY_CASE % terms, log, as_of="2026-11-16T14:00:00+05:00")
    former = [d for d in answer.duties if d.status == "superseded"]
    assert [d.was for d in former] == ["overdue"]
    assert len({d.id for d in answer.duties}) == len(answer.duties) == 2


def test_a_fact_that_makes_a_limit_earlier_than_now_says_that_it_was_known_late(plan: MakePlan) -> None:
    log = [REPORTED, learnt("10:10:00", False), learnt("13:00:00", True)]
    due = f"due: {{if: {{{FACT}: true}}, then: 1 hour, else: 3 days}}"
    (found,) = plan(BY_CASE % due, log, as_of="2026-11-16T14:00:00+05:00").duties
    assert found.status == "overdue"
    assert "known_late" in [w.code for w in found.warnings]


def test_what_was_done_stays_done_when_its_ground_falls_away(plan: MakePlan) -> None:
    done = {"event": "done", "rule": "notify-police", "at": "2026-11-16T11:30:00+05:00"}
    log = [REPORTED, learnt("11:00:00", True), done, learnt("13:00:00", False)]
    found = duty(plan(RULE, log, as_of="2026-11-16T14:00:00+05:00"), "notify-police")
    assert found.status == "done"
    assert "no_longer_applies" in [w.code for w in found.warnings]
