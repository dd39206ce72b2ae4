"""What the encoders wrote into the shipped rules and calendars for people to read, to be translated like messages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from protocolkit.resources import rules_dir

EVERYWHERE = ("because", "note", "source")
OF_CALENDARS = (*EVERYWHERE, "gap", "holiday_law", "name")


def written() -> Iterator[tuple[str, str]]:
    """Each text with the file that has it; tests of rules are not for readers."""
    for path in sorted(rules_dir().rglob("*.yaml")):
        name = path.relative_to(rules_dir())
        if "tests" not in name.parts:
            whole = _read(path)
            calendar = "base" in whole
            texts = [*_texts(whole, OF_CALENDARS if calendar else EVERYWHERE)]
            texts += [newer["act"] for newer in whole.get("may_be_superseded_by", ())]
            if calendar:
                renamed = whole.get("names", {})
                texts += [renamed.get(feast, feast) for feast in _feasts(path.parent / whole["base"]["file"])]
            yield from ((text, name.as_posix()) for text in dict.fromkeys(texts))


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
