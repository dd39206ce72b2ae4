"""What single cells hold: yes or no in four languages, numbers, words of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from math import isfinite
from typing import Any, Final, assert_never

from protocolkit.letters import bare
from protocolkit.model.vocabulary import Fact, Vocabulary
from protocolkit.reading.references import EMAIL, PHONE, REFERENCE
from protocolkit.records.times import DATED, read_time

SEVERAL = "\x1f"  # stands between the values of a list in one cell
YES = frozenset({"yes", "y", "true", "t", "1", "+", "да", "есть", "так", "є", "иә", "ия", "бар", "истина"})
NO = frozenset({"no", "n", "false", "f", "0", "нет", "ні", "немає", "жоқ", "жок", "ложь"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}(?:\.0+)?\Z", re.ASCII)
_WORDS = re.compile(r"[\w’'ʼ]+")
_SEPARATORS = re.compile(rf"[;|\n{SEVERAL}]")


def plain(text: str) -> str:
    """A text for comparing: small letters, one space between words, ё as е, one kind of apostrophe.

    >>> plain("  Подтверждённый\\u00a0ФАКТ "), plain("reportReceived_at")
    ('подтвержденный факт', 'report received at')
    """
    text = re.sub(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])", " ", bare(text))
    text = re.sub("[’'`ʼ]", "’", text.casefold().replace("ё", "е").replace("_", " "))
    return " ".join(_WORDS.findall(text))


def truth(cell: str) -> bool | None:
    """Yes or no where the cell is one of the usual words for it, in four languages.

    >>> truth("Да"), truth("жоқ"), truth("maybe")
    (True, False, None)
    """
    word = cell.strip().casefold()
    return True if word in YES else False if word in NO else None


def whole(cell: str) -> int | None:
    """A whole number; `13.0`, as spreadsheets write it, is one."""
    return int(cell.partition(".")[0]) if _INTEGER.match(cell) else None


def parts(cell: str, separator: str | None = None) -> list[str]:
    """The single values of a cell that may hold several: with a separator between them, or a list as JSON has it.

    >>> parts("bullying; neglect"), parts('["bullying", "neglect"]')
    (['bullying', 'neglect'], ['bullying', 'neglect'])
    """
    if cell.startswith('["') and separator is None:
        try:
            listed = json.loads(cell)
        except ValueError:
            listed = None
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return [one.strip() for one in listed if one.strip()]
    pieces = cell.replace(SEVERAL, separator).split(separator) if separator else _SEPARATORS.split(cell)
    return [piece.strip() for piece in pieces if piece.strip()]


_KEY_OF_FORM = re.compile(r"(?:urn:)?uuid:(?=[0-9a-f-]{36}\Z)", re.IGNORECASE)  # what ODK and KoBo write before a key


def reference(cell: str) -> str | None:
    """The reference in a cell; None where it is none. A key of a form keeps what comes after `uuid:`.

    A word without a digit may be a name. The eleven letters and digits that DHIS2 makes up may lack one: they change
    between capitals and small letters as no name does.

    >>> reference("uuid:39f3dd36-161e-45cb-a1a4-395831d253a7"), reference("a case")
    ('39f3dd36-161e-45cb-a1a4-395831d253a7', None)
    """
    text = _KEY_OF_FORM.sub("", cell)
    if not REFERENCE.fullmatch(text):
        return None
    return text if any(c.isdigit() for c in text) or _made_up(text) else None


def _made_up(text: str) -> bool:
    """Whether a text of letters is an identifier of DHIS2.

    >>> _made_up("hQKhXyEiTbR"), _made_up("Abdrahmanov"), _made_up("IvanovaAnna")
    (True, False, False)
    """
    capitals = [one.isupper() for one in text]
    changes = sum(one != after for one, after in pairwise(capitals))
    double = any(one and after for one, after in pairwise(capitals))
    return len(text) == 11 and text.isascii() and text.isalnum() and not all(capitals) and (double or changes > 3)


def looks_like_data(cell: str) -> bool:
    """Whether a cell of the first row is a value rather than a name."""
    cell = cell.strip()
    found = (DATED.match(cell), EMAIL.match(cell), PHONE.match(cell), _INTEGER.match(cell))
    return any(found) and not (cell.isdigit() and len(cell) < 2)


UNKNOWN = "unknown"
WRONG: Final = object()  # the cell is no value of the fact
MOST_KEPT = 20_000
OLDEST = 120


def spoken_values(fact: Fact) -> dict[str, str]:
    """The values of a closed list by every text that names them: names, labels, and labels without brackets."""
    found: dict[str, str] = {}
    for value in fact.of:
        found[plain(value)] = value
        for label in fact.values.get(value, {}).values():
            outside, _bracket, inside = label.partition("(")
            for text in (label, outside, inside):
                if key := plain(text):
                    found.setdefault(key, value)
    return found


def spoken_roles(vocabulary: Vocabulary) -> dict[str, str]:
    """Every role by its name, and by its label in each language where only one role has it, in small letters."""
    found = {name: name for name in vocabulary.roles}
    labels: dict[str, set[str]] = {}
    for name, role in vocabulary.roles.items():
        for label in role.label.values():
            labels.setdefault(label.strip().casefold(), set()).add(name)
    return {text: names.pop() for text, names in labels.items() if len(names) == 1} | found


class Lexicon:
    """What texts mean: as they are written first, then apart from their capitals and spaces."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._exact = {bare(text).strip(): value for text, value in words.items()}
        self._plain: dict[str, Any] = {}
        clashing = set()
        for text, value in words.items():
            key = plain(text)
            if self._plain.setdefault(key, value) != value:
                clashing.add(key)  # `A` and `a` mean different things: then nothing but the exact text will do
        for key in ("", *clashing):
            self._plain.pop(key, None)

    def find(self, text: str) -> Any:
        """The meaning; `WRONG` where there is none."""
        return self._exact.get(text, WRONG) if text in self._exact else self._plain.get(plain(text), WRONG)


