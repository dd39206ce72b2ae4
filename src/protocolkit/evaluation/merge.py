"""The same duty found twice is one duty: earliest target, earliest limit, every source kept.

A duty without a number never swallows one with a number: target and limit are merged apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from protocolkit.evaluation.findings import NEVER, Attempt, Duty, Owed
from protocolkit.model.rule import ACTIVE, Rule
from protocolkit.model.ruleset import Protocol


def merge(owed: Iterable[Owed], protocol: Protocol) -> list[Duty]:
    """The duties of all rules, each once. Finished and running ones never merge with each other."""
    order = {rule.id: index for index, rule in enumerate(protocol.rules)}
    groups: dict[object, list[Owed]] = {}
    for one in owed:
        groups.setdefault(_key(one), []).append(one)
    merged = []
    for group in (part for whole in groups.values() for part in _apart(whole)):
        lead, *twins = sorted(group, key=lambda o: _lead_first(o, order))
        merged.append(Duty(lead, tuple(twins)))
    return sorted(merged, key=lambda m: (m.due_moment, order.get(m.lead.rule.id, 0), m.lead.id))


def _apart(group: list[Owed]) -> Iterable[list[Owed]]:
    """Several who each owe a duty of their own keep it; other rules' duties join that of their bearer, or the first."""
    bearers = list(dict.fromkeys(one.bearer.roles for one in group if one.apiece))
    if len(bearers) < 2:
        return [group]
    parts: dict[tuple[str, ...], list[Owed]] = {roles: [] for roles in bearers}
    for one in group:
        parts[one.bearer.roles if one.bearer.roles in parts else bearers[0]].append(one)
    return parts.values()


def _key(one: Owed) -> object:
    life = one.life
    if one.unsure is not None:
        state: object = one.id
    elif life.status in ACTIVE:
        state = "active"
    elif life.fulfilled:
        state = life.done_at
    else:
        state = one.id
    # Two occurrences of one rule are two duties even where a day or an event repeats within the same key.
    return (one.identity, state)


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
