"""A counterexample as a rule test: what the rules say of the case today. It passes, and fails once they are mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, Gap, Undetermined
from protocolkit.proving.cases import Replayed

_MOST = 6  # rules that are told of: enough to see, few enough to read


def rule_test(seen: Replayed, name: str, rules: Sequence[str]) -> str:
    """The case and what its plan says of some rules, as one entry below `cases:` of a file of rule tests."""
    given = {key: one for key, one in seen.file.items() if key not in ("incident", "protocol", "as_of")}
    test = {
        "name": f"breaks the promise {name}",
        "protocol": seen.file["protocol"],
        "incident": given,
        "as_of": seen.file["as_of"],
        "expect": expected(seen.plan, rules),
    }
    return yaml.safe_dump([test], allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)


def expected(plan: Plan, rules: Sequence[str]) -> dict[str, Any]:
    """What a plan says of some rules, as a rule test expects it: those it speaks of first."""
    lists: dict[str, list[dict[str, Any]]] = {
        "duties": [_duty(one) for one in plan.duties if one.rule in rules],
        "gaps": [_gap(one) for one in plan.gaps if one.rule in rules],
        "undetermined": [_question(one) for one in plan.undetermined if one.rule in rules],
        "awaiting": [{"rule": one.rule} for one in plan.awaiting if one.rule in rules],
    }
    expect: dict[str, Any] = {}
    left = _MOST
    for key, entries in lists.items():
        if entries[:left]:
            expect[key] = entries[:left]
            left -= len(entries[:left])
    spoken = {one["rule"] for entries in lists.values() for one in entries}
    also = {id for one in plan.duties for id in one.also_required_by}
    absent = [id for id in rules if id not in spoken | also][:left]
    return expect | ({"absent": absent} if absent else {})


def _duty(one: Duty) -> dict[str, Any]:
    due = "none" if one.due is None else {"at": one.due.at or "none"}
    return {"rule": one.rule, "to": one.to or "none", "for": one.for_ or "none", "do": one.do, "due": due}


def _gap(one: Gap) -> dict[str, Any]:
    return {"rule": one.rule, "role": one.role}


def _question(one: Undetermined) -> dict[str, Any]:
    return {"rule": one.rule, "to": one.to or "none", "facts": list(one.facts)}
