"""The same duty found twice is one duty: earliest target, earliest limit, every source kept.

A duty without a number never swallows one with a number: target and limit are merged apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from protocolkit.evaluation.attempts import NEVER, Attempt, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import Duty
from protocolkit.evaluation.groups import Grouping
from protocolkit.model.rule import ACTIVE, Rule


def merge(owed: Iterable[Owed], case: Case) -> list[Duty]:
    """The duties of all rules, each once. Finished and running ones never merge with each other."""
    owed = list(owed)
    order, grouping, merged = case.protocol.order, Grouping(owed, case), []
    states: dict[object, list[Owed]] = {}
    for one in owed:
        states.setdefault(_state(one), []).append(one)
    for group in (group for several in states.values() for group in grouping.groups(several, case.as_of)):
        lead, *twins = group if len(group) == 1 else sorted(group, key=lambda o: _lead_first(o, order))
        merged.append(Duty(lead, tuple(twins)))
    return sorted(merged, key=lambda m: (m.due_moment, order.get(m.lead.rule.id, 0), m.lead.id))


def _state(one: Owed) -> object:
    """What duties must share to be one still: that they run, or that the same entry closed them."""
    life = one.life
    if one.unsure is not None:
        return one.id
    if life.status in ACTIVE:
        return "active"
    return life.done_entry if life.fulfilled else one.id


def _lead_first(one: Owed, order: dict[str, int]) -> tuple[object, ...]:
    life = one.life
    return (
        life.status == "suspended",
        life.limit or NEVER,
        life.target or NEVER,
        one.rule.modality != "obligation",
        order.get(one.rule.id, 0),
    )


def left(rule: Rule | None, routes: list[Attempt]) -> bool:
    """Whether a procedure that the case went to stands in this rule's place."""
    return rule is not None and any(
        r.rule.instead and r.rule.ruleset == rule.ruleset and rule.id not in (r.rule.id, *r.rule.keeps) for r in routes
    )


def routed(owed: Owed, routes: list[Attempt]) -> Owed:
    """A running duty that another procedure takes over is superseded, and keeps what it was."""
    life = owed.life
    if life.status not in ACTIVE or not left(owed.rule, routes):
        return owed
    return msgspec.structs.replace(owed, life=msgspec.structs.replace(life, status="superseded", was=life.status))
