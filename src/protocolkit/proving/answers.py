"""What became of a promise, on an honest ladder: nothing is called proved that was only tried."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

from protocolkit.messages import Message
from protocolkit.model.vocabulary import Label

Rung = Literal["proved", "bounded", "refuted", "assumed", "tested", "not_expressible"]
RUNGS: tuple[Rung, ...] = get_args(Rung)
"""`proved`: in every case. `bounded`: in every case within bounds. `refuted`: a case breaks it, and the engine agrees.
`assumed`: taken for granted. `tested`: no case tried breaks it. `not_expressible`: no formula says it."""


class Bounds(msgspec.Struct, frozen=True, omit_defaults=True):
    """Within what a promise was proved; what is not named here was not bounded."""

    persons: tuple[str, ...] = ()
    """The persons of the cases, such as `1 victim, 2 offenders (listed)`."""
    events: tuple[str, ...] = ()
    """The events a log may hold, each at most once for each who may have been its doer."""
    days: tuple[str, str] | None = None
    """The first and the last day on which anything happens."""
    calendar: str | None = None
    """The calendar and its version, where days of it were counted."""
    cases: int | None = None
    """How many cases were tried, where none was searched for."""


class Answer(msgspec.Struct, frozen=True):
    """What became of one promise.

    `case` is a case file that breaks it, `rule_test` what the rules say of it today, as a rule test that passes.
    `rules` are those it hangs on, `left_open` those of which the formulas do not say all, each with what they lack.
    `fault` tells that formulas and engine disagree: then the formulas are wrong, and nothing is said of the rules.
    """

    id: str
    protocol: str
    says: Label
    answer: Rung
    bounds: Bounds | None = None
    because: Message | None = None
    case: dict[str, Any] | None = None
    rule_test: str | None = None
    rules: tuple[str, ...] = ()
    left_open: tuple[tuple[str, str], ...] = ()
    fault: Message | None = None
