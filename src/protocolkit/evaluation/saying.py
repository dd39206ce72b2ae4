"""Messages of the engine: said in the language being spoken, told apart by what they are made of, never by words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from protocolkit.languages import _
from protocolkit.languages.civil_days import told
from protocolkit.plans.plan import Warned


class Said(NamedTuple):
    """A text and what it is about: two texts say the same if and only if `about` is equal."""

    about: tuple[object, ...]
    text: str


class Noted(NamedTuple):
    """A warning before it is shown."""

    code: str
    said: Said

    @property
    def about(self) -> tuple[object, ...]:
        return (self.code, *self.said.about)

    @property
    def warned(self) -> Warned:
        return Warned(self.code, self.said.text)


def say(message: str, **filled: object) -> Said:
    """A message marked with `N_` where it stands; days and other messages in its places are said in the language."""
    if not filled:
        return Said((message,), _(message))
    about = (message, *filled.values())
    return Said(about, _(message).format(**{name: _spoken(value) for name, value in filled.items()}))


def _spoken(value: object) -> object:
    if isinstance(value, Said):
        return value.text
    # An instant is written the same in every language, and never said as a day.
    return told(value) if type(value) is date else value
