"""What the entries of a plan are made of: sources, due times with their steps and readings, records of the log."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from protocolkit.model.rule import Modality, Rank


class Warned(msgspec.Struct, frozen=True):
    """Something the reader must know before relying on the answer; of a whole text, `ruleset` names it.

    `asks` are the facts that would settle it.
    """

    code: str
    message: str
    rule: str | None = None
    ruleset: str | msgspec.UnsetType = msgspec.UNSET
    asks: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Source(msgspec.Struct, frozen=True):
    """The sentence a duty rests on.

    `text` is the id of the text it stands in, where its ruleset names one; `act` that of the act, where the ruleset
    encodes several: the same act may be cited in two languages. `rank` is that of the text, where the protocol ranks
    its texts.
    """

    ruleset: str
    point: str
    words: str
    text: str | msgspec.UnsetType = msgspec.UNSET
    act: str | msgspec.UnsetType = msgspec.UNSET
    rank: Rank | msgspec.UnsetType = msgspec.UNSET


class Reading(msgspec.Struct, frozen=True):
    """Another defensible reading of the same words, evaluated.

    `applies` is null where nobody knows. While it waits for events, `awaits` names them and `at` is when it would be
    due at the latest. `rule` is whose it is, where it is that of another rule that asks for the same.
    """

    at: str | None
    last_day: str | None
    because: str
    applies: bool | None = True
    changes: dict[str, Any] = {}
    awaits: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    rule: str | msgspec.UnsetType = msgspec.UNSET


class Trigger(msgspec.Struct, frozen=True):
    """What set the duty going. `recorded_at` is null where the log entry does not say.

    `date_only` is there, and true, where only its day is known: `at` is then the first moment it can have been.
    """

    event: str
    at: str
    recorded_at: str | None = None
    date_only: bool | msgspec.UnsetType = msgspec.UNSET


class Remaining(msgspec.Struct, frozen=True):
    """What is left of a term whose clock stands still: `seconds`, or `n` days of a `unit` such as `working_day`."""

    seconds: int | msgspec.UnsetType = msgspec.UNSET
    n: int | msgspec.UnsetType = msgspec.UNSET
    unit: str | msgspec.UnsetType = msgspec.UNSET


class DueTime(msgspec.Struct, frozen=True):
    """A due time that explains itself. `at` is the limit, else the target; lateness looks only at `limit`.

    While the clock stands still there is no date: `remaining` says what is left.
    """

    at: str | None
    target: str | None
    limit: str | None
    not_before: str | None
    last_day: str | None
    kind: str
    steps: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    asks: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()
    remaining: Remaining | msgspec.UnsetType = msgspec.UNSET


class Performance(msgspec.Struct, frozen=True):
    """What the log says was done (or not), and by whom. `at` is a day where no more is known; `ref` its number."""

    event: str
    at: str
    by: str | None = None
    ref: str | msgspec.UnsetType = msgspec.UNSET


class ClockChange(msgspec.Struct, frozen=True):
    """What the log did to a duty's clock, who did it, and the limit after it with the day people are told."""

    event: Literal["due_set", "extended", "waived", "suspended", "resumed"]
    at: str
    limit: str | None
    by: str | None = None
    last_day: str | None = None


class Manner(msgspec.Struct, frozen=True):
    """A rule of conduct under an open duty: how the act is to be carried out, by whom, and with or towards whom.

    `without` are those whom it names and who are the accused; they are in neither `by` nor `to`.
    """

    rule: str
    modality: Modality
    do: str
    sources: tuple[Source, ...]
    label: dict[str, str] = {}
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class LoggedEntry(msgspec.Struct, frozen=True):
    """An entry as the log has it, without its free text. `at` is a day where the log gives no more."""

    event: str
    at: str
    rule: str | msgspec.UnsetType = msgspec.UNSET
    duty: str | msgspec.UnsetType = msgspec.UNSET
    to: str | msgspec.UnsetType = msgspec.UNSET
    for_: str | msgspec.UnsetType = msgspec.field(name="for", default=msgspec.UNSET)
    by: str | msgspec.UnsetType = msgspec.UNSET
    due: str | msgspec.UnsetType = msgspec.UNSET
    recorded_at: str | msgspec.UnsetType = msgspec.UNSET
    id: str | msgspec.UnsetType = msgspec.UNSET
    do: str | msgspec.UnsetType = msgspec.UNSET
