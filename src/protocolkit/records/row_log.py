"""What cells say has happened: times, events and deeds, entered into the log of a case."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from protocolkit.model.vocabulary import Vocabulary
from protocolkit.records.cases import Case, Happened
from protocolkit.records.cells import WRONG, Lexicon, truth
from protocolkit.records.columns import Column, Mapping, roles_by_party
from protocolkit.records.row_cells import RowCells
from protocolkit.records.table import Row
from protocolkit.records.times import Time, read_time


class RowLog:
    """Reads times by a mapping. `midnights` counts, by column, the times that are none and that are one."""

    def __init__(self, cells: RowCells, mapping: Mapping, vocabulary: Vocabulary) -> None:
        self._cells = cells
        self.mapping = mapping
        self.zone = cells.sight.zone
        self.midnights: dict[str, list[int]] = {}
        self._kinds = {one.name: Lexicon(one.values) for one in mapping.having("kind")}
        self._roles = roles_by_party(mapping, vocabulary)

    def event_of_row(self, case: Case, row: Row, persons: dict[str, str]) -> Happened | None:
        """Enters the event that a row is."""
        (kind,), (clock,) = self.mapping.having("kind"), self.mapping.having("time")
        event, time = self._kind(case, kind, row), self._time(case, clock, row)
        if not event or not time:
            return None
        entry: dict[str, Any] = {"event": event, "at": time.written(self.zone)}
        for column in self.mapping.having("recorded"):
            if recorded := self._time(case, column, row):
                entry["recorded_at"] = recorded.written(self.zone)
        if len(persons) == 1:
            entry["for"] = next(iter(persons.values()))
        happened = Happened(clock.name, entry, time)
        case.log.append(happened)
        return happened

    def happened(self, case: Case, column: Column, row: Row) -> None:
        """Enters what a cell says has happened, or was done."""
        cell = self._cells.cell(row, column.name)
        said = truth(cell) if cell else None
        if said is True:
            self._said(case, column, row, done=True)
        elif cell and said is None:
            self._timed(case, column, row)
        elif column.meaning == "done" and column.on and (said is False or column.empty == "not_done"):
            self._said(case, column, row, done=False)

    def _timed(self, case: Case, column: Column, row: Row) -> None:
        """A cell with a time."""
        time = self._time(case, column, row)
        event = self._kind(case, column, row) if column.kind_in else column.target
        if time is not None and event:
            self._enter(case, column, time, "done" if column.meaning == "done" else event)

    def _said(self, case: Case, column: Column, row: Row, *, done: bool) -> None:
        """A cell that says whether and not when: known by the day in another column, if the mapping names one."""
        if column.on is None:
            self._cells.spoil(case, column.name, "no_time", row)
            return
        day = self._cells.cell(row, column.on)
        time = self._read_time(column, day) if day else None
        if time is None or time.fault is not None:
            self._cells.spoil(case, column.name, "no_day", row)
            return
        word = ("done" if done else "not_done") if column.meaning == "done" else column.target
        self._enter(case, column, time.only_day(self.zone), word)

    def _enter(self, case: Case, column: Column, time: Time, event: str) -> None:
        entry: dict[str, Any] = {"event": event}
        if column.meaning == "done":
            entry["rule"] = column.target
        entry["at"] = time.written(self.zone)
        sides = (("by", column.by), ("from", column.from_), ("to", column.to), ("for", column.party))
        entry |= {key: one for key, one in sides if one}
        if column.party in self._roles:
            case.parties.setdefault(self._roles[column.party], {}).setdefault(column.party, {})
        if any(one.entry == entry for one in case.log):
            return
        if self.mapping.rows == "event" and any(one.column == column.name for one in case.log):
            # It is said of the case in each of its rows, and happened once.
            self._cells.spoil(case, column.name, "disagreement", case.row)
            return
        case.log.append(Happened(column.name, entry, time))

    def _kind(self, case: Case, column: Column, row: Row) -> str | None:
        name = column.kind_in or column.name
        event = self._kinds[column.name].find(self._cells.cell(row, name))
        if event is not WRONG:
            return str(event)
        self._cells.spoil(case, name, "unknown_kind", row)
        return None

    # -- times

    def _read_time(self, column: Column, cell: str, hours: str = "") -> Time:
        return read_time(cell, column.zone or self.mapping.zone, hours, self.zone)

    def _time(self, case: Case, column: Column, row: Row) -> Time | None:
        name, cell = column.name, self._cells.cell(row, column.name)
        if not cell:
            return None
        time = self._read_time(column, cell, self._cells.cell(row, column.clock) if column.clock else "")
        if time.fault is not None:
            self._cells.spoil(case, name, time.fault, row)
            return None
        if time.at is None:
            self._cells.faults.add(name, "day_only", row)
            if time.shifted:
                self._cells.faults.add(name, "shifted", row, zone=self.zone)
        else:
            self.midnights.setdefault(name, [0, 0])[time.midnight] += 1
        if time.foreign is not None:
            given, had = time.foreign
            self._cells.faults.add(name, "foreign", row, given=given, zone=self.zone, had=had)
        if self._is_future(time):
            self._cells.spoil(case, name, "future", row)
        return time

    def _is_future(self, time: Time) -> bool:
        as_of = self._cells.sight.as_of
        if as_of is None:
            return False
        if time.at is not None:
            return time.at > as_of
        today = Time(at=as_of.astimezone(UTC)).order(self.zone)
        return time.day is not None and time.day > today
