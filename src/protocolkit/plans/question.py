"""What is still to be found out, in words for a person who is no lawyer, and what each answer would change."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.model.rule import Modality
from protocolkit.model.vocabulary import FactType


class Effect(msgspec.Struct, frozen=True):
    """One duty, norm or open question of the plan that an answer opens, closes or moves.

    `id` is that of the duty, `rule/party` for what has none. `label` is its title in the plan's language, `due` when it
    is due with the answer (if the answer closes it: without), `was` when a moved one is due without it.
    """

    id: str
    rule: str
    modality: Modality
    by: tuple[str, ...]
    do: str
    to: tuple[str, ...]
    for_: str | None = msgspec.field(name="for")
    label: str
    due: str | None
    was: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """One value a fact may have: as the incident file takes it, as a person says it, and what comes of it.

    Of a number, `value` is one of a range between two numbers that rules compare it with, and `label` says the range.
    Of a set it is one member. `opens` is owed or in force with the answer and not without; `closes` is owed or
    in question without it and no longer with it; `moves` is due at another time, or owed by or to others.
    """

    value: Any
    label: str
    opens: tuple[Effect, ...] = ()
    closes: tuple[Effect, ...] = ()
    moves: tuple[Effect, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """A fact that nobody has said and that can still change the plan.

    `fact` is the name under which the incident file takes it, `for` the party it is asked of. `ask` and `hint` are in
    the plan's language. `type` is how it is answered: with one of `values`, with several of them (`set`), or with a
    number. `urgent_at` is the earliest time at which something that hangs on it is due; null if nothing that does
    has a time. `party` is the party in the plan's language: `the victim (v1)`,
    `known` what a set is said to include already.
    """

    fact: str
    for_: str | None = msgspec.field(name="for")
    ask: str
    hint: str
    type: FactType
    values: tuple[Answer, ...]
    urgent_at: str | None
    party: str | None = None
    known: tuple[Any, ...] = ()
