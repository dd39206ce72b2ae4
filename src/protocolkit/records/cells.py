"""What single cells hold: yes or no in four languages, whole numbers, words of a list, or something else."""

from __future__ import annotations

import re
import unicodedata

SEVERAL = "\x1f"  # stands between the values of a list in one cell
YES = frozenset({"yes", "y", "true", "t", "1", "+", "да", "есть", "так", "є", "иә", "ия", "бар", "истина"})
NO = frozenset({"no", "n", "false", "f", "0", "нет", "ні", "немає", "жоқ", "жок", "ложь"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}(?:\.0+)?\Z", re.ASCII)
_WORDS = re.compile(r"[\w’'ʼ]+")
_SEPARATORS = re.compile(rf"[;|\n{SEVERAL}]")
IIN = re.compile(r"[0-9]{12}\Z", re.ASCII)
PHONE = re.compile(r"(?:\+|8|7|0|380)[0-9]?[\s(-]*[0-9]{2,3}[\s)-]*[0-9]{3}[\s-]*[0-9]{2}[\s-]*[0-9]{2}\Z", re.ASCII)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}\Z")
DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::([0-5][0-9]))?\Z", re.ASCII)


def plain(text: str) -> str:
    """A text for comparing: small letters, one space between words, ё as е, one kind of apostrophe.

    >>> plain("  Подтверждённый\\u00a0ФАКТ "), plain("reportReceived_at")
    ('подтвержденный факт', 'report received at')
    """
    text = unicodedata.normalize("NFC", re.sub(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])", " ", text))
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
    """The single values of a cell that may hold several."""
    pieces = cell.replace(SEVERAL, separator).split(separator) if separator else _SEPARATORS.split(cell)
    return [piece.strip() for piece in pieces if piece.strip()]


def looks_like_data(cell: str) -> bool:
    """Whether a cell of the first row is a value rather than a name."""
    cell = cell.strip()
    found = (DATED.match(cell), IIN.match(cell), EMAIL.match(cell), PHONE.match(cell), _INTEGER.match(cell))
    return any(found) and not (cell.isdigit() and len(cell) < 2)
