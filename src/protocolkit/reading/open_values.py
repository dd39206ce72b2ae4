"""What a document's builder remembers of values whose end has not come, and of those with an anchor."""

from __future__ import annotations

from protocolkit.diagnostics import Place
from protocolkit.reading.nodes import Node


class Open:
    """A collection whose end has not come yet."""

    __slots__ = ("anchor", "before", "height", "is_key", "items", "key", "key_place", "node")

    def __init__(self, node: Node, anchor: str | None, before: int, is_key: bool) -> None:
        self.node = node
        self.items = node.value
        self.anchor = anchor
        self.before = before
        self.height = 1
        self.is_key = is_key
        self.key: str | None = None
        self.key_place: Place | None = None


class Anchored:
    """A value with an anchor, and how much each alias of it adds. `node` is None while the value is still open."""

    __slots__ = ("height", "node", "size")

    def __init__(self, node: Node | None, size: int = 1, height: int = 0) -> None:
        self.node = node
        self.size = size
        self.height = height
