"""Reads PEOPLE."""

from __future__ import annotations

from typing import Literal

from protocolkit.building.name_scope import Scope
from protocolkit.model.moments import Done
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, Whoever
from protocolkit.reading.nodes import Node

Mode = Literal["each", "any", "all"]
MODES: tuple[Mode, ...] = ("each", "any", "all")


def people(node: Node, scope: Scope) -> People | None:
    if isinstance(node.value, list):
        return Choice("each", _several(node, scope))
    if not isinstance(node.value, dict):
        return _one(node, scope)
    if whoever := node.get("whoever"):
        done = whoever.get("done")
        return Whoever(Done(scope.rule_id(done.text), None)) if done is not None else None
    if actor := node.get("actor"):
        return Actor(scope.roles(actor))
    if unstated := node.get("unstated"):
        known = scope.role(unstated.text, unstated.place)
        return Unstated(scope.vocabulary.meant(unstated.text)) if known else None
    for mode in MODES:
        if (members := node.get(mode)) is not None:
            related = people(members, scope) if not isinstance(members.value, list) else None
            if mode == "all" and isinstance(related, Related):
                return Related(related.party, related.role, every=True)
            return Choice(
                mode, _several(members, scope), _several(node.get("except"), scope), _several(node.get("else"), scope)
            )
    if (substitutes := node.get("else")) is not None:
        return Choice("any", (), _several(node.get("except"), scope), _several(substitutes, scope))
    return None


def _several(node: Node | None, scope: Scope) -> tuple[People, ...]:
    found = (people(one, scope) for one in node.list) if node is not None else ()
    # Two roles of a text for which one stands here are one.
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _one(node: Node, scope: Scope) -> People | None:
    name, vocabulary = node.text, scope.vocabulary
    party, dot, role = name.partition(".")
    if dot:
        if not scope.known("party", party, ["victim", "offender", "witness", *vocabulary.groups], node.place):
            return None
        return Related(party, role) if scope.role(role, node.place) else None
    if vocabulary.is_party(name):
        return Person(name)
    return Office(vocabulary.meant(name)) if scope.role(name, node.place) else None
