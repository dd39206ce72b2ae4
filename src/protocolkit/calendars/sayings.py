"""Why a day is what it is, kept to be said later: a calendar is loaded once and asked in every language."""

from __future__ import annotations

from datetime import date

import msgspec

from protocolkit.calendars.dates import told
from protocolkit.languages import _


class Saying(msgspec.Struct, frozen=True):
    """A text and what fills its places: names, which are said in the language too, and days."""

    text: str
    filled: tuple[tuple[str, str | date], ...] = ()

    def said(self) -> str:
        """The text in the language being spoken."""
        if not self.filled:
            return _(self.text)
        return _(self.text).format(**{key: _spoken(value) for key, value in self.filled})


def saying(text: str, **filled: str | date) -> Saying:
    """A saying; its text is marked with `N_` where it stands."""
    return Saying(text, tuple(filled.items()))


def _spoken(value: str | date) -> str:
    return _(value) if isinstance(value, str) else told(value)
