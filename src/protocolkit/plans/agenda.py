"""What an organisation owes in a span of days, apart from any incident."""

from __future__ import annotations

import msgspec

from protocolkit.plans.plan import (
    Awaiting,
    Conflict,
    Duty,
    Gap,
    MadeWith,
    Norm,
    TakenBack,
    Undetermined,
    Warned,
    WithoutEffect,
)


class Agenda(msgspec.Struct, frozen=True):
    """What an organisation owes in a span of days. `dated` duties in order of due time."""

    protocol: str
    organisation: str
    from_: str = msgspec.field(name="from")
    to: str
    as_of: str
    zone: str
    dated: tuple[Duty, ...]
    standing: tuple[Duty, ...]
    awaiting: tuple[Awaiting, ...]
    undetermined: tuple[Undetermined, ...]
    prohibitions: tuple[Norm, ...]
    permissions: tuple[Norm, ...]
    sanctions: tuple[Norm, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Warned, ...]
    made_with: MadeWith
    without_effect: tuple[WithoutEffect, ...] = ()
    gaps: tuple[Gap, ...] = ()
    retracted: tuple[TakenBack, ...] = ()
    agenda: int = 1

    def to_json(self, *, indent: int = 2) -> str:
        """The agenda as JSON text."""
        return msgspec.json.format(msgspec.json.encode(self), indent=indent).decode()
