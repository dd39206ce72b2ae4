"""Rows as cases: each cell read by its column's meaning, and what is wrong with it or with a case counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from protocolkit.diagnostics import Problems
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.references import looks_personal
from protocolkit.records.cases import Case, Happened, before_the_report, facts_of, out_of_order, tells_how, unheard
from protocolkit.records.cells import WRONG, Lexicon, Values, reference, truth
from protocolkit.records.columns import Column, Mapping, fact_of, role_of
from protocolkit.records.row_cells import RowCells, Sight
from protocolkit.records.row_log import RowLog
from protocolkit.records.row_people import RowPeople, institution
from protocolkit.records.table import Row, Table


class Reader:
    """Reads rows by a mapping. Faults gather; `filled` counts the cells of each column that hold something."""

    def __init__(self, table: Table, mapping: Mapping, vocabulary: Vocabulary, sight: Sight) -> None:
        self.table = table
        self.mapping = mapping
        self._vocabulary = vocabulary
        self.sight = sight
        self.zone = sight.zone
        self.problems = Problems()
        self.filled = dict.fromkeys(table.columns, 0)
        self.rows = 0
        self._cells = RowCells(table, sight)
        self._log = RowLog(self._cells, mapping, vocabulary)
        self._people = RowPeople(self._cells, mapping, vocabulary)
        self.faults, self.midnights = self._cells.faults, self._log.midnights
        facts = ((one, fact_of(vocabulary, one.target)) for one in mapping.having("fact"))
        self._values = {
            one.name: Values(fact, one.values, one.separator) for one, fact in facts if fact is not None and not one.has
        }
        self._truths = [(one, Lexicon(one.values)) for one in mapping.having("fact") if one.has]
        self._reference = next(iter(mapping.having("reference")), None)
        self._group = next(iter(mapping.having("group")), None)
        self._tells_how = tells_how(mapping.events(), self._vocabulary)
        self._seen: dict[str, Case | None] = {}

    def cases(self, rows: Iterable[Row] | None = None) -> Iterator[Case]:
        """Every case, in the order of the file, or those of some rows only."""
        if not self.mapping.gathers:
            for row in self._counted() if rows is None else rows:
                yield self._case(row)
            return
        for row in self._counted():
            self._part(row)
        for case in self._seen.values():
            if case is not None:
                yield self._whole(case)

    def _counted(self) -> Iterator[Row]:
        for row in self.table.rows(self.problems):
            self.rows += 1
            self.sight.tick(self.rows)
            for name, cell in zip(self.table.columns, row.cells, strict=True):
                if cell:
                    self.filled[name] += 1
            yield row

    # -- a row is a case

    def _case(self, row: Row) -> Case:
        case = Case(f"row-{row.number}", row)
        self._refer(case, row)
        if self._reference is not None and not case.spoiled:
            if case.reference in self._seen:
                self._cells.spoil(case, self._reference.name, "repeated", row)
            self._seen[case.reference] = None
        self._read(case, row, {})
        return self._whole(case)

    def _read(self, case: Case, row: Row, persons: dict[str, str]) -> None:
        """What a row says of its case. `persons` are those of whom it speaks, by their role."""
        self._belong(case, row)
        self._people.read(case, row, persons)
        for column in self.mapping.having("fact"):
            self._fact(case, column, row, persons)
        self._choices(case, row, persons)
        for column in self.mapping.timed():
            self._log.happened(case, column, row)

    # -- several rows are a case

    def _part(self, row: Row) -> None:
        """A row that tells a part of a case: an event, or one of its parties."""
        start = Case("", row)
        self._refer(start, row)
        if start.spoiled:
            return
        case = self._seen.setdefault(start.reference, start)
        assert case is not None
        persons = self._people.persons(case, row)
        if self.mapping.rows == "case":
            self._read(case, row, persons)
            return
        self._belong(case, row)
        self._people.read(case, row, persons)
        happened = self._log.event_of_row(case, row, persons) if self.mapping.having("time") else None
        for column in self.mapping.timed():
            self._log.happened(case, column, row)
        for column in self.mapping.having("fact"):
            self._fact(case, column, row, persons, happened)
        self._choices(case, row, persons, happened)

    # -- what a case is called

    def _refer(self, case: Case, row: Row) -> None:
        if self._reference is None:
            return
        name, cell = self._reference.name, self._cells.cell(row, self._reference.name)
        if not cell:
            self._cells.spoil(case, name, "no_reference", row)
        elif looks_personal(cell):
            self._cells.spoil(case, name, "personal_reference", row)
        elif (found := reference(cell)) is None:
            self._cells.spoil(case, name, "bad_reference", row)
        else:
            case.reference = found

    def _belong(self, case: Case, row: Row) -> None:
        if self._group is None or not (cell := self._cells.cell(row, self._group.name)):
            return
        if looks_personal(cell):
            self._cells.spoil(case, self._group.name, "personal_reference", row)
        elif case.group not in ("", cell):
            self._cells.spoil(case, self._group.name, "disagreement", row)
        else:
            case.group = cell

    # -- facts

    def _fact(
        self, case: Case, column: Column, row: Row, persons: dict[str, str], happened: Happened | None = None
    ) -> None:
        cell, reader = self._cells.cell(row, column.name), self._values.get(column.name)
        if not cell or reader is None:
            return
        if looks_personal(cell):
            self._cells.spoil(case, column.name, "personal_value", row)
            return
        value = reader.read(cell)
        if value is WRONG:
            self._cells.spoil(case, column.name, "value", row)
        elif value is not None:
            self._know(case, column, value, persons, happened)

    def _choices(self, case: Case, row: Row, persons: dict[str, str], happened: Happened | None = None) -> None:
        """The sets whose values have a column apiece. A list is complete only if each value there is was answered."""
        said: dict[tuple[str, str | None], dict[str, bool]] = {}
        first: dict[tuple[str, str | None], Column] = {}
        for column, own in self._truths:
            cell = self._cells.cell(row, column.name)
            answer = own.find(cell) if cell else None
            answer = truth(cell) if answer is WRONG else answer
            if answer is None and cell and own.find(cell) is WRONG:
                self._cells.spoil(case, column.name, "value", row)
            elif isinstance(answer, bool) and column.has is not None:
                key = (column.target, column.party)
                said.setdefault(key, {})[column.has] = answer
                first.setdefault(key, column)
        for key, answers in said.items():
            fact = fact_of(self._vocabulary, key[0])
            chosen = [value for value, answer in answers.items() if answer]
            complete = fact is not None and bool(fact.of) and set(fact.of) <= set(answers)
            if chosen or complete:
                value: Any = chosen if complete else {"includes": chosen}
                self._know(case, first[key], value, persons, happened)

    def _know(self, case: Case, column: Column, value: Any, persons: dict[str, str], happened: Happened | None) -> None:
        """Adds a fact: of the case, or of the one of its parties whom the column or the row is about."""
        vocabulary = self._vocabulary
        head, _dot, tail = column.target.partition(".")
        role = role_of(column.target, vocabulary)
        party = column.party or persons.get(role)
        if party is not None:
            person = case.parties.setdefault(role, {}).setdefault(party, {})
            known = person.setdefault(head, {}) if vocabulary.belongs_to(head) else person
            name, since = tail, f"{party}.{tail if known is person else column.target}"
        elif any(one.target == role for one in self.mapping.having("party")):
            if self.mapping.rows == "event" or self.mapping.unfolds:  # else it has been said of the row
                self._cells.spoil(case, column.name, "no_party", case.row)
            return
        else:
            known, name, since = case.facts, column.target, column.target
        if known.setdefault(name, value) == value:
            return
        if happened is not None:
            # What a later row says otherwise is known from that event on.
            happened.entry.setdefault("facts", {})[since] = value
        elif self.mapping.rows == "case":
            self._cells.spoil(case, column.name, "disagreement", case.row)

    # -- the case as a whole

    def _whole(self, case: Case) -> Case:
        for name, value in self.mapping.constants.items():
            self._always(case, name, value)
        case.institution = institution(self.mapping.institution, case.institution)
        for happened in out_of_order(case.log, self.zone, self._vocabulary):
            self._cells.spoil(case, happened.column, "order", case.row)
        for happened in before_the_report(case.log, self.zone, self._vocabulary):
            self.faults.add(happened.column, "early", case.row)
        if self._tells_how and not case.spoiled and unheard(case.log, self._vocabulary):
            self.faults.add(None, "unheard", case.row)
        for role in ("victim", "offender", "witness"):
            persons = [*case.parties.get(role, {}).values()] or [facts_of(role, case.facts)]
            if any(any(self._vocabulary.contradictions((role,), one)) for one in persons):
                self._cells.spoil(case, None, "contradiction", case.row)
        return case

    def _always(self, case: Case, name: str, value: Any) -> None:
        """A fact of every case: of each person, where there are several."""
        head, _dot, tail = name.partition(".")
        role = role_of(name, self._vocabulary)
        if role not in case.parties:
            case.facts.setdefault(name, value)
            return
        for person in case.parties[role].values():
            (person.setdefault(head, {}) if self._vocabulary.belongs_to(head) else person).setdefault(tail, value)
