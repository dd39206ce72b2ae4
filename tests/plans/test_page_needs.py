"""What a page needs beside the entries: institutions, urgency, texts, short names, who is in the case."""

from __future__ import annotations

import json
from typing import Any

import pytest

import protocolkit

CASE: dict[str, Any] = {
    "incident": "school-7/2026-101",
    "protocol": "kz/in-force",
    "as_of": "2026-11-20T14:45:00+05:00",
    "parties": {"victim": [{"id": "v1", "age": 13}], "offender": [{"id": "o1", "role": "pupil"}]},
    "facts": {"incident.forms": ["cyberbullying", "physical_violence"]},
    "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
}


def test_every_bearer_has_its_institution_and_every_duty_its_urgency() -> None:
    plan = protocolkit.plan(CASE)
    page = plan.page
    assert page.institutions["education_org_deputy_head"] == "education_org"
    assert page.institutions["police"] == "police"
    assert {role for duty in plan.duties for role in duty.by} <= set(page.institutions)
    assert sorted(id for ids in page.urgency.values() for id in ids) == sorted(duty.id for duty in plan.duties)
    assert "kz/order-506#inform-in-writing/police" in page.urgency["now"]


def test_urgency_is_that_of_the_instant_and_stays_out_of_the_digest() -> None:
    now, later = (protocolkit.plan(CASE | {"as_of": f"2026-11-20T{hour}:45:00+05:00"}) for hour in (14, 16))
    assert now.digest == later.digest
    late = protocolkit.plan(CASE | {"as_of": "2026-11-25T12:00:00+05:00"})
    assert "overdue" in late.page.urgency
    assert "overdue" not in now.page.urgency


def test_texts_have_title_short_name_and_language_in_the_language_of_the_plan() -> None:
    plan = protocolkit.plan(CASE, language="kk")
    text = plan.page.texts["kz/order-506"]
    assert (text.short, text.language) == ("№ 506 бұйрық", "ru")
    assert plan.page.texts["kz/prevention-law#law-kk"].language == "kk"
    assert plan.said("ru").page.texts["kz/order-506"].short == "Приказ № 506"
    cited = {f"{one.ruleset}#{one.text}" if one.text else one.ruleset for duty in plan.duties for one in duty.sources}
    assert cited <= set(plan.page.texts)


def test_parties_and_forms_are_those_of_the_case_by_id() -> None:
    page = protocolkit.plan(CASE).page
    assert [(one.id, one.roles, one.age) for one in page.parties] == [
        ("v1", ("victim",), 13),
        ("o1", ("offender",), None),
    ]
    assert page.forms == ("physical_violence", "cyberbullying")


def test_it_is_in_the_json_and_cannot_be_changed() -> None:
    plan = protocolkit.plan(CASE)
    assert json.loads(plan.to_json())["page"]["institutions"] == dict(plan.page.institutions)
    with pytest.raises(TypeError):
        plan.page.institutions["police"] = "school"
