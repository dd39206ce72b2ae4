"""Lines of styled words wrapped to a width: what a page of text is made of before anybody colours it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import Formatter
from typing import Literal, NamedTuple

Style = Literal["", "title", "heading", "alarm", "soon", "ask", "good", "strong", "dim"]

NARROWEST = 40
_RUNS = re.compile(" +|[^ ]+")


class Span(NamedTuple):
    """Some words in one style."""

    text: str
    style: Style = ""


Line = tuple[Span, ...]
Words = str | Span | Iterable["Words"]


class Page:
    """Lines so far. Nothing is ever cut off: what does not fit goes on in the next line under the same indent."""

    def __init__(self, width: int = 100) -> None:
        self.width = max(width, NARROWEST)
        self.lines: list[Line] = []

    def blank(self) -> None:
        """An empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def put(self, words: Words, *, indent: int = 0, hang: int = 0) -> None:
        """A paragraph; lines after the first stand `hang` columns further in."""
        self.lines += _wrapped(list(_spans(words)), self.width, " " * indent, " " * (indent + hang))

    def field(self, name: str, words: Words, *, indent: int = 6, column: int = 10) -> None:
        """A named value: the name in a column of its own, the value beside it."""
        gap = " " * max(column - cells(name), 1)
        self.put([Span(name, "dim"), gap, *_spans(words)], indent=indent, hang=column)

    def plain(self) -> str:
        """The page as text without colours, ending in a line end."""
        return "".join("".join(span.text for span in line).rstrip() + "\n" for line in self.lines)


def woven(text: str, style: Style = "", **parts: Words) -> list[Words]:
    """A text with words of their own style in its places, in whatever order a language has them.

    >>> woven("as of {moment}", "dim", moment=Span("Friday", "strong"))
    [Span(text='as of ', style='dim'), Span(text='Friday', style='strong')]
    """
    found: list[Words] = []
    for before, name, _spec, _conversion in Formatter().parse(text):
        found += [Span(before, style)] if before else []
        found += [parts[name]] if name else []
    return found


@lru_cache(8192)
def cells(text: str) -> int:
    """How many columns a text takes on a terminal: two for wide characters, none for combining ones.

    >>> cells("буллинг"), cells("й"), cells("会社")
    (7, 1, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def harmless(text: str) -> str:
    """The text in one line, without characters that would drive a terminal or turn the reading direction.

    >>> harmless("late\\x1b[2J because\\nof snow")
    'late�[2J because of snow'
    """
    if text.isprintable():
        return text
    return "".join(" " if c in "\n\r\t" else "\ufffd" if _drives(c) else c for c in text)


def escaped(text: str, keep: str = "\n\t") -> str:
    """The text with such characters written out, for programs that hand it on; those in `keep` stay.

    >>> escaped("late\\x1b[2J because\\u202e")
    'late\\\\u001b[2J because\\\\u202e'
    """
    if text.isprintable():
        return text
    return "".join(f"\\u{ord(c):04x}" if c not in keep and _drives(c) else c for c in text)


def _drives(char: str) -> bool:
    turns = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char in "\u200e\u200f\u061c"
    return turns or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def _spans(words: Words) -> Iterator[Span]:
    if isinstance(words, str):
        yield Span(harmless(words))
    elif isinstance(words, Span):
        yield Span(harmless(words.text), words.style)
    else:
        for one in words:
            yield from _spans(one)


def _pieces(spans: Iterable[Span]) -> Iterator[Span]:
    """Runs of spaces and runs of other characters, each with its style."""
    for span in spans:
        for run in _RUNS.findall(span.text):
            yield Span(run, span.style)


def _words(spans: Iterable[Span]) -> Iterator[tuple[Span | None, list[Span]]]:
    """Each word with the spaces before it; pieces that touch are one word even where the style changes."""
    space: Span | None = None
    word: list[Span] = []
    for piece in _pieces(spans):
        if piece.text[0] != " ":
            word.append(piece)
            continue
        if word:
            yield space, word
        space, word = piece, []
    if word:
        yield space, word


def _wrapped(spans: list[Span], width: int, first: str, later: str) -> Iterator[Line]:
    line, used = [Span(first)] if first else [], len(first)
    # Spaces before a word are kept, but for those where a line was broken.
    fresh, broken = True, False
    for space, word in _words(spans):
        gap = len(space.text) if space else 0
        length = sum(cells(piece.text) for piece in word)
        if not fresh and used + gap + length > width:
            yield tuple(line)
            line, used, broken = [Span(later)] if later else [], len(later), True
        elif space and not (fresh and broken):
            line.append(space)
            used += gap
        for piece in word:
            for part in _parts(piece.text, width - used, width - len(later)):
                size = cells(part)
                if used + size > width:
                    yield tuple(line)
                    line, used = [Span(later)] if later else [], len(later)
                line.append(Span(part, piece.style))
                used += size
        fresh = False
    if line or not spans:
        yield tuple(line)


def _parts(word: str, room: int, whole: int) -> Iterator[str]:
    """A word too long for any line is broken where the line ends."""
    if cells(word) <= max(room, 0) or cells(word) <= whole:
        yield word
        return
    part, size, limit = "", 0, room if room > 0 else whole
    for char in word:
        if size + _cell(char) > limit:
            yield part
            part, size, limit = "", 0, whole
        part += char
        size += _cell(char)
    yield part
