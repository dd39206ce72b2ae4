"""Findings as columns: a row for each duty, each gap and each rule that nobody can decide yet.

The columns are fixed. `incident` is the reference, `id` the duty's own, `by` everyone who owes it, `to` the one
recipient and `to_any` several of whom one suffices, `for` the party. `target`, `limit` and `done_at` are instants of
UTC in whole seconds, `last_day` the civil day that people are told. `status` is that of the plan, `undetermined` where
the `facts` of the row decide, and `gap` where nobody the text names may act or be told. `digest` is of the versions
that made the row; the table's metadata has them in full.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec

from protocolkit.batches.arrow import arrow
from protocolkit.evaluation.due.found import DueFound
from protocolkit.evaluation.find import Findings
from protocolkit.evaluation.findings import Duty, Gap, Question
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.present import made_with

COLUMNS = (
    "incident", "id", "rule", "by", "to", "to_any", "for", "modality", "target", "limit", "last_day", "status", "late",
    "done_at", "facts", "digest",
)  # fmt: skip
_LISTS = ("by", "to_any", "facts")
_INSTANTS = ("target", "limit", "done_at")
METADATA = "protocolkit"


def digest_of(protocol: Protocol) -> str:
    """Sixteen hexadecimal digits of the versions that make an answer: program, rules, calendar, time zones."""
    return hashlib.sha256(msgspec.json.encode(made_with(protocol), order="sorted")).hexdigest()[:16]


def schema(protocol: Protocol) -> Any:
    """The Arrow schema of the table, with the versions in its metadata."""
    return plain_schema().with_metadata({METADATA: msgspec.json.encode(made_with(protocol), order="sorted")})


def plain_schema() -> Any:
    """The same without versions: what the columns are called and hold, whatever the protocol."""
    pa = arrow()
    kinds = {
        **dict.fromkeys(_LISTS, pa.list_(pa.string())),
        **dict.fromkeys(_INSTANTS, pa.timestamp("s", tz="UTC")),
        "last_day": pa.date32(),
        "late": pa.bool_(),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


class DutyTable:
    """Columns that grow by the duties of one case after another."""

    def __init__(self, protocol: Protocol) -> None:
        self._schema = schema(protocol)
        self._digest = digest_of(protocol)
        self._columns: list[list[Any]] = [[] for _ in COLUMNS]

    def __len__(self) -> int:
        return len(self._columns[0])

    def add(self, found: Findings) -> None:
        """The rows of one case, in the order of its plan."""
        incident = found.case.incident.reference
        for duty in found.content.duties:
            self._append(incident, *_duty(duty))
        for question in found.content.questions:
            self._append(incident, *_question(question))
        for gap in found.content.gaps:
            self._append(incident, *_gap(gap))

    def _append(self, *row: Any) -> None:
        for column, value in zip(self._columns, (*row, self._digest), strict=True):
            column.append(value)

    def taken(self) -> Any:
        """The rows so far as one Arrow record batch; the table is empty then."""
        pa = arrow()
        columns, self._columns = self._columns, [[] for _ in COLUMNS]
        arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)


_Row = tuple[
    str, str, tuple[str, ...], str | None, tuple[str, ...] | None, str | None, str, datetime | None, datetime | None,
    date | None, str, bool | None, datetime | None, tuple[str, ...],
]  # fmt: skip


def _duty(one: Duty) -> _Row:
    lead, life, due = one.lead, one.lead.life, one.due
    shared = lead.recipient.roles if lead.recipient.mode == "any" and lead.recipient.roles else None
    return (
        lead.id, lead.rule.id, one.bearers, lead.to, shared, lead.for_, lead.rule.modality, *_times(due), life.status,
        life.late, None if life.done_date_only else life.done_at, due.asks if due else (),
    )  # fmt: skip


def _question(one: Question) -> _Row:
    rule = one.attempts[0].rule
    id = one.owed[0].id if one.owed else "/".join(filter(None, (rule.id, one.to, one.for_)))
    shared = one.roles if len(one.roles) > 1 and one.shared == "any" else None
    return (
        id, rule.id, one.bearers, one.to, shared, one.for_, rule.modality, *_times(one.due), "undetermined",
        one.life.late, None, one.attempts[0].facts,
    )  # fmt: skip


def _gap(one: Gap) -> _Row:
    rule = one.owed.rule
    return (
        one.owed.id, rule.id, one.bearers, one.to, None, one.for_, rule.modality,
        *_times(one.due), "gap", one.owed.life.late, None, (),
    )  # fmt: skip


def _times(due: DueFound | None) -> tuple[datetime | None, datetime | None, date | None]:
    """Target, limit and last day, of a due that has a time."""
    return (due.target, due.limit, due.last_day) if due is not None and due.timed else (None, None, None)
