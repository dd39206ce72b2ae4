"""JSON text as the events a YAML parser would give, so that both formats are built and bounded alike.

YAML parsers do not read all JSON: they refuse surrogate escapes (`\\ud83d\\ude00`) and keys over 1024 characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import yaml

from protocolkit.languages import N_
from protocolkit.messages import Message, say

_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_PLAIN = re.compile(
    r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])|(?:true|false|null)(?!\w)", re.ASCII
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What is said where another sign stands, and where the text ends.
_KEY = (N_("a key in double quotes expected, not `{sign}`"), N_("the text ends where a key in double quotes belongs"))
_VALUE = (N_("a value expected, not `{sign}`"), N_("the text ends where a value belongs"))


class _Positions:
    """Line and column of offsets that only grow."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = 0
        self.start = 0
        self.ends = _LINE_END.finditer(text)
        self.next_end = next(self.ends, None)

    def mark(self, offset: int) -> yaml.Mark:
        while self.next_end is not None and self.next_end.end() <= offset:
            self.line += 1
            self.start = self.next_end.end()
            self.next_end = next(self.ends, None)
        return yaml.Mark("", offset, self.line, offset - self.start, None, 0)


def events_of_json(text: str) -> Iterator[yaml.Event]:
    """The events of one JSON document. Raises NotJson at the first character that is not JSON."""
    positions = _Positions(text)
    yield yaml.DocumentStartEvent(positions.mark(0))
    open_collections: list[str] = []
    at = _skip(text, 0)
    # What may stand here: "value", "value or ]", "key", "key or }", or "after" a complete value.
    state = "value"
    while True:
        mark = positions.mark(at)
        sign = text[at : at + 1]
        if state == "after":
            if not open_collections:
                if sign:
                    raise NotJson(say("text after the end of the document"), mark)
                break
            inside = open_collections[-1]
            if sign == ",":
                at, state = _skip(text, at + 1), "key" if inside == "}" else "value"
                continue
            if sign != inside:
                raise NotJson(say("`,` or `{bracket}` expected", bracket=inside), mark)
        if sign and sign in "]}" and (state == "after" or state.endswith(f"or {sign}")):
            open_collections.pop()
            yield yaml.SequenceEndEvent(mark) if sign == "]" else yaml.MappingEndEvent(mark)
            at, state = _skip(text, at + 1), "after"
        elif state.startswith("key"):
            value, at = _string(text, at, mark, _KEY)
            yield yaml.ScalarEvent(None, None, (False, True), value, mark, mark, '"')
            at = _skip(text, at)
            if text[at : at + 1] != ":":
                raise NotJson(say("`:` expected after the key"), positions.mark(at))
            at, state = _skip(text, at + 1), "value"
        elif sign == "{":
            open_collections.append("}")
            yield yaml.MappingStartEvent(None, None, True, mark, mark, True)
            at, state = _skip(text, at + 1), "key or }"
        elif sign == "[":
            open_collections.append("]")
            yield yaml.SequenceStartEvent(None, None, True, mark, mark, True)
            at, state = _skip(text, at + 1), "value or ]"
        elif plain := _PLAIN.match(text, at):
            yield yaml.ScalarEvent(None, None, (True, False), plain.group(), mark, mark, "")
            at, state = _skip(text, plain.end()), "after"
        else:
            value, at = _string(text, at, mark, _VALUE)
            yield yaml.ScalarEvent(None, None, (False, True), value, mark, mark, '"')
            at, state = _skip(text, at), "after"


def _string(text: str, at: int, mark: yaml.Mark, refusals: tuple[str, str]) -> tuple[str, int]:
    """The string that starts at an offset, and the offset after it; else a refusal of the sign or of the end."""
    found = _STRING.match(text, at)
    if found is None:
        if text[at : at + 1] == '"':
            raise NotJson(say("a string that does not end on its line, or has an unknown escape"), mark)
        other, end = refusals
        raise NotJson(say(other, sign=text[at]) if at < len(text) else say(end), mark)
    value = found.group()[1:-1]
    if "\\" in value:
        value = json.loads(found.group())
        if _LONE_SURROGATE.search(value):
            raise NotJson(say("an escape that is half of a surrogate pair, which is not a character"), mark)
    return value, found.end()


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


class NotJson(yaml.MarkedYAMLError):
    """The first character that is not JSON, in words that need no explaining."""

    def __init__(self, message: Message, mark: yaml.Mark) -> None:
        super().__init__(None, None, message.template, mark)
        self.message = message
