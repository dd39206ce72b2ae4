"""What the encoders wrote into the shipped rules and calendars for people to read, to be translated like messages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EVERYWHERE = ("because", "note", "source", "unofficial_copy")
OF_CALENDARS = (*EVERYWHERE, "gap", "holiday_law", "name")


def extract_rules(file: Any, *_unused: Any, **_options: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """The texts of a file of rules, as an extractor of Babel."""
    path = Path(file.name)
    for text in dict.fromkeys(_written(_read(path), path)):
        yield 0, None, text, []


def _written(whole: dict[str, Any], path: Path) -> Iterator[str]:
    yield from _texts(whole, OF_CALENDARS if "base" in whole else EVERYWHERE)
    yield from (newer["act"] for newer in whole.get("may_be_superseded_by", ()))
    if "base" in whole:
        renamed = whole.get("names", {})
        yield from (renamed.get(feast, feast) for feast in _feasts(path.parent / whole["base"]["file"]))


def _read(path: Path) -> dict[str, Any]:
    from yaml import CSafeLoader, load

    whole: dict[str, Any] = load(path.read_text("utf-8"), CSafeLoader)
    return whole


def _feasts(base: Path) -> Iterator[str]:
    for feast in json.loads(base.read_text("utf-8"))["holidays"]:
        yield feast["name"]


def _texts(value: Any, keys: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one, keys)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in keys and isinstance(one, str):
                yield one
            else:
                yield from _texts(one, keys)
