"""A sheet as lines of text: headings in capitals, names in a column, marks for states, nothing ever cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from protocolkit.languages import _, pgettext, speaking
from protocolkit.plans.citing import beside
from protocolkit.showing.day_words import KINDS, letter
from protocolkit.showing.layout import Page, Span, Style, cells
from protocolkit.showing.months import ORDINARY, Month, kinds, month_names, weekday_names
from protocolkit.showing.sheet import (
    Block,
    Card,
    Code,
    Field,
    Item,
    Months,
    Phrase,
    Role,
    Section,
    Sheet,
    Table,
    Text,
    Timeline,
    Tree,
    Words,
    first_upper,
    in_a_line,
    joined,
    phrase,
    woven,
)
from protocolkit.showing.sheet import Span as Said

WIDTH = 100
COLUMN, GAP = 10, 2
BOXES = {
    "overdue": "[!]", "gap": "[!]", "held": "[=]", "done": "[x]", "late": "[x]", "closed": "[-]", "question": "[?]",
}  # fmt: skip
TITLES: dict[str, Style] = {
    "overdue": "alarm", "gap": "alarm", "late": "alarm", "done": "good", "closed": "good", "question": "ask",
}  # fmt: skip
MARKS: dict[str, Style] = {"x": "alarm", "?": "ask", "-": "dim"}
STATES: dict[str, Style] = {"overdue": "alarm", "now": "soon", "done": "dim", "question": "ask"}
DAYS: dict[str, Style] = {
    "weekend": "dim", "holiday": "alarm", "holiday_substitute": "alarm", "day_off_moved": "ask",
    "working_day_moved": "good", "suspended_holiday": "soon", "institution_closed": "ask", "institution_open": "good",
    "unknown": "dim",
}  # fmt: skip
DAY, BESIDE = 4, 3


def text(sheet: Sheet, width: int = WIDTH) -> str:
    """The sheet as plain text in lines of at most `width` columns (40 at least)."""
    return page(sheet, width).plain()


def page(sheet: Sheet, width: int = WIDTH) -> Page:
    """The sheet as lines of styled words."""
    with speaking(sheet.language):
        return _Printer(Page(width), _column(sheet.sections)).whole(sheet)


def _column(sections: Iterable[Section]) -> int:
    """Where values begin: beside the longest name on the page, so that the eye finds a line by its place."""
    return max(COLUMN, *(cells(name) + GAP for name in _names(sections)), cells(_("due")) + GAP)


def _names(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        for block in section.blocks:
            fields = block.fields if isinstance(block, Card) else (block,) if isinstance(block, Field) else ()
            yield from (field.name for field in fields if field.kind != "more")
        yield from _names(section.sections)


class _Printer:
    def __init__(self, page: Page, column: int) -> None:
        self.page, self.column = page, column

    def whole(self, sheet: Sheet) -> Page:
        page = self.page
        page.put([_styled(sheet.title), *([Span("  "), Span(sheet.protocol, "title")] if sheet.protocol else [])])
        for words in sheet.about:
            page.put(_styled(words))
        for words in sheet.notices:
            page.put(_styled(words), hang=2)
        counts = (
            Said(f"{first_upper(one.words)}: {one.number}", STATES.get(one.state, "heading")) for one in sheet.counts
        )
        if said := joined("  ·  ", counts):
            page.put(_styled(said))
        for section in sheet.sections:
            self._section(section)
        if sheet.foot or sheet.made:
            page.blank()
        for words in sheet.foot:
            page.put(_styled(words))
        if made := [f"{field.name} {''.join(span.text for span in field.value)}" for field in _shown(sheet.made)]:
            page.put(Span(" · ".join(made), "dim"))
        return page

    def _section(self, section: Section) -> None:
        if section.kind in ("group", "bearers", "rest", "drawing"):
            for part in section.sections:
                self._section(part)
            return
        if section.title and section.kind != "months":
            self.page.blank()
            count = [Span(f"  ({section.count})", "dim")] if section.count else []
            self.page.put([*_heading(section), *count], hang=2)
        if section.note:
            self.page.put(_styled(section.note), indent=2, hang=2)
        for block in section.blocks:
            # What is said in full stands apart; the rest stands close together.
            in_full = isinstance(block, Card) and (block.size == "full" or block.state == "question")
            if in_full and section.kind != "by":
                self.page.blank()
            self._block(block)
        for part in section.sections:
            self._section(part)

    def _block(self, block: Block) -> None:
        match block:
            case Card():
                self._card(block)
            case Item():
                self._item(block)
            case Text(words=words):
                self.page.put(_styled(words), indent=2, hang=2)
            case Code(text=text, name=name):
                self.page.put(Span(f"{name}:", "dim"), indent=2, hang=2)
                for line in text.splitlines():
                    # Copied as it stands: it is not broken into lines of the page.
                    self.page.put(line, indent=2, hang=len(line) - len(line.lstrip()) + 6)
            case Tree():
                self._tree(block, self.column)
            case Field():
                self._field(block, 0)
            case Table(tally=True):
                for row in block.rows:
                    named = zip(block.columns[1:], row.cells, strict=True)
                    told = joined(" · ", ((f"{name} ", one.words) for name, cell in named for one in cell if one.words))
                    self.page.put([*_styled(row.head), ": ", *_styled(told)], hang=2)
            case Table():
                for row in block.rows:
                    cells = row.cells[1:] if row.sample else row.cells
                    said = joined(" ", (one for cell in cells for item in cell for one in (item.words, *item.items)))
                    sign = [" ", Span(row.sample[1], DAYS.get(row.sample[0], ""))] if row.sample else ""
                    self.page.put([*_styled(row.head), *sign, " ", *_styled(said)], hang=2)
            case Months():
                self._months(block)
            case Timeline():
                pass  # a drawing; every word of it stands on a card
            case _:
                assert_never(block)

    def _field(self, field: Field, indent: int) -> None:
        if field.kind != "more":
            self.page.field(field.name, _styled(_value(field)), indent=indent, column=self.column)

    def _card(self, card: Card) -> None:
        style = TITLES.get(card.state, "strong")
        title_style: Style = "" if card.size == "closed" else style
        tags = [Span(f"  ({'; '.join(tag[0].text for tag in card.tags)})", "dim")] if card.tags else []
        title = [Span(span.text, title_style) for span in card.title]
        self.page.put([Span(BOXES.get(card.state, "[ ]"), style), " ", *title, *tags], hang=4)
        fields = _shown(card.fields)
        due = [Field(_("due"), in_a_line(card.due))] if card.due else []
        if card.size == "full":
            for field in (*due, *fields):
                self._field(field, 6)
            return
        if card.state == "question":
            for field in (fields[0], *due):
                self._field(field, 4)
            due, fields = [], fields[1:]
        ended = [card.ended] if card.ended else [field.value for field in due]
        line = joined(" · ", [*ended, *(_inline(field) for field in fields if field.brief)])
        dimmed: Style = "" if card.size == "short" else "alarm" if card.state == "late" else "dim"
        self.page.put(_styled(line, dimmed), indent=4)

    def _item(self, item: Item) -> None:
        mark = Span(f"{item.mark} ", MARKS.get(item.mark, "")) if item.mark else ""
        hanging = joined("; ", item.items)
        beside = phrase(" → ", hanging) if hanging and not item.lead else ()
        self.page.put([mark, *_styled(phrase(item.words, beside))], indent=2, hang=2)
        if hanging and item.lead:
            self.page.put([Span(f"{item.lead}: ", "dim"), *_styled(hanging)], indent=4, hang=2)
        for field in item.fields:
            self.page.put([Span(f"{field.name}: ", "dim"), *_styled(_value(field))], indent=4, hang=2)

    def _tree(self, tree: Tree, indent: int) -> None:
        mark = [*_styled((tree.mark,)), Span(" ")] if tree.mark.text else []
        self.page.put([*mark, *_styled(tree.words)], indent=indent, hang=2 if mark else 3)
        for part in tree.parts:
            self._tree(part, indent + 2)

    # -- months

    def _months(self, block: Months) -> None:
        """As many months beside each other as fit, then what their letters mean."""
        names, short = month_names(), [name[:2] for name in weekday_names("short")]
        across = max(1, min(4, (self.page.width + BESIDE) // (7 * DAY + BESIDE)))
        for start in range(0, len(block.found), across):
            self.page.blank()
            drawn = [list(_month(month, names, short)) for month in block.found[start : start + across]]
            for line in range(max(map(len, drawn))):
                self.page.lines.append(tuple(_beside([one[line] if line < len(one) else [] for one in drawn])))
        self.page.blank()
        for kind in (kind for kind in kinds(block.found) if kind not in ORDINARY):
            self.page.put([Span(letter(kind), DAYS.get(kind, "")), "  ", _(KINDS[kind])])


def _month(month: Month, names: Sequence[str], short: Sequence[str]) -> Iterator[list[Span]]:
    counts = _("{worked} of {all} worked").format(worked=month.worked, all=len(month.days))
    yield [Span(names[month.number - 1], "heading"), Span(f" {counts}", "dim")]
    yield [Span("".join(f"{name:>3} " for name in short), "dim")]
    for week in month.weeks:
        line = []
        for day in week:
            sign = "" if day is None or day.kind == "weekend" else letter(day.kind)
            said = " " * DAY if day is None else f"{day.date.day:>3}{sign or ' '}"
            line.append(Span(said, DAYS.get(day.kind, "") if day else ""))
        yield line


def _beside(parts: Sequence[Sequence[Span]]) -> Iterator[Span]:
    for number, part in enumerate(parts):
        yield from part
        if number < len(parts) - 1:
            yield Span(" " * (7 * DAY - sum(cells(span.text) for span in part) + BESIDE))


# -- words


def _styled(words: Phrase, over: Style = "") -> list[Span]:
    """Roles as styles; a quote in its marks. `over` is the style of the whole, where a word has none of its own."""
    found = []
    for span in words:
        # What a page links to, a reader of lines looks for under its heading.
        before, after = {"quote": ("«", "»"), "struck": ("~~", "~~")}.get(span.role, ("", ""))
        text = span.text.upper() if span.to else f"{before}{span.text}{after}"
        found.append(Span(text, over or _style(span.role)))
    return found


def _style(role: Role) -> Style:
    match role:
        case "code" | "cite" | "tag" | "struck":
            return "dim"
        case "quote":
            return ""
        case _:  # the others are styles themselves, which the types hold them to
            return role


def _heading(section: Section) -> list[Span]:
    """A heading in capitals, but for names as files spell them, and titles of rules."""
    if section.kind == "by" or section.role == "title":
        return _styled(section.title)
    style = _style(section.role)
    return [Span(span.text if span.role == "code" else span.text.upper(), style) for span in section.title]


def _shown(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.kind != "more"]


def _value(field: Field, *, words: bool = True) -> Phrase:
    """Points by ruleset, and the first words quoted: `kz/interagency: 1; 1, bullet 2 «...»`."""
    said = phrase(field.value, " " if field.value and field.items else "", joined("; ", field.items))
    if not field.sources:
        return said
    points: dict[str, dict[str, None]] = {}
    for source in field.sources:
        points.setdefault(source.ruleset, {}).setdefault(source.point.text)
    listed = " | ".join(f"{ruleset}: {'; '.join(own)}" for ruleset, own in points.items())
    first = next((source for source in field.sources if source.words.text), None)
    if first is None or not words:
        return phrase(said, listed)
    return phrase(said, listed, " ", first.words, beside(first.translation))


def _inline(field: Field) -> Phrase:
    """A named value inside a line of several."""
    value: Words = _value(field, words=False)
    pattern = pgettext("a named value inside a line", "{name} {value}")
    return woven(pattern, "dim", name=Said(field.name, "dim"), value=value)
