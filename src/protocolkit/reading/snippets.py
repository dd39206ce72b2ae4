"""Pieces of a file as a message shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocolkit.messages import Listed, Message, Part, say
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


def shown(node: Node) -> Message | str:
    """A value in backticks as it would be written, or what kind of thing it is."""
    value = node.value
    if isinstance(value, dict):
        return say("a map with `{key}`", key=short(next(iter(value)))) if value else say("the empty map `{}`")
    if isinstance(value, list):
        return say("a list") if value else say("the empty list `[]`")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{short(str(value))}`"


def listed(names: Iterable[str]) -> str:
    """Names in backticks, separated by commas. Long lists are cut."""
    return ", ".join(_quoted(names))


def either(names: Iterable[str]) -> Part:
    """Names in backticks, of which one is meant."""
    return one_of(_quoted(names))


def one_of(said: Iterable[Part]) -> Part:
    """Phrases of which one holds, separated by commas and, before the last, by `or`."""
    *first, last = said
    return say("{names} or {last}", names=Listed(tuple(first)), last=last) if first else last


def _quoted(names: Iterable[str]) -> list[str]:
    quoted = [f"`{name}`" for name in names]
    return [*quoted[:24], "..."] if len(quoted) > 24 else quoted
