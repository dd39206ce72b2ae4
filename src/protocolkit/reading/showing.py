"""Pieces of a file as a message shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocolkit.reading.nodes import Node

_LINE_END = re.compile(r"\r\n|\r|\n")


def short(text: str) -> str:
    """The text on one line, without backticks, cut where a message would become unreadable."""
    line = " ".join(text[:200].replace("`", "'").split())
    return line if len(line) <= 60 else line[:57] + "..."


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in a text."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return line, offset - start + 1


def shown(node: Node) -> str:
    """A value in backticks as it would be written, or what kind of thing it is."""
    value = node.value
    if isinstance(value, dict):
        return f"a map with `{short(next(iter(value)))}`" if value else "the empty map `{}`"
    if isinstance(value, list):
        return "a list" if value else "the empty list `[]`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{short(str(value))}`"


def listed(names: Iterable[str], last: str = ", ") -> str:
    """Names in backticks, separated by commas and, before the last, by `last`. Long lists are cut."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > 24:
        quoted = [*quoted[:24], "..."]
    return last.join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)
