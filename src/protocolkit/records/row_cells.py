"""What every reading of rows shares: the cells of a row by their column, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from protocolkit.records.cases import Case
from protocolkit.records.faults import Faults, Kind
from protocolkit.records.table import Row, Table


class Sight(msgspec.Struct, frozen=True):
    """How a table is looked at: the zone of its cases, the present (null: nothing lies in the future), and the columns
    that no rule reads. `tick` is told the number of rows read so far.
    """

    zone: str
    as_of: datetime | None = None
    idle: frozenset[str] = frozenset()
    tick: Callable[[int], None] = lambda _rows: None


class RowCells:
    """The cells of a table's rows, and the faults met in them."""

    def __init__(self, table: Table, sight: Sight) -> None:
        self.sight = sight
        self.faults = Faults()
        self._at = {name: number for number, name in enumerate(table.columns)}

    def cell(self, row: Row, name: str) -> str:
        """The text of a column in a row."""
        return row.cells[self._at[name]]

    def spoil(self, case: Case, column: str | None, kind: Kind, row: Row) -> None:
        """Counts a fault that spoils its case."""
        # What no rule reads may be left out.
        if column not in self.sight.idle:
            case.faults.append((column, kind))
        self.faults.add(column, kind, row)
