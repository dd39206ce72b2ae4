"""The lines of a text that are a point, with the quoted words marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from protocolkit.letters import folded
from protocolkit.model.ruleset import Ruleset
from protocolkit.model.texts import Text, act
from protocolkit.reading.nearby import below
from protocolkit.tracing.outline import Outline, collapsed
from protocolkit.tracing.points import read_point
from protocolkit.tracing.quoting import normal
from protocolkit.tracing.trace_report import PointRow

LONGEST = 40  # lines; of a longer piece only the surroundings of its quotes are shown
AROUND = 1


class Piece(msgspec.Struct, frozen=True):
    """Words in one line of a passage, and the numbers of the quotes that cover them."""

    words: str
    quotes: tuple[int, ...] = ()


class Passage(msgspec.Struct, frozen=True):
    """Lines of a text. `exact`: they are the point itself and no more; an empty line stands for lines left out."""

    lines: tuple[tuple[Piece, ...], ...]
    exact: bool
    found: frozenset[int]


class Texts:
    """The official texts in a folder of the user's, each read once; a text that is not there is simply not shown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Outline | None] = {}

    def outlines(self, ruleset: Ruleset) -> list[tuple[Text, Outline]]:
        """The texts of a ruleset that can be read."""
        found = ((text, self._outline(text.file)) for text in ruleset.texts if text.file)
        return [(text, outline) for text, outline in found if outline is not None]

    def passages(self, ruleset: Ruleset, row: PointRow, quotes: Sequence[str]) -> list[tuple[Passage, str]]:
        """The passage of a point in each language its act is at hand in, and that language."""
        own = [(text, outline) for text, outline in self.outlines(ruleset) if act(ruleset.texts, text.id) == row.act]
        made = ((passage(outline, row.point, quotes), text.language) for text, outline in own)
        return [(one, language) for one, language in made if one is not None]

    def _outline(self, file: str) -> Outline | None:
        if file not in self._read:
            path = below(self.folder, file)
            try:
                text = path.read_bytes().decode("utf-8-sig") if path else ""
            except (OSError, ValueError):
                text = ""
            self._read[file] = Outline(text) if text.strip() else None
        return self._read[file]


def passage(outline: Outline, point: str, quotes: Sequence[str]) -> Passage | None:
    """The lines of a point with its quotes marked; None where the text has no such point and none of the words."""
    read = read_point(point)
    block = outline.block(read)
    exact = block.precision == "point" and outline.has(read)
    lines = _lines_of(block.words, outline)
    spans, found = _spans(lines, quotes)
    if not found and quotes and not exact:
        lines = [line for line in map(collapsed, outline.lines) if line]
        spans, found = _spans(lines, quotes)
    if not exact and not found:
        return None
    made = [_pieces(line, [s for s in spans if s[0] == i]) for i, line in enumerate(lines)]
    if not exact and len(lines) > LONGEST:
        made = _around(made)
    return Passage(tuple(made), exact, frozenset(found))


def _lines_of(words: str, outline: Outline) -> list[str]:
    """The lines that make a block, which says its words in one string."""
    lines = [line for line in map(collapsed, outline.lines) if line]
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    whole = " ".join(lines)
    begin = whole.find(words)
    while begin > 0 and begin not in starts:
        begin = whole.find(words, begin + 1)
    if begin < 0:
        return [words]
    end = begin + len(words)
    return [line for line, start in zip(lines, starts, strict=True) if begin <= start < end]


def _spans(lines: Sequence[str], quotes: Iterable[str]) -> tuple[list[tuple[int, int, int, int]], set[int]]:
    """Where the quotes stand, as (line, from, to, number of the quote), and the numbers of those that were found.

    Words that leave something out (`...`) stand in pieces; letters that look alike count as the same.
    """
    whole = folded(" ".join(lines))
    spans: list[tuple[int, int, int, int]] = []
    found: set[int] = set()
    for number, quote in enumerate(quotes):
        at = 0
        places: list[tuple[int, int]] = []
        for piece in folded(normal(quote)).replace("\u2026", "...").split("..."):
            wanted = piece.strip()
            begin = whole.find(wanted, at)
            if wanted and begin < 0:
                places = []
                break
            if wanted:
                places.append((begin, begin + len(wanted)))
                at = begin + len(wanted)
        if places:
            found.add(number)
            spans += [one for begin, end in places for one in _by_line(lines, begin, end, number)]
    return spans, found


def _by_line(lines: Sequence[str], begin: int, end: int, number: int) -> Iterable[tuple[int, int, int, int]]:
    start = 0
    for i, line in enumerate(lines):
        low, high = max(begin - start, 0), min(end - start, len(line))
        if low < high:
            yield i, low, high, number
        start += len(line) + 1


def _pieces(line: str, spans: Sequence[tuple[int, int, int, int]]) -> tuple[Piece, ...]:
    """A line cut where a quote begins or ends."""
    cuts = sorted({0, len(line), *(cut for _, low, high, _ in spans for cut in (low, high))})
    return tuple(
        Piece(line[low:high], tuple(dict.fromkeys(n for _, a, b, n in spans if a <= low and high <= b)))
        for low, high in pairwise(cuts)
    )


def _around(lines: Sequence[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """The lines with quotes and their neighbours; what is left out between them is one empty line."""
    marked = [i for i, line in enumerate(lines) if any(piece.quotes for piece in line)]
    kept = sorted({i for m in marked for i in range(m - AROUND, m + AROUND + 1) if 0 <= i < len(lines)})
    found: list[tuple[Piece, ...]] = []
    for place, i in enumerate(kept):
        if i != (kept[place - 1] + 1 if place else 0):
            found.append(())
        found.append(lines[i])
    if kept and kept[-1] != len(lines) - 1:
        found.append(())
    return found
