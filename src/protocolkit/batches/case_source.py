"""Cases from tables: a row for each case with everything inside, or one table of cases and one of their events.

A cell holds what an incident file would have in its place. A column named like a key of the incident file is that key
(`incident`, `as_of`, `facts`, `events`, ...), any other column is a fact. A cell that is empty or null says nothing. In
the table of events `incident` names the case, and the other columns are keys of a log entry; its rows may come in any
order, and those of one case keep theirs.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from protocolkit.batches.arrow import arrow
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems
from protocolkit.messages import counted, say
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.scalars import resolve
from protocolkit.reading.yaml12 import read_text

Source = str | Path | Iterable[Mapping[str, Any]] | Any
"""A path of a .parquet, .arrow, .jsonl or .csv file; anything with `__arrow_c_stream__`; or maps, one a case."""

ENDINGS = (".parquet", ".arrow", ".feather", ".jsonl", ".ndjson", ".csv")
_ROWS_AT_ONCE = 1024
_AGENDA = "agenda"


class Numbered(NamedTuple):
    """A row of the table of cases, counted from 1 without the header; what could not be read is its refusal."""

    row: int
    case: dict[str, Any] | InputError


def cases(source: Source, events: Source | None = None) -> Iterator[Numbered]:
    """The cases of a source in its order, without holding more than some rows of it.

    `events` is the table of their log entries. Entries of a case that has no row come last, as refusals.
    Raises InputError where a source as a whole cannot be read.
    """
    keys = frozenset(GRAMMARS["incident"].fields)
    entries = _Entries(events) if events is not None else None
    for row, values in _rows(source):
        if isinstance(values, InputError):
            yield Numbered(row, values)
            continue
        case: dict[str, Any] = {}
        facts: dict[str, Any] = {}
        for name, value in values.items():
            if name == _AGENDA or name in keys:
                case[name] = value
            else:
                facts[name] = value
        if facts:
            case["facts"] = {**case.get("facts", {}), **facts}
        if entries is not None:
            case["events"] = [*case.get("events", ()), *entries.of(str(case.get("incident", "")))]
        yield Numbered(row, case)
    if entries is not None:
        yield from entries.never_asked_for()


# -- rows of any source


def _rows(source: Source) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    if isinstance(source, str | Path):
        yield from _of_file(Path(source))
    elif hasattr(source, "__arrow_c_stream__"):
        yield from _of_batches(arrow().RecordBatchReader.from_stream(source))
    else:
        yield from enumerate((_filled(one) for one in source), start=1)


def _of_file(path: Path) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    refuse_ending(path)
    if not path.is_file():
        raise InputError([Diagnostic("file-missing", say("no file `{path}`", path=str(path)), Place(str(path)))])
    match path.suffix.lower():
        case ".parquet":
            yield from _opened(path, lambda: arrow("parquet").ParquetFile(path).iter_batches(_ROWS_AT_ONCE))
        case ".arrow" | ".feather":
            yield from _opened(path, lambda: _of_ipc(path))
        case ".jsonl" | ".ndjson":
            yield from _of_lines(path)
        case ".csv":
            yield from _of_csv(path)
        case ending:
            raise AssertionError(f"an ending without a reader: {ending}")


def refuse_ending(path: Path) -> None:
    """Raises InputError for a file whose name does not say what it is."""
    if path.suffix.lower() in ENDINGS:
        return
    message = say("the ending of `{path}` does not say how the table is written", path=str(path))
    help = say("endings are {names}", names=", ".join(ENDINGS))
    raise InputError([Diagnostic("table-ending", message, Place(str(path)), help)])


def _opened(path: Path, open: Any) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    pa = arrow()
    try:
        yield from _of_batches(open())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        message = say("`{path}` cannot be read as its ending says: {reason}", path=str(path), reason=_first_line(error))
        raise InputError([Diagnostic("table-unreadable", message, Place(str(path)))]) from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def _of_ipc(path: Path) -> Iterator[Any]:
    with arrow().OSFile(str(path)) as file:
        reader = arrow("ipc").open_file(file)
        for i in range(reader.num_record_batches):
            yield reader.get_batch(i)


def _of_batches(batches: Iterable[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    row = 0
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
            for values in batch.slice(start, _ROWS_AT_ONCE).to_pylist(maps_as_pydicts="strict"):
                row += 1
                yield row, _filled(values)


def _of_lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    row = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            row += 1
            try:
                value = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                yield row, _refused(path, number, say("the line is no JSON"))
                continue
            if isinstance(value, dict):
                yield row, _filled(value)
            else:
                yield row, _refused(path, number, say("the line is no JSON object"))


def _of_csv(path: Path) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if not header or len(set(header)) < len(header) or "" in header:
                message = say("the first line of `{path}` does not name each column once", path=str(path))
                raise InputError([Diagnostic("table-unreadable", message, Place(str(path), 1))])
            for row, cells in enumerate(reader, start=1):
                if len(cells) != len(header):
                    message = say("the row has {n} cells, the header {columns}", n=len(cells), columns=len(header))
                    yield row, _refused(path, reader.line_num, message)
                    continue
                yield row, _of_cells(path, reader.line_num, header, cells)
    except (csv.Error, UnicodeDecodeError) as error:
        message = say("`{path}` cannot be read as its ending says: {reason}", path=str(path), reason=_first_line(error))
        raise InputError([Diagnostic("table-unreadable", message, Place(str(path)))]) from None


def _of_cells(path: Path, line: int, header: list[str], cells: list[str]) -> dict[str, Any] | InputError:
    values: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=True):
        if not cell.strip():
            continue
        try:
            values[name] = cell if name == "incident" else _cell(cell.strip(), Place(str(path), line))
        except InputError as error:
            return error
        except ValueError:
            return _refused(path, line, say("a number of column `{column}` is too large", column=name))
    return values


def _cell(text: str, place: Place) -> Any:
    """What the text would be in an incident file: a word, a number, yes or no, or a list or map in brackets."""
    if not text.startswith(("[", "{")):
        return resolve(text)
    problems = Problems()
    node = read_text(text, place.file, problems)
    problems.raise_if_errors()
    assert node is not None
    return node.plain()


def _refused(path: Path, line: int, message: Any) -> InputError:
    return InputError([Diagnostic("table-row", message, Place(str(path), line))])


def _filled(value: Any) -> Any:
    """Without what is null: in a table every row has every key, and null is how it says nothing."""
    if isinstance(value, Mapping):
        return {str(key): _filled(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_filled(one) for one in value]
    return value


# -- the log entries of cases, by case


class _Entries:
    """The rows of a table of events, found by case: on disk, so that no order and no memory is asked of anybody."""

    def __init__(self, events: Source) -> None:
        self._db = sqlite3.connect("")  # a temporary file, which SQLite itself removes
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE entry (incident TEXT NOT NULL, row INTEGER NOT NULL, json BLOB NOT NULL);"
            "CREATE TABLE asked (incident TEXT PRIMARY KEY) WITHOUT ROWID"
        )
        self._db.executemany("INSERT INTO entry VALUES (?, ?, ?)", self._stored(events))
        self._db.execute("CREATE INDEX by_incident ON entry (incident, row)")

    def _stored(self, events: Source) -> Iterator[tuple[str, int, bytes]]:
        rows = _rows(events)
        first = next(rows, None)
        for row, values in chain([first] if first else [], rows):
            if isinstance(values, InputError):
                raise values
            if "incident" not in values:
                message = say("row {row} of the events does not say of which `incident` it is", row=row)
                raise InputError([Diagnostic("table-unreadable", message, Place("events"))])
            yield str(values.pop("incident")), row, msgspec.json.encode(values)

    def of(self, incident: str) -> Iterator[dict[str, Any]]:
        self._db.execute("INSERT OR IGNORE INTO asked VALUES (?)", (incident,))
        found = self._db.execute("SELECT json FROM entry WHERE incident = ? ORDER BY row", (incident,))
        return (msgspec.json.decode(one) for (one,) in found)

    def never_asked_for(self) -> Iterator[Numbered]:
        """A refusal for each case that has entries and no row of its own: its duties are nowhere."""
        lost = "SELECT MIN(row), COUNT(*) FROM entry WHERE incident NOT IN asked GROUP BY incident ORDER BY MIN(row)"
        for first, n in self._db.execute(lost):
            message = counted(
                "{n} row of the events is of a case that has no row among the cases: row {row}",
                "{n} rows of the events are of a case that has no row among the cases, the first is row {row}",
                n, row=first,
            )  # fmt: skip
            yield Numbered(0, InputError([Diagnostic("event-without-case", message, Place("events"))]))
