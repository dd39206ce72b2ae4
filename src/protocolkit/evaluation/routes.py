"""Where a case goes to another procedure: what of this one is left."""

from __future__ import annotations

import msgspec

from protocolkit.evaluation.findings import Open
from protocolkit.evaluation.merge import ACTIVE
from protocolkit.evaluation.owed import Owed
from protocolkit.model.rule import Rule


def left(rule: Rule | None, routes: list[Open]) -> bool:
    """Whether a procedure that the case went to stands in this rule's place."""
    return rule is not None and any(
        r.rule.instead and r.rule.ruleset == rule.ruleset and rule.id not in (r.rule.id, *r.rule.keeps) for r in routes
    )


def routed(owed: Owed, routes: list[Open]) -> Owed:
    """A running duty that another procedure takes over is superseded, and keeps what it was."""
    life = owed.life
    if life.status not in ACTIVE or not left(owed.rule, routes):
        return owed
    return msgspec.structs.replace(owed, life=msgspec.structs.replace(life, status="superseded", was=life.status))
