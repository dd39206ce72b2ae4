"""Cells as values of facts: by the mapping's own words, else by the usual words and the vocabulary's labels."""

from __future__ import annotations

from math import isfinite
from typing import Any, Final

from protocolkit.model.vocabulary import Fact
from protocolkit.records.cells import SEVERAL, parts, plain, truth, whole
from protocolkit.records.mapping import UNKNOWN, Column
from protocolkit.records.times import read_time

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
    """Reads the cells of one column. Answers are kept: columns repeat themselves."""

    def __init__(self, column: Column, fact: Fact) -> None:
        self.column = column
        self.fact = fact
        self.own = {key: value for text, value in column.values.items() if (key := plain(text))}
        self.exact = {text.strip(): value for text, value in column.values.items()}
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
        pieces = parts(cell, self.column.separator)
        if len(pieces) == 1 and self.column.separator is None:
            pieces = parts(cell, ",")
        for piece in pieces:
            one = self._one(piece)
            if one is WRONG:
                return WRONG
            if isinstance(one, dict):
                return one
            found += one if isinstance(one, list) else [one] if one != UNKNOWN else []
        return list(dict.fromkeys(found)) or None
