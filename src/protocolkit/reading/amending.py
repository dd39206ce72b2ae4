"""One value more in the text of a YAML or JSON document, and everything else as its author left it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from protocolkit.diagnostics import Place, Problems
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_text

_PLAIN = re.compile(r"[a-z][a-z0-9_.]*")
_SCALAR = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[^\s,{}\[\]#]+")
_OWN_WORDS = ("true", "false", "null")
_CLOSING = {"{": "}", "[": "]"}


def amended(text: str, path: tuple[str | int, ...], value: Any) -> str | None:
    """The text with a value at a path of keys and places in lists, comments and order kept; null where that is hard.

    The last part of the path is a key; it is added or replaced. A map that is not there is added at the end.
    What comes out has been read again: it says what it said before, and the value.

    >>> amended("incident: a/1  # of Monday\\nfacts: {victim.age: 12}\\n", ("facts", "incident.ongoing"), True)
    'incident: a/1  # of Monday\\nfacts: {victim.age: 12, incident.ongoing: true}\\n'
    """
    root = _read(text)
    if root is None:
        return None
    wanted = root.plain()
    _put(wanted, path, value)
    node, rest = root, list(path)
    while len(rest) > 1 and (inner := _at(node, rest[0])) is not None:
        node, rest = inner, rest[1:]
    for part in reversed(rest[1:]):
        value = {part: value}
    for changed in _ways(text, node, str(rest[0]), value, is_root=node is root):
        after = _read(changed)
        if after is not None and after.plain() == wanted:
            return changed
    return None


def _read(text: str) -> Node | None:
    problems = Problems()
    node = read_text(text.encode(), "amended", problems)
    return None if problems.errors else node


def _at(node: Node, part: str | int) -> Node | None:
    if isinstance(part, int):
        return node.list[part]
    return node.get(part)


def _put(wanted: Any, path: tuple[str | int, ...], value: Any) -> None:
    for part in path[:-1]:
        wanted = wanted[part] if isinstance(part, int) else wanted.setdefault(part, {})
    wanted[path[-1]] = value


def _ways(text: str, node: Node, key: str, value: Any, *, is_root: bool) -> Iterator[str]:
    """The text with a key of a map: in the place of its old value, else after or before the first of its keys."""
    said = _flow(value, json_only=_is_json(text))
    if (old := node.get(key)) is not None:
        yield from _replaced(text, old, said)
        return
    start = _offset(text, node.place)
    first = next(iter(node.map.values()), None)
    end = _end(text, first) if first is not None else None
    if text[start : start + 1] == "{":
        entry = f"{_flow(key, json_only=_is_json(text))}: {said}"
        if end is not None:
            yield f"{text[:end]}, {entry}{text[end:]}"
        yield text[: start + 1] + entry + (", " if node.map else "") + text[start + 1 :]
    elif is_root:
        inner = f"\n  {_item(value)}" if isinstance(value, dict) else f" {said}"
        yield text.rstrip("\n") + f"\n{key}:{inner}\n"
    elif node.map:
        indent = " " * (node.place.col - 1)
        if end is not None and (line := text.find("\n", end)) >= 0:
            yield f"{text[:line]}\n{indent}{key}: {said}{text[line:]}"
        yield f"{text[:start]}{key}: {said}\n{indent}{text[start:]}"


def _item(value: dict[str, Any]) -> str:
    return "\n  ".join(f"{key}: {_flow(one)}" for key, one in value.items())


def _replaced(text: str, old: Node, new: str) -> Iterator[str]:
    end = _end(text, old)
    if end is not None:
        yield text[: _offset(text, old.place)] + new + text[end:]


def _end(text: str, node: Node) -> int | None:
    """Where a value on one line, or in brackets, ends; what is guessed wrong is found out when it is read again."""
    start = _offset(text, node.place)
    if (closing := _CLOSING.get(text[start : start + 1])) is not None:
        end = text.find(closing, start)
        while end >= 0 and text.count(text[start], start, end) > text.count(closing, start, end + 1):
            end = text.find(closing, end + 1)
        return end + 1 if end >= 0 else None
    if isinstance(node.value, dict | list):
        return None
    found = _SCALAR.match(text, start)
    return found.end() if found else None


def _offset(text: str, place: Place) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: place.line - 1])) + place.col - 1


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] == "{"


def _flow(value: Any, *, json_only: bool = False) -> str:
    """A value on one line."""
    if json_only:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _OWN_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def whole(text: str, path: tuple[str | int, ...], value: Any) -> str:
    """The document written anew with a value at a path: nothing that it says is lost but its comments and its shape."""
    root = _read(text)
    assert root is not None
    wanted: Any = root.plain()
    _put(wanted, path, value)
    if _is_json(text):
        return json.dumps(wanted, ensure_ascii=False, indent=2) + "\n"
    return "".join(f"{_flow(key)}: {_flow(one)}\n" for key, one in wanted.items())
