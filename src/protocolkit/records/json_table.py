"""JSON as a table: a list of objects, an object that holds one, an object a line, or headers and rows of values.

Nested names have dots.

Where the list stands and what is broken is found by the reader of all JSON; the objects, which need no place but that
of their beginning, are made by Python's own decoder one after another, so that a table is never in memory as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import NOTHING, Message, say
from protocolkit.reading.json_events import BrokenJson, skip_blank, tokens_of_json
from protocolkit.reading.nodes import DEEPEST as DEEPEST_TEXT
from protocolkit.reading.snippets import position
from protocolkit.records.table import Row, Table, name_of
from protocolkit.records.unfolding import DEEPEST, Unfolding, UnfoldingError, clean, rows


class _RepeatedError(Exception):
    """A key that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedError
    return found


# Numbers stay as written: a code of twelve digits is no quantity. `NaN`, which is none, is a ValueError.
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=int)


class _NotATableError(Exception):
    def __init__(self, code: str, message: Message, at: int, help: Message = NOTHING) -> None:
        super().__init__(code)
        self.code, self.message, self.at, self.help = code, message, at, help


def json_table(data: bytes, file: str, problems: Problems, unfolding: Unfolding | None = None) -> Table | None:
    """The table of a JSON text, its lists unfolded as is asked; or None with the reason in `problems`."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.error("not-utf8", say("JSON is UTF-8 text, this is not"), Place(file, line, 1))
        return None
    try:
        columns: dict[str, None] = {}
        apart = _apart(text)
        if apart is not None:
            objects = partial(_rows_of_values, text, *apart)
            start: int | None = apart[1]
        else:
            start = _list_of(text, lines=file.lower().endswith((".jsonl", ".ndjson")))
            objects = partial(_objects, text, unfolding or {}, start)
        for _number, _at, cells in objects():
            columns |= dict.fromkeys(cells)
        if not columns:
            raise _NotATableError("table-shape", say("the list holds no objects with values"), start or 0)
    except BrokenJson as error:
        problems.error("table-syntax", error.problem, Place(file, *position(text, error.at)))
        return None
    except _NotATableError as error:
        problems.error(error.code, error.message, Place(file, *position(text, error.at)), error.help)
        return None
    names = tuple(columns)

    def walk(_problems: Problems) -> Iterator[Row]:
        line, seen = 1, 0
        for number, at, cells in objects():
            line += text.count("\n", seen, at)
            seen = at
            yield Row(number, line, [cells.get(name, "") for name in names])

    return Table(file, "JSON" if start is not None else "JSON Lines", names, walk)


def _list_of(text: str, *, lines: bool) -> int | None:
    """Where the list of rows begins: the document itself, or the only list of objects in it; null: an object a line."""
    help = say("a list of objects, or an object with one such list")
    at = skip_blank(text, 0)
    if text[at : at + 1] not in ("[", "{"):
        raise _NotATableError("table-shape", say("neither a list nor an object"), at, help)
    if text[at] == "[":
        return at
    found, end = _lists(text, at)
    if (rest := skip_blank(text, end)) != len(text):
        if text[rest] == "{" and "\n" in text[end:rest]:
            return None
        raise BrokenJson(say("text after the end of the document"), end)
    if lines:
        return None
    nearest = [start for start, depth in found.items() if depth == min(found.values())]
    if len(nearest) != 1:
        message = say("no list of objects in it") if not nearest else say("several lists of objects in it")
        raise _NotATableError("table-shape", message, at, help)
    return nearest[0]


def _apart(text: str) -> tuple[tuple[str, ...], int] | None:
    """The names and the offset of the rows of `{"headers": [..], "rows": [[..], ..]}`, as DHIS2 answers; else None."""
    at = skip_blank(text, 0)
    found: dict[str, int] = {}
    depth, key = 0, ""
    if text[at : at + 1] != "{" or '"headers"' not in text:
        return None
    try:
        for kind, value, here, _end in tokens_of_json(text, at):
            if depth == 1 and kind == "[" and key in ("headers", "rows"):
                found[key] = here
            key = value if kind == "key" and depth == 1 else ""
            depth += (kind in "{[") - (kind in "}]")
            if len(found) == 2 or depth > DEEPEST:
                break
    except BrokenJson:
        return None  # said where the text is read
    if len(found) < 2:
        return None
    first = skip_blank(text, found["rows"] + 1)
    if text[first : first + 1] != "[":
        return None
    headers, _end = _value(text, found["headers"])
    names = tuple(name_of(clean(_called(one))) for one in headers)
    return (names, found["rows"]) if all(names) and len(set(names)) == len(names) else None


def _called(header: Any) -> str:
    """What a header calls its column: as people read it, else by its code."""
    if isinstance(header, dict):
        return str(header.get("column") or header.get("name") or "")
    return header if isinstance(header, str) else ""


def _rows_of_values(text: str, names: tuple[str, ...], start: int) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Each list of values with its number, its offset, and its cells by the names of the columns."""
    at, number = skip_blank(text, start + 1), 0
    while text[at : at + 1] != "]":
        number += 1
        value, end = _value(text, at)
        if not isinstance(value, list) or len(value) != len(names):
            message = say("item {number} of the list has not {expected} values", number=number, expected=len(names))
            raise _NotATableError("table-shape", message, at)
        yield number, at, _flat(dict(zip(names, value, strict=True)), at)
        at = skip_blank(text, end)
        if text[at : at + 1] == ",":
            at = skip_blank(text, at + 1)
        elif text[at : at + 1] != "]":
            raise BrokenJson(say("`,` or `{bracket}` expected", bracket="]"), at)


