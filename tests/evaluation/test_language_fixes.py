"""One act never closes, softens or swallows more than it says: each claim once went wrong."""

from pathlib import Path

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, duty, rules_of, write_ruleset
from protocolkit import Plan

REPORTED = {"event": "report_received", "at": MONDAY}
PUPIL = {"offender.role": "pupil"}
LATER = "2026-11-16T10:30:00+05:00"
TWO_VICTIMS = {"victim": [{"id": "v1"}, {"id": "v2"}], "offender": [{"id": "o1", "role": "pupil"}]}


def rule(id: str, more: str, by: str = "education_org_head") -> str:
    return f"- {{id: {id}, by: {by}, after: report_received, {more}}}\n"


def entry(event: str, rule: str, **more: str) -> dict[str, str]:
    return {"event": event, "rule": rule, "at": "2026-11-16T10:10:00+05:00", **more}


def states(plan: Plan) -> dict[str, str]:
    """The status of each duty by its id without the ruleset."""
    return {d.id.partition("#")[2]: d.status for d in plan.duties}


def both(folder: Path, one: str, two: str, *log: dict[str, str]) -> Plan:
    """The plan of two texts at once; rules are `one` and `two`."""
    write_ruleset(folder, rule("one", one), id="demo/one")
    write_ruleset(folder, rule("two", two), id="demo/two")
    (folder / "both.yaml").write_text("protocol: demo/both\nrulesets: [demo/one, demo/two]\n", encoding="utf-8")
    case = {
        "incident": "demo/1", "protocol": "demo/both", "as_of": LATER, "events": [REPORTED, *log], "facts": PUPIL,
    }  # fmt: skip
    return protocolkit.plan(case, rules=[folder])


# -- who owes


def test_each_of_a_list_of_bearers_keeps_a_duty_of_his_own_in_one_institution(plan: MakePlan) -> None:
    answer = plan(rule("watch", "must: monitor, due: 1 hour", by="[education_org_head, class_teacher]"), facts=PUPIL)
    assert states(answer) == {"watch/education_org_head": "open", "watch/class_teacher": "open"}


def test_what_one_of_a_list_did_closes_his_duty_only(plan: MakePlan) -> None:
    rules = rule("watch", "must: monitor, due: 1 hour", by="[education_org_head, class_teacher]")
    log = [REPORTED, entry("done", "watch", by="class_teacher")]
    assert states(plan(rules, log, PUPIL, LATER)) == {"watch/education_org_head": "open", "watch/class_teacher": "done"}


def test_a_performance_by_nobody_named_closes_the_duties_of_all_with_a_warning(plan: MakePlan) -> None:
    rules = rule("watch", "must: monitor, due: 1 hour", by="[education_org_head, class_teacher]")
    answer = plan(rules, [REPORTED, entry("done", "watch")], PUPIL, LATER)
    assert set(states(answer).values()) == {"done"}
    assert [w.code for w in answer.warnings] == ["done_for_all"]


def test_another_texts_bearer_joins_the_duty_of_the_same_bearer(tmp_path: Path) -> None:
    write_ruleset(tmp_path, rule("one", "must: monitor, due: 1 hour", by="class_teacher"), id="demo/one")
    write_ruleset(
        tmp_path, rule("two", "must: monitor, due: 2 hours", by="[education_org_head, class_teacher]"), id="demo/two"
    )
    (tmp_path / "both.yaml").write_text("protocol: demo/both\nrulesets: [demo/one, demo/two]\n", encoding="utf-8")
    case = {"incident": "demo/1", "protocol": "demo/both", "as_of": MONDAY, "events": [REPORTED], "facts": PUPIL}
    answer = protocolkit.plan(case, rules=[tmp_path])
    assert {d.by: d.also_required_by for d in answer.duties} == {
        ("class_teacher",): ("demo/two#two",), ("education_org_head",): (),
    }  # fmt: skip


