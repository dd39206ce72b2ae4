"""A narrower permission of the same text lifts a ban; everything else that stands against one conflicts, and it governs."""

from __future__ import annotations

import pytest

from procedures import MakePlan
from protocolkit import Plan

BAN = "- {id: ban, by: education_org, must_not: disclose, to: {any: [anyone]}, after: report_received}\n"


def norms(plan: MakePlan, licence: str, ban: str = BAN) -> Plan:
    return plan(f"{ban}- {{id: licence, after: report_received, {licence}}}\n", facts={"offender.role": "pupil"})


def conflicts(answer: Plan) -> list[tuple[str, tuple[str, ...], str | None]]:
    short = [(c.kind, tuple(r.partition("#")[2] for r in c.rules), c.governs) for c in answer.conflicts]
    return [(kind, rules, governs and governs.partition("#")[2]) for kind, rules, governs in short]


CONFLICT = [("ban", ("licence", "ban"), "ban")]


@pytest.mark.parametrize(
    "licence",
    [
        "by: education_org, may: notify",
        "by: education_org, may: disclose, to: police",
        "by: education_org_head, may: disclose, to: {any: [anyone]}",
        "by: education_org, may: disclose, to: {any: [anyone]}, if: {offender.role: pupil}",
    ],
)
def test_a_narrower_permission_of_the_text_is_no_conflict(plan: MakePlan, licence: str) -> None:
    assert conflicts(norms(plan, licence)) == []


@pytest.mark.parametrize(
    "licence",
    [
        "by: education_org, may: disclose, to: {any: [anyone]}",
        "by: education_org, can: disclose, to: {any: [anyone]}",
        "by: education_org_head, can: disclose, to: police",
    ],
)
def test_an_equal_permission_and_any_power_conflict_once_and_the_ban_governs(plan: MakePlan, licence: str) -> None:
    answer = norms(plan, licence)
    assert conflicts(answer) == CONFLICT
    assert [n.rule.partition("#")[2] for n in answer.prohibitions] == ["ban"]


def test_a_permission_with_a_condition_of_its_own_lifts_the_whole_ban(plan: MakePlan) -> None:
    licence = "by: education_org, may: disclose, to: {any: [anyone]}, if: {offender.role: pupil}"
    assert norms(plan, licence).prohibitions == ()


def test_what_a_permission_lifts_takes_no_duty_away(plan: MakePlan) -> None:
    ban = "- {id: ban, by: education_org_head, must_not: notify, to: police, after: report_received}\n"
    owed = "- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}\n"
    licence = "by: education_org_head, may: notify, to: police, if: {offender.role: pupil}"
    assert [d.rule for d in norms(plan, licence, ban + owed).duties] == ["demo/school#tell"]


def test_a_ban_narrower_than_a_permission_is_its_exception(plan: MakePlan) -> None:
    ban = "- {id: ban, by: education_org_staff, must_not: disclose, to: media, after: report_received}\n"
    answer = norms(plan, "by: education_org, may: disclose, to: {any: [anyone]}", ban)
    assert conflicts(answer) == []
    assert len(answer.prohibitions) == 1
