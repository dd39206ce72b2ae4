"""What stands in the shipped rules and calendars for people to read, to be translated like messages: what the encoders
wrote, and the words of the texts that they quote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from protocolkit.languages.speaking import LANGUAGES

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


def quotes(file: Path) -> Iterator[tuple[str, str]]:
    """The quotes of a file of rules, each with a language into which readers need it translated.

    A reader is shown the words of a point in his own language where the rule cites them, else those it cites first.
    """
    whole = _read(file)
    head = whole if "text" in whole else _read(file.with_name("ruleset.yaml")) if "rules" in whole else {}
    texts = head.get("text", [])
    texts = {one.get("id"): one for one in (texts if isinstance(texts, list) else [texts])}
    for rule in whole.get("rules", ()) if texts else ():
        cites = rule.get("cites", ())
        points: dict[tuple[str | None, str], dict[str, list[str]]] = {}
        for cite in cites if isinstance(cites, list) else [cites]:
            text = texts[cite["text"]] if "text" in cite else next(iter(texts.values()))
            act = text.get("version_of", text.get("id"))
            points.setdefault((act, cite["point"]), {}).setdefault(text["language"], []).append(cite["words"])
        for said in points.values():
            for language in LANGUAGES:
                if language not in said:
                    yield from ((language, words) for words in next(iter(said.values())))
