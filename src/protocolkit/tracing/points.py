"""A point as rules write it: `2, dash 1`, `26(7)`, `41.4`, `app. 3, duty 10`, `art. 78(2)(13)`."""

from __future__ import annotations

import re
from typing import Literal, assert_never

import msgspec

Kind = Literal["sub", "dash", "bullet", "item", "para", "definition", "scale", "row", "words"]
_HEAD = re.compile(r"(\d+)|([Oo]rder)(?:,? (?:point )?(\d+)|, [^,]+)|([Cc]hapter) (\d+)|(?:app\.|[Aa]ppendix) (\d+)")
_ARTICLE = re.compile(r"art\. (\d+(?:-\d+)?)((?:\(\d+(?:-\d+)?\))*)")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
}  # fmt: skip
_ORDINAL = re.compile(rf"({'|'.join(_ORDINALS)}) paragraph")
_KINDS: dict[str, Kind] = {
    "dash": "dash", "bullet": "bullet", "item": "item", "para": "para", "paragraph": "para", "definition": "definition",
    "scale": "scale", "duty": "row", "principle": "row",
}  # fmt: skip
_COUNTED = re.compile(
    r"(?:[\w ]* )?(dash|bullet|item|para|paragraph|definition|scale|duty|principle) (\d+)(?: \(.*\))?"
)
_ROW = re.compile(r"[\w ]+ (\d+)")
_LAST = re.compile(r"last (dash|bullet|item|para|paragraph)")
_NUMBERED = re.compile(r"\((\d+)\)|\.(\d+)")
LAST = -1


class Step(msgspec.Struct, frozen=True):
    """One step down: the `n`-th (1 is the first, -1 the last) of a kind. `words` cannot be located."""

    kind: Kind
    n: int = 0
    said: str = ""


class Point(msgspec.Struct, frozen=True):
    """A point read: the part of the text, the leading number in it, and the steps down from there.

    Of a law or a code `article` is that number, which may be two: `127-1`.
    """

    text: str
    part: Literal["main", "order", "chapter", "appendix", "article", "other"]
    number: int | None
    steps: tuple[Step, ...] = ()
    article: str = ""

    @property
    def group(self) -> str:
        """What the report groups by: the leading number, or the named part."""
        match self.part:
            case "main":
                return str(self.number)
            case "article":
                return f"art. {self.article}"
            case "chapter" | "appendix":
                return f"{'app.' if self.part == 'appendix' else 'Chapter'} {self.number}"
            case "order":
                return self.text.partition("(")[0]
            case "other":
                return self.text
            case _:
                assert_never(self.part)

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts points as a reader would meet them."""
        place = {"order": 0, "chapter": 1, "main": 1, "article": 1, "appendix": 2, "other": 3}[self.part]
        front = self.text in ("title", "approval stamp")
        numbers = tuple((int(n), "") if n.isdigit() else (-1, n) for n in re.findall(r"\d+|\D+", self.text))
        return (-1 if front else place, self.part == "chapter", numbers)


def read_point(text: str) -> Point:
    """A point from its text; what cannot be read becomes steps that cannot be located.

    >>> read_point("23.5, dash 3").steps
    (Step(kind='sub', n=5, said=''), Step(kind='dash', n=3, said=''))
    >>> read_point("26(7)").group, read_point("app. 3, duty 10").group, read_point("art. 78(2)(13)").group
    ('26', 'app. 3', 'art. 78')
    """
    if article := _ARTICLE.match(text):
        inner = tuple(Step("sub", said=one) for one in re.findall(r"\(([\d-]+)\)", article[2]))
        more = (_step(one.strip(), "article") for one in text[article.end() :].split(",") if one.strip())
        return Point(text, "article", None, (*inner, *more), article[1])
    head = _HEAD.match(text)
    if head is None:
        return Point(text, "other", None)
    number, order, order_number, _, chapter, appendix = head.groups()
    rest = text[head.end() :]
    steps: list[Step] = []
    while (number or order_number) and (found := _NUMBERED.match(rest)):
        steps.append(Step("sub", int(found[1] or found[2])))
        rest = rest[found.end() :]
    if order:
        return Point(text, "order", int(order_number) if order_number else None, tuple(steps))
    part: Literal["main", "chapter", "appendix"] = "main" if number else "chapter" if chapter else "appendix"
    steps += [_step(one.strip(), part) for one in rest.split(",") if one.strip()]
    return Point(text, part, int(number or chapter or appendix), tuple(steps))


def _step(said: str, part: str) -> Step:
    if found := _COUNTED.fullmatch(said):
        return Step(_KINDS[found[1]], int(found[2]))
    if found := _LAST.fullmatch(said):
        return Step(_KINDS[found[1]], LAST)
    if found := _ORDINAL.fullmatch(said):
        return Step("para", _ORDINALS[found[1]])
    if said == "introduction":
        return Step("para", 1)
    if part == "appendix" and (found := _ROW.fullmatch(said)):
        return Step("row", int(found[1]))
    return Step("words", said=said)
