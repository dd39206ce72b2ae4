"""An audit for other programs: its counts as JSON, its duties one by one as JSON or CSV, written as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from protocolkit.auditing.audit import Audit
from protocolkit.auditing.ledger import Tags
from protocolkit.auditing.outcome import Judged
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


def as_csv(audit: Audit, *, excel: bool = False) -> Iterator[str]:
    """Every duty as a row, under a line of column names."""
    yield table(COLUMNS, (), excel=excel)
    rows = (_cells(tags, one) for tags, one in audit.rows())
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield table(COLUMNS, some, excel=excel).split("\n", 1)[1]


def _cells(tags: Tags, one: Judged) -> dict[str, str]:
    row = msgspec.to_builtins(one)
    sources = row.pop("sources")
    points = [f"{source['ruleset']} {source['point']}" for source in sources]
    words = [source["words"] for source in sources]
    own = {"group": tags.value, "organisation": tags.organisation, "month": tags.month}
    return flat({**own, **row, "points": points, "words": words})
