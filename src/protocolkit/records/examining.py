"""The examination: read, map or guess, count what is wrong, evaluate cases for what it costs; and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.api import node_of
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.reading.documents import load_document
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check
from protocolkit.records.cases import Case
from protocolkit.records.columns import BESIDE, Beside, Mapping, Meaning
from protocolkit.records.costs import Costs, Counter
from protocolkit.records.faults import Kind
from protocolkit.records.guessing import Guess, guess
from protocolkit.records.mapping import fit, read_mapping, unfolding
from protocolkit.records.profiling import Seen, Sort, look
from protocolkit.records.reads import reads
from protocolkit.records.row_cases import Reader
from protocolkit.records.row_cells import Sight
from protocolkit.records.table import Table
from protocolkit.records.table_file import read_table
from protocolkit.records.verdicts import Judge, in_order

FORMAT = 1
STDIN = "<stdin>"


class Wrong(msgspec.Struct, frozen=True):
    """How many cells of a column have a fault, and the first rows that do."""

    kind: Kind
    cells: int
    rows: tuple[int, ...]


class ColumnReport(msgspec.Struct, frozen=True):
    """One column: what it is taken as and why, how it looks, how much of it is empty, what is wrong.

    `taken_as` is null for a column that is not read. `idle`: no rule of the protocol reads what it gives.
    """

    column: str
    number: int
    taken_as: Meaning | Beside | None
    target: str | None
    because: str
    looks: str
    empty: int
    empty_share: float
    personal: Sort | None = None
    idle: bool = False
    wrong: tuple[Wrong, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    """A case of which no incident was written: the row it begins in, and the codes of what is wrong with it."""

    row: int
    codes: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """The whole finding. `costs` is null where no protocol was named; `looked_for_future` needs an `as_of`."""

    file: str
    form: str
    encoding: str
    delimiter: str | None
    rows: int
    cases: int
    mapping: str | None
    protocol: str | None
    zone: str | None
    columns: tuple[ColumnReport, ...]
    problems: tuple[Diagnostic, ...]
    costs: Costs | None = None
    spoiled: int = 0
    looked_for_future: bool = False
    incidents: int | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def exit_code(self) -> int:
        """0 where everything fits, 1 where something does not."""
        return 1 if self.errors else 0

    def as_data(self) -> dict[str, Any]:
        """The report as plain values for JSON."""
        return {"doctor": FORMAT, **msgspec.to_builtins(self)}


SAMPLE = 200  # cases evaluated unless all are asked for
_NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # for cases whose log is empty: nothing in them has a date


class Examination:
    """One table, one mapping (read or guessed) and, if named, one protocol.

    Raises InputError, with everything wrong, where the table, the mapping or the rules cannot be used.
    """

    def __init__(
        self,
        source: Path | bytes,
        *,
        mapping: Path | None = None,
        protocol: str | None = None,
        zone: str | None = None,
        as_of: datetime | None = None,
        rules: Iterable[str | Path] = (),
        tick: Callable[[str, int], None] | None = None,
    ) -> None:
        self.as_of = as_of
        self._tick = tick or (lambda _what, _n: None)
        self.mapping_file = str(mapping) if mapping is not None else None
        self.catalogue = Catalogue([Path(folder) for folder in rules])
        self.read = Problems()
        node = load_document(mapping, "mapping", self.read, str(mapping)) if mapping is not None else None
        display = STDIN if isinstance(source, bytes) else str(source)
        table = read_table(source, display, self.read, unfolding(node))
        if node is not None and table is not None and (lists := node.get("unfold")) is not None:
            self._no_lists(table, lists)
        named = node.get("protocol") if node is not None else None
        self.protocol_id = protocol or (named.text if named else None)
        self.protocol = self._named(Place("--protocol") if protocol or named is None else named.place)
        self.read.raise_if_errors()
        assert table is not None
        self.table: Table = table
        known = self.protocol.vocabulary if self.protocol else self.catalogue.vocabulary
        # The cases of a table may be of any day: a name of any edition may stand there.
        self.vocabulary: Vocabulary = self.protocol.elsewhere.vocabulary if self.protocol else known
        self.seen: tuple[Seen, ...] = look(table)
        self.guesses: tuple[Guess, ...] = ()
        if node is not None:
            found = read_mapping(node, self.vocabulary, self.protocol, self.read)
            found, self.table = fit(found, table, self.read)
            self.read.raise_if_errors()
            found = msgspec.structs.replace(found, zone=zone or found.zone, protocol=self.protocol_id)
        else:
            found, self.guesses = guess(table, self.seen, known, self.protocol_id, zone)
        self.mapping: Mapping = found
        self.reads = reads(self.protocol) if self.protocol else None
        self.idle = frozenset(one.name for one in found.columns if self.reads and self.reads.idle(one))
        self.zone = (self.protocol.zone if self.protocol else None) or found.zone or "UTC"

    def _no_lists(self, table: Table, lists: Node) -> None:
        if not table.form.startswith("JSON"):
            message = say("`{file}` has no lists to unfold: it is no JSON", file=table.file)
            self.read.warning("misplaced-key", message, lists.place, say("rows of lists are exported as JSON"))

    def _named(self, place: Place) -> Protocol | None:
        id = self.protocol_id
        if id is None:
            return None
        if not self.catalogue.has(id):
            help = did_you_mean(id, self.catalogue.ids("protocol", "ruleset"))
            self.read.error("unknown-protocol", say("no protocol or ruleset `{id}`", id=id), place, help)
            return None
        return self._usable(self.catalogue.protocol(id))

    def _usable(self, found: Protocol | None) -> Protocol:
        self.catalogue.problems.raise_if_errors()
        if found is None:
            raise InputError(self.read.in_order())
        return found

    def reader(self, mapping: Mapping | None = None) -> Reader:
        sight = Sight(self.zone, self.as_of, self.idle, partial(self._tick, "rows"))
        return Reader(self.table, mapping or self.mapping, self.vocabulary, sight)

    def incident(self, case: Case) -> tuple[Protocol, Incident]:
        """A case as the reader of incidents has it. Raises InputError where it refuses it."""
        node = node_of(case.document(self.protocol_id or "", self.mapping.organisation), self.table.file)
        problems = Problems()
        check(GRAMMARS["incident"], node, problems)
        problems.raise_if_errors()
        protocol = self._usable(self.catalogue.of_case(self.protocol_id or "", node))
        incident = read_incident(node, protocol, problems)
        problems.raise_if_errors()
        return protocol, incident

    def report(self, *, everything: bool = False) -> Report:
        """Every column looked through; a sample of the cases evaluated, or every case."""
        reader = self.reader()
        chosen: list[Case] = []
        cases = spoiled = 0
        wanted = self._wanted(everything=everything)
        for number, case in enumerate(reader.cases()):
            cases += 1
            spoiled += case.spoiled
            if wanted is None or number in wanted:
                chosen.append(case)
        if self.mapping.gathers and not everything:
            picked = _spread(cases)
            chosen = [case for number, case in enumerate(chosen) if number in picked]
        costs = None
        if self.protocol is not None and cases:
            costs = self._costs(chosen, reader)
            if any(kind == "naive" for _column, kind in reader.faults.tallies):
                costs = self._supposed(costs, chosen)
        zone = self.protocol.zone if self.protocol else None
        judge = Judge(self.table, self.mapping, self.vocabulary, zone, self.reads)
        judge.cells(reader.faults, costs)
        judge.start(reader.rows, costs)
        reasons = {one.column: one for one in self.guesses}
        for seen in self.seen:
            times = reader.midnights.get(seen.name, [0, 0])
            if reader.rows:
                judge.column(seen, reasons.get(seen.name), reader.filled[seen.name], times)
        return Report(
            self.table.file, self.table.form, self.table.encoding, self.table.delimiter, reader.rows, cases,
            self.mapping_file, self.protocol_id, self.mapping.zone,
            tuple(self._column(seen, reasons.get(seen.name), reader) for seen in self.seen),
            in_order(self.read, reader.problems, judge.problems), costs, spoiled, self.as_of is not None,
        )  # fmt: skip

    def _wanted(self, *, everything: bool) -> set[int] | None:
        """The numbers of the cases to evaluate; null where all must be read first."""
        if everything or self.mapping.gathers:
            return None
        return _spread(sum(1 for _row in self.table.rows())) if self.protocol else set()

    def _costs(self, cases: Iterable[Case], reader: Reader) -> Costs:
        counter = Counter(self.mapping)
        for number, case in enumerate(cases, 1):
            self._tick("cases", number)
            try:
                protocol, incident = self.incident(case)
                at = case.latest(self.zone) or self.as_of or _NO_TIME
                columns = {happened.entry["event"]: happened.column for happened in case.log}
                counter.add(protocol, incident, at, columns)
            except InputError as error:
                if not case.spoiled:
                    reader.faults.refuse(case.row, (one.code for one in error.problems))
        return counter.total()

    def _supposed(self, costs: Costs, cases: Iterable[Case]) -> Costs:
        """The costs, were times without an offset the time of the protocol's zone; as they stand they start nothing."""
        assert self.protocol is not None
        reader = self.reader(msgspec.structs.replace(self.mapping, zone=self.protocol.zone))
        if self.mapping.gathers:
            wanted = {case.reference for case in cases}
            again = [case for case in reader.cases() if case.reference in wanted]
        else:
            again = [*reader.cases(case.row for case in cases)]
        found = self._costs(again, reader)
        found.lost_to_offsets = max(found.duties + found.undecided - costs.duties - costs.undecided, 0)
        found.supposed_zone = self.protocol.zone
        return found

    def _column(self, seen: Seen, reason: Guess | None, reader: Reader) -> ColumnReport:
        meanings = self.mapping.meanings(seen.name)
        taken: Meaning | Beside | None = meanings[0].meaning if meanings else None
        target: str | None = ", ".join(one.target for one in meanings if one.target) or None
        for one in self.mapping.columns if taken in (None, "ignore") else ():
            for beside in BESIDE:
                if getattr(one, beside) == seen.name:
                    taken, target = beside, one.name
        wrong = tuple(
            Wrong(kind, tally.count, tuple(tally.rows))
            for (column, kind), tally in reader.faults.tallies.items() if column == seen.name
        )  # fmt: skip
        empty = reader.rows - reader.filled[seen.name]
        return ColumnReport(
            seen.name, self.table.columns.index(seen.name) + 1, taken, target, reason.reason if reason else "",
            seen.holds.look, empty, round(empty / reader.rows, 4) if reader.rows else 0.0, seen.personal,
            seen.name in self.idle, wrong,
        )  # fmt: skip


def _spread(total: int) -> set[int]:
    """The numbers of a sample, evenly spread: the same ones each time."""
    wanted = min(SAMPLE, total)
    return {number * total // wanted for number in range(wanted)}
