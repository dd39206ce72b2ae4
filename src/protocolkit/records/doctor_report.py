"""What the doctor found: the file, each column, the costs, and every problem with its place."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.diagnostics import Diagnostic
from protocolkit.records.costs import Costs
from protocolkit.records.faults import Kind
from protocolkit.records.personal import Sort

FORMAT = 1


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
    taken_as: str | None
    target: str | None
    because: str
    looks: str
    empty: int
    empty_share: float
    personal: Sort | None = None
    idle: bool = False
    wrong: tuple[Wrong, ...] = ()


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
