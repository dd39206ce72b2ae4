"""Quantities in a few words of a text: `не позднее одного часа`, `у 3-денний період`, `12 сағат ішінде`."""

from __future__ import annotations

import re

import msgspec

from protocolkit.letters import bare
from protocolkit.tracing.number_words import BETWEEN, WITHIN, kind_of_day, numeral, plain, unit

HOURS_OF_DAY_AND_NIGHT = 24
_WORD = re.compile(r"\d+|[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*")


class Quantity(msgspec.Struct, frozen=True):
    """A number of units of time: `hour`, `day`, `working_day`, `school_day`, `week`, `month`, `year`."""

    n: int
    unit: str

    def __str__(self) -> str:
        return f"{self.n} {self.unit}{'' if self.n == 1 else 's'}"


def quantities(words: str, language: str) -> list[Quantity]:
    """The quantities of time in the words, in order; of a range both ends.

    >>> [str(q) for q in quantities("у строк, що не перевищує однієї доби", "uk")]
    ['24 hours']
    >>> [str(q) for q in quantities("в течение 1–2 ч, затем пяти рабочих дней", "ru")]
    ['1 hour', '2 hours', '5 working_days']
    >>> [str(q) for q in quantities("в течение суток уведомляют, в любое время суток", "ru")]
    ['24 hours']
    """
    tokens = [plain(token) for token in _WORD.findall(bare(words))]
    found: list[Quantity] = []
    waiting: list[int] = []
    i = 0
    while i < len(tokens):
        number, i_after = _number(tokens, i, language)
        if number is not None:
            waiting.append(number)
            i = i_after
            continue
        kind = kind_of_day(tokens[i], language) if waiting else None
        if kind is not None and i + 1 < len(tokens) and (named := unit(tokens[i + 1], language)):
            found += [_quantity(n, named, kind) for n in waiting]
            waiting, i = [], i + 2
            continue
        if not waiting and i and tokens[i - 1] in WITHIN and unit(tokens[i], language) == "day_and_night":
            waiting = [1]
        named = unit(tokens[i], language) if waiting else None
        if named is not None:
            found += [_quantity(n, named, "") for n in waiting]
        if named is not None or tokens[i] not in BETWEEN:
            waiting = []
        i += 1
    return found


def numbers(words: str, language: str) -> set[int]:
    """Every number in the words, whatever it counts."""
    tokens = [plain(token) for token in _WORD.findall(bare(words))]
    found, i = set(), 0
    while i < len(tokens):
        number, after = _number(tokens, i, language)
        if number is not None:
            found.add(number)
        i = max(after, i + 1)
    return found


def _number(tokens: list[str], i: int, language: str) -> tuple[int | None, int]:
    """The number that begins at a token, tens and ones together, and the token after it."""
    if tokens[i].isdecimal():
        return int(tokens[i]), i + 1
    total = numeral(tokens[i], language)
    if total is None:
        return None, i
    i += 1
    while i < len(tokens) and (more := numeral(tokens[i], language)) is not None and more < 10 and total % 10 == 0:
        total += more
        i += 1
    return total, i


def _quantity(n: int, named: str, kind: str) -> Quantity:
    if named == "day_and_night":
        return Quantity(n * HOURS_OF_DAY_AND_NIGHT, "hour")
    return Quantity(n, f"{kind}_day" if kind and named == "day" else named)
