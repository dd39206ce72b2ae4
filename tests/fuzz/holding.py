"""What must hold of every plan, whatever the case. Each check gives the sentences that are untrue."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from protocolkit import InputError, Plan, evaluate
from protocolkit.api import load_incident, node_of
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.diagnostics import Problems
from protocolkit.languages import speaking
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol

LANGUAGES = ("en", "ru", "kk", "uk")
# Four plans more: for one case of twenty.
IN_THREADS = 0.05


def broken(case: dict[str, Any], chance: random.Random, rules: Sequence[Path] = ()) -> Iterator[str]:
    """The laws that the plan of a case breaks; nothing for a case that is refused."""
    try:
        protocol, incident = load_incident(case, rules=list(rules))
        plan = evaluate(protocol, incident)
    except InputError as error:
        yield from (f"a refusal without a code: {p}" for p in error.problems if p.code == "internal-error")
        return
    yield from _duties(plan)
    with contextlib.suppress(InputError):  # what the log says of a later day may be refused on that day
        yield from _next_change(protocol, incident, plan, chance)
    yield from _order(case, protocol, incident, plan, chance)
    if chance.random() < IN_THREADS:
        yield from _threads(protocol, incident, plan)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _timeless(plan: Plan) -> Plan:
    return msgspec.structs.replace(
        plan, as_of="", next_change_at=None, page=msgspec.structs.replace(plan.page, urgency={})
    )


def _duties(plan: Plan) -> Iterator[str]:
    accused = {one.role for one in plan.accused if one.for_ is None}
    for duty in plan.duties:
        if duty.due and duty.due.at and duty.trigger and _at(duty.due.at) < _at(duty.trigger.at):
            yield f"{duty.id} is due before its trigger: {duty.due.at} < {duty.trigger.at}"
        if duty.due and duty.due.target and duty.due.limit and _at(duty.due.target) > _at(duty.due.limit):
            yield f"{duty.id} aims after its limit"
        if duty.to in accused:
            yield f"{duty.id} tells the accused"
        if accused & set(duty.by) and duty.status in ("open", "overdue"):
            yield f"{duty.id} is borne by the accused"


def _next_change(protocol: Protocol, incident: Incident, plan: Plan, chance: random.Random) -> Iterator[str]:
    now = _at(plan.as_of)
    until = _at(plan.next_change_at) if plan.next_change_at else now + timedelta(days=400)
    span = int((until - now).total_seconds())
    moments = {until - timedelta(seconds=1), now + timedelta(seconds=chance.randrange(max(span, 1)))}
    for at in sorted(moments):
        if now < at < until and _timeless(evaluate(protocol, incident, at)) != _timeless(plan):
            yield f"something changes at {at.isoformat()}, before {plan.next_change_at}"
    later = evaluate(protocol, incident, until)
    if plan.next_change_at and _timeless(later) == _timeless(plan):
        yield f"nothing changes at {plan.next_change_at}"
    kept = {duty.id: duty.status for duty in later.duties}
    for duty in plan.duties:
        # What the log says of later days may end it late, but takes no lateness away.
        if duty.status == "overdue" and kept.get(duty.id) in (None, "open", "done"):
            yield f"{duty.id} was overdue and is {kept.get(duty.id)}, though only time has passed"


def _threads(protocol: Protocol, incident: Incident, plan: Plan) -> Iterator[str]:
    """Several threads, each in a language of its own, give the plan that one gives."""

    def one(language: str) -> Plan:
        with speaking(language):
            return evaluate(protocol, incident)

    with ThreadPoolExecutor(len(LANGUAGES)) as pool:
        found = dict(zip(LANGUAGES, pool.map(one, LANGUAGES), strict=True))
    for language, other in found.items():
        if other != plan.said(language):
            yield f"another plan in {language} where threads speak several languages"


def _order(
    case: dict[str, Any], protocol: Protocol, incident: Incident, plan: Plan, chance: random.Random
) -> Iterator[str]:
    log = case.get("events", [])
    if len({one["at"] for one in log}) < len(log) or len(log) < 2:
        return
    other = dict(case, events=chance.sample(log, len(log)))
    read = read_incident(node_of(other, "incident"), protocol, Problems())
    # A warning about the file names the place in it, which is another in another order.
    read = msgspec.structs.replace(read, warnings=incident.warnings)
    if _timeless(evaluate(protocol, read)) != _timeless(plan):
        yield f"another order of the log gives another plan: {[one['at'] for one in other['events']]}"
