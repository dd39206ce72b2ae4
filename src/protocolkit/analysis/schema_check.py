"""The JSON Schemas as a second opinion on structure: editors rely on them, so reader and schema must agree."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node
from protocolkit.resources import schemas_dir

# What the reader finds in the shape of a document, as against in its text or in the meaning of its names.
SHAPE = frozenset((
    "due-list", "empty-value", "exclusive-keys", "misplaced-key", "missing-key", "moment-list", "null-value",
    "out-of-range",
    "unknown-choice", "unknown-key", "wrong-form", "wrong-type",
))  # fmt: skip
_LISTS = ("rules", "add", "cases")
_FREE = ("id", "point", "words", "note", "because", "name")


def check_schema(kind: str, node: Node, found: Iterable[Diagnostic], problems: Problems) -> None:
    """Adds `schema-disagrees` where one of the two finds a fault of shape and the other finds none."""
    shape = [one for one in found if one.severity == "error" and one.code in SHAPE]
    other = [one for one in found if one.severity == "error" and one.code not in SHAPE]
    fault = first_fault(kind, node)
    if fault is not None and not shape and not other:
        reason, place = fault
        message = say("the JSON Schema refuses this: {reason}", reason=reason)
        problems.error("schema-disagrees", message, place, say("the reader accepts it; please report the difference"))
    elif fault is None and shape:
        message = say("the JSON Schema accepts what is `{code}`", code=shape[0].code)
        help = say("the reader refuses it; please report the difference")
        problems.error("schema-disagrees", message, shape[0].place, help)


def first_fault(kind: str, node: Node) -> tuple[str, Place] | None:
    """What the schema refuses first, and where it stands; None if it accepts the document.

    A long list is checked item by item, and items that differ only in free texts are checked once.
    """
    lists = [key for key in _LISTS if _is_list_of_maps(node.get(key))]
    short = node.map | {key: _only(node.map[key].list[0]) for key in lists}
    fault = _fault(kind, Node(short, node.place) if lists else node)
    seen: set[bytes] = set()
    for key in lists if fault is None else ():
        for item in node.map[key].list[1:]:
            signature = msgspec.json.encode((key, _without_free_texts(item.plain())), order="sorted")
            if signature not in seen:
                seen.add(signature)
                fault = _fault(kind, Node(short | {key: _only(item)}, node.place))
            if fault is not None:
                return fault
    return fault


def _only(item: Node) -> Node:
    return Node([item], item.place)


def _is_list_of_maps(node: Node | None) -> bool:
    value = node.value if node else None
    return isinstance(value, list) and len(value) > 1 and all(isinstance(one.value, dict) for one in value)


def _without_free_texts(item: Any) -> Any:
    if isinstance(item, dict):
        return {
            key: "" if key in _FREE and isinstance(value, str) and value.strip() else _without_free_texts(value)
            for key, value in item.items() if not (key == "say" and isinstance(value, dict))
        }  # fmt: skip
    return [_without_free_texts(one) for one in item] if isinstance(item, list) else item


def _fault(kind: str, node: Node) -> tuple[str, Place] | None:
    validator, document = _validator(kind), node.plain()
    if validator.is_valid(document):
        return None
    from jsonschema.exceptions import best_match

    error = best_match(validator.iter_errors(document))
    return error.message[:200].replace("\n", " "), _place(node, error.absolute_path)


@cache
def _validator(kind: str) -> Any:
    from jsonschema import Draft202012Validator

    text = (schemas_dir() / f"{kind}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _place(node: Node, path: Iterable[str | int]) -> Place:
    for step in path:
        inner = node.value
        if isinstance(inner, dict) and step in inner:
            node = inner[str(step)]
        elif isinstance(inner, list) and isinstance(step, int) and step < len(inner):
            node = inner[step]
        else:
            break
    return node.place
