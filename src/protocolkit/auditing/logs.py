"""The cases of a log, each judged or refused: of an export through a mapping, or of a table as a batch has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from protocolkit.auditing.case_table import OWN, CaseTable, Read, Table, refusal
from protocolkit.auditing.outcome import Judgement, judgement
from protocolkit.batches.answering import Answering, answered, reject
from protocolkit.diagnostics import Diagnostic, InputError, did_you_mean
from protocolkit.messages import say
from protocolkit.model.ruleset import Protocol as Ruled
from protocolkit.reading.references import looks_personal
from protocolkit.reading.snippets import short
from protocolkit.records.cases import Case
from protocolkit.records.examining import Examination
from protocolkit.records.faults import Faults
from protocolkit.records.profiling import personal_reason
from protocolkit.records.verdicts import Judge, in_order


class Log(Protocol):
    """Where the cases of an audit come from."""

    protocol: Ruled

    def cases(self) -> Iterator[Read]:
        """Every case in the order of the log. Raises InputError where the log as a whole cannot be read."""

    def problems(self) -> tuple[Diagnostic, ...]:
        """What was doubtful in the log as a whole, once it has been read."""


class Source(msgspec.Struct, frozen=True):
    """Which log, how it is read and by which rules; `by` is what its duties are grouped by besides.

    `as_of` is the instant of all answers (null: of a table of cases, each case's own). A table of cases may be judged
    by several `processes`; the audit is the same.
    """

    log: Path
    protocol: str | None
    by: str = "rule"
    mapping: Path | None = None
    events: Path | None = None
    as_of: datetime | None = None
    rules: tuple[str, ...] = ()
    processes: int = 1
    tick: Callable[[str, int], None] = lambda _what, _n: None


def opened(source: Source) -> Log:
    """The log of a source. Raises InputError where the log, the mapping or the rules cannot be used."""
    if source.mapping is not None:
        return _Mapped(source)
    if source.protocol is None:
        help = say("a table of cases has no mapping that names one")
        raise refusal("missing-option", say("an audit needs a protocol"), "--protocol", help)
    answering = Answering(source.protocol, source.rules, source.as_of)
    return CaseTable(Table(source.log, source.events, source.by, source.processes), answering, source.tick)


class _Mapped:
    """An export and its mapping. An entry after the instant of the audit counts for nothing, as in any plan."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._as_of = source.as_of
        self._examined = Examination(
            source.log, mapping=source.mapping, protocol=source.protocol, rules=source.rules, tick=source.tick
        )
        if self._examined.protocol is None:
            help = say("give `--protocol`, or `protocol` in the mapping")
            raise refusal("missing-option", say("an audit needs a protocol"), "--protocol", help)
        self.protocol = self._examined.protocol
        self._reader = self._examined.reader()
        self._column = self._grouping(source.by)

    def _grouping(self, by: str) -> int | None:
        """The place of the column that groups; null where every duty has what groups it."""
        if by in OWN:
            return None
        table = self._examined.table
        if by not in table.columns:
            message = say("no column `{name}` in `{file}`", name=short(by), file=table.file)
            raise refusal("unknown-column", message, "--by", did_you_mean(by, (*OWN, *table.columns)))
        personal = next(one.personal for one in self._examined.seen if one.name == by)
        if personal in ("name", "number", "contact"):
            message = say("`{column}` seems to hold personal data and is no reference", column=short(by))
            raise refusal("column-personal", message, "--by", personal_reason(personal))
        return table.columns.index(by)

    def cases(self) -> Iterator[Read]:
        examined = self._examined
        for n, case in enumerate(self._reader.cases(), 1):
            self._source.tick("cases", n)
            value = case.row.cells[self._column] if self._column is not None else ""
            if self._column is not None and looks_personal(value):
                case.faults.append((self._source.by, "personal_value"))
                value = ""
            found: Judgement | str
            if case.spoiled:
                found = self._told(case)
            else:
                try:
                    found = judgement(answered(lambda: examined.incident(case), self._as_of))  # noqa: B023
                except InputError as error:
                    self._reader.faults.refuse(case.row, (one.code for one in error.problems))
                    found = reject(case.row.number, error).message
            owner = case.group or examined.mapping.organisation or ""
            yield Read(case.row.number, case.reference, owner, value, found)

    def _told(self, case: Case) -> str:
        """What is wrong with a case, said of it alone."""
        own = Faults()
        for column, kind in dict.fromkeys(case.faults):
            own.add(column, kind, case.row)
        judge = self._judge()
        judge.cells(own, None)
        return "; ".join(f"{one.code} {one.message}" for one in judge.problems.in_order())

    def problems(self) -> tuple[Diagnostic, ...]:
        judge = self._judge()
        judge.cells(self._reader.faults, None)
        judge.start(self._reader.rows, None)
        return in_order(self._examined.read, self._reader.problems, judge.problems)

    def _judge(self) -> Judge:
        one = self._examined
        return Judge(one.table, one.mapping, one.vocabulary, self.protocol.zone, one.reads)
