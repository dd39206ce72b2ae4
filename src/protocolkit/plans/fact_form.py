"""What a program needs to ask for a fact: its question, how it is answered, and what the answers are called."""

from __future__ import annotations

from typing import Any

import msgspec

from protocolkit.model.vocabulary import FactType


class Choice(msgspec.Struct, frozen=True):
    """One value a fact may have, as the incident file takes it, and what a person calls it."""

    value: Any
    label: str


class FactForm(msgspec.Struct, frozen=True):
    """A fact of a case that may be asked for.

    `fact` is its name in the incident file, `of` the party it is said of (null: of the case itself; `party`: of any);
    where parties are listed it is given with each of them. `type` is how it is answered: `bool`, `one_of` or `set` of
    `values`, or a number, date or text. Yes comes first in `values`, and may be `false`: some questions are asked the
    other way round. `consent` says that it is somebody's to give.
    """

    fact: str
    of: str | None
    type: FactType
    label: str
    ask: str
    hint: str
    values: tuple[Choice, ...]
    unit: str | None = None
    consent: bool = False
