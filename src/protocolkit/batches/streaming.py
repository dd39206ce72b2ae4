"""`protocolkit.batch`: any table of cases to a stream of record batches, in the process that asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protocolkit.api import Instant, as_instant
from protocolkit.batches.answering import Answering, Reject, chunks
from protocolkit.batches.arrow import arrow
from protocolkit.batches.case_source import Source, cases
from protocolkit.batches.duty_table import schema
from protocolkit.evaluation.engines import DEFAULT, Engine

CASES_A_BATCH = 256


def batch(
    source: Source, protocol: str, *, events: Source | None = None, as_of: Instant | None = None,
    rules: tuple[str, ...] = (), rejects: list[Reject] | None = None, engine: Engine = DEFAULT,
) -> Any:  # fmt: skip
    """The duties of many cases, as a `pyarrow.RecordBatchReader` that works them out while it is read.

    `source` is a path (.parquet, .arrow, .jsonl, .csv), anything with `__arrow_c_stream__`, or maps like incident
    files; `events` is a second table where the log entries of the cases stand apart. `as_of` is the instant of all
    answers (default: each case's own). Rows that cannot be answered are appended to `rejects`; without that list the
    first one raises InputError. `engine` works them out. The columns are told in the module `duty_table`. Needs the
    extra `batch`.

    >>> case = {"incident": "demo/1", "as_of": "2026-11-20T16:00:00+05:00",
    ...         "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}]}
    >>> rows = batch([case], "kz/interagency").read_all().to_pylist()
    >>> next(row["limit"].isoformat() for row in rows if row["to"] == "police")
    '2026-11-20T10:30:00+00:00'
    """
    answering = Answering(protocol, rules, as_instant(as_of) if as_of is not None else None, engine)
    return arrow().RecordBatchReader.from_batches(
        schema(answering.loaded), _batches(answering, source, events, rejects)
    )


def _batches(
    answering: Answering, source: Source, events: Source | None, rejects: list[Reject] | None
) -> Iterator[Any]:
    for chunk in chunks(cases(source, events), CASES_A_BATCH):
        answered = answering.answer(chunk, strict=rejects is None)
        if rejects is not None:
            rejects += answered.rejects
        yield answered.duties
