"""JSON text as tokens with places, and as the events a YAML parser would give, so that both formats are built alike.

YAML parsers do not read all JSON: they refuse surrogate escapes (`\\ud83d\\ude00`) and keys over 1024 characters.
Tables are read from the tokens: a tree with a place for every cell would not fit into memory.
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


# A kind ({, }, [, ], key, text or plain: a number or word as written), the text, and where it begins and ends.
Token = tuple[str, str, int, int]


class BrokenJson(ValueError):  # noqa: N818 - the text is broken, not the program
    """The first character that is not JSON, with its offset, in words that need no explaining."""

    def __init__(self, problem: Message, at: int) -> None:
        super().__init__(at)
        self.problem, self.at = problem, at


def tokens_of_json(text: str, at: int = 0) -> Iterator[Token]:
    """The tokens of the one value that begins at an offset. Raises BrokenJson where it is none.

    Nothing is said of what follows the value, and a text may hold halves of surrogate pairs, if it was escaped so.
    """
    closing: list[str] = []
    # What may stand here: "value", "value or ]", "key", "key or }", or "after" a complete value.
    state = "value"
    at = skip_blank(text, at)
    while True:
        sign = text[at : at + 1]
        if state == "after":
            inside = closing[-1]
            if sign == ",":
                at, state = skip_blank(text, at + 1), "key" if inside == "}" else "value"
                continue
            if sign != inside:
                raise BrokenJson(say("`,` or `{bracket}` expected", bracket=inside), at)
        if sign and sign in "]}" and (state == "after" or state.endswith(f"or {sign}")):
            closing.pop()
            yield sign, "", at, at + 1
            end = at + 1
        elif state.startswith("key"):
            value, end = _string(text, at, _KEY)
            yield "key", value, at, end
            at = skip_blank(text, end)
            if text[at : at + 1] != ":":
                raise BrokenJson(say("`:` expected after the key"), at)
            at, state = skip_blank(text, at + 1), "value"
            continue
        elif sign and sign in "{[":
            closing.append("}" if sign == "{" else "]")
            yield sign, "", at, at + 1
            at, state = skip_blank(text, at + 1), "key or }" if sign == "{" else "value or ]"
            continue
        elif plain := _PLAIN.match(text, at):
            end = plain.end()
            yield "plain", plain.group(), at, end
        else:
            value, end = _string(text, at, _VALUE)
            yield "text", value, at, end
        if not closing:
            return
        at, state = skip_blank(text, end), "after"


def events_of_json(text: str) -> Iterator[yaml.Event]:
    """The events of one JSON document. Raises NotJson at the first character that is not JSON."""
    positions = _Positions(text)
    yield yaml.DocumentStartEvent(positions.mark(0))
    end = 0
    try:
        for kind, value, at, end in tokens_of_json(text):  # noqa: B007 - where the last one ends is asked below
            mark = positions.mark(at)
            match kind:
                case "key" | "text":
                    if _LONE_SURROGATE.search(value):
                        problem = say("an escape that is half of a surrogate pair, which is not a character")
                        raise NotJson(problem, mark)
                    yield yaml.ScalarEvent(None, None, (False, True), value, mark, mark, '"')
                case "plain":
                    yield yaml.ScalarEvent(None, None, (True, False), value, mark, mark, "")
                case "{":
                    yield yaml.MappingStartEvent(None, None, True, mark, mark, True)
                case "[":
                    yield yaml.SequenceStartEvent(None, None, True, mark, mark, True)
                case "}":
                    yield yaml.MappingEndEvent(mark)
                case "]":
                    yield yaml.SequenceEndEvent(mark)
                case _:
                    raise AssertionError(f"a token without an event: {kind}")
    except BrokenJson as error:
        raise NotJson(error.problem, positions.mark(error.at)) from None
    if (rest := skip_blank(text, end)) < len(text):
        raise NotJson(say("text after the end of the document"), positions.mark(rest))


def _string(text: str, at: int, refusals: tuple[str, str]) -> tuple[str, int]:
    """The string that starts at an offset, and the offset after it; else a refusal of the sign or of the end."""
    found = _STRING.match(text, at)
    if found is None:
        if text[at : at + 1] == '"':
            raise BrokenJson(say("a string that does not end on its line, or has an unknown escape"), at)
        other, end = refusals
        raise BrokenJson(say(other, sign=text[at]) if at < len(text) else say(end), at)
    value = found.group()[1:-1]
    return json.loads(found.group()) if "\\" in value else value, found.end()


def skip_blank(text: str, at: int) -> int:
    """The offset of the next character that is no white space."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


class NotJson(yaml.MarkedYAMLError):
    """The first character that is not JSON, in words that need no explaining."""

    def __init__(self, message: Message, mark: yaml.Mark) -> None:
        super().__init__(None, None, message.template, mark)
        self.message = message
