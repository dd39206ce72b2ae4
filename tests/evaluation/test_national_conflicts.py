"""Every recorded conflict of the Kazakh texts shows in a case where its rules speak, with its places and words."""

from functools import cache

import pytest

import protocolkit
from protocolkit import Plan

AT = "2026-11-20T14:30:00+05:00"
CASE = {
    "incident": "demo/1", "protocol": "kz/national", "as_of": "2026-11-21T10:00:00+05:00",
    "facts": {
        "incident.forms": ["bullying", "cyberbullying", "physical_violence"], "incident.crime_signs": True,
        "incident.high_profile": True, "incident.published": True, "incident.sharing_needed": True,
        "incident.places": ["school"], "victim.age": 12, "victim.is_pupil": True, "victim.bodily_injury": True,
        "victim.needs_safe_placement": True, "offender.role": "pupil", "offender.age": 15,
        "legal_representative.accuses": True, "legal_representative.consents_to_interview": "granted",
    },
    "events": [
        {"event": event, "at": AT}
        for event in (
            "report_received", "police_informed", "prosecutor_informed", "local_executive_body_informed", "fact_confirmed_by_police",
            "high_profile_fact_confirmed", "scene_visit_instructed", "scene_visit_agreed", "scene_visited",
            "guardianship_authority_informed", "living_conditions_examined", "minors_commission_informed", "materials_handed_over",
            "registered_in_unified_register", "forensic_examination_received", "investigation_started", "information_published",
        )
    ],
}  # fmt: skip


@cache
def plans() -> tuple[Plan, Plan]:
    """The case with and without a parent's accusation, on which one text makes its procedure turn."""
    quiet = CASE["facts"] | {"legal_representative.accuses": False}  # type: ignore[operator]
    return protocolkit.plan(CASE), protocolkit.plan(CASE | {"facts": quiet})


RECORDED = protocolkit.load("kz/national").conflicts


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda c: c.id)
def test_a_recorded_conflict_appears_with_what_governs_and_where_it_stands(recorded) -> None:  # type: ignore[no-untyped-def]
    shown = [c for plan in plans() for c in plan.conflicts if c.id == recorded.id]
    assert shown, f"not shown: {recorded.rules}"
    assert shown[0].governs == recorded.governs
    assert len(shown[0].rules) >= 2
    assert {s.point for s in shown[0].sources}
    assert all(s.words for s in shown[0].sources)


def test_a_conflict_is_silent_where_none_of_its_rules_speaks() -> None:
    quiet = protocolkit.plan(CASE | {"events": [], "facts": {}})
    assert "mobile-group-time" not in [c.id for c in quiet.conflicts]
