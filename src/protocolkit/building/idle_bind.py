"""Notices a role for which a protocol has another stand though none of its rules names it."""

from __future__ import annotations

from protocolkit.building.build_rule import texts_in
from protocolkit.building.build_ruleset import Edition
from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node


def check_idle(chain: list[Node], editions: list[Edition], problems: Problems) -> None:
    """Adds `idle-bind` for a role that no rule names, so that nobody stands for it anywhere."""
    named = {text for one in editions for node, _origin in one.located for text in texts_in(node)}
    for node in chain:
        given = node.get("bind")
        for role in given.map if given is not None else ():
            if given is not None and role not in named:
                message = say("no rule names `{role}`, for which `bind` has another stand", role=role)
                problems.warning("idle-bind", message, given.key_place(role))
