"""Conditions and moments that a ruleset names once, under `let`, and its rules mean by `$name`: spelt out beforehand.

Whoever reads the rules after this, a variant or a protocol among them, finds them as if each had been written in full.
"""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.grammar.rule_shapes import ADDED, CHANGED, RULE
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check as check_shape

MARK = "$"
# Where a condition or a moment may stand.
_PLACES = (
    "if", "any", "all", "not", "after", "every", "until", "hold", "resume", "happened", "of", "lapse", "without",
)  # fmt: skip
_RULES = {"rules": RULE, "add": ADDED}

Lets = dict[str, Node]


def lets_of(files: Iterable[Node], problems: Problems) -> Lets:
    """What the files of a ruleset name, each name once. One that uses another is refused, so nothing goes in a ring."""
    found: Lets = {}
    for file in files:
        given = file.get("let")
        for name, node in given.map.items() if given else ():
            if name in found:
                help = say("first at {place}", place=str(found[name].place))
                problems.error("duplicate-key", say("`let` gives `{name}` twice", name=name), node.place, help)
            for one in _used(node):
                help = say("write out what it means")
                problems.error("nested-let", say("`{name}` inside `let`", name=one.text), one.place, help)
            found.setdefault(name, node)
    return found


def spelled_out(file: Node, lets: Lets, problems: Problems) -> Node:
    """A file whose rules say in full what they mean by a name; of names that are not there the reader will tell."""
    parts = dict(file.map)
    for key, shape in _RULES.items():
        if (rules := file.get(key)) is not None:
            parts[key] = Node([_checked(one, lets, shape, problems) for one in rules.list], rules.place)
    if (changes := file.get("change")) is not None:
        changed = {name: _change(one, lets, problems) for name, one in changes.map.items()}
        parts["change"] = Node(changed, changes.place, changes.keys)
    return Node(parts, file.place, file.keys)


def _change(change: Node, lets: Lets, problems: Problems) -> Node:
    over = change.get("set")
    if over is None:
        return change
    return Node(change.map | {"set": _checked(over, lets, CHANGED, problems)}, change.place, change.keys)


def _checked(node: Node, lets: Lets, shape: object, problems: Problems) -> Node:
    """A part spelt out. That a condition stands where a moment is wanted is seen only now."""
    full = _full(node, lets)
    if full is not node:
        check_shape(shape, full, problems)
    return full


def _full(node: Node, lets: Lets, key: str = "") -> Node:
    """The node itself where it holds no name; `key` is the one it stands under."""
    match node.value:
        case str() as text if key in _PLACES and text.startswith(MARK) and text[1:] in lets:
            meant = lets[text[1:]]
            # Problems of the whole are shown where it is used, those inside it where it is written.
            return Node(meant.value, node.place, meant.keys)
        case dict() as parts:
            spelt = {name: _full(one, lets, name) for name, one in parts.items()}
            changed = any(spelt[name] is not one for name, one in parts.items())
            return Node(spelt, node.place, node.keys) if changed else node
        case list() as items:
            several = [_full(one, lets, key) for one in items]
            return Node(several, node.place) if any(a is not b for a, b in zip(several, items, strict=True)) else node
        case _:
            return node


def _used(node: Node) -> list[Node]:
    """The names that stand in a node."""
    match node.value:
        case str() as text if text.startswith(MARK):
            return [node]
        case dict() as parts:
            return [name for one in parts.values() for name in _used(one)]
        case list() as items:
            return [name for one in items for name in _used(one)]
        case _:
            return []
