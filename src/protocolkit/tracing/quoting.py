"""Do the quoted words stand in the cited point of the text, letter for letter?"""

from __future__ import annotations

from typing import Literal

import msgspec

from protocolkit.languages import _
from protocolkit.letters import folded
from protocolkit.tracing.outline import Outline, Precision, cleaned, collapsed
from protocolkit.tracing.points import read_point

Status = Literal["ok", "homoglyph", "elsewhere", "missing"]


class Found(msgspec.Struct, frozen=True):
    """Where words were found: `precision` says how small a piece of the text it was, `where` names another point."""

    status: Status
    precision: Precision
    where: str | None = None


def find(words: str, point: str, outline: Outline) -> Found:
    """The words in the cited point, in the same point with look-alike letters, elsewhere, or nowhere.

    Words that leave something out (`...`) must stand there in pieces, in their order.
    """
    read = read_point(point)
    block = outline.block(read)
    wanted = normal(words)
    if not wanted:
        return Found("missing", block.precision)
    if not outline.has(read):
        nowhere = _("the text prints no {point}").format(point=read.group)
        return Found("elsewhere" if wanted and _stands(wanted, outline.whole) else "missing", "text", nowhere)
    if any(_stands(wanted, normal(row)) for row in outline.rows(read)):
        return Found("ok", "point")
    if _stands(wanted, block.words):
        return Found("ok", block.precision)
    if _stands(folded(wanted), folded(block.words)):
        return Found("homoglyph", block.precision)
    if read.part == "appendix" and _stands(wanted, outline.back):
        # Not every appendix has its number printed above it.
        return Found("ok", "text")
    number = _number_of(wanted, outline)
    if number is None and _stands(wanted, outline.whole):
        number = _("outside the numbered points")
    if number is not None:
        return Found("elsewhere", block.precision, number)
    if _stands(folded(wanted), folded(outline.whole)):
        return Found("elsewhere", block.precision, _("with look-alike letters"))
    return Found("missing", block.precision)


def normal(text: str) -> str:
    """As quotes are compared: white space collapsed, bookmarks and the stars of bold type dropped."""
    return collapsed(cleaned(text))


def _stands(words: str, text: str) -> bool:
    start = 0
    for piece in words.replace("\u2026", "...").split("..."):
        piece = piece.strip()
        at = text.find(piece, start) if piece else start
        if at < 0:
            return False
        start = at + len(piece)
    return True


def _number_of(words: str, outline: Outline) -> str | None:
    """The leading number of the point the words stand in, or their article."""
    for point in (*map(str, outline.numbers), *(f"art. {article}" for article in outline.articles)):
        if _stands(words, outline.block(read_point(point)).words):
            return point
    return None
