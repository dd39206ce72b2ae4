"""A table as another system exports it: named columns and rows of text, read again each time it is walked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _

BLANK = frozenset({"", "null", "NULL", r"\N"})  # what databases write for no value
SEVERAL = "\x1f"  # stands between the values of a list in one cell
LARGEST = 256 * 1024 * 1024


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

    def place(self, column: str | None, line: int) -> Place:
        """A cell's place: `col` is the number of the column."""
        return Place(self.file, line, self.columns.index(column) + 1 if column in self.columns else 1)


def _cell(text: str) -> str:
    text = text.strip()
    return "" if text in BLANK else text


def read_table(path: Path, display: str, problems: Problems) -> Table | None:
    """The table of a CSV or JSON file, or None with the reasons in `problems`."""
    data = _bytes(path, display, problems)
    if data is None:
        return None
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        help = _("save the sheet as CSV in UTF-8")
        problems.error("table-shape", _("a spreadsheet or an archive, not a table as text"), Place(display), help)
        return None
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        problems.error("empty-file", _("nothing in the file"), Place(display))
        return None
    if display.lower().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        from protocolkit.records.json_table import json_table

        return json_table(data, display, problems)
    from protocolkit.records.csv_table import csv_table

    return csv_table(data, display, problems)


def _bytes(path: Path, display: str, problems: Problems) -> bytes | None:
    whole = Place(display)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        problems.error("file-missing", _("no file `{name}`").format(name=display), whole)
    except IsADirectoryError:
        problems.error("file-is-folder", _("`{name}` is a folder, not a file").format(name=display), whole)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        message = _("cannot read `{name}`: {reason}").format(name=display, reason=reason)
        problems.error("file-unreadable", message, whole)
    else:
        if len(data) <= LARGEST:
            return data
        message = _("more than `{size}` MiB").format(size=LARGEST // 1024 // 1024)
        problems.error("file-too-large", message, whole, _("split the file"))
    return None