class Values:
    """Reads the cells of one column as values of a fact: by the mapping's own words first.

    Answers are kept: columns repeat themselves.
    """

    def __init__(self, fact: Fact, words: Mapping[str, Any] | None = None, separator: str | None = None) -> None:
        self.fact = fact
        self.separator = separator
        self.own = Lexicon(words or {})
        self.named = spoken_values(fact)
        self._kept: dict[str, Any] = {}

    def read(self, cell: str) -> Any:
        """The value; None where the cell says that nobody knows; `WRONG` where it says nothing usable."""
        if cell not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[cell] = self._read(cell)
        return self._kept[cell]

    def _read(self, cell: str) -> Any:
        if self.fact.type == "set":
            return self._several(cell)
        value = self._one(cell)
        return None if value == UNKNOWN else value

    def _one(self, text: str) -> Any:
        own = self.own.find(text)
        if own is not WRONG:
            return own
        match self.fact.type:
            case "bool":
                found: Any = truth(text)
            case "integer" | "number":
                found = self._number(text)
            case "one_of" | "set" if self.fact.of:
                found = self.named.get(plain(text)) if plain(text) else None
            case "date":
                read = read_time(text, "UTC")
                found = read.order("UTC").isoformat() if read.day or read.midnight else None
            case "text" | "one_of" | "set":
                found = text
            case _:
                assert_never(self.fact.type)
        return WRONG if found is None else found

    def _number(self, text: str) -> int | float | None:
        number = whole(text)
        if self.fact.unit == "years":
            return number if number is not None and 0 <= number <= OLDEST else None
        if number is not None or self.fact.type == "integer":
            return number
        try:
            decimal = float(text.replace(",", "."))
        except ValueError:
            return None
        return decimal if isfinite(decimal) else None

    def _several(self, cell: str) -> Any:
        whole_cell = self._one(cell) if SEVERAL not in cell else WRONG
        if whole_cell is not WRONG:
            if isinstance(whole_cell, list | dict):
                return whole_cell
            return None if whole_cell == UNKNOWN else [whole_cell]
        pieces = parts(cell, self.separator)
        if len(pieces) == 1 and self.separator is None:
            pieces = parts(cell, ",")
        found = self._all(pieces)
        # Choices that a form wrote with blanks between them: only if each is a value by itself.
        if found is WRONG and len(pieces) == 1 and self.separator is None and len(words := cell.split()) > 1:
            return self._all(words)
        return found

    def _all(self, pieces: list[str]) -> Any:
        """The values of the pieces together; `WRONG` if one of them is none. One that is open leaves the list open."""
        found: list[Any] = []
        is_open = False
        for piece in pieces:
            one = self._one(piece)
            if one is WRONG:
                return WRONG
            is_open |= isinstance(one, dict) or one == UNKNOWN
            if isinstance(one, dict):
                one = one["includes"]
            found += one if isinstance(one, list) else [one] if one != UNKNOWN else []
        found = list(dict.fromkeys(found))
        return ({"includes": found} if is_open else found) if found else None
