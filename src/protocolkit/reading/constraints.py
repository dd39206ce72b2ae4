"""Keys of one map that need, exclude or accompany each other."""

from __future__ import annotations

from typing import Any

from protocolkit.diagnostics import Problems
from protocolkit.messages import NOTHING, Message, say
from protocolkit.reading import shapes
from protocolkit.reading.nodes import Node
from protocolkit.reading.snippets import either, listed


def check(constraint: shapes.Constraint, node: Node, problems: Problems) -> None:
    """Add a problem where the map's keys break the constraint."""
    _CONSTRAINTS[type(constraint)](constraint, node, problems)


def _exactly(rule: shapes.Exactly, node: Node, problems: Problems) -> None:
    present = [key for key in node.map if key in rule.keys]
    if len(present) > 1:
        for key in present[1:]:
            problems.error(
                "exclusive-keys",
                say("`{key}` beside `{cause}`", key=key, cause=present[0]),
                node.key_place(key),
                say("only one of {names}", names=listed(rule.keys)),
            )
    elif len(present) < rule.at_least:
        problems.error("missing-key", say(rule.says), node.place, _choice(rule))


def _some(rule: shapes.Some, node: Node, problems: Problems) -> None:
    if not any(key in node.map for key in (*rule.keys, *rule.unless)):
        problems.error("missing-key", say(rule.says), node.place, _choice(rule))


def _choice(rule: shapes.Exactly | shapes.Some) -> Message:
    return NOTHING if "`" in rule.says else say("one of {names}", names=listed(rule.keys))


def _needs(rule: shapes.Needs, node: Node, problems: Problems) -> None:
    value = node.map
    cause = next((key for key in value if key in rule.when), None)
    if cause is None or rule.key in value or any(key in value for key in rule.unless):
        return
    if rule.and_when and not any(key in value for key in rule.and_when):
        return
    problems.error("missing-key", say("no `{key}`, which `{cause}` needs", key=rule.key, cause=cause), node.place)


def _refuses(rule: shapes.Refuses, node: Node, problems: Problems) -> None:
    cause = next((key for key in node.map if key in rule.when), None)
    for key in rule.keys if cause is not None else ():
        if key in node.map:
            problems.error(
                "misplaced-key",
                say("`{key}` beside `{cause}`", key=key, cause=cause),
                node.key_place(key),
                say(rule.because),
            )


def _only_with(rule: shapes.OnlyWith, node: Node, problems: Problems) -> None:
    if any(key in node.map for key in rule.partners):
        return
    for key in rule.keys:
        if key in node.map:
            problems.error(
                "misplaced-key",
                say("`{key}` without {names}", key=key, names=either(rule.partners)),
                node.key_place(key),
                say(rule.cure),
            )


_CONSTRAINTS: dict[type, Any] = {
    shapes.Exactly: _exactly, shapes.Some: _some, shapes.Needs: _needs, shapes.Refuses: _refuses,
    shapes.OnlyWith: _only_with,
}  # fmt: skip
