"""A sheet as GitHub-flavoured Markdown: for a message, an issue or a wiki that has no room for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from protocolkit.languages import _, speaking
from protocolkit.plans.citing import beside
from protocolkit.showing.layout import harmless
from protocolkit.showing.sheet import (
    Block,
    Card,
    Code,
    Field,
    Item,
    Months,
    Phrase,
    Section,
    Sheet,
    Span,
    Table,
    Text,
    Timeline,
    Tree,
    first_upper,
    in_a_line,
    joined,
    phrase,
)

_MEANS = re.compile(r"([\\`*_\[\]<>|~#&@])")
_STARTS = re.compile(r"^(\s*)(\d+)?([-+=.):])")
_STRONG = ("title", "heading", "alarm", "soon", "ask", "good", "strong")
_OVER = ("done", "late", "closed")


def markdown(sheet: Sheet) -> str:
    """The sheet as one document; no text of a file can become markup of it."""
    with speaking(sheet.language):
        return "\n\n".join(filter(None, _parts(sheet))) + "\n"


def _parts(sheet: Sheet) -> Iterator[str]:
    yield f"# {_plain(sheet.title)}" + (f" · {escaped(sheet.protocol)}" if sheet.protocol else "")
    yield from map(_said, sheet.about)
    yield from (f"> {_said(words)}" for words in sheet.notices)
    yield " · ".join(f"**{escaped(first_upper(one.words))}: {one.number}**" for one in sheet.counts)
    for section in sheet.sections:
        yield from _section(section, 2)
    yield from map(_said, sheet.foot)
    made = (field for field in sheet.made if field.kind != "more")
    yield " · ".join(f"{escaped(field.name)} {_said(field.value)}" for field in made)


def _section(section: Section, level: int) -> Iterator[str]:
    if section.kind == "drawing":
        return
    if section.title:
        count = f" ({escaped(section.count)})" if section.count else ""
        yield f"{'#' * min(level, 6)} {_plain(section.title)}{count}"
    yield _said(section.note)
    # Entries of one list must touch; a table and a list must not.
    for kind, blocks in groupby(section.blocks, key=lambda block: isinstance(block, Text | Table)):
        yield ("\n\n" if kind else "\n").join(filter(None, ("\n".join(_block(block)) for block in blocks)))
    for part in section.sections:
        yield from _section(part, level + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Card():
            yield from _card(block)
        case Item():
            lead = f" — {escaped(block.lead)}:" if block.items and block.lead else ""
            yield f"- {_said(block.words)}{lead}"
            yield from (f"  - {_said(one)}" for one in block.items)
            yield from (f"  - {_field(one)}" for one in block.fields)
        case Text(words=words):
            yield _said(words)
        case Code(text=text, name=name):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            yield from (f"{escaped(name)}:", "", f"{fence}yaml", text.rstrip("\n"), fence, "")
        case Tree():
            yield from _tree(block, "  ")
        case Field():
            yield f"- {_field(block)}"
        case Table():
            yield from _table(block)
        case Timeline() | Months():
            return  # drawings; every word of them stands elsewhere
        case _:
            assert_never(block)


def _card(card: Card) -> Iterator[str]:
    title = _plain(card.title) if card.state in _OVER else f"**{_plain(card.title)}**"
    told_apart = "".join(f" · {_plain(tag)}" for tag in ((Span(card.badge),), *card.tags))
    yield f"- [{'x' if card.state in _OVER else ' '}] {title}{told_apart}"
    if card.ended:
        yield f"  - {_said(card.ended)}"
    due = (Field(_("due"), in_a_line(card.due)),) if card.due else ()
    yield from (f"  - {_field(field)}" for field in (*due, *card.fields) if field.kind != "more")


def _field(field: Field) -> str:
    sources = (
        phrase(
            one.ruleset,
            ": ",
            one.point,
            [" ", one.words] if one.words.text else None,
            beside(one.translation),
        )
        for one in field.sources
    )
    values = joined("; ", (*field.items, *sources))
    name = f"**{escaped(first_upper(field.name))}:** " if field.name else ""
    return name + _said(phrase(field.value, " " if field.value and values else "", values))


def _tree(tree: Tree, indent: str) -> Iterator[str]:
    yield f"{indent}- {_said(phrase(tree.mark, ' ' if tree.mark.text else '', tree.words))}"
    for part in tree.parts:
        yield from _tree(part, indent + "  ")


def _table(table: Table) -> Iterator[str]:
    yield _row(map(escaped, table.columns))
    yield _row("---" for _column in table.columns)
    for row in table.rows:
        cells = (
            "<br>".join(_said(one) for item in cell for one in (item.words, *item.items) if one) for cell in row.cells
        )
        yield _row((_said(row.head), *cells))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(words: Phrase) -> str:
    """Words with what presses in bold, and names as code."""
    said = ""
    for strong, spans in groupby(words, key=lambda one: one.role in _STRONG):
        text = _plain(spans)
        inner = text.strip()
        said += text.replace(inner, f"**{inner}**", 1) if strong and inner else text
    return _STARTS.sub(lambda found: f"{found[1]}{found[2] or ''}\\{found[3]}", said)


def _plain(words: Iterable[Span]) -> str:
    found = []
    for one in words:
        if one.role == "code":
            found.append("`" + harmless(one.text).replace("`", "'").replace("|", "\\|") + "`")
        else:
            before, after = {"quote": ("«", "»"), "struck": ("~~", "~~")}.get(one.role, ("", ""))
            found.append(f"{before}{escaped(one.text)}{after}")
    return "".join(found)


def escaped(text: str) -> str:
    """A text that shows as itself.

    >>> print(escaped("a_b *c* <d>"))
    a\\_b \\*c\\* \\<d\\>
    """
    return _MEANS.sub(r"\\\1", harmless(text))
