"""Laws that hold for every log: checked on generated ones, under made-up rules and under the real texts."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import protocolkit
from procedures import write_ruleset
from protocolkit import Plan, Protocol

RULES = """
- id: tell
  by: {any: [education_org_head, responsible_person]}
  must: notify
  to: [police, victim.legal_representative]
  if: {any: [{incident.crime_signs: true}, {victim.is_minor: true}]}
  after: {any: [report_received, fact_detected]}
  due: immediately, at most 24 hours
- id: convene
  by: education_org_head
  must: convene
  to: bullying_commission
  after: report_received
  due: 3 working_days
  until: case_closed
- id: decide
  by: bullying_commission
  must: decide
  after: {all: [commission_convened, fact_confirmed]}
  due: 1 to 10 working_days
- {id: escalate, by: education_authority, must: review, after: {missed: convene}, due: 5 days}
- {id: watch, by: prosecutor, must: check_progress, every: week, after: fact_confirmed, due: 7 days}
"""
EVENTS = (
    "report_received",
    "fact_detected",
    "fact_confirmed",
    "commission_convened",
    "case_closed",
    "report_received_by_head",
)
START = datetime.fromisoformat("2026-11-02T08:00:00+05:00")
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "incident.crime_signs": st.booleans(),
    "victim.age": st.integers(5, 20),
    "offender.role": st.sampled_from(["pupil", "staff", "legal_representative", "unknown"]),
    "offender.is_head": st.booleans(),
    "offender.represents_victim": st.booleans(),
}


def instant(hours: int) -> str:
    return (START + timedelta(hours=hours)).isoformat()


entries = st.builds(lambda e, h: {"event": e, "at": instant(h)}, st.sampled_from(EVENTS), st.integers(0, 600))
logs = st.lists(entries, max_size=7)
facts = st.fixed_dictionaries({}, optional=FACTS).filter(
    lambda f: (
        not (f.get("offender.role") == "pupil" and (f.get("offender.is_head") or f.get("offender.represents_victim")))
    )
)
moments = st.integers(0, 700)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def made_up() -> Protocol:
    import tempfile

    folder = Path(tempfile.mkdtemp())
    write_ruleset(folder, RULES)
    return protocolkit.load("demo/school", rules=[folder])


def plan_of(protocol: Protocol, log: list[dict[str, Any]], known: dict[str, Any], hours: int) -> Plan:
    from protocolkit.api import node_of
    from protocolkit.building.build_incident import incident
    from protocolkit.diagnostics import Problems

    case = {"incident": "law/1", "protocol": protocol.id, "facts": known, "events": log, "as_of": instant(hours)}
    problems = Problems()
    found = incident(node_of(case, "incident"), protocol, problems)
    problems.raise_if_errors()
    return protocolkit.evaluate(protocol, found)


def content(plan: Plan) -> dict[str, Any]:
    """What a plan says; how soon a duty presses (`page.urgency`) is told by the clock, as `as_of` is."""
    found = plan.to_dict()
    del found["page"]["urgency"]
    return {k: v for k, v in found.items() if k not in ("as_of", "next_change_at")}


@quick
@given(logs, facts, moments)
def test_the_same_input_gives_the_same_bytes(log: list[Any], known: dict[str, Any], at: int) -> None:
    assert plan_of(made_up(), log, known, at).to_json() == plan_of(made_up(), log, known, at).to_json()


@quick
@given(logs, facts, moments, st.randoms())
def test_the_order_of_the_log_and_of_the_facts_never_matters(
    log: list[Any], known: dict[str, Any], at: int, random: Any
) -> None:
    shuffled, turned = log[:], list(known.items())
    random.shuffle(shuffled)
    random.shuffle(turned)
    assert content(plan_of(made_up(), log, known, at)) == content(plan_of(made_up(), shuffled, dict(turned), at))


@quick
@given(logs, facts, moments)
def test_a_due_never_precedes_its_trigger(log: list[Any], known: dict[str, Any], at: int) -> None:
    for duty in plan_of(made_up(), log, known, at).duties:
        if duty.trigger and duty.due and duty.due.at:
            assert datetime.fromisoformat(duty.due.at) >= datetime.fromisoformat(duty.trigger.at)
        if duty.due and duty.due.target and duty.due.limit:
            assert datetime.fromisoformat(duty.due.target) <= datetime.fromisoformat(duty.due.limit)


@quick
@given(logs, facts, moments, st.integers(0, 600))
def test_a_later_report_never_restarts_a_clock(log: list[Any], known: dict[str, Any], at: int, again: int) -> None:
    before = plan_of(made_up(), log, known, at)
    first = min((e["at"] for e in log if e["event"] == "report_received"), default=None, key=datetime.fromisoformat)
    if first is None or datetime.fromisoformat(instant(again)) < datetime.fromisoformat(first):
        return
    after = plan_of(made_up(), [*log, {"event": "report_received", "at": instant(again)}], known, at)
    dues = {d.id: d.due for d in before.duties if d.occurrence is None}
    assert all(d.due == dues[d.id] for d in after.duties if d.id in dues)


@quick
@given(logs, facts, moments, st.integers(0, 600), st.booleans())
def test_adding_knowledge_never_erases_an_overdue(
    log: list[Any], known: dict[str, Any], at: int, learnt: int, crime: bool
) -> None:
    without = {k: v for k, v in known.items() if k != "incident.crime_signs"}
    before = plan_of(made_up(), log, without, learnt - 1)
    late = {d.id for d in before.duties if d.status == "overdue"}
    told = {"event": "fact_detected", "at": instant(learnt), "facts": {"incident.crime_signs": crime, "victim.age": 30}}
    after = plan_of(made_up(), [*log, told], without, max(at, learnt))
    shown = {d.id: (d.status, d.was) for d in after.duties}
    for id in late:
        assert id in shown, f"{id} was overdue and is gone"
        assert "overdue" in shown[id] or shown[id][0] in ("done_late",)


@quick
@given(logs, facts, moments)
def test_no_known_accused_is_ever_told_or_owes(log: list[Any], known: dict[str, Any], at: int) -> None:
    plan = plan_of(made_up(), log, known, at)
    for duty in plan.duties:
        if known.get("offender.is_head"):
            assert "education_org_head" not in duty.by
        if known.get("offender.represents_victim") or (
            known.get("offender.role") == "legal_representative" and "offender.represents_victim" not in known
        ):
            assert duty.to != "legal_representative"


@quick
@given(logs, facts, moments)
def test_nothing_changes_before_the_next_change(log: list[Any], known: dict[str, Any], at: int) -> None:
    plan = plan_of(made_up(), log, known, at)
    if plan.next_change_at is None:
        assert content(plan_of(made_up(), log, known, 5000)) == content(plan)
        return
    hours = (datetime.fromisoformat(plan.next_change_at) - START).total_seconds() / 3600
    for between in range(at, int(hours) if hours > int(hours) else int(hours) - 1, 37):
        assert content(plan_of(made_up(), log, known, between)) == content(plan)


@quick
@given(facts)
def test_every_rule_is_in_one_bucket(known: dict[str, Any]) -> None:
    log = [{"event": "report_received", "at": instant(0)}]
    plan = plan_of(made_up(), log, known, 1)
    duties = {(d.rule, d.to, d.for_) for d in plan.duties}
    open_ = {(u.rule, u.to, u.for_) for u in plan.undetermined}
    assert not duties & open_
    assert not {a.rule for a in plan.awaiting} & {d.rule for d in plan.duties}


@pytest.mark.parametrize("protocol", ["kz/interagency", "ua/pdyut", "kz/national"])
@settings(max_examples=8, deadline=None)
@given(facts, st.integers(0, 300))
def test_the_real_texts_keep_the_laws_too(protocol: str, known: dict[str, Any], at: int) -> None:
    loaded = protocolkit.load(protocol)
    log = [{"event": "report_received", "at": instant(0)}, {"event": "fact_confirmed", "at": instant(30)}]
    plan = plan_of(loaded, log, known, at)
    for duty in plan.duties:
        if duty.trigger and duty.due and duty.due.at:
            assert datetime.fromisoformat(duty.due.at) >= datetime.fromisoformat(duty.trigger.at)
        if known.get("offender.is_head"):
            assert "education_org_head" not in duty.by
        if known.get("offender.represents_victim"):
            assert not (duty.to == "legal_representative" and duty.for_ in (None, "victim"))
    assert len({d.id for d in plan.duties}) == len(plan.duties)
