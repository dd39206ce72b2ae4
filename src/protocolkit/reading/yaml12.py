"""YAML 1.2 (and JSON) text as positioned nodes: strict, bounded, and without recursion."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say
from protocolkit.reading.composing import build, too_deep
from protocolkit.reading.files import LARGEST_FILE, read_bytes, too_large
from protocolkit.reading.json_events import events_of_json
from protocolkit.reading.nodes import DEEPEST, Node
from protocolkit.reading.snippets import position
from protocolkit.reading.syntax import explain
from protocolkit.reading.yaml_events import TooDeepError, events_of_yaml


def read_file(path: Path, problems: Problems, display: str | None = None) -> Node | None:
    """The file's one document, or None with the reasons in `problems`. `display` is the name that places show."""
    name = display or str(path)
    data = read_bytes(path, name, LARGEST_FILE, problems)
    return None if data is None else read_text(data, name, problems)


def read_text(text: str | bytes, file: str, problems: Problems) -> Node | None:
    """The text's one document, or None with the reasons in `problems`.

    A name ending in `.json` is read as JSON, anything else as YAML 1.2 and, where that fails, as JSON. Where errors
    still leave a usable tree (a key given twice) the node is returned all the same, so that later checks add theirs.
    """
    decoded = _decode(text, file, problems)
    if decoded is None:
        return None
    if not decoded.strip():
        problems.error("empty-file", say("nothing in the file"), Place(file))
        return None
    if file.lower().endswith(".json"):
        return _built(events_of_json(decoded), decoded, file, problems)
    as_yaml = Problems()
    node = _read_yaml(decoded, file, as_yaml)
    if node is None and decoded.lstrip()[0] in "{[":
        # JSON under another name, with what YAML parsers refuse: surrogate escapes, very long keys.
        as_json = Problems()
        node = _built(events_of_json(decoded), decoded, file, as_json)
        if node is not None:
            as_yaml = as_json
    problems.found.extend(as_yaml.found)
    return node


def _unprintable(text: str) -> re.Match[str] | None:
    """The first character that cannot stand in YAML 1.2, or that its older parsers take for the end of a line."""
    # Python's printable ones are all allowed; compiling the exact set takes longer than reading most files.
    if text.replace("\n", "").isprintable():
        return None
    return re.search("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", text)


def _read_yaml(text: str, file: str, problems: Problems) -> Node | None:
    unprintable = _unprintable(text)
    if unprintable is not None:
        place = Place(file, *position(text, unprintable.start()))
        name = f"U+{ord(unprintable.group()):04X}"
        problems.error(
            "control-character",
            say("character `{name}` cannot stand in YAML", name=name),
            place,
            help=say("remove it") if unprintable.group() != "\0" else say("save the file as UTF-8"),
        )
        return None
    return _built(events_of_yaml(text, DEEPEST), text, file, problems)


def _built(events: Iterator[yaml.Event], text: str, file: str, problems: Problems) -> Node | None:
    try:
        return build(events, file, problems)
    except TooDeepError as stopped:
        too_deep(stopped, file, problems)
        return None
    except yaml.YAMLError as error:
        explain(error, text, file, problems)
        return None


def _decode(text: str | bytes, file: str, problems: Problems) -> str | None:
    """The text without its byte order mark, if it is text and not too long."""
    if too_large(text, file, LARGEST_FILE, problems):
        return None
    if isinstance(text, str):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            place = Place(file, *position(text, error.start))
            problems.error("not-utf8", say("half of a surrogate pair, which is not a character"), place)
            return None
        return text.removeprefix("\ufeff")
    utf16 = text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return text.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode(errors="replace")
        place = Place(file) if utf16 else Place(file, *position(before, len(before)))
        message = say("byte `{byte}` is not UTF-8 text", byte=f"0x{text[error.start]:02x}")
        problems.error("not-utf8", message, place, help=say("save the file as UTF-8"))
        return None
