"""What is wrong with the cells of each column: how often, and in which rows first. Never what the cells say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from protocolkit.records.table import Row

Kind = Literal[
    "value", "time", "naive", "unclear", "day_only", "midnight", "future", "order", "unknown_kind",
    "bad_reference", "no_reference", "personal_reference", "repeated", "contradiction", "refused",
]  # fmt: skip
FIRST = 3


class Tally(msgspec.Struct):
    """How many cells, the first rows (as a spreadsheet counts) and the line of the first of them."""

    count: int = 0
    rows: list[int] = []
    line: int = 0


class Findings:
    """Counts by column and kind of fault. `column` is null for what concerns a case as a whole.

    `refusals` are the codes of what the reader of incidents refused.
    """

    def __init__(self) -> None:
        self.tallies: dict[tuple[str | None, Kind], Tally] = {}
        self.refusals: set[str] = set()

    def add(self, column: str | None, kind: Kind, row: Row) -> None:
        tally = self.tallies.get((column, kind))
        if tally is None:
            tally = self.tallies[column, kind] = Tally(line=row.line)
        tally.count += 1
        if len(tally.rows) < FIRST:
            tally.rows.append(row.number)

    def refuse(self, row: Row, codes: Iterable[str]) -> None:
        self.add(None, "refused", row)
        self.refusals.update(codes)
