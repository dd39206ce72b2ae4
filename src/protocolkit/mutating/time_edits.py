"""Changes to when: numbers, units, which days are counted, day zero and the roll."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protocolkit.mutating.edits import Edit, Path, made, texts
from protocolkit.reading.nodes import Node

# Days that may be off: a term of working days ends on none, and rolls nowhere.
_DAYS = re.compile(r"\d (school_)?days?\b|\d (week|month|year)s?\b")
_ANY_DAYS = re.compile(r"\d ([a-z]+_)?days?\b|\d (week|month|year)s?\b")
# Units of about the size: one that nobody could mistake for another shows nothing.
_UNITS = {"hour": "day", "day": "week", "week": "month", "month": "year", "year": "month"}
_RHYTHMS = {
    "day": "week", "week": "month", "month": "quarter", "quarter": "year", "year": "quarter",
    "school_year": "school_term", "school_term": "school_year",
}  # fmt: skip
_COUNTED = {"working_day": ("day", "school_day"), "school_day": ("day", "working_day"), "day": ("working_day",)}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT = re.compile(r"(?<=\d )([a-z_]+?)(s?)(?![a-z_])")
_TIMED = ("due", "amount", "clock")
_DAY_ZERO = ("excluded", "counts")
_ROLLS = ("none", "next", "previous")


def edits(rule: Node) -> Iterator[Edit]:
    """Every change to the times of a rule."""
    for path, node in _timed(rule):
        yield from numbers(path, node)
        yield from _units(path, node)
        yield from _counted(path, node)
    if (condition := rule.get("if")) is not None:
        yield from of_condition(condition, ("if",))
    every = rule.get("every")
    if every is not None and every.text in _RHYTHMS:
        yield Edit("unit", ("every",), made(_RHYTHMS[every.text], every))
    due = rule.get("due")
    said = [node.text for _path, node in texts(due, without=("if",))] if due is not None else []
    if due is not None and any(map(_ANY_DAYS.search, said)):
        yield from (Edit("day_zero", ("time", "day_zero"), made(value, due)) for value in _DAY_ZERO)
    if due is not None and any(map(_DAYS.search, said)):
        yield from (Edit("roll", ("time", "roll"), made(value, due)) for value in _ROLLS)


def of_condition(condition: Node, at: Path) -> Iterator[Edit]:
    """The numbers of a condition, and the units of its terms."""
    for path, node in texts(condition, at):
        yield from numbers(path, node)
        if path[-1] == "within":
            yield from _units(path, node)


def _timed(rule: Node) -> Iterator[tuple[Path, Node]]:
    for key in _TIMED:
        if (part := rule.get(key)) is not None:
            yield from texts(part, (key,), without=("if", "by", "reasons", "hold", "resume"))


def numbers(path: Path, node: Node) -> Iterator[Edit]:
    """Each number by one more and by one less."""
    if isinstance(node.value, bool):
        return
    if isinstance(node.value, int):
        yield Edit("number", path, made(node.value + 1, node))
        yield Edit("number", path, made(node.value - 1, node))
    elif isinstance(node.value, str) and (" " in node.value or path[-1] == "within"):
        for found in _NUMBER.finditer(node.value):
            for other in (float(found[0]) + 1, float(found[0]) - 1):
                if other > 0:
                    text = f"{node.value[: found.start()]}{other:g}{node.value[found.end() :]}"
                    yield Edit("number", path, made(text, node))


def _units(path: Path, node: Node) -> Iterator[Edit]:
    if isinstance(node.value, str):
        for found in _UNIT.finditer(node.value):
            unit = found[1].removeprefix("working_").removeprefix("school_")
            if unit in _UNITS:
                yield Edit("unit", path, made(_with_unit(node.value, found, _UNITS[unit]), node))


def _counted(path: Path, node: Node) -> Iterator[Edit]:
    """Days counted by another calendar."""
    if isinstance(node.value, str):
        for found in _UNIT.finditer(node.value):
            for other in _COUNTED.get(found[1], ()):
                yield Edit("calendar", path, made(_with_unit(node.value, found, other), node))


def _with_unit(text: str, found: re.Match[str], unit: str) -> str:
    return f"{text[: found.start()]}{unit}{found[2]}{text[found.end() :]}"
