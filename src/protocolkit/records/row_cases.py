"""Rows as cases: each cell read by its column's meaning, and what is wrong with it or with a case counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from protocolkit.building.build_incident import REFERENCE
from protocolkit.diagnostics import Problems
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.personal import looks_personal
from protocolkit.records.cells import WRONG, Time, Values, read_time
from protocolkit.records.faults import Faults, Kind
from protocolkit.records.mapping import Column, Mapping, fact_of, role_of
from protocolkit.records.table import Row, Table

# What cannot be the other way round, whatever the case.
_BEFORE = (
    ("act_committed", "*"),
    ("*", "case_closed"),
    ("investigation_started", "investigation_completed"),
    ("commission_convened", "commission_decided"),
)


class Happened(msgspec.Struct, frozen=True):
    """One entry of a case's log, and the column of its time."""

    column: str
    entry: dict[str, Any]
    time: Time


def _facts_of(role: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a role, without its name."""
    return {name[len(role) + 1 :]: value for name, value in facts.items() if name.startswith(f"{role}.")}


def _out_of_order(log: Iterable[Happened], zone: str) -> Iterator[Happened]:
    """The entries that come before what must precede them. Where only a day is known, days are compared."""
    entries = [one for one in log if one.entry["event"] != "done"]
    names = {one.entry["event"] for one in entries}
    for earlier, later in _BEFORE:
        if names.isdisjoint((earlier, later)):
            continue
        firsts = [one for one in entries if earlier in ("*", one.entry["event"])]
        seconds = [one for one in entries if later in ("*", one.entry["event"])]
        for second in seconds:
            others = (first for first in firsts if first.entry["event"] != second.entry["event"])
            if any(_is_before(second.time, first.time, zone) for first in others):
                yield second


def _is_before(one: Time, other: Time, zone: str) -> bool:
    if one.at is not None and other.at is not None:
        return one.at < other.at
    mine: date = one.order(zone)
    return mine < other.order(zone)


class Case(msgspec.Struct):
    """One case as its rows tell it. `spoiled` where something in it could not be read."""

    reference: str
    row: Row
    facts: dict[str, Any] = {}
    parties: dict[str, dict[str, dict[str, Any]]] = {}
    log: list[Happened] = []
    spoiled: bool = False

    def document(self, protocol: str, organisation: str | None) -> dict[str, Any]:
        """The case as an incident file has it."""
        found: dict[str, Any] = {"incident": self.reference, "protocol": protocol}
        if organisation:
            found["organisation"] = organisation
        if self.facts:
            found["facts"] = self.facts
        if self.parties:
            found["parties"] = {
                role: [{"id": id, **facts} for id, facts in persons.items()] for role, persons in self.parties.items()
            }
        if self.log:
            found["events"] = [happened.entry for happened in self.log]
        return found

    def latest(self, zone: str) -> datetime | None:
        """The last instant of its log; the end of the last day where only days are known."""
        found = [h.time.at or read_time(f"{h.time.day} 23:59:59", zone).at for h in self.log]
        return max((one for one in found if one), default=None)


class Reader:
    """Reads rows by a mapping. Faults gather; `filled` counts the cells of each column that hold something.

    `idle` are the columns that no rule reads.
    """

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        vocabulary: Vocabulary,
        zone: str,
        as_of: datetime | None = None,
        idle: frozenset[str] = frozenset(),
    ) -> None:
        self.table = table
        self.mapping = mapping
        self._vocabulary = vocabulary
        self.zone = zone
        self.as_of = as_of
        self.idle = idle
        self.faults = Faults()
        self.problems = Problems()
        self.filled = dict.fromkeys(table.columns, 0)
        self.midnights: dict[str, list[int]] = {}
        self.rows = 0
        self._at = {name: number for number, name in enumerate(table.columns)}
        facts = ((one, fact_of(vocabulary, one.target)) for one in mapping.having("fact"))
        self._values = {one.name: Values(fact, one.values, one.separator) for one, fact in facts if fact is not None}
        self._roles = {one.party: role_of(one, vocabulary) for one in mapping.having("fact") if one.party is not None}
        self._reference = next(iter(mapping.having("reference")), None)
        self._seen: dict[str, Case | None] = {}

    def cases(self, rows: Iterable[Row] | None = None) -> Iterator[Case]:
        """Every case, in the order of the file, or those of some rows only."""
        if self.mapping.rows == "case":
            for row in self._counted() if rows is None else rows:
                yield self._case(row)
            return
        for row in self._counted():
            self._event_row(row)
        for case in self._seen.values():
            if case is not None:
                self._check(case)
                yield case

    def _counted(self) -> Iterator[Row]:
        for row in self.table.rows(self.problems):
            self.rows += 1
            for name, cell in zip(self.table.columns, row.cells, strict=True):
                if cell:
                    self.filled[name] += 1
            yield row

    def _cell(self, row: Row, name: str) -> str:
        return row.cells[self._at[name]]

    # -- a row is a case

    def _case(self, row: Row) -> Case:
        case = Case(f"row-{row.number}", row)
        self._refer(case, row)
        if self._reference is not None and not case.spoiled:
            if case.reference in self._seen:
                self._spoil(case, self._reference.name, "repeated", row)
            self._seen[case.reference] = None
        for column in self.mapping.columns:
            if column.meaning == "fact":
                self._fact(case, column, row)
            elif column.meaning in ("event", "done"):
                self._happened(case, column, row)
        self._check(case)
        return case

    def _refer(self, case: Case, row: Row) -> None:
        if self._reference is None:
            return
        name, cell = self._reference.name, self._cell(row, self._reference.name)
        if not cell:
            self._spoil(case, name, "no_reference", row)
        elif looks_personal(cell):
            self._spoil(case, name, "personal_reference", row)
        elif not REFERENCE.fullmatch(cell) or not any(c.isdigit() for c in cell):
            self._spoil(case, name, "bad_reference", row)
        else:
            case.reference = cell

    def _fact(self, case: Case, column: Column, row: Row, happened: Happened | None = None) -> None:
        cell = self._cell(row, column.name)
        reader = self._values.get(column.name)
        if not cell or reader is None:
            return
        value = reader.read(cell)
        if value is WRONG:
            self._spoil(case, column.name, "value", row)
        elif value is not None:
            self._know(case, column, value, happened)

    def _know(self, case: Case, column: Column, value: Any, happened: Happened | None) -> None:
        head, _dot, tail = column.target.partition(".")
        if column.party is not None:
            person = case.parties.setdefault(role_of(column, self._vocabulary), {}).setdefault(column.party, {})
            (person.setdefault(head, {}) if self._vocabulary.belongs_to(head) else person)[tail] = value
        elif case.facts.setdefault(column.target, value) != value and happened is not None:
            # What a later row says otherwise is known from that event on.
            happened.entry.setdefault("facts", {})[column.target] = value

    def _happened(self, case: Case, column: Column, row: Row) -> None:
        time = self._time(case, column.name, row, column.clock)
        if time is None:
            return
        entry: dict[str, Any] = {"event": "done" if column.meaning == "done" else column.target}
        if column.meaning == "done":
            entry["rule"] = column.target
        entry["at"] = time.written(self.zone)
        entry |= {key: one for key, one in (("by", column.by), ("to", column.to), ("for", column.party)) if one}
        if column.party in self._roles:
            case.parties.setdefault(self._roles[column.party], {}).setdefault(column.party, {})
        case.log.append(Happened(column.name, entry, time))

    # -- a row is an event

    def _event_row(self, row: Row) -> None:
        start = Case("", row)
        self._refer(start, row)
        if start.spoiled:
            return
        case = self._seen.setdefault(start.reference, start)
        assert case is not None
        (kind,), (clock,) = self.mapping.having("kind"), self.mapping.having("time")
        event = self._kind(case, kind, row)
        time = self._time(case, clock.name, row, None)
        happened = None
        if event and time:
            entry: dict[str, Any] = {"event": event, "at": time.written(self.zone)}
            for column in self.mapping.having("recorded"):
                if recorded := self._time(case, column.name, row, None):
                    entry["recorded_at"] = recorded.written(self.zone)
            happened = Happened(clock.name, entry, time)
            case.log.append(happened)
        for column in self.mapping.having("fact"):
            self._fact(case, column, row, happened)

    def _kind(self, case: Case, column: Column, row: Row) -> str | None:
        cell = self._cell(row, column.name)
        if cell in column.values:
            return str(column.values[cell])
        self._spoil(case, column.name, "unknown_kind", row)
        return None

    # -- times

    def _time(self, case: Case, name: str, row: Row, clock: str | None) -> Time | None:
        cell = self._cell(row, name)
        if not cell:
            return None
        hours = self._cell(row, clock) if clock else ""
        time = read_time(cell, self.mapping.zone, hours)
        if time.fault is not None:
            self._spoil(case, name, time.fault, row)
            return None
        if time.at is None:
            self.faults.add(name, "day_only", row)
        else:
            self.midnights.setdefault(name, [0, 0])[time.midnight] += 1
        if self._is_future(time):
            self._spoil(case, name, "future", row)
        return time

    def _is_future(self, time: Time) -> bool:
        if self.as_of is None:
            return False
        if time.at is not None:
            return time.at > self.as_of
        today = Time(at=self.as_of.astimezone(UTC)).order(self.zone)
        return time.day is not None and time.day > today

    # -- the case as a whole

    def _check(self, case: Case) -> None:
        for happened in _out_of_order(case.log, self.zone):
            self._spoil(case, happened.column, "order", case.row)
        for role in ("victim", "offender", "witness"):
            persons = [*case.parties.get(role, {}).values()] or [_facts_of(role, case.facts)]
            if any(any(self._vocabulary.contradictions((role,), one)) for one in persons):
                self._spoil(case, None, "contradiction", case.row)

    def _spoil(self, case: Case, column: str | None, kind: Kind, row: Row) -> None:
        # What no rule reads may be left out.
        case.spoiled = case.spoiled or column not in self.idle
        self.faults.add(column, kind, row)
