"""An entry learnt of later may move the day of a case, and with it the editions by which it is judged."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import rules_of, write_ruleset
from protocolkit import InputError, Plan
from protocolkit.explaining.explain import Explainer

OLD = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours}
- {id: tell-board, by: education_org_head, must: notify, to: education_authority, after: fact_detected, due: 24 hours}
"""
NEW = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
- {id: tell-prosecutor, by: education_org_head, must: notify, to: prosecutor, after: report_received, due: 1 hour}
"""
REPORT = {"event": "report_received", "at": "2026-06-02T10:00:00+05:00"}
# It happened before the new edition, and was recorded a day after the report.
SEEN = {"event": "fact_detected", "at": "2026-05-30T10:00:00+05:00", "recorded_at": "2026-06-03T10:00:00+05:00"}


def answer(folder: Path, *log: dict[str, Any], as_of: str, **more: Any) -> Plan:
    for name, rules, force in (
        ("old", OLD, 'from: "2020-01-01", until: "2026-06-01"'), ("new", NEW, 'from: "2026-06-01"'),
    ):  # fmt: skip
        path = write_ruleset(folder, rules)
        path.write_text(path.read_text("utf-8").replace("from: undated", force), encoding="utf-8")
        path.rename(folder / f"{name}.yaml")
    case = {"incident": "demo/1", "protocol": "demo/school", "events": [REPORT, *log]} | more
    return protocolkit.plan(case | {"facts": {"offender.role": "pupil"}}, rules=[folder], as_of=as_of)


def stands(plan: Plan) -> list[tuple[str, str, str | None]]:
    return sorted((one.rule.partition("#")[2], one.status, one.was) for one in plan.duties)


def test_before_it_was_recorded_the_case_is_judged_by_the_day_known_then(tmp_path: Path) -> None:
    plan = answer(tmp_path, SEEN, as_of="2026-06-02T12:00:00+05:00")
    assert stands(plan) == [("tell-police", "overdue", None), ("tell-prosecutor", "overdue", None)]


def test_once_it_is_recorded_the_edition_of_its_day_holds_and_an_overdue_is_superseded(tmp_path: Path) -> None:
    plan = answer(tmp_path, SEEN, as_of="2026-06-03T10:00:00+05:00")
    assert stands(plan) == [
        ("tell-board", "overdue", None),
        ("tell-police", "open", None),
        ("tell-police", "superseded", "overdue"),
        ("tell-prosecutor", "superseded", "overdue"),
    ]
    board = next(one for one in plan.duties if one.rule.endswith("tell-board"))
    assert "known_late" in [w.code for w in board.warnings]


def test_what_was_done_under_the_other_edition_stays_done(tmp_path: Path) -> None:
    done = {"event": "done", "rule": "demo/school#tell-prosecutor", "at": "2026-06-02T10:30:00+05:00"}
    plan = answer(tmp_path, done, SEEN, as_of="2026-06-03T10:00:00+05:00")
    assert ("tell-prosecutor", "done", None) in stands(plan)
    assert not plan.without_effect


def test_an_entry_taken_back_moves_the_day_no_longer(tmp_path: Path) -> None:
    gone = {"event": "retracted", "entry": "seen", "at": "2026-06-04T10:00:00+05:00"}
    plan = answer(tmp_path, SEEN | {"id": "seen"}, gone, as_of="2026-06-04T10:00:00+05:00")
    assert {one[:2] for one in stands(plan)} >= {("tell-police", "overdue"), ("tell-prosecutor", "overdue")}
    assert ("tell-board", "superseded", "overdue") in stands(plan)


def test_an_edition_that_somebody_chose_stays(tmp_path: Path) -> None:
    answer(tmp_path, as_of="2026-06-02T12:00:00+05:00")
    case = {"incident": "demo/1", "protocol": "demo/school", "events": [REPORT], "as_of": "2026-06-02T12:00:00+05:00"}
    _protocol, incident = protocolkit.load_incident(case, rules=[tmp_path])
    old = protocolkit.load("demo/school", on="2026-05-01", rules=[tmp_path])
    assert rules_of(protocolkit.evaluate(old, incident).duties) == ["tell-police"]


def test_a_rule_of_the_other_edition_is_unexplained_for_that_reason(tmp_path: Path) -> None:
    answer(tmp_path, as_of="2026-06-02T12:00:00+05:00")
    case = {"incident": "demo/1", "protocol": "demo/school", "events": [REPORT, SEEN]}
    protocol, incident = protocolkit.load_incident(case, rules=[tmp_path])

    def explainer(day: str) -> Explainer:
        return Explainer(protocol, incident, datetime.fromisoformat(f"{day}T12:00:00+05:00"))

    assert explainer("2026-06-02").rule("tell-prosecutor").name == "tell-prosecutor"
    with pytest.raises(InputError, match="its edition is not in force on the day of the case"):
        explainer("2026-06-03").rule("demo/school#tell-prosecutor/prosecutor")
