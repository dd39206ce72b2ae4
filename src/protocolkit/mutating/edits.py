"""One change to a document: where it is made, and what stands there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from protocolkit.reading.nodes import Node, Scalar

Path = tuple[str | int, ...]
Operator = Literal[
    "number", "unit", "calendar", "day_zero", "roll", "recipient", "bearer", "condition", "trigger", "exception",
    "channel", "reading", "modality", "edition", "rank",
]  # fmt: skip
"""What kind of change it is."""


class Edit(NamedTuple):
    """What to put at a place of a document; `None` takes out what stands there."""

    operator: Operator
    path: Path
    instead: Node | None


def at(node: Node, path: Path) -> Node:
    """What stands at a place. Raises KeyError or IndexError where nothing does."""
    for step in path:
        node = node.map[step] if isinstance(step, str) else node.list[step]
    return node


def edited(node: Node, path: Path, instead: Node | None) -> Node:
    """The document with the change; the rest of it is shared, places and all.

    >>> from protocolkit.diagnostics import Place
    >>> here = Place("a.yaml", 1, 1)
    >>> rule = Node({"to": Node([Node("police", here), Node("prosecutor", here)], here)}, here)
    >>> edited(rule, ("to", 0), None).plain(), rule.plain()
    ({'to': ['prosecutor']}, {'to': ['police', 'prosecutor']})
    """
    if not path:
        assert instead is not None
        return instead
    step, rest = path[0], path[1:]
    if isinstance(step, int) and not isinstance(node.value, list):
        # A single value counts as a list of one, also where it is changed.
        return edited(node, rest, instead)
    if isinstance(step, str):
        parts = dict(node.map)
        if rest or instead is not None:
            parts[step] = edited(parts.get(step) or Node({}, node.place), rest, instead) if rest else _there(instead)
        else:
            del parts[step]
        return Node(parts, node.place, node.keys)
    items = list(node.list)
    items[step : step + 1] = [edited(items[step], rest, instead)] if rest else [instead] if instead else []
    return Node(items, node.place)


def _there(instead: Node | None) -> Node:
    assert instead is not None
    return instead


def texts(node: Node, path: Path = (), *, without: tuple[str, ...] = ()) -> Iterator[tuple[Path, Node]]:
    """Every single value in a node, with its place; what stands under some keys is left out."""
    match node.value:
        case dict() as parts:
            for key, one in parts.items():
                if key not in without:
                    yield from texts(one, (*path, key), without=without)
        case list() as items:
            for number, one in enumerate(items):
                yield from texts(one, (*path, number), without=without)
        case _:
            yield path, node


def made(plain: object, like: Node) -> Node:
    """A plain value as a node that stands where another does."""
    match plain:
        case dict():
            return Node({str(key): made(one, like) for key, one in plain.items()}, like.place)
        case list():
            return Node([made(one, like) for one in plain], like.place)
        case Node():
            return plain
        case _:
            assert isinstance(plain, Scalar)
            return Node(plain, like.place)
