"""What a plan asks for as FHIR `Task` resources, for systems that speak FHIR: of R4 and R5 what both have.

Nobody is named and no fact is given: persons and offices are identifiers of the case and of the vocabulary, and who
receives a task asks for the plan. A task's `id` is a digest, so that the same duty is the same task each time.
"""

from __future__ import annotations

import hashlib
from typing import Any, assert_never

from protocolkit.model.rule import Status
from protocolkit.model.vocabulary import label_for
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Clocked, Duty, Gap, Undetermined, recipients

SYSTEM = "urn:protocolkit"


def tasks(plan: Plan, *, language: str = "en") -> tuple[dict[str, Any], ...]:
    """A task for each duty, for each that nobody may perform, and for each that facts must still decide.

    The last two are drafts. `restriction.period.end` is the limit; an instant with its offset, as FHIR has it. Titles
    are in `language` where the text has them. A duty that repeats has a task for each of its times.

    >>> import protocolkit
    >>> at = "2026-11-20T14:30:00+05:00"
    >>> plan = protocolkit.plan({"incident": "demo/1", "protocol": "kz/interagency", "as_of": at,
    ...                          "events": [{"event": "report_received", "at": at}]})
    >>> task = next(one for one in tasks(plan) if one["status"] == "requested" and one["priority"] == "urgent")
    >>> period = task["restriction"].get("period")
    >>> period.get("start"), period.get("end")
    ('2026-11-20T14:30:00+05:00', '2026-11-20T15:30:00+05:00')
    """
    every: tuple[Clocked, ...] = (*plan.duties, *plan.gaps, *plan.undetermined)
    return tuple(_task(one, plan, language) for one in every)


def _task(one: Clocked, plan: Plan, language: str) -> dict[str, Any]:
    firm = isinstance(one, Duty)
    period = {"start": one.trigger.at if one.trigger else None, "end": one.due.limit if one.due else None}
    # What may be forbidden or allowed is in question under its rule alone.
    id = one.id or "/".join(filter(None, (one.rule, *recipients(one), one.for_)))
    act = one.do if isinstance(one.do, str) else one.do[0]
    found: dict[str, Any] = {
        "resourceType": "Task",
        "id": hashlib.sha256(f"{plan.incident}\0{id}".encode()).hexdigest()[:32],
        "identifier": [{"system": f"{SYSTEM}:duty", "value": id}],
        "status": _status(one.status) if firm else "draft",
        "businessStatus": {"text": _business(one)},
        "intent": "order" if one.modality == "obligation" else "proposal",
        "priority": _priority(one),
        "code": {"coding": [{"system": f"{SYSTEM}:action", "code": act}]},
        "description": label_for(one.label, language, "en") or act,
        "groupIdentifier": {"system": f"{SYSTEM}:incident", "value": plan.incident},
        "lastModified": plan.as_of,
        "restriction": {"period": {key: at for key, at in period.items() if at}},
        "input": [_input("to", role) for role in recipients(one)] + [_input("by", role) for role in one.by],
        "note": [{"text": f"{each.ruleset}: {each.point} «{each.words}»"} for each in one.sources],
    }
    if one.trigger is not None:
        found["authoredOn"] = one.trigger.at
    if one.for_ is not None:
        found["for"] = {"identifier": {"system": f"{SYSTEM}:party", "value": f"{plan.incident}#{one.for_}"}}
    if len(one.by) == 1:
        found["owner"] = {"identifier": {"system": f"{SYSTEM}:role", "value": one.by[0]}}
    if isinstance(one, Duty) and one.done_at is not None:
        found["executionPeriod"] = {"end": one.done_at}
    # FHIR has no empty lists and no empty objects.
    found["restriction"] = {key: value for key, value in found["restriction"].items() if value}
    return {key: value for key, value in found.items() if value}


def _status(status: Status) -> str:
    match status:
        case "open" | "overdue":
            return "requested"
        case "suspended":
            return "on-hold"
        case "done" | "done_late" | "discharged_by_other":
            return "completed"
        case "waived" | "superseded" | "ended":
            return "cancelled"
        case _:
            assert_never(status)


def _business(one: Clocked) -> str:
    """How it stands in the plan's own words."""
    match one:
        case Duty():
            return one.status
        case Gap():
            return "nobody_named"
        case Undetermined():
            return "undetermined"
        case _:
            assert_never(one)


def _priority(one: Clocked) -> str:
    """At once is `stat`; what runs by the clock, or is late, is `urgent`."""
    kind = one.due.kind if one.due else None
    if kind == "immediate":
        return "stat"
    return "urgent" if kind == "elapsed" or one.status == "overdue" else "routine"


def _input(kind: str, role: str) -> dict[str, Any]:
    return {"type": {"coding": [{"system": f"{SYSTEM}:input", "code": kind}]}, "valueString": role}
