"""JSON as a table: a list of objects, an object that holds one, or an object a line; nested names have dots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _
from protocolkit.records.table import SEVERAL, Row, Table

DEEPEST = 16
_SPACE = re.compile(r"[ \t\r\n]*")


class _RepeatedError(ValueError):
    """A key that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedError
    return found


def _refused(_constant: str) -> Any:
    raise ValueError


# Numbers stay as written: a code of twelve digits is no quantity.
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_refused)


class _NotATableError(Exception):
    def __init__(self, code: str, message: str, at: int, help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.at, self.help = code, message, at, help


def json_table(data: bytes, file: str, problems: Problems) -> Table | None:
    """The table of a JSON text, or None with the reason in `problems`."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.error("not-utf8", _("JSON is UTF-8 text, this is not"), Place(file, line, 1))
        return None
    try:
        start = _list_of(text, lines=file.lower().endswith((".jsonl", ".ndjson")))
        columns: dict[str, None] = {}
        for _number, _at, flat in _objects(text, start):
            columns |= dict.fromkeys(flat)
        if not columns:
            raise _NotATableError("table-shape", _("the list holds no objects with values"), start or 0)
    except _NotATableError as error:
        line = text.count("\n", 0, error.at) + 1
        col = error.at - (text.rfind("\n", 0, error.at) + 1) + 1
        problems.error(error.code, error.message, Place(file, line, col), error.help)
        return None
    names = tuple(columns)

    def walk(_problems: Problems) -> Iterator[Row]:
        line, seen = 1, 0
        for number, at, flat in _objects(text, start):
            line += text.count("\n", seen, at)
            seen = at
            yield Row(number, line, [flat.get(name, "") for name in names])

    return Table(file, "JSON" if start is not None else "JSON Lines", names, walk)


def _list_of(text: str, *, lines: bool) -> int | None:
    """Where the list of rows begins: the document itself, or the only list of objects in it; null: an object a line."""
    help = _("a list of objects, or an object with one such list")
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        return at
    if text[at : at + 1] != "{":
        raise _NotATableError("table-shape", _("neither a list nor an object"), at, help)
    whole, end = _value(text, at)
    if (rest := _skip(text, end)) != len(text):
        if text[rest] == "{" and "\n" in text[end:rest]:
            return None
        raise _NotATableError("table-syntax", _("text after the end of the document"), end)
    if lines:
        return None
    lists = _lists(whole)
    if len(lists) != 1:
        message = _("no list of objects in it") if not lists else _("several lists of objects in it")
        raise _NotATableError("table-shape", message, at, help)
    for key in lists[0]:
        at = _value_of(text, at, key)
    return at


def _lists(whole: dict[str, Any]) -> list[tuple[str, ...]]:
    """The ways by keys to the lists of objects that lie least deep."""
    level: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), whole)]
    for _depth in range(DEEPEST):
        inner = [((*way, key), value) for way, one in level for key, value in one.items()]
        found = [way for way, value in inner if isinstance(value, list) and any(isinstance(v, dict) for v in value)]
        if found:
            return found
        level = [(way, value) for way, value in inner if isinstance(value, dict)]
    return []


def _value_of(text: str, at: int, wanted: str) -> int:
    """Where the value of a key begins, in the object at an offset."""
    at = _skip(text, at + 1)
    while True:
        key, at = _value(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key == wanted:
            return at
        _passed, at = _value(text, at)
        at = _skip(text, _skip(text, at) + 1)


def _objects(text: str, start: int | None) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Each object with its number and offset, flattened: those of the list that starts there, or one a line."""
    return _lined(text) if start is None else _of_list(text, start)


def _lined(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    at, number = _skip(text, 0), 0
    while at < len(text):
        number += 1
        value, end = _value(text, at)
        if not isinstance(value, dict):
            raise _NotATableError("table-shape", _("item {number} of the list is no object").format(number=number), at)
        yield number, at, dict(_flat(value, at))
        at = _skip(text, end)


def _of_list(text: str, start: int) -> Iterator[tuple[int, int, dict[str, str]]]:
    at, number = _skip(text, start + 1), 0
    while text[at : at + 1] != "]":
        number += 1
        value, end = _value(text, at)
        if not isinstance(value, dict):
            raise _NotATableError("table-shape", _("item {number} of the list is no object").format(number=number), at)
        yield number, at, dict(_flat(value, at))
        at = _skip(text, end)
        sign = text[at : at + 1]
        if sign == ",":
            at = _skip(text, at + 1)
            if text[at : at + 1] == "]":
                raise _NotATableError("table-syntax", _("a comma with nothing after it"), at)
        elif sign != "]":
            raise _NotATableError("table-syntax", _("`,` or `]` expected"), at)


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except _RepeatedError:
        raise _NotATableError("duplicate-key", _("a key stands twice in one object"), at) from None
    except json.JSONDecodeError as error:
        raise _NotATableError("table-syntax", _("this is not JSON"), min(error.pos, len(text))) from None
    except (ValueError, StopIteration):
        raise _NotATableError("table-syntax", _("this is not JSON"), at) from None
    except RecursionError:
        raise _NotATableError("too-deep", _("objects nested too deep"), at) from None


def _flat(value: dict[str, Any], at: int, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """`{"child": {"age": 13}}` as `child.age`; a list of single values is one cell, other lists are numbered."""
    if depth > DEEPEST:
        raise _NotATableError("too-deep", _("objects nested too deep"), at)
    for key, one in value.items():
        name = f"{prefix}{' '.join(_clean(key).split())}"
        if isinstance(one, list) and any(isinstance(inner, dict | list) for inner in one):
            one = {str(number): inner for number, inner in enumerate(one)}
        if isinstance(one, dict):
            yield from _flat(one, at, f"{name}.", depth + 1)
        elif name:
            yield name, SEVERAL.join(map(_text, one)) if isinstance(one, list) else _text(one)


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else _clean(str(value))


def _clean(text: str) -> str:
    """Without halves of surrogate pairs, which escapes can make and no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
