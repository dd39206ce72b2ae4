"""How much: the amount a sanction engages, in the unit its text counts in."""

from __future__ import annotations

import msgspec

from protocolkit.model.conditions import Condition


class Amount(msgspec.Struct, frozen=True):
    """From `low` to `high` units; `high` is None where the text names no ceiling, `low` None where no floor."""

    low: int | None
    high: int | None
    unit: str

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            same = self.low == self.high
            return f"{self.low} {self.unit}" if same else f"{self.low} to {self.high} {self.unit}"
        return f"at least {self.low} {self.unit}" if self.high is None else f"at most {self.high} {self.unit}"


class AmountUnstated(msgspec.Struct, frozen=True):
    """The text leaves the amount to other law."""

    def __str__(self) -> str:
        return "unstated"


class AmountCases(msgspec.Struct, frozen=True):
    """One amount or the other, as a condition decides."""

    if_: Condition
    then: Amounts
    else_: Amounts


class AmountAny(msgspec.Struct, frozen=True):
    """Alternatives, one of which is imposed."""

    options: tuple[Amounts, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.options))


Amounts = Amount | AmountUnstated | AmountCases | AmountAny
