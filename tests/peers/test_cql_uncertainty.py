"""Before, after or not to be known: dates known in part, against the cases of the Clinical Quality Language.

Theirs may be known to the year; ours are known to the day or exactly. A span is the same from either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from peers import checkout, compared
from protocolkit.evaluation.kleene import Truth, opposite
from protocolkit.evaluation.spans import Span

PARTS = ("year", "month", "day", "hour", "minute", "second", "millisecond")
_DATE = r"DateTime\(([\d, ]+)\)"
_COMPARED = re.compile(rf"{_DATE} (same \w+ or before|same \w+ or after|before|after)(?: (\w+) of)? {_DATE}", re.ASCII)
_LEAST = (1, 1, 1, 0, 0, 0, 0)


def known(numbers: str, part: str) -> Span | None:
    """From the first moment to the last that a date may be, both as far as `part`; null with an offset beside it."""
    given = [int(one) for one in numbers.split(",")]
    if len(given) > len(PARTS):
        return None
    first, last = moment(given), after(given) - timedelta(milliseconds=1)
    digits = PARTS.index(part) + 1
    return Span(cut(first, digits), cut(last, digits), known=cut(first, digits) == cut(last, digits))


def moment(given: list[int]) -> datetime:
    *civil, millisecond = (*given, *_LEAST[len(given) :])
    return datetime(*civil, millisecond * 1000, tzinfo=UTC)  # type: ignore[misc,arg-type]


def after(given: list[int]) -> datetime:
    """The first moment that is no longer meant."""
    if len(given) == 1:
        return moment([given[0] + 1])
    if len(given) == 2:
        return moment([given[0] + given[1] // 12, given[1] % 12 + 1])
    steps = {3: {"days": 1}, 4: {"hours": 1}, 5: {"minutes": 1}, 6: {"seconds": 1}, 7: {"milliseconds": 1}}
    return moment(given) + timedelta(**steps[len(given)])


def cut(at: datetime, digits: int) -> datetime:
    parts = [at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond // 1000]
    return moment(parts[:digits])


def no_later(one: Span, other: Span) -> Truth:
    """Whether one came no later than another, whenever in its span the other came."""
    either = {one.by(other.first), one.by(other.last)}
    return either.pop() if len(either) == 1 else None


def ours(left: Span, word: str, right: Span) -> Truth:
    match word:
        case "before":
            return opposite(no_later(right, left))
        case "after":
            return opposite(no_later(left, right))
        case _:
            return no_later(left, right) if word.endswith("before") else no_later(right, left)


def cases(path: Path) -> Iterator[tuple[str, Truth, Truth]]:
    truths = {"true": True, "false": False, "null": None}
    for test in ElementTree.parse(path).getroot().iter():
        texts = {one.tag.rpartition("}")[2]: (one.text or "").strip() for one in test}
        found = _COMPARED.fullmatch(texts.get("expression", ""))
        if found is None or texts.get("output") not in truths:
            continue
        part = found[3] or (found[2].split()[1] if found[2].startswith("same") else "millisecond")
        left, right = known(found[1], part), known(found[4], part)
        if left is not None and right is not None:
            yield texts["expression"], ours(left, found[2], right), truths[texts["output"]]


def test_what_is_known_of_two_dates_tells_as_much_of_their_order() -> None:
    path = checkout("cql-tests") / "tests" / "cql" / "CqlDateTimeOperatorsTest.xml"
    found = {expression: (found, theirs) for expression, found, theirs in cases(path)}
    assert None in {theirs for _found, theirs in found.values()}
    compared(found, {}, at_least=70)
