"""A YAML value that remembers where it stands."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from protocolkit.diagnostics import Place

Scalar = str | int | float | bool | None
DEEPEST = 64  # levels of nesting


class Node:
    """One value of a document: a mapping, a sequence or a scalar, with its place.

    `value` is `dict[str, Node]`, `list[Node]` or a scalar; `keys` gives the place of each key of a mapping.
    """

    __slots__ = ("keys", "place", "value")

    def __init__(
        self,
        value: dict[str, Node] | list[Node] | Scalar,
        place: Place,
        keys: dict[str, Place] | None = None,
    ) -> None:
        self.value = value
        self.place = place
        self.keys: dict[str, Place] = keys or {}

    @property
    def map(self) -> dict[str, Node]:
        """The mapping's items; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def list(self) -> list[Node]:
        """The sequence's items; a single value counts as a sequence of one."""
        if isinstance(self.value, list):
            return self.value
        return [] if self.value is None else [self]

    @property
    def text(self) -> str:
        """The scalar as text; empty for anything else."""
        return "" if self.value is None or isinstance(self.value, dict | list) else str(self.value)

    def get(self, key: str) -> Node | None:
        value = self.value
        return value.get(key) if isinstance(value, dict) else None

    def key_place(self, key: str) -> Place:
        return self.keys.get(key, self.place)

    def plain(self) -> object:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def __iter__(self) -> Iterator[Node]:
        return iter(self.list)

    def __repr__(self) -> str:
        return f"Node({self.plain()!r} at {self.place})"


@contextmanager
def uncollected() -> Iterator[None]:
    """What is read only grows meanwhile, so looking for garbage cycles would cost a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
