"""A sheet as one page for a browser: cards, panels and what is folded; complete in itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from protocolkit.languages import _, ngettext, speaking
from protocolkit.plans.citing import translated
from protocolkit.showing.html_document import document
from protocolkit.showing.html_parts import folded, link, listed, paragraph, section, span, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.months_drawn import drawn, sample
from protocolkit.showing.sheet import (
    Block,
    Card,
    Code,
    Count,
    Due,
    Field,
    Item,
    Months,
    Phrase,
    Row,
    Section,
    Sheet,
    Source,
    Span,
    Table,
    Text,
    Timeline,
    Tree,
    first_upper,
)
from protocolkit.showing.symbols import MARKED, badge, definitions, mark
from protocolkit.showing.timeline import timeline

STYLES = {
    "plan": ("cards", "plan"), "trace": ("trace",), "year": ("year",), "audit": ("trace", "audit"),
    "prove": ("trace", "audit"),
}  # fmt: skip
FIRST_FACTS, FIRST_SOURCES = 8, 2
MARKS = {"alarm": "overdue", "soon": "now", "ask": "question"}
CONTENTS = 2
LOWEST = 6


def html(sheet: Sheet) -> str:
    """The page: no network, no file beside it."""
    with speaking(sheet.language):
        return _page(sheet)


def within(sheet: Sheet) -> Markup:
    """The same for a page that has a frame of its own, with the sheets `base` and `STYLES[sheet.look]`."""
    with speaking(sheet.language):
        return fragment(definitions(), _top(sheet), (_section(one, 2) for one in sheet.sections), _foot(sheet))


def _page(sheet: Sheet) -> str:
    main = element("main", {"id": "main"}, (_section(one, 2) for one in sheet.sections))
    running = sheet.running or "".join(one.text for one in sheet.title)
    return document(
        running, sheet.language, definitions(), _top(sheet), main, _foot(sheet),
        styles=STYLES[sheet.look], skip=_("Skip to the content"), running=running,
    )  # fmt: skip


def _foot(sheet: Sheet) -> Markup | None:
    foot = [paragraph("stands", _phrase(words)) for words in sheet.foot]
    made = folded(_("What made this answer"), _fields(sheet.made)) if sheet.made else None
    return element("footer", {"class": "foot"}, foot, made) if foot or made else None


def _top(sheet: Sheet) -> Markup:
    protocol = [sheet.protocol, " · "] if sheet.protocol else None
    about = [
        paragraph("about", protocol if not number else None, _phrase(words)) for number, words in enumerate(sheet.about)
    ]
    title = element("h1", None, element("bdi", None, _phrase(sheet.title)))
    notices = (paragraph("notice", mark("question"), element("span", None, _phrase(words))) for words in sheet.notices)
    body = element("div", {"class": "band"}, paragraph("kind", sheet.kind) if sheet.kind else None, title, about)
    return element("header", {"class": "top"}, body, notices, _tiles(sheet.counts), _contents(sheet))


def _tiles(counts: Sequence[Count]) -> Markup | None:
    """Each number, and what is counted; it leads to the first of them."""
    if not counts:
        return None
    tiles = listed((_tile(one) for one in counts), "tiles", bare=True)
    if not any(one.to for one in counts):
        return tiles
    return element("nav", {"aria-label": _("How many duties press, and how much")}, tiles)


def _tile(one: Count) -> Markup:
    words = span("words", mark(MARKED.get(one.state, one.state)) if one.to else None, one.words)
    body, kind = (span("number", str(one.number)), " ", words), f"tile s-{one.state}"
    return link(one.to, body, kind=kind) if one.to else element("div", {"class": kind}, body)


def _contents(sheet: Sheet) -> Markup | None:
    if sheet.look != "trace":
        return None
    links = listed((link(one.id, _phrase(one.title)) for one in sheet.sections if one.kind == "text"), bare=True)
    legend = listed((badge(name, words) for name, words in sheet.legend), "legend", bare=True)
    return fragment(element("nav", {"class": "contents", "aria-label": _("Texts")}, links), legend)


# -- sections


def _section(one: Section, level: int) -> Markup:
    heading = [_phrase(one.title), f" ({one.count})" if one.count and one.kind != "bearers" else None]
    note = paragraph("", _phrase(one.note)) if one.note else None
    # A part without a heading of its own is of the level around it.
    inner = level if one.id else level - 1
    body: list[Child] = [note, _blocks(one, inner), _parts(one, inner)]
    match one.kind:
        case "panel":
            look = one.role if one.role in MARKS else "calm"
            head = element(
                f"h{level}", {"id": one.id}, mark(MARKS.get(one.role, "question")), element("span", None, heading)
            )
            return element("div", {"class": f"panel {look}-panel"}, head, body)
        case "months":
            return fragment(element(f"h{level}", {"class": "hidden"}, heading), body)
        case "by":
            return fragment(paragraph("between", heading), body)
        case "folded" if one.id:
            return folded(element(f"h{level}", {"id": one.id}, heading), body, kind="folded")
        case "folded":
            return folded(heading, body, kind="closed")
    if level == 2:
        kind = {"safety": "safety", "more": "more"}.get(one.id)
        return section(one.id, heading, body, kind=kind)
    # The bearer's count stands in the contents above.
    head = element(f"h{level}", {"id": one.id}, _phrase(one.title) if one.kind == "bearer" else heading)
    return element("section", {"class": "bearer", "aria-labelledby": one.id}, head, body)


def _parts(one: Section, level: int) -> Iterator[Markup]:
    if one.kind == "bearers" and len(one.sections) > CONTENTS:
        links = listed(map(_bearer_link, one.sections), bare=True)
        yield element("nav", {"class": "bearers", "aria-label": _("Who owes it")}, links)
    for panels, several in groupby(one.sections, key=lambda part: part.wide if part.kind == "panel" else None):
        parts = [_section(part, level + 1) for part in several]
        if panels is None:
            yield from parts
        else:
            yield element("div", {"class": f"panels {'wide' if panels or len(parts) < 2 else 'beside'}"}, parts)


def _bearer_link(one: Section) -> Markup:
    first = next(block for part in (one, *one.sections) for block in part.blocks if isinstance(block, Card))
    name = element("span", None, _phrase(one.title))
    return link(one.id, mark(MARKED.get(first.state, first.state)), name, " ", span("count", one.count))


def _blocks(one: Section, level: int) -> Iterator[Markup]:
    """Blocks of one kind beside each other are one list."""
    for (_kind, size, _mark), several in groupby(one.blocks, key=_alike):
        blocks = list(several)
        match blocks[0]:
            case Card():
                kind = "cards" if size == "full" or one.kind not in ("by", "folded") else "cards small"
                yield listed((_card(block, level + 1) for block in blocks if isinstance(block, Card)), kind, bare=True)
            case Item():
                yield from _items([block for block in blocks if isinstance(block, Item)], one)
            case Field():
                yield element(
                    "div", {"class": "fields"}, _fields(block for block in blocks if isinstance(block, Field))
                )
            case Tree():
                yield _trees(block for block in blocks if isinstance(block, Tree))
            case _:  # what has no list of its own stands by itself
                yield from map(_block, blocks)


def _alike(block: Block) -> tuple[type[Block], str, str]:
    return type(block), block.size if isinstance(block, Card) else "", block.mark if isinstance(block, Item) else ""


def _block(block: Block) -> Markup:
    match block:
        case Text(words=words):
            return paragraph("", _phrase(words))
        case Code(text=text, name=name):
            return folded(name, element("pre", None, ([line, element("br")] for line in text.splitlines())))
        case Table():
            return _table(block)
        case Timeline():
            return timeline(block, _phrase)
        case Months(found=found):
            return drawn(found)
        case Card() | Item() | Field() | Tree():
            raise AssertionError(block)  # these are lists, made above
        case _:
            assert_never(block)


def _items(items: Sequence[Item], one: Section) -> Iterator[Markup]:
    kind = "columns" if one.id == "facts" else "failures" if one.id == "checks" and items[0].mark == "x" else None
    kind = "rows" if one.kind == "folded" else kind
    first = items[:FIRST_FACTS] if one.id == "facts" else items
    yield listed(map(_item, first), kind)
    if rest := items[len(first) :]:
        title = ngettext("{n} more fact", "{n} more facts", len(rest)).format(n=len(rest))
        yield folded(title, listed(map(_item, rest), kind))


def _item(item: Item) -> Markup:
    below = listed(map(_phrase, item.items)) if item.items else None
    if below and item.folded:
        below = folded(f"{item.lead}: {len(item.items)}", below)
    elif below and item.lead:
        below = fragment(" ", item.lead, ": ", below)
    return fragment(_phrase(item.words), below, _fields(item.fields) if item.fields else None)


def _trees(trees: Iterable[Tree]) -> Markup:
    return listed(
        ([_span(one.mark), " ", _phrase(one.words), _trees(one.parts) if one.parts else None] for one in trees), "tree"
    )


def _table(table: Table) -> Markup:
    head = element("tr", None, (element("th", {"scope": "col"}, title) for title in table.columns))
    caption = element("caption", {"class": "hidden"}, table.name) if table.name else None
    body = element("tbody", None, map(_row, table.rows))
    strip = None if table.tally else _strip(table)
    kind = "tally" if table.tally else "sources"
    return fragment(strip, element("table", {"class": kind}, caption, element("thead", None, head), body))


def _row(row: Row) -> Markup:
    state = [mark(row.state), " "] if row.state else None
    said = [" ", span("hidden", row.said)] if row.said else None
    head = element("th", {"scope": "row"}, state, _phrase(row.head), said, _parts_drawn(row))
    first = sample(row.sample[0]) if row.sample else None
    cells = (
        element("td", None, first if not place else None, map(_cell, cell)) for place, cell in enumerate(row.cells)
    )
    return element("tr", {"id": row.id, "class": f"is-{row.state}" if row.state else None}, head, cells)


def _parts_drawn(row: Row) -> Markup | None:
    """The shares of a row beside each other, as long as they are large; its cells say the same."""
    cells, before = [], 0.0
    for state, share in row.parts:
        place = {"x": f"{before:.2%}", "width": f"{share:.2%}", "height": "100%"}
        cells += [element("rect", {"class": f"s-{state}", **place})] if share else []
        before += share
    return element("svg", {"class": "shares", "aria-hidden": "true", "focusable": "false"}, cells) if cells else None


def _cell(item: Item) -> Markup:
    words = paragraph("", _phrase(item.words)) if item.words else None
    return fragment(words, listed(map(_phrase, item.items)) if item.items else None)


def _strip(table: Table) -> Markup | None:
    """All rows side by side, so that holes are seen at a glance; the table says the same."""
    if not any(row.state for row in table.rows):
        return None
    width = 100 / len(table.rows)
    cells = []
    for number, row in enumerate(table.rows):
        place = {"x": f"{number * width:.3f}%", "width": f"{width:.3f}%", "height": "100%"}
        high = row.state in ("done", "overdue")
        cells.append(element("rect", {"class": f"s-{row.state}", "y": 0 if high else 7, **place}))
    return element("svg", {"class": "strip", "aria-hidden": "true", "focusable": "false"}, cells)


# -- cards


def _card(card: Card, level: int) -> Markup:
    name = MARKED.get(card.state, card.state)
    head = paragraph("tags", badge(name, card.badge), map(_phrase, card.tags))
    ended = paragraph("ended", _phrase(card.ended)) if card.ended else None
    title = element(f"h{min(level, LOWEST)}", None, _phrase(card.title))
    body = head, title, _due(card.due) if card.due else None, ended, _fields(card.fields)
    return element("div", {"class": f"card s-{name}", "id": card.id}, body)


def _due(due: Due) -> Markup:
    """What is left, the day and the instant, each a line of the card."""
    pieces = ("more", due.lead), ("left", due.standing), ("more", due.opens), ("more", due.aim), ("day", due.day)
    lines = [paragraph(kind, _phrase(words)) for kind, words in (*pieces, ("instant", due.instant)) if words]
    return element("div", {"class": "due"}, lines)


def _fields(fields: Iterable[Field]) -> Markup:
    """Named values as a list of terms; what is folded follows below it."""
    rows: list[Markup] = []
    below: list[Markup] = []
    for field in fields:
        name = first_upper(field.name)
        if field.kind == "folded":
            below.append(
                folded(f"{name} ({len(field.items)})", listed(map(_phrase, field.items), "several"), kind="conduct")
            )
        elif field.kind == "more" and field.items:
            steps = element("ol", None, (element("li", None, _phrase(step)) for step in field.items))
            below.append(folded(name, steps, kind="steps"))
        else:
            rows.append(element("div", None, element("dt", None, name), element("dd", None, _value(field))))
    return fragment(element("dl", None, rows) if rows else None, below)


def _value(field: Field) -> Child:
    if field.sources:
        return _sources(field.sources)
    if len(field.items) > 1:
        return [_phrase(field.value), listed(map(_phrase, field.items), "several")]
    return [_phrase(field.value), " " if field.value and field.items else None, map(_phrase, field.items)]


def _sources(sources: Sequence[Source]) -> Child:
    """Every point with its words; what goes beyond two is folded."""
    every = [_source(source) for source in sources]
    if len(every) == 1:
        return every
    shown, rest = listed(every[:FIRST_SOURCES], "several"), every[FIRST_SOURCES:]
    if not rest:
        return shown
    more = ngettext("{n} more source", "{n} more sources", len(rest)).format(n=len(rest))
    return [shown, folded(more, listed(rest, "several"))]


def _source(source: Source) -> Markup:
    words = [" ", _span(source.words)] if source.words.text else None
    beside = [" ", span("dim", translated(source.translation))] if source.translation else None
    return fragment(span("cite", source.ruleset, ": ", _span(source.point)), words, beside)


# -- words


def _phrase(words: Phrase) -> Markup:
    return fragment(map(_span, words))


def _span(one: Span) -> Markup:
    """The words with what they are; a language that is not the page's is named for those who listen."""
    words: Child = element("time", {"datetime": one.at}, one.text) if one.at else one.text
    if one.to:
        words = link(one.to, words)
    match one.role:
        case "alarm" | "soon" | "ask" | "good":
            made = strong(one.role, words)
        case "strong" | "title" | "heading":
            made = strong("", words)
        case "code":
            return element("code", {"lang": one.language}, words)
        case "quote":
            return element("q", {"lang": one.language}, words)
        case "struck":
            made = element("s", None, words)
        case "dim" | "cite" | "tag":
            made = span(one.role, words)
        case "":
            return element("span", {"lang": one.language}, words) if one.language else fragment(words)
        case _:
            assert_never(one.role)
    return element("span", {"lang": one.language}, made) if one.language else made
