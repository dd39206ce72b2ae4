"""Lists within JSON, unfolded: one into a row for each item, another into a column for each name its items have.

Forms write what was asked of each child as a list of objects, DHIS2 its answers as a list of names and values. A list
that nobody unfolds is numbered: `children.0.age`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from protocolkit.messages import Message, say
from protocolkit.records.cells import SEVERAL
from protocolkit.records.table import name_of

DEEPEST = 16
NUMBER = "#"
_NOT_IN_A_REFERENCE = re.compile(r"[^A-Za-z0-9._-]+")


class NamedValues(msgspec.Struct, frozen=True):
    """The keys under which each item of a list has the name of its column, and the value in it."""

    name: str
    value: str


Unfolding = Mapping[str, NamedValues | None]
"""How lists are unfolded, by their path with dots; null: each item is a row."""


class UnfoldingError(Exception):
    """A list that cannot be unfolded as is asked, or objects too deep."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def rows(value: dict[str, Any], unfolding: Unfolding) -> Iterator[dict[str, str]]:
    """The rows of one object: one, or one for each item of the lists that are rows, with all that stands beside them.

    Items of different lists stand in rows of their own. `LIST.#` names the item by its number. Raises UnfoldingError.

    >>> one = {"id": "a-1", "child": [{"child/age": 9}, {"child/age": 7}], "data": [{"de": "kind", "value": "bully"}]}
    >>> for row in rows(one, {"child": None, "data": NamedValues("de", "value")}):
    ...     print(row)
    {'id': 'a-1', 'data.kind': 'bully', 'child.#': 'child-1', 'child.age': '9'}
    {'id': 'a-1', 'data.kind': 'bully', 'child.#': 'child-2', 'child.age': '7'}
    """
    cells, below = _apart(value, "", "", unfolding, 0)
    yield from ({**cells, **row} for row in below) if below else (cells,)


def _apart(
    value: dict[str, Any], prefix: str, group: str, unfolding: Unfolding, depth: int
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The cells of an object, and the rows of the lists within it. Forms repeat the name of the `group` in each key."""
    if depth > DEEPEST:
        raise UnfoldingError("too-deep", say("objects nested too deep"))
    cells: dict[str, str] = {}
    below: list[dict[str, str]] = []
    for key, one in value.items():
        own = key.removeprefix(f"{group}/") if group else key
        name = f"{prefix}{name_of(clean(own))}"
        if name == prefix:
            continue
        if isinstance(one, list) and name in unfolding:
            how = unfolding[name]
            if how is None:
                below += _items(one, name, key, unfolding, depth)
            else:
                cells |= _named(one, name, how)
            continue
        if isinstance(one, list) and any(isinstance(inner, dict | list) for inner in one):
            one = {str(number): inner for number, inner in enumerate(one)}
        if isinstance(one, dict):
            inside, rest = _apart(one, f"{name}.", "", unfolding, depth + 1)
            cells |= inside
            below += rest
        else:
            cells[name] = SEVERAL.join(map(_text, one)) if isinstance(one, list) else _text(one)
    return cells, below


def _items(items: list[Any], name: str, key: str, unfolding: Unfolding, depth: int) -> Iterator[dict[str, str]]:
    """A row for each item of a list, or for each of the lists within it."""
    called = _NOT_IN_A_REFERENCE.sub("-", re.split(r"[./]", name)[-1]).strip("-") or "item"
    for number, item in enumerate(items, start=1):
        own = {f"{name}.{NUMBER}": f"{called}-{number}"}
        if not isinstance(item, dict):
            yield own | {name: _text(item)}
            continue
        cells, below = _apart(item, f"{name}.", key, unfolding, depth + 1)
        yield from (own | cells | row for row in below) if below else (own | cells,)


def _named(items: list[Any], name: str, how: NamedValues) -> dict[str, str]:
    """A cell for each item of a list of names and values."""
    found: dict[str, str] = {}
    for item in items:
        given = item.get(how.name) if isinstance(item, dict) else None
        column = name_of(clean(str(given))) if isinstance(given, str) else ""
        if not column:
            raise UnfoldingError("table-shape", say("an item of `{list}` has no `{key}`", list=name, key=how.name))
        if f"{name}.{column}" in found:
            raise UnfoldingError("duplicate-key", say("a name stands twice in `{list}`", list=name))
        found[f"{name}.{column}"] = _text(item.get(how.value))
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        return SEVERAL.join(map(_text, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else clean(str(value))


def clean(text: str) -> str:
    """Without halves of surrogate pairs, which escapes can make and no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
