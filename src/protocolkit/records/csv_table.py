"""CSV of whatever make: encoding and separator found out and said, the header checked, rows streamed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from msgspec.structs import replace

from protocolkit.diagnostics import Place, Problems
from protocolkit.letters import bare
from protocolkit.messages import counted, say
from protocolkit.reading.snippets import short
from protocolkit.records.cells import looks_like_data
from protocolkit.records.table import Row, Table, name_of

DELIMITERS = (",", ";", "\t")
SAMPLED_LINES = 50
_CYRILLIC = re.compile("[А-Яа-яЁёІіЇїЄєҐґ]")
_GUARD = re.compile(r"'(?=\s*[=+@＝＋－＠-])")
_SEP_LINE = re.compile(r"sep=(.)\r?\n")  # how Excel is told the separator


def csv_table(data: bytes, file: str, problems: Problems) -> Table | None:
    """The table of a CSV text, or None with the reasons in `problems`."""
    decoded = _decoded(data, file, problems)
    if decoded is None:
        return None
    whole, encoding = decoded
    said = _SEP_LINE.match(whole)
    body = whole[said.end() :] if said else whole
    delimiter = said[1] if said and said[1] in DELIMITERS else _delimiter(body)
    text = _Text(file, body, delimiter, 1 if said else 0)
    columns, below = text.header(problems)
    return (
        Table(file, "CSV", columns, partial(text.rows, below, len(columns)), encoding, delimiter) if columns else None
    )


def _decoded(data: bytes, file: str, problems: Problems) -> tuple[str, str] | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            problems.error("not-utf8", say("not text in UTF-16, which its first bytes promise"), Place(file))
            return None
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        other = data.decode("cp1251", errors="replace")
        letters = [c for c in other if ord(c) > 127]
        if letters and sum(bool(_CYRILLIC.match(c)) for c in letters) >= 0.8 * len(letters):
            message = say("not UTF-8: read as windows-1251, which lacks Kazakh letters")
            problems.warning("table-encoding", message, Place(file, line, 1), say("export it in UTF-8"))
            return other, "windows-1251"
        message = say("neither UTF-8 nor windows-1251 text")
        problems.error("not-utf8", message, Place(file, line, 1), say("export it in UTF-8"))
        return None


def _delimiter(text: str) -> str:
    """The separator under which most of the first rows have the same number of cells, and more than one."""
    start = "".join(text.splitlines(keepends=True)[:SAMPLED_LINES]) if len(text) < 65536 else text[:65536]
    best, chosen = (0, 0), DELIMITERS[0]
    for one in DELIMITERS:
        try:
            rows = [*islice(csv.reader(io.StringIO(start), delimiter=one), SAMPLED_LINES)]
        except csv.Error:
            continue
        sizes = Counter(len(row) for row in rows if row)
        size, times = max(sizes.items(), key=lambda one: (one[1], one[0]), default=(1, 0))
        if size > 1 and (times, size) > best:
            best, chosen = (times, size), one
    return chosen


class _Text(NamedTuple):
    """A CSV text, its separator, and how many lines were cut off before it."""

    file: str
    body: str
    delimiter: str
    skipped: int

    def header(self, problems: Problems) -> tuple[tuple[str, ...], int]:
        """The names of the columns (none, with the reasons in `problems`), and the line the header ends on."""
        reader = self._reader()
        try:
            names = [bare(cell) for cell in next((row for row in reader if any(cell.strip() for cell in row)), [])]
        except csv.Error:
            self._broken(reader.line_num, problems)
            return (), 0
        while names and not names[-1].strip():
            names.pop()
        below, place = reader.line_num, self._place(reader.line_num)
        if not _are_names(names, place, problems) or (len(names) == 1 and _is_titled(reader, place, problems)):
            return (), 0
        return tuple(map(name_of, names)), below

    def rows(self, below: int, expected: int, problems: Problems) -> Iterator[Row]:
        """The rows under the header, each with the expected number of cells; what has another is told at the end."""
        reader = self._reader()
        number, line = self.skipped, 1
        ragged: list[tuple[int, int]] = []
        try:
            for cells in reader:
                number += 1
                if reader.line_num > below and any(cell.strip() for cell in cells):
                    if len(cells) < expected or any(cell.strip() for cell in cells[expected:]):
                        ragged.append((number, line))
                    else:
                        yield Row(number, line + self.skipped, [_unguarded(cell) for cell in cells[:expected]])
                line = reader.line_num + 1
        except csv.Error:
            self._broken(line, problems)
        if ragged:
            message = counted(
                "{n} row has not {expected} cells as the header has: row {rows}",
                "{n} rows have not {expected} cells as the header has, first rows {rows}",
                len(ragged),
                expected=expected,
                rows=", ".join(str(row) for row, _line in ragged[:3]),
            )
            help = say("quote cells that hold the separator; such rows are left out")
            problems.error("table-row", message, self._place(ragged[0][1]), help)

    def _reader(self) -> Any:
        return csv.reader(io.StringIO(self.body, newline=""), delimiter=self.delimiter, strict=True)

    def _place(self, line: int) -> Place:
        return Place(self.file, line + self.skipped, 1)

    def _broken(self, line: int, problems: Problems) -> None:
        message = say("quotes that do not fit, in the row that begins here")
        help = say('a cell in quotes ends with a quote, and a quote inside it is doubled: `"`, `""`')
        problems.error("table-syntax", message, self._place(line), help)


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own tables have before what a spreadsheet would take for a formula."""
    return _GUARD.sub("", cell, count=1) if cell[:1] == "'" else cell


def _is_titled(reader: Iterator[list[str]], place: Place, problems: Problems) -> bool:
    """Whether a single cell stands above a row of several: the title of a sheet, with the header below."""
    try:
        row = next((row for row in reader if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return False  # said where the rows are read
    if sum(bool(cell.strip()) for cell in row) < 2:
        return False
    message = say("a title stands where the names of columns are expected")
    problems.error("table-header", message, place, say("delete what stands above the header"))
    return True


def _are_names(names: list[str], place: Place, problems: Problems) -> bool:
    """Whether the first row can be a header: names, each once. What may be data is not shown."""
    if not names:
        problems.error("empty-file", say("nothing in the file"), Place(place.file))
        return False
    data = next((number for number, name in enumerate(names, 1) if looks_like_data(name)), None)
    if data is not None:
        message = say("the first row holds values, not the names of columns")
        problems.error("table-header", message, replace(place, col=data), say("export the table with a header row"))
        return False
    seen: set[str] = set()
    before = len(problems.errors)
    for number, name in enumerate(map(name_of, names), 1):
        if not name:
            message, help = say("column {number} has no name", number=number), say("give it one")
            problems.error("table-header", message, replace(place, col=number), help)
        elif name in seen:
            message = say("two columns are called `{name}`", name=short(name))
            problems.error("table-header", message, replace(place, col=number), say("each name may stand once"))
        seen.add(name)
    return len(problems.errors) == before