def _lists(text: str, at: int) -> tuple[dict[int, int], int]:
    """The depth of each list of objects in an object, by its offset; and where the object ends.

    What lies in lists is not looked at.
    """
    found: dict[int, int] = {}
    starts: list[int] = []
    opened, end = "", at
    for kind, _text, here, end in tokens_of_json(text, at):  # noqa: B007 - where the last one ends is handed back
        if kind in ("{", "["):
            if kind == "{" and opened.endswith("[") and opened.count("[") == 1 and len(opened) <= DEEPEST + 1:
                found[starts[-1]] = len(opened)
            if len(opened) == DEEPEST_TEXT:
                raise _NotATableError("too-deep", say("objects nested too deep"), here)
            opened += kind
            starts.append(here)
        elif kind in ("}", "]"):
            opened = opened[:-1]
            starts.pop()
    return found, end


def _objects(text: str, unfolding: Unfolding, start: int | None) -> Iterator[tuple[int, int, dict[str, str]]]:
    """The rows of each object with its number and offset: of those of the list at an offset, or of one a line."""
    at, number = skip_blank(text, 0 if start is None else start + 1), 0
    while at < len(text) if start is None else text[at : at + 1] != "]":
        number += 1
        value, end = _value(text, at)
        if not isinstance(value, dict):
            raise _NotATableError("table-shape", say("item {number} of the list is no object", number=number), at)
        yield from ((number, at, cells) for cells in _unfolded(value, unfolding, at))
        at = skip_blank(text, end)
        if start is not None and text[at : at + 1] != "]":
            if text[at : at + 1] != ",":
                raise BrokenJson(say("`,` or `{bracket}` expected", bracket="]"), at)
            at = skip_blank(text, at + 1)
            if text[at : at + 1] == "]":
                raise _NotATableError("table-syntax", say("a comma with nothing after it"), at)
    if start == skip_blank(text, 0) and (rest := skip_blank(text, at + 1)) < len(text):
        raise BrokenJson(say("text after the end of the document"), rest)


def _value(text: str, at: int) -> tuple[Any, int]:
    """A value as Python has it, and where it ends. Why it is none, the reader of all JSON says."""
    try:
        return _DECODER.raw_decode(text, at)
    except _RepeatedError:
        raise _NotATableError("duplicate-key", say("a key stands twice in one object"), at) from None
    except RecursionError:
        raise _NotATableError("too-deep", say("objects nested too deep"), at) from None
    except (ValueError, StopIteration):
        for _token in tokens_of_json(text, at):
            pass
        raise _NotATableError("table-syntax", say("this is not JSON"), at) from None


def _unfolded(value: dict[str, Any], unfolding: Unfolding, at: int) -> list[dict[str, str]]:
    """The rows of an object: `{"child": {"age": 13}}` has `child.age`; a list of single values is one cell."""
    try:
        return [*rows(value, unfolding)]
    except UnfoldingError as error:
        raise _NotATableError(error.code, error.message, at) from None


def _flat(value: dict[str, Any], at: int) -> dict[str, str]:
    (cells,) = _unfolded(value, {}, at)
    return cells
