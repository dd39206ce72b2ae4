"""What a plan asks for as FHIR tasks: the same duty is the same task, its clock is the limit, nobody is named."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import protocolkit
from protocolkit.hosting.fhir_task import tasks

AT = "2026-11-20T14:30:00+05:00"
NOTIFIED = {
    "event": "done",
    "rule": "kz/interagency#notify-authorities",
    "to": "police",
    "at": "2026-11-20T14:50:00+05:00",
}
CASE: dict[str, Any] = {
    "incident": "school-7/1", "protocol": "kz/interagency", "as_of": "2026-11-20T16:00:00+05:00",
    "parties": {"victim": [{"id": "v1", "age": 11}], "offender": [{"id": "o1", "role": "legal_representative", "represents": ["v1"]}]},
    "events": [{"event": "report_received", "at": AT}, NOTIFIED],
}  # fmt: skip


def of(found: tuple[dict[str, Any], ...], id: str) -> dict[str, Any]:
    (task,) = [one for one in found if one["identifier"][0]["value"] == id]
    return task


def test_every_duty_gap_and_question_is_a_task_and_each_has_its_own_id() -> None:
    plan = protocolkit.plan(CASE)
    found = tasks(plan)
    assert plan.gaps
    assert plan.undetermined
    assert len(found) == len(plan.duties) + len(plan.gaps) + len(plan.undetermined)
    assert len({one["id"] for one in found}) == len(found)
    assert {one["id"] for one in found} == {one["id"] for one in tasks(protocolkit.plan(CASE, language="ru"))}


def test_what_is_done_is_completed_and_what_is_late_is_urgent() -> None:
    found = tasks(protocolkit.plan(CASE))
    done = of(found, "kz/interagency#notify-authorities/police")
    assert (done["status"], done["executionPeriod"]) == ("completed", {"end": "2026-11-20T14:50:00+05:00"})
    late = of(found, "kz/interagency#notify-authorities/prosecutor")
    assert (late["status"], late["businessStatus"]["text"], late["priority"]) == ("requested", "overdue", "urgent")
    assert late["restriction"]["period"] == {"start": AT, "end": "2026-11-20T15:30:00+05:00"}


def test_what_nobody_may_do_and_what_is_undecided_are_drafts() -> None:
    plan = protocolkit.plan(CASE)
    drafts = {one["identifier"][0]["value"]: one for one in tasks(plan) if one["status"] == "draft"}
    assert {*drafts} == {one.id for one in (*plan.gaps, *plan.undetermined)}
    assert {one["businessStatus"]["text"] for one in drafts.values()} == {"nobody_named", "undetermined"}


@pytest.mark.parametrize("protocol", ["kz/national", "ua/pdyut"])
def test_a_task_is_what_fhir_allows(protocol: str) -> None:
    """By hand, of the rules of the specification: ids, codes, instants with an offset or days, nothing empty."""
    zone = "+05:00" if protocol.startswith("kz") else "+02:00"
    events = [{"event": "report_received", "at": f"2026-11-20T14:30:00{zone}"}]
    case = CASE | {"protocol": protocol, "events": events, "as_of": f"2026-11-23T09:00:00{zone}"}
    found = tasks(protocolkit.plan(case), language="uk")
    assert len({one["id"] for one in found}) == len(found)
    for task in found:
        assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", task["id"])
        assert task["status"] in ("draft", "requested", "completed", "cancelled", "on-hold")
        assert task["intent"] in ("order", "proposal")
        assert task["priority"] in ("routine", "urgent", "stat")
        for name in ("authoredOn", "lastModified"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", task.get(name, events[0]["at"]))
        text = json.dumps(task, ensure_ascii=False)
        assert "{}" not in text
        assert "[]" not in text
        assert '""' not in text
        assert "null" not in text


def test_no_fact_of_the_case_is_in_a_task() -> None:
    text = json.dumps(
        tasks(protocolkit.plan(CASE | {"facts": {"incident.forms": ["sexual_violence"]}})), ensure_ascii=False
    )
    assert "sexual_violence" not in text
    assert '"age"' not in text
