"""What single cells hold: yes or no in four languages, numbers, words of a list, times as other systems write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any, Final, Literal, NamedTuple

from protocolkit.calendars.instants import iso, parse_instant
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.vocabulary import Fact
from protocolkit.reading.personal import EMAIL, IIN, PHONE

SEVERAL = "\x1f"  # stands between the values of a list in one cell
YES = frozenset({"yes", "y", "true", "t", "1", "+", "да", "есть", "так", "є", "иә", "ия", "бар", "истина"})
NO = frozenset({"no", "n", "false", "f", "0", "нет", "ні", "немає", "жоқ", "жок", "ложь"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}(?:\.0+)?\Z", re.ASCII)
_WORDS = re.compile(r"[\w’'ʼ]+")
_SEPARATORS = re.compile(rf"[;|\n{SEVERAL}]")
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


TimeFault = Literal["time", "naive", "unclear"]
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?| ?р\.?| ?ж\.?)?,?(?=\s|\Z)", re.ASCII)
_SPLIT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|z|[+-]\d\d:?(?:\d\d)?|UTC)?)?\Z", re.ASCII
)
_NOWHERE = Place("cell")


class Time(NamedTuple):
    """A cell read as a time: an instant, or only a day; else its fault. `midnight`: the clock said 00:00."""

    at: datetime | None = None
    day: date | None = None
    fault: TimeFault | None = None
    midnight: bool = False
    offset: bool = False

    def written(self, zone: str) -> str:
        """As incident files have it: with the offset, or the day alone."""
        return iso(self.at, zone) if self.at else str(self.day)

    def order(self, zone: str) -> date:
        """The day it was, in the zone."""
        if self.at is None:
            assert self.day is not None
            return self.day
        return date.fromisoformat(iso(self.at, zone)[:10])


@lru_cache(maxsize=20_000)
def read_time(cell: str, zone: str | None, clock: str = "") -> Time:
    """The time a cell names. Without an offset it is read in `zone`; without a zone that is a fault.

    `clock` is the time of day where it stands in a cell of its own. Days before months where points stand between
    them; with slashes nobody can tell, and that is a fault.

    >>> read_time("20.11.2026 9:30", "Asia/Almaty").written("Asia/Almaty")
    '2026-11-20T09:30:00+05:00'
    >>> read_time("20.11.2026 9:30", None).fault
    'naive'
    """
    text = " ".join(cell.split())
    if first := _DAY_FIRST.match(text):
        text = f"{first[3]}-{int(first[2]):02}-{int(first[1]):02}{text[first.end() :]}"
    found = _SPLIT.match(text)
    if found is None:
        return Time(fault="time")
    day, hours, offset = found[1], found[2], found[3] or ""
    if hours is None and clock:
        hours = clock if CLOCK.match(clock) else None
        if hours is None:
            return Time(fault="time")
    if hours is None:
        read = parse_instant(day, _NOWHERE, Problems())
        return Time(day=read) if isinstance(read, date) else Time(fault="time")
    hours = hours.replace(".", ":")
    hours = hours if hours.index(":") == 2 else f"0{hours}"
    midnight = hours in ("00:00", "00:00:00")
    if not offset and zone is None:
        well_formed = parse_instant(f"{day}T{hours}Z", _NOWHERE, Problems())
        return Time(fault="naive" if well_formed else "time", midnight=midnight)
    tail = "Z" if offset in ("UTC", "z") else offset or f"[{zone}]"
    problems = Problems()
    read = parse_instant(f"{day}T{hours}{tail}", _NOWHERE, problems)
    if isinstance(read, datetime):
        return Time(at=read.astimezone(UTC), midnight=midnight, offset=bool(offset))
    unclear = any(one.code in ("instant-ambiguous", "instant-nonexistent") for one in problems)
    return Time(fault="unclear" if unclear else "time")


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


class Values:
    """Reads the cells of one column as values of a fact: by the mapping's own words first.

    Answers are kept: columns repeat themselves.
    """

    def __init__(self, fact: Fact, words: Mapping[str, Any] | None = None, separator: str | None = None) -> None:
        self.fact = fact
        self.separator = separator
        words = words or {}
        self.own = {key: value for text, value in words.items() if (key := plain(text))}
        self.exact = {text.strip(): value for text, value in words.items()}
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
        for table, key in ((self.exact, text), (self.own, plain(text))):
            if key in table:
                return table[key]
        match self.fact.type:
            case "bool":
                found: Any = truth(text)
            case "integer" | "number":
                found = self._number(text)
            case "one_of" | "set" if self.fact.of:
                found = self.named.get(plain(text)) if plain(text) else None
            case "date":
                read = read_time(text, "UTC")
                found = read.day.isoformat() if read.day else None
            case _:
                found = text
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
        found: list[Any] = []
        pieces = parts(cell, self.separator)
        if len(pieces) == 1 and self.separator is None:
            pieces = parts(cell, ",")
        for piece in pieces:
            one = self._one(piece)
            if one is WRONG:
                return WRONG
            if isinstance(one, dict):
                return one
            found += one if isinstance(one, list) else [one] if one != UNKNOWN else []
        return list(dict.fromkeys(found)) or None
