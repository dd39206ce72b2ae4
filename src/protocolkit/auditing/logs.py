"""The cases of a log, each judged or refused: of an export through a mapping, or of a table as a batch has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from protocolkit.batches.answering import Answering, answered, reject
from protocolkit.batches.case_source import Numbered, cases
from protocolkit.diagnostics import Diagnostic, InputError, Place, did_you_mean
from protocolkit.evaluation.find import Findings
from protocolkit.languages.saying import said
from protocolkit.messages import say
from protocolkit.model.ruleset import Protocol as Ruled
from protocolkit.reading.references import looks_personal
from protocolkit.reading.snippets import short
from protocolkit.records.cases import Case
from protocolkit.records.examining import Examination
from protocolkit.records.faults import FAULTS, Faults
from protocolkit.records.profiling import personal_reason
from protocolkit.records.verdicts import Judge, in_order

OWN = ("rule", "organisation", "month", "to")
"""What every duty can be grouped by, whatever the columns of its log."""


class Read(NamedTuple):
    """One case: the row it begins in, what it is called, and its findings or why there are none.

    `value` is what it holds in the column that groups.
    """

    row: int
    reference: str
    organisation: str
    value: str
    found: Findings | str


class Log(Protocol):
    """Where the cases of an audit come from."""

    protocol: Ruled

    def cases(self) -> Iterator[Read]:
        """Every case in the order of the log. Raises InputError where the log as a whole cannot be read."""

    def problems(self) -> tuple[Diagnostic, ...]:
        """What was doubtful in the log as a whole, once it has been read."""


class Source(msgspec.Struct, frozen=True):
    """Which log, how it is read and by which rules; `by` is what its duties are grouped by besides.

    `as_of` is the instant of all answers (null: of a table of cases, each case's own).
    """

    log: Path
    protocol: str | None
    by: str = "rule"
    mapping: Path | None = None
    events: Path | None = None
    as_of: datetime | None = None
    rules: tuple[str, ...] = ()
    tick: Callable[[str, int], None] = lambda _what, _n: None


def opened(source: Source) -> Log:
    """The log of a source. Raises InputError where the log, the mapping or the rules cannot be used."""
    return _Mapped(source) if source.mapping is not None else _Table(source)


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
            raise _refusal("missing-option", say("an audit needs a protocol"), "--protocol", help)
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
            raise _refusal("unknown-column", message, "--by", did_you_mean(by, (*OWN, *table.columns)))
        personal = next(one.personal for one in self._examined.seen if one.name == by)
        if personal in ("name", "number", "contact"):
            message = say("`{column}` seems to hold personal data and is no reference", column=short(by))
            raise _refusal("column-personal", message, "--by", personal_reason(personal))
        return table.columns.index(by)

    def cases(self) -> Iterator[Read]:
        examined = self._examined
        for n, case in enumerate(self._reader.cases(), 1):
            self._source.tick("cases", n)
            value = case.row.cells[self._column] if self._column is not None else ""
            if self._column is not None and looks_personal(value):
                case.faults.append((self._source.by, "personal_value"))
                value = ""
            found: Findings | str
            if case.spoiled:
                found = self._told(case)
            else:
                try:
                    found = answered(lambda: examined.incident(case), self._as_of)  # noqa: B023
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


class _Table:
    """A table of cases. A column that is no fact and no key of a case may be there to group by."""

    def __init__(self, source: Source) -> None:
        if source.protocol is None:
            help = say("a table of cases has no mapping that names one")
            raise _refusal("missing-option", say("an audit needs a protocol"), "--protocol", help)
        self._source = source
        self._answering = Answering(source.protocol, source.rules, source.as_of)
        self.protocol = self._answering.loaded
        self._met = source.by in OWN
        self._rows = 0

    def cases(self) -> Iterator[Read]:
        for row, case in cases(self._source.log, self._source.events):
            self._rows += 1
            self._source.tick("cases", self._rows)
            value = self._taken(case) if isinstance(case, dict) else ""
            reference = str(case.get("incident", "")) if isinstance(case, dict) else ""
            owner = str(case.get("organisation", "")) if isinstance(case, dict) else ""
            yield Read(row, reference, owner, value, self._found(Numbered(row, case), value))
        if self._rows and not self._met:
            message = say("no column `{name}` in `{file}`", name=short(self._source.by), file=str(self._source.log))
            raise _refusal("unknown-column", message, "--by", say("names stand in the header"))

    def _found(self, one: Numbered, value: str) -> Findings | str:
        if looks_personal(value):
            return said(FAULTS["personal_value"].of(1, column=self._source.by, rows=str(one.row)))
        try:
            return self._answering.found(one.case)
        except InputError as error:
            return reject(one.row, error).message

    def _taken(self, case: dict[str, Any]) -> str:
        """What a case holds in the column that groups; taken out of it where it says nothing of the case itself."""
        by = self._source.by
        if by in OWN:
            return ""
        facts = case.get("facts", {})
        if by in case:
            value = case[by]
        elif isinstance(facts, dict) and by in facts:
            value = facts[by]
            if self.protocol.vocabulary.fact(by) is None:
                case["facts"] = {name: one for name, one in facts.items() if name != by}
        else:
            return ""
        self._met = True
        return value if isinstance(value, str) else msgspec.json.encode(value).decode()

    def problems(self) -> tuple[Diagnostic, ...]:
        return ()


def _refusal(code: str, message: Any, where: str, help: Any) -> InputError:
    return InputError([Diagnostic(code, message, Place(where), help)])