def test_each_victim_who_is_a_bearer_owes_his_own_duty(plan: MakePlan) -> None:
    answer = plan(rule("apply", "must: apply, to: police, due: none", by="victim"), parties=TWO_VICTIMS)
    assert [d.for_ for d in answer.duties] == ["v1", "v2"]


# -- what was done

ANY_ACT = "must: {any: [review, monitor]}, due: 1 hour"
ALL_ACTS = "must: {all: [review, monitor]}, due: 1 hour"
ANY_PAPER = "must: draw_up, document: {any: [internal_act, service_memo]}, due: 1 hour"
ANY_BODY = "must: notify, to: {any: [police, prosecutor]}, due: 1 hour"
LIST_OF_BODIES = "must: notify, to: [police, prosecutor], due: 1 hour"


@pytest.mark.parametrize(
    ("done", "other", "status"),
    [
        (ANY_ACT, ALL_ACTS, "open"),
        (ALL_ACTS, ANY_ACT, "done"),
        (ANY_ACT, "must: review, due: 1 hour", "open"),
        ("must: monitor, due: 1 hour", ANY_ACT, "done"),
        ("must: review, due: 1 hour", ALL_ACTS, "open"),
        ("must: [review, monitor], due: 1 hour", ALL_ACTS, "done"),
        (ANY_PAPER, "must: draw_up, document: internal_act, due: 1 hour", "open"),
        ("must: draw_up, document: service_memo, due: 1 hour", ANY_PAPER, "done"),
        ("must: notify, to: prosecutor, due: 1 hour", ANY_BODY, "done"),
        (ANY_BODY, LIST_OF_BODIES, "open"),
    ],
)
def test_a_performance_by_choice_does_not_close_what_asks_for_one_thing(
    tmp_path: Path, done: str, other: str, status: str
) -> None:
    answer = both(tmp_path, done, other, entry("done", "one"))
    found = {d.status for d in answer.duties if d.rule == "demo/two#two" or "demo/two#two" in d.also_required_by}
    assert found == {status}


def test_a_choice_told_to_one_body_closes_the_list_for_that_body_only(tmp_path: Path) -> None:
    answer = both(tmp_path, ANY_BODY, LIST_OF_BODIES, entry("done", "one", to="police"))
    assert {d.to: d.status for d in answer.duties if d.rule == "demo/two#two"} == {
        "police": "done",
        "prosecutor": "open",
    }


def test_a_duty_named_by_its_id_closes_its_twin_whose_id_is_shorter(tmp_path: Path) -> None:
    named = {"event": "done", "duty": "demo/one#one/notify/police", "at": "2026-11-16T10:10:00+05:00"}
    answer = both(
        tmp_path, "must: [notify, review], to: police, due: 2 hours", "must: notify, to: police, due: 1 hour", named
    )
    assert {d.do: d.status for d in answer.duties} == {"notify": "done", "review": "open"}


def test_a_performance_for_the_case_is_none_for_each_victim_and_the_other_way_round(plan: MakePlan) -> None:
    rules = rule("tell-case", "must: notify, to: police, due: 1 hour") + rule(
        "tell-each", "each: victim, must: notify, to: police, due: 2 hours"
    )
    case_wide = plan(rules, [REPORTED, entry("done", "tell-case")], {}, LATER, parties=TWO_VICTIMS)
    assert states(case_wide) == {
        "tell-case/police": "done",
        "tell-each/police/v1": "open",
        "tell-each/police/v2": "open",
    }
    for_one = plan(rules, [REPORTED, {**entry("done", "tell-each"), "for": "v1"}], {}, LATER, parties=TWO_VICTIMS)
    assert states(for_one) == {"tell-case/police": "open", "tell-each/police/v1": "done", "tell-each/police/v2": "open"}


# -- the clock


def test_an_extension_that_one_text_allows_leaves_the_other_texts_limit(tmp_path: Path) -> None:
    extendable = "must: notify, to: police, due: 2 hours, clock: {extend: {by: education_authority}}"
    longer = entry("extended", "demo/one#one", by="education_authority", due="2026-11-16T14:00:00+05:00")
    answer = both(tmp_path, extendable, "must: notify, to: police, due: 3 hours", longer)
    assert duty(answer, "two").due.at == "2026-11-16T13:00:00+05:00"  # type: ignore[union-attr]
    assert duty(answer, "two").also_required_by == ("demo/one#one",)


