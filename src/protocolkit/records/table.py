"""A table as another system exports it: named columns and rows of text, read again each time it is walked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from protocolkit.diagnostics import Place, Problems
from protocolkit.letters import bare

BLANK = frozenset({"", "null", "NULL", r"\N"})  # what databases write for no value


class Row(NamedTuple):
    """One row. `number` is the row as a spreadsheet counts (the header is 1), in JSON the object, from 1."""

    number: int
    line: int
    cells: list[str]


class Table(msgspec.Struct, frozen=True):
    """Columns by name, and the rows. `form`, `encoding` and `delimiter` say how the file was understood."""

    file: str
    form: str
    columns: tuple[str, ...]
    walk: Callable[[Problems], Iterator[Row]]
    encoding: str = "UTF-8"
    delimiter: str | None = None

    def rows(self, problems: Problems | None = None) -> Iterator[Row]:
        """Every row with a value in it, with as many cells as there are columns; blank cells are empty texts."""
        for row in self.walk(problems or Problems()):
            cells = [_cell(one) for one in row.cells]
            if any(cells):
                yield Row(row.number, row.line, cells)

    def with_empty(self, names: Sequence[str]) -> Table:
        """The same table with columns of which no row says anything."""
        if not names:
            return self
        blank = [""] * len(names)

        def walk(problems: Problems) -> Iterator[Row]:
            return (row._replace(cells=[*row.cells, *blank]) for row in self.walk(problems))

        return msgspec.structs.replace(self, columns=(*self.columns, *names), walk=walk)

    def place(self, column: str | None, line: int) -> Place:
        """A cell's place: `col` is the number of the column."""
        return Place(self.file, line, self.columns.index(column) + 1 if column in self.columns else 1)


def name_of(header: str) -> str:
    """A name of a column as it is compared: letters composed, nothing invisible, single spaces.

    >>> name_of(" Дата  обращени\u0438\u0306")
    'Дата обращений'
    """
    return " ".join(bare(header).split())


def _cell(text: str) -> str:
    text = bare(text).strip()
    return "" if text in BLANK else text
