"""A plan names its ids in its language and has a digest of what it says."""

from __future__ import annotations

from typing import Any

import pytest

import protocolkit

AT, LATER = "2026-11-20T14:30:00+05:00", "2026-11-20T14:31:00+05:00"
CASE: dict[str, Any] = {
    "incident": "demo/1", "protocol": "kz/interagency",
    "parties": {"victim": [{"id": "v1"}], "offender": [{"id": "o1"}]},
    "events": [{"event": "report_received", "at": AT}], "as_of": AT,
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
def test_every_bearer_act_recipient_and_fact_has_a_name(language: str) -> None:
    plan = protocolkit.plan(CASE, language=language)
    for duty in plan.duties:
        assert {*duty.by, *([duty.to] if duty.to else [])} <= set(plan.names["roles"])
        assert duty.do in plan.names["actions"]
        assert duty.rule in plan.names["rules"]
        assert {*duty.via_only, *duty.via_any} <= set(plan.names["channels"])
    for one in plan.undetermined:
        assert {fact for fact in one.facts if "represents" not in fact} <= set(plan.names["facts"])
    assert {one.event for one in plan.awaiting if ":" not in one.event} <= set(plan.names["events"])


def test_names_are_in_the_language_of_the_plan_and_ids_are_not() -> None:
    english, russian = (protocolkit.plan(CASE, language=one).names for one in ("en", "ru"))
    assert (english["roles"]["police"], russian["roles"]["police"]) == ("police", "органы внутренних дел")
    assert {kind: set(table) for kind, table in english.items()} == {k: set(t) for k, t in russian.items()}
    assert protocolkit.plan(CASE).said("ru").names == russian


def test_the_digest_is_of_what_is_said_not_of_when_or_in_which_language() -> None:
    plan = protocolkit.plan(CASE)
    assert plan.digest == plan.said("kk").digest == protocolkit.plan(CASE, as_of=LATER).digest
    assert len(plan.digest) == 64


def test_an_entry_or_a_fact_that_changes_the_plan_changes_the_digest() -> None:
    plan = protocolkit.plan(CASE)
    done = {"event": "done", "rule": "notify-authorities", "to": "police", "at": AT}
    assert protocolkit.plan(CASE | {"events": [*CASE["events"], done]}).digest != plan.digest
    assert protocolkit.plan(CASE | {"facts": {"incident.ongoing": True}}).digest != plan.digest