def test_a_waiver_that_one_text_allows_leaves_the_other_texts_duty(tmp_path: Path) -> None:
    waivable = "must: notify, to: police, due: 1 hour, clock: {waive: {by: education_authority}}"
    waived = entry("waived", "demo/one#one", by="education_authority")
    answer = both(tmp_path, waivable, "must: notify, to: police, due: 2 hours", waived)
    assert {d.rule: d.status for d in answer.duties} == {"demo/one#one": "waived", "demo/two#two": "open"}


def test_a_date_set_for_one_text_is_not_the_other_texts_limit(tmp_path: Path) -> None:
    day = entry("due_set", "demo/one#one", due="2026-11-30")
    answer = both(tmp_path, "must: notify, to: police, due: decided", "must: notify, to: police, due: 1 hour", day)
    assert duty(answer, "two").due.at == "2026-11-16T11:00:00+05:00"  # type: ignore[union-attr]


def test_a_second_extension_has_no_effect_where_the_rule_allows_one(plan: MakePlan) -> None:
    rules = rule("inquire", "must: investigate, due: 2 days, clock: {extend: {by: education_authority, times: 1}}")
    log = [
        REPORTED,
        *(entry("extended", "inquire", by="education_authority", due=f"2026-11-{day}") for day in ("20", "23")),
    ]
    assert duty(plan(rules, log[:2], PUPIL, LATER), "inquire").due.last_day == "2026-11-20"  # type: ignore[union-attr]
    again = plan(rules, log, PUPIL, LATER)
    assert duty(again, "inquire").due.last_day == "2026-11-20"  # type: ignore[union-attr]
    assert [(one.entry.due, one.why) for one in again.without_effect] == [("2026-11-23", "not_allowed")]


# -- what is not known


def test_while_a_fact_chooses_between_readings_the_earliest_is_when_it_would_be_due(plan: MakePlan) -> None:
    hour = "{ask: incident.high_profile, instead: {by: class_teacher, due: 1 hour}, because: grave cases}"
    answer = plan(rule("look", f"must: review, due: 3 days, readings: [{hour}]"), facts=PUPIL)
    assert rules_of(answer.undetermined) == ["look"]
    assert answer.undetermined[0].would_be_due == "2026-11-16T11:00:00+05:00"


def test_an_empty_list_of_posts_says_that_somebody_holds_none(plan: MakePlan) -> None:
    parties = {"offender": [{"id": "o1", "role": "legal_representative", "holds": [], "represents": []}]}
    answer = plan(rule("tell", "must: notify, to: victim.legal_representative, due: 1 hour"), parties=parties)
    assert duty(answer, "tell").check_first == ()


def test_a_variant_of_a_variant_tells_the_changes_of_both(tmp_path: Path) -> None:
    write_ruleset(tmp_path, rule("tell", "must: notify, to: police, due: 1 day"), id="demo/base")
    for id, base, due in (("demo/region", "demo/base", "6 hours"), ("demo/school", "demo/region", "2 hours")):
        text = f"ruleset: {id}\nextends: {base}\nchange: {{tell: {{because: {due} will do, set: {{due: {due}}}}}}}\n"
        (tmp_path / f"{id.partition('/')[2]}.yaml").write_text(text, encoding="utf-8")
    case = {"incident": "demo/1", "protocol": "demo/school", "as_of": MONDAY, "events": [REPORTED], "facts": PUPIL}
    answer = protocolkit.plan(case, rules=[tmp_path])
    assert duty(answer, "tell").due.at == "2026-11-16T12:00:00+05:00"  # type: ignore[union-attr]
    told = " ".join(w.message for w in answer.warnings if w.code == "variant")
    assert "6 hours will do" in told
    assert "2 hours will do" in told
