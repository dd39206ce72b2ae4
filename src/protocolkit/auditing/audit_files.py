"""An audit for other programs: its counts as JSON, its duties one by one, written as they are read.

As a table in a file the duties are Parquet, Arrow, JSON Lines or CSV by its ending, as a batch writes them; instants
are of UTC, and what is known by its day alone is `done_day` or `triggered_day`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.auditing.audit import Audit
from protocolkit.auditing.ledger import Tags
from protocolkit.auditing.outcome import Judged
from protocolkit.batches.arrow import arrow
from protocolkit.batches.table_files import writer_for
from protocolkit.exports.spreadsheet_cells import flat, table

COLUMNS = (
    "group", "organisation", "month", "incident", "id", "rule", "modality", "by", "do", "to", "for", "outcome",
    "status", "triggered_at", "limit", "last_day", "done_at", "late_by_seconds", "took_seconds", "lacks", "points",
    "words",
)  # fmt: skip
_ROWS_AT_ONCE = 1024


def as_json(audit: Audit, *, each: bool = False) -> Iterator[str]:
    """The counts, and with `each` every duty under `rows`, one a line."""
    text = msgspec.json.format(msgspec.json.encode(audit.as_data()), indent=2).decode()
    if not each:
        yield text + "\n"
        return
    yield text.removesuffix("\n}") + ',\n  "rows": ['
    for n, (tags, one) in enumerate(audit.rows()):
        row = {"group": tags.value, "organisation": tags.organisation, "month": tags.month, **msgspec.to_builtins(one)}
        yield ("," if n else "") + "\n    " + msgspec.json.encode(row).decode()
    yield "\n  ]\n}\n"


def as_csv(audit: Audit, *, excel: bool = False, rows: Iterator[tuple[Tags, Judged]] | None = None) -> Iterator[str]:
    """Every duty (or some `rows` of them) as a row, under a line of column names."""
    yield table(COLUMNS, (), excel=excel)
    cells = (_cells(tags, one) for tags, one in (audit.rows() if rows is None else rows))
    while some := list(islice(cells, _ROWS_AT_ONCE)):
        yield table(COLUMNS, some, excel=excel).split("\n", 1)[1]


def write(audit: Audit, path: Path) -> int:
    """Every duty into a file, whose ending says how; how many there are. Raises InputError for another ending."""
    writer, beside = writer_for(path), path.with_name(f"{path.stem}.writing{path.suffix}")
    n = 0

    def counted() -> Iterator[tuple[Tags, Judged]]:
        nonlocal n
        for row in audit.rows():
            n += 1
            yield row

    if path.suffix.lower() == ".csv":
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.writelines(as_csv(audit, rows=counted()))
    else:
        writer(beside, schema(), _batches(counted()))
    os.replace(beside, path)
    return n


def _batches(rows: Iterator[tuple[Tags, Judged]]) -> Iterator[Any]:
    values = (_values(tags, one) for tags, one in rows)
    while some := list(islice(values, _ROWS_AT_ONCE)):
        yield arrow().RecordBatch.from_pylist(some, schema=schema())


_LISTS = ("by", "to", "lacks", "points", "words")
_INSTANTS = ("triggered_at", "limit", "done_at")
_DAYS = ("last_day", "triggered_day", "done_day")
_SECONDS = ("late_by_seconds", "took_seconds")
TABLE = (*COLUMNS, "triggered_day", "done_day")


def schema() -> Any:
    """The Arrow schema of the table of duties."""
    pa = arrow()
    kinds = {
        **dict.fromkeys(_LISTS, pa.list_(pa.string())),
        **dict.fromkeys(_INSTANTS, pa.timestamp("s", tz="UTC")),
        **dict.fromkeys(_DAYS, pa.date32()),
        **dict.fromkeys(_SECONDS, pa.int64()),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in TABLE])


def _values(tags: Tags, one: Judged) -> dict[str, Any]:
    row = _plain(tags, one)
    for name in _INSTANTS:
        text = row[name]
        day = name.replace("_at", "_day")
        if text is not None and "T" not in text:  # no more is known than the day
            row[day], row[name] = date.fromisoformat(text), None
        elif text is not None:
            row[name] = datetime.fromisoformat(text)
    row["last_day"] = date.fromisoformat(row["last_day"]) if row["last_day"] else None
    return row


def _cells(tags: Tags, one: Judged) -> dict[str, str]:
    return flat(_plain(tags, one))


def _plain(tags: Tags, one: Judged) -> dict[str, Any]:
    row = msgspec.to_builtins(one)
    sources = row.pop("sources")
    points = [f"{source['ruleset']} {source['point']}" for source in sources]
    words = [source["words"] for source in sources]
    own = {"group": tags.value, "organisation": tags.organisation, "month": tags.month}
    return {**own, **row, "points": points, "words": words}
