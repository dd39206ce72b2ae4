"""What all starting files share: ids that are some, words as YAML has them, and that nothing is overwritten."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _, speaking
from protocolkit.messages import say
from protocolkit.reading.grammar.atom_shapes import RULESET_ID

_PLAIN = re.compile(r"[^\W\d_][\w ()/.’-]*")


def is_id(text: str, problems: Problems) -> bool:
    """Whether a text may be the id of a ruleset or protocol; if not, `not-an-id` says so."""
    found = re.fullmatch(RULESET_ID.pattern, text) is not None
    if not found:
        message = say("`{text}` is no id of a ruleset", text=text)
        problems.error("not-an-id", message, Place("ID"), say("write it as `region/order`"))
    return found


def write_new(files: dict[Path, str], problems: Problems) -> list[Path]:
    """Writes the files, or none of them if one is there: `file-exists`."""
    for path in files:
        if path.exists() or path.is_symlink():
            message = say("`{path}` is there already", path=str(path))
            problems.error("file-exists", message, Place(str(path)), say("choose another id or folder"))
    if problems.errors:
        return []
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [*files]


def scalar(text: str) -> str:
    """A text as YAML has it within a map or list in brackets."""
    return text if _PLAIN.fullmatch(text) and text.strip() == text else json.dumps(text, ensure_ascii=False)


def in_language(language: str, words: str) -> str:
    """A marked text in a language."""
    with speaking(language):
        return _(words)


def labels(words: str, *languages: str) -> str:
    """A marked text in English and in other languages, as the inside of a label."""
    return ", ".join(f"{one}: {scalar(in_language(one, words))}" for one in dict.fromkeys(("en", *languages)))


def later(at: datetime, hours: int) -> str:
    """So many hours later, in the zone of the instant."""
    return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(at.tzinfo).isoformat()
