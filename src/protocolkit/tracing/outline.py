"""Finds the place of a point in an official text as it is printed: numbers, sub-points, dashes, bullets, appendices."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, assert_never

import msgspec

from protocolkit.letters import bare
from protocolkit.tracing.points import LAST, Point, Step

Precision = Literal["point", "number", "text"]

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]|<a id=\"[^\"]*\"></a>")
_CHAPTER = re.compile(r"(\d+)\s?-?\s?(?:тарау|глава|розділ|раздел)\b|(?:глава|раздел|розділ)\s+(\d+)\.", re.IGNORECASE)
_SECTION = re.compile(r"(?:Бөлім\s+)?(\d+)\.(\d+)\.?\s")
_APPENDIX = re.compile(r"(\d+)\s?-\s?қосымша\s*$|(?:Приложение|Додаток)\s+(\d+)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)\.(?!\d)")
_ARTICLE = re.compile(r"(?:#+\s*)?(?:(?:Статья|Стаття)\s+(\d+(?:-\d+)?)\b|(\d+(?:-\d+)?)\s?-\s?бап\b)")
# A law now and then loses the full stop: `1 Организации ...`.
_PARAGRAPH = re.compile(r"(\d+(?:-\d+)?)(?:\.(?!\d)|\s(?=[А-ЯҐЄІЇӘҒҚҢӨҰҮҺ]))")
_ITEM = re.compile(r"(\d+(?:-\d+)?)\)")
_MARKS = {
    "sub": re.compile(r"(\d+)\)"),
    "dash": re.compile(r"[-\u2013\u2014\u2212](?=\s|\w)"),
    "bullet": re.compile(r"[\u25b6\u25ba]"),
    "item": re.compile(r"[\u00b7\u2022*]"),
    "row": re.compile(r"(\d+)\."),
    "scale": re.compile(r"(\d+)\."),
}
_ROW = re.compile(r"[*\u2713\u2022\u00b7]")
_FRONT = ("title", "approval", "preamble")
_END = ("final paragraph", "last paragraph")


class Block(msgspec.Struct, frozen=True):
    """Lines of the text, as one string with white space collapsed, and how exactly they are the point asked for."""

    words: str
    precision: Precision


class Outline:
    """One text. Nothing in it is known beforehand but the marks that such texts are printed with."""

    def __init__(self, text: str) -> None:
        raw = [cleaned(line) for line in text.splitlines()]
        self.lines = [line.strip() for line in raw]
        self._cells = [line.startswith("\t") for line in raw]  # a table cell begins here
        self.points: dict[int, tuple[int, int]] = {}  # leading number -> first line, end (exclusive)
        self.order: dict[int, tuple[int, int]] = {}
        self.chapters: dict[int, tuple[int, int]] = {}
        self.appendices: list[tuple[int, int]] = []  # number as printed, first line
        self.articles: dict[str, tuple[int, int]] = self._read_articles()
        if not self.articles:
            self._read()

    def _read_articles(self) -> dict[str, tuple[int, int]]:
        """The articles of a law or a code: in such a text a number alone begins a paragraph of one."""
        found = self._begun(_ARTICLE, 0, len(self.lines))
        return {number: (start, end) for number, start, end in found}

    def _read(self) -> None:
        """Takes a number as a point only if it is the next one: lists inside points begin again at 1."""
        number: int | None = None
        start = chapter = chapter_start = 0
        for i, line in enumerate([*self.lines, ""]):
            last = i == len(self.lines)
            heading, appendix = _CHAPTER.match(line), _APPENDIX.search(line)
            found = _NUMBER.match(line)
            section = _SECTION.match(line)
            begins = found is not None and int(found[1]) == (number or 0) + 1 and not self.appendices
            foreign = section is not None and number is not None and int(section[1]) != number and not self.appendices
            if (last or heading or begins or appendix or foreign) and number is not None and number not in self.points:
                self.points[number] = (start, i)
            if (last or heading or appendix) and chapter:
                self.chapters.setdefault(chapter, (chapter_start, i))
                chapter = 0
            if heading:
                chapter, chapter_start = int(heading[1] or heading[2]), i
                if chapter == 1 and self.points and not self.order:
                    # Numbers before the first chapter belong to the order that approves the text.
                    self.order, self.points, number = self.points, {}, None
            elif appendix:
                self.appendices.append((int(appendix[1] or appendix[2]), i))
            elif begins and found is not None:
                number, start = int(found[1]), i

    @property
    def numbers(self) -> list[int]:
        """The leading numbers printed, in order."""
        return list(self.points)

    def subs(self, number: int) -> list[str]:
        """The sub-points printed under a number: `7)` and `1.2.`, each as `(7)` or `.2`."""
        return self._subs(number, *self.points[number])

    def subs_of_order(self, number: int) -> list[str]:
        """The same of a number of the order that approves the text."""
        return self._subs(number, *self.order[number])

    def _subs(self, number: int, start: int, end: int) -> list[str]:
        found: dict[str, None] = {}
        for line in self.lines[start + 1 : end]:
            if mark := _MARKS["sub"].match(line):
                found[f"({mark[1]})"] = None
            elif (mark := _SECTION.match(line)) and int(mark[1]) == number:
                found[f".{mark[2]}"] = None
        return list(found)

    def parts(self, article: str) -> list[str]:
        """The paragraphs and items printed in an article, as `art. 78(2)` and `art. 78(2)(13)`."""
        found: dict[str, None] = {}
        for number, start, end in self._marks(*self.articles[article]):
            found[f"art. {article}({number})"] = None
            if _PARAGRAPH.match(self.lines[start]):
                items = self._items(start + 1, end)
                found |= {f"art. {article}({number})({item})": None for item, _first, _last in items}
        return list(found)

    def _marks(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """What an article is first divided into: paragraphs, or items where it has none; number, first line, end."""
        return self._begun(_PARAGRAPH, start, end) or self._items(start, end)

    def _items(self, start: int, end: int) -> list[tuple[str, int, int]]:
        return self._begun(_ITEM, start, end)

    def _begun(self, mark: re.Pattern[str], start: int, end: int) -> list[tuple[str, int, int]]:
        """The pieces that lines with a mark begin: the number in it, first line, end."""
        starts = [(found[found.lastindex or 0], i) for i in range(start, end) if (found := mark.match(self.lines[i]))]
        return [(number, first, last) for (number, first), (_next, last) in pairwise([*starts, ("", end)])]

    @property
    def whole(self) -> str:
        return _joined(self.lines)

    def has(self, point: Point) -> bool:
        """Whether the number is printed at all; what is no number, or an appendix without a label, may be anywhere."""
        named = point.number is None and point.part != "article"
        return named or point.part == "appendix" or self._span(point) is not None

    def block(self, point: Point) -> Block:
        """The lines of a point; where a sub-point cannot be found, those of the part it is in."""
        span = self._span(point)
        if span is None:
            return Block(self.whole, "text")
        start, end = span
        exact = point.part != "appendix"
        for step in point.steps:
            inner = self._inside(step, start, end, point) if exact else None
            if inner is None:
                return Block(_joined(self.lines[span[0] : span[1]]), "number")
            start, end = inner
        return Block(_joined(self.lines[start:end]), "point" if exact else "number")

    def rows(self, point: Point) -> list[str]:
        """What an appendix may mean by its `n`-th row: lines numbered so, and the n-th of each marked list.

        Lists of an appendix are told apart by headings, which are not compared; so there may be several.
        """
        span, n = self._span(point), next((s.n for s in point.steps if s.n > 0), 0)
        if span is None or point.part != "appendix" or not n:
            return []
        found, place = [], 0
        for i in range(*span):
            line = self.lines[i]
            marked = _ROW.match(line) is not None
            place = 0 if self._cells[i] and not marked else place + marked
            if line.startswith(f"{n}.") or (marked and place == n):
                found.append(line)
        return found

    @property
    def back(self) -> str:
        """Everything from the first appendix on; empty where the text has none."""
        return _joined(self.lines[min(line for _, line in self.appendices) :]) if self.appendices else ""

    def _span(self, point: Point) -> tuple[int, int] | None:
        match point.part:
            case "main":
                return self.points.get(point.number or 0)
            case "order":
                if point.number is not None:
                    return self.order.get(point.number)
                return (0, min(start for start, _ in self.order.values())) if self.order else None
            case "article":
                return self.articles.get(point.article)
            case "chapter":
                found = self.chapters.get(point.number or 0)
                return (found[0] + 1, found[1]) if found else None
            case "appendix":
                return self._appendix(point.number or 0)
            case "other":
                return self._named(point.text)
            case _:
                assert_never(point.part)

    def _named(self, said: str) -> tuple[int, int] | None:
        """What stands before the first point, and the last paragraph."""
        first = min((start for start, _ in (*self.order.values(), *self.points.values())), default=0)
        if said.startswith(_FRONT):
            return (0, first) if first else None
        if said.startswith(_END):
            last = max((i for i, line in enumerate(self.lines) if line), default=-1)
            return (last, last + 1) if last >= 0 else None
        return None

    def _appendix(self, number: int) -> tuple[int, int] | None:
        """From the last label up to this number to the first label beyond it: not every appendix is labelled."""
        before = [line for label, line in self.appendices if label <= number]
        after = [line for label, line in self.appendices if label > number]
        if not before:
            return None
        return max(before), min((line for line in after if line > max(before)), default=len(self.lines))

    def _inside(self, step: Step, start: int, end: int, point: Point) -> tuple[int, int] | None:
        if step.kind == "words":
            return None
        if step.kind == "sub" and point.part == "article":
            return self._part(step, start, end)
        if step.kind == "sub":
            return self._sub(step.n, start, end, point.number or 0)
        if step.kind in ("para", "definition"):
            starts = [i for i in range(start, end) if self.lines[i] and (i == start or not self._marked(i))]
        else:
            kinds = ("bullet", "item") if step.kind == "bullet" else (step.kind,)
            starts = next((s for kind in kinds if (s := self._starts(kind, start, end))), [])
            if step.kind == "item" and not starts:
                # A list of lines without marks, below the line that opens it.
                starts = [i for i in range(start + 1, end) if self.lines[i] and not self._marked(i)]
        if step.kind == "scale":
            return next(((i, i + 1) for i in starts if self.lines[i].startswith(f"{step.n}.")), None)
        n = len(starts) if step.n == LAST else step.n
        if not 1 <= n <= len(starts):
            return None
        return starts[n - 1], starts[n] if n < len(starts) else end

    def _part(self, step: Step, start: int, end: int) -> tuple[int, int] | None:
        """A paragraph of an article, or an item of it or of a paragraph."""
        inside = _PARAGRAPH.match(self.lines[start]) is not None
        marks = self._items(start + 1, end) if inside else self._marks(start, end)
        return next(((first, last) for number, first, last in marks if number == step.said), None)

    def _sub(self, n: int, start: int, end: int, number: int) -> tuple[int, int] | None:
        """`n)` inside a point, or `N.n.` below it, up to the next of them."""
        marks = [
            (int(mark[1]), i) for i in range(start, end) if (mark := _MARKS["sub"].match(self.lines[i]))
        ] or [
            (int(mark[2]), i) for i in range(start, end)
            if (mark := _SECTION.match(self.lines[i])) and int(mark[1]) == number
        ]  # fmt: skip
        for place, (value, line) in enumerate(marks):
            if value == n:
                return line, marks[place + 1][1] if place + 1 < len(marks) else end
        return None

    def _starts(self, kind: str, start: int, end: int) -> list[int]:
        # A point may open with the list itself, after its number.
        return [i for i in range(start, end) if _MARKS[kind].match(self.lines[i])]

    def _marked(self, i: int) -> bool:
        return any(mark.match(self.lines[i]) for mark in _MARKS.values())


def cleaned(text: str) -> str:
    """Without bookmarks, anchors, the stars of bold type and invisible characters; letters composed."""
    return bare(_BOOKMARK.sub("", text).replace("**", ""))


def collapsed(text: str) -> str:
    """With every run of white space as one space."""
    return " ".join(text.split())


def _joined(lines: list[str]) -> str:
    return collapsed(" ".join(lines))
