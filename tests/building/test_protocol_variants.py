"""A protocol may vary another, rule by rule, and record what its texts answer differently."""

from pathlib import Path
from textwrap import dedent

import pytest

import protocolkit
from procedures import MONDAY, duty, rules_of, write_ruleset
from protocolkit import InputError, Plan

BASE = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 24 hours}
- {id: settle-inside, by: education_org_head, must: review, after: report_received, due: none}
- {id: tell-late, by: education_org_head, must: notify, to: prosecutor, after: commission_decided, due: none}
"""
PROTOCOL = """
protocol: demo/national
rulesets: [demo/school]
conflicts:
  - id: police-or-inside
    rules: [demo/school#tell-police, demo/school#settle-inside]
    governs: demo/school#tell-police
    because: nothing that happens inside the school replaces the notice
  - id: who-is-told-late
    rules: [demo/school#tell-police, demo/school#tell-late]
    governs: person
    because: the two notices cannot be told apart
"""
REGION = """
protocol: demo/region
extends: demo/national
change:
  demo/school#tell-police: {because: the region is stricter, set: {due: 2 hours}}
remove:
  demo/school#settle-inside: {because: the region forbids it}
add:
  - id: tell-governor
    cites: {point: "1", words: the governor}
    by: education_org_head
    must: notify
    to: local_executive_body
    after: report_received
    due: 1 working_day
"""


def answer(folder: Path, protocol: str, region: str = REGION) -> Plan:
    write_ruleset(folder, BASE)
    (folder / "national.yaml").write_text(dedent(PROTOCOL), encoding="utf-8")
    (folder / "region.yaml").write_text(dedent(region), encoding="utf-8")
    case = {
        "incident": "demo/1", "protocol": protocol, "facts": {"offender.role": "pupil"}, "as_of": MONDAY,
        "events": [{"event": "report_received", "at": MONDAY}],
    }  # fmt: skip
    return protocolkit.plan(case, rules=[folder])


def test_a_region_changes_removes_and_adds_without_touching_the_text(tmp_path: Path) -> None:
    plan = answer(tmp_path, "demo/region")
    assert rules_of(plan.duties) == ["tell-police", "tell-governor"]
    found = duty(plan, "tell-police")
    assert found.id == "demo/school#tell-police/police"
    assert found.due.at == "2026-11-16T12:00:00+05:00"  # type: ignore[union-attr]
    assert [w.message for w in plan.warnings if w.code == "variant"] == [
        "demo/school changed `tell-police`: the region is stricter",
        "demo/school removed `settle-inside`: the region forbids it",
    ]


def test_a_recorded_conflict_shows_once_a_rule_speaks_and_another_may(tmp_path: Path) -> None:
    plan = answer(tmp_path, "demo/national")
    assert [(c.id, c.governs) for c in plan.conflicts] == [
        ("police-or-inside", "demo/school#tell-police"),
        ("who-is-told-late", None),
    ]
    assert [s.words for s in plan.conflicts[0].sources] == ["some words"]
    # The region took one of the two rules away: nothing is left to conflict with.
    assert [c.id for c in answer(tmp_path, "demo/region").conflicts] == ["who-is-told-late"]


def test_a_variant_of_a_protocol_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no protocol `demo/nation` to extend"):
        answer(tmp_path, "demo/region", REGION.replace("extends: demo/national", "extends: demo/nation"))


def test_a_protocol_that_extends_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="extends itself"):
        answer(tmp_path, "demo/region", REGION.replace("extends: demo/national", "extends: demo/region"))


def test_a_conflict_over_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    region = (
        REGION
        + "conflicts: [{id: x, rules: [demo/school#tell-police, demo/school#gone], governs: person, because: y}]\n"
    )
    with pytest.raises(InputError, match="no rule `demo/school#gone`"):
        answer(tmp_path, "demo/region", region)


def test_a_variant_of_a_variant_changes_what_the_first_left(tmp_path: Path) -> None:
    write_ruleset(tmp_path, BASE)
    village = """
    protocol: demo/village
    extends: demo/region
    change:
      demo/school#tell-police: {because: the village adds the prosecutor, set: {to: [police, prosecutor]}}
      demo/region#tell-governor: {because: the governor is near, set: {due: 3 hours}}
    """
    (tmp_path / "village.yaml").write_text(dedent(village), encoding="utf-8")
    plan = answer(tmp_path, "demo/village")
    police, prosecutor = duty(plan, "tell-police", "police"), duty(plan, "tell-police", "prosecutor")
    # Two hours are the region's, the prosecutor is the village's.
    assert police.due.at == prosecutor.due.at == "2026-11-16T12:00:00+05:00"  # type: ignore[union-attr]
    assert duty(plan, "tell-governor").due.at == "2026-11-16T13:00:00+05:00"  # type: ignore[union-attr]
    assert [w.message for w in plan.warnings if w.code == "variant"] == [
        "demo/school changed `tell-police`: the region is stricter",
        "demo/school removed `settle-inside`: the region forbids it",
        "demo/school changed `tell-police`: the village adds the prosecutor",
        "demo/region changed `tell-governor`: the governor is near",
    ]
