"""A table of cases as a log, judged by one process or by several: the same cases in the same order either way.

Cases go to the processes some at a time and come back judged; no more of them are under way than the processes need,
so that a table of any length takes the memory of a few of its cases.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from protocolkit.auditing.outcome import Judgement, judgement
from protocolkit.batches.answering import Answering, chunks, reject
from protocolkit.batches.case_source import Numbered, cases
from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.languages import language, speaking
from protocolkit.languages.saying import said
from protocolkit.messages import say
from protocolkit.reading.references import looks_personal
from protocolkit.reading.snippets import short
from protocolkit.records.faults import FAULTS

OWN = ("rule", "organisation", "month", "to")
"""What every duty can be grouped by, whatever the columns of its log."""
AT_ONCE = 100  # cases a task: few enough for the last tasks to end together
_WAITING = 2  # tasks read ahead for each process


class Read(NamedTuple):
    """One case: the row it begins in, what it is called, and what was judged of it or why nothing was.

    `value` is what it holds in the column that groups.
    """

    row: int
    reference: str
    organisation: str
    value: str
    found: Judgement | str


class Table(msgspec.Struct, frozen=True):
    """Where cases stand, the log entries of their own table if they have one, what they are grouped by, by how many."""

    cases: Path
    events: Path | None
    by: str
    processes: int = 1


class Some(NamedTuple):
    """Some cases judged, and whether one of them has the column that groups."""

    reads: list[Read]
    met: bool


class CaseTable:
    """A table of cases. A column that is no fact and no key of a case may be there to group by."""

    def __init__(self, table: Table, answering: Answering, tick: Callable[[str, int], None]) -> None:
        self._table, self._tick = table, tick
        self._judging = Judging(answering, table.by)
        self.protocol = answering.loaded

    def cases(self) -> Iterator[Read]:
        """Every case in the order of the table. Raises InputError where no row has the column that groups."""
        rows, met = 0, self._table.by in OWN
        for some in self._judged(chunks(cases(self._table.cases, self._table.events), AT_ONCE)):
            met = met or some.met
            for one in some.reads:
                rows += 1
                self._tick("cases", rows)
                yield one
        if rows and not met:
            message = say("no column `{name}` in `{file}`", name=short(self._table.by), file=str(self._table.cases))
            raise refusal("unknown-column", message, "--by", say("names stand in the header"))

    def _judged(self, some: Iterator[list[Numbered]]) -> Iterator[Some]:
        first = next(some, [])
        if self._table.processes == 1 or len(first) < AT_ONCE:  # a few cases are not worth another process
            yield from map(self._judging.judge, chain([first], some))
            return
        # A new interpreter for each: what this one holds (threads, locks, open files) is not copied into it.
        prepared = (self._judging, language())
        with ProcessPoolExecutor(self._table.processes, get_context("spawn"), _prepare, prepared) as pool:
            running: deque[Future[Some]] = deque()
            try:
                for chunk in chain([first], some):
                    running.append(pool.submit(_judge, chunk))
                    if len(running) > _WAITING * self._table.processes:
                        yield running.popleft().result()
                while running:
                    yield running.popleft().result()
            finally:
                pool.shutdown(cancel_futures=True)

    def problems(self) -> tuple[Diagnostic, ...]:
        """Nothing: each row is told by itself."""
        return ()


class Judging:
    """Judges cases. Made of plain values alone, so that another process can make the same."""

    def __init__(self, answering: Answering, by: str) -> None:
        self._answering, self._by = answering, by

    def judge(self, some: list[Numbered]) -> Some:
        """Each case of some, in their order."""
        reads, met = [], False
        for row, case in some:
            value = self._taken(case) if isinstance(case, dict) else None
            met = met or value is not None
            reference = str(case.get("incident", "")) if isinstance(case, dict) else ""
            owner = str(case.get("organisation", "")) if isinstance(case, dict) else ""
            found = self._found(Numbered(row, case), value or "")
            reads.append(Read(row, reference, owner, value or "", found))
        return Some(reads, met)

    def _found(self, one: Numbered, value: str) -> Judgement | str:
        if looks_personal(value):
            return said(FAULTS["personal_value"].of(1, column=self._by, rows=str(one.row)))
        try:
            return judgement(self._answering.found(one.case))
        except InputError as error:
            return reject(one.row, error).message

    def _taken(self, case: dict[str, Any]) -> str | None:
        """What a case holds in the column that groups; taken out of it where it says nothing of the case itself."""
        by = self._by
        if by in OWN:
            return None
        facts = case.get("facts", {})
        if by in case:
            value = case[by]
        elif isinstance(facts, dict) and by in facts:
            value = facts[by]
            if self._answering.loaded.vocabulary.fact(by) is None:
                case["facts"] = {name: one for name, one in facts.items() if name != by}
        else:
            return None
        return value if isinstance(value, str) else msgspec.json.encode(value).decode()


_here: list[tuple[Judging, str]] = []  # of this process, made once


def _prepare(judging: Judging, spoken: str) -> None:
    _here.append((judging, spoken))


def _judge(some: list[Numbered]) -> Some:
    judging, spoken = _here[0]
    with speaking(spoken):
        return judging.judge(some)


def refusal(code: str, message: Any, where: str, help: Any) -> InputError:
    """An audit that cannot be made as it was asked for."""
    return InputError([Diagnostic(code, message, Place(where), help)])
