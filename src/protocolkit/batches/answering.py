"""One case to its rows: the only logic of a batch, wherever its rows come from and wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from protocolkit.api import catalogue_of, load, load_incident
from protocolkit.batches.case_source import Numbered
from protocolkit.batches.duty_table import DutyTable
from protocolkit.diagnostics import InputError, Place, fault
from protocolkit.evaluation.engines import DEFAULT, Engine, evaluator
from protocolkit.evaluation.find import Findings, find
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol


class Reject(msgspec.Struct, frozen=True):
    """A row of the cases that has no answer: its number from 1 (0: none of its own), the code and why."""

    row: int
    code: str
    message: str


class Answered(NamedTuple):
    """The duties of some cases as an Arrow record batch, how many cases that were, and the rows without an answer."""

    duties: Any
    cases: int
    rejects: tuple[Reject, ...]


class Answering:
    """Answers cases under one protocol by one engine: `as_of` (default: each case's own) is the instant of all answers.

    It is made of plain values alone, so that another process can make the same. Raises InputError if the protocol
    cannot be loaded, or the engine cannot be had.
    """

    def __init__(
        self, protocol: str, rules: Sequence[str] = (), as_of: datetime | None = None, engine: Engine = DEFAULT
    ) -> None:
        self.protocol = protocol
        self.rules = tuple(rules)
        self.as_of = as_of
        self.engine: Engine = engine
        evaluator(engine)  # one that cannot be had is told at once, not for each case
        self._catalogue = catalogue_of(self.rules)
        self.loaded = load(protocol, rules=self._catalogue)

    def __reduce__(self) -> tuple[type[Answering], tuple[str, tuple[str, ...], datetime | None, Engine]]:
        return Answering, (self.protocol, self.rules, self.as_of, self.engine)

    def answer(self, cases: Iterable[Numbered], *, strict: bool = False) -> Answered:
        """The rows of cases, in their order. Strictly, the first that has no answer raises its InputError."""
        table, rejects, n = DutyTable(self.loaded), list[Reject](), 0
        for row, case in cases:
            try:
                table.add(self.found(case))
                n += 1
            except InputError as error:
                if strict:
                    raise InputError(one.at(_within(row, one.place)) for one in error.problems) from None
                rejects.append(reject(row, error))
        return Answered(table.taken(), n, tuple(rejects))

    def found(self, case: dict[str, Any] | InputError) -> Findings:
        """The findings of one case. Raises InputError, whatever was wrong with it."""
        if isinstance(case, InputError):
            raise case
        return answered(
            lambda: load_incident(case, protocol=self.protocol, as_of=self.as_of, rules=self._catalogue), self.as_of,
            self.engine,
        )  # fmt: skip


def answered(read: Callable[[], tuple[Protocol, Incident]], at: datetime | None, engine: Engine = DEFAULT) -> Findings:
    """The findings of a case as it is read. Raises InputError, whatever was wrong with it."""
    try:
        found = find(*read(), at, engine=engine)
        _ = found.content  # here, where a fault is this case's alone
        return found
    except (InputError, MemoryError):
        raise
    except Exception as error:  # one case must not end the run of a million others
        raise InputError([fault(error, Place("case"))]) from None


def _within(row: int, place: Place) -> Place:
    return Place(f"row {row}: {place}" if row else str(place))


def reject(row: int, error: InputError) -> Reject:
    """Why a row has no answer: its errors, or what else was told."""
    found = [one for one in error.problems if one.severity == "error"] or error.problems
    return Reject(row, found[0].code, "; ".join(dict.fromkeys(str(one) for one in found)))


def chunks(cases: Iterable[Numbered], size: int) -> Iterator[list[Numbered]]:
    """The cases in lists of a size, the last one shorter."""
    chunk: list[Numbered] = []
    for one in cases:
        chunk.append(one)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
