"""Record batches to a file whose ending says how: Parquet, Arrow, JSON Lines or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.batches.arrow import arrow
from protocolkit.batches.case_source import refuse_ending
from protocolkit.batches.duty_table import COLUMNS
from protocolkit.exports.spreadsheet_cells import flat, table

ROW_GROUP = 122_880  # rows; fixed, so that the same duties are the same bytes

Writer = Callable[[Path, Any, Iterable[Any]], None]


def writer_for(path: Path) -> Writer:
    """How a file of that ending is written: given the file, the schema and the batches in order. Raises InputError."""
    refuse_ending(path)
    match path.suffix.lower():
        case ".parquet":
            return _parquet
        case ".arrow" | ".feather":
            return write_arrow
        case ".jsonl" | ".ndjson":
            return _json_lines
        case ".csv":
            return _csv
        case ending:
            raise AssertionError(f"an ending without a writer: {ending}")


def write_arrow(path: Path, schema: Any, batches: Iterable[Any]) -> None:
    """An Arrow file of the batches."""
    with arrow().OSFile(str(path), "wb") as file, arrow("ipc").new_file(file, schema) as writer:
        for batch in _evenly(schema, batches):
            writer.write_batch(batch)


def read_arrow(path: Path) -> Iterator[Any]:
    """The batches of an Arrow file."""
    with arrow().OSFile(str(path)) as file:
        reader = arrow("ipc").open_file(file)
        for i in range(reader.num_record_batches):
            yield reader.get_batch(i)


def _parquet(path: Path, schema: Any, batches: Iterable[Any]) -> None:
    with arrow("parquet").ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _evenly(schema, batches):
            writer.write_batch(batch, row_group_size=ROW_GROUP)


def _evenly(schema: Any, batches: Iterable[Any]) -> Iterator[Any]:
    """The rows in batches of one fixed size, wherever they were cut before."""
    pa = arrow()
    held: list[Any] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        while rows >= ROW_GROUP:
            whole = pa.Table.from_batches(held, schema).combine_chunks()
            yield from whole.slice(0, ROW_GROUP).combine_chunks().to_batches()
            held = whole.slice(ROW_GROUP).to_batches()
            rows -= ROW_GROUP
    if rows:
        yield from pa.Table.from_batches(held, schema).combine_chunks().to_batches()


def _json_lines(path: Path, _schema: Any, batches: Iterable[Any]) -> None:
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for batch in batches:
            file.write(encoder.encode_lines(batch.to_pylist()))


def _csv(path: Path, _schema: Any, batches: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(table(COLUMNS, ()))
        for batch in batches:
            rows = msgspec.json.decode(msgspec.json.encode(batch.to_pylist()))
            file.write(table(COLUMNS, map(flat, map(_in_words, rows))).partition("\n")[2])


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """A row with yes and no written as in JSON."""
    return row if row["late"] is None else {**row, "late": "true" if row["late"] else "false"}
