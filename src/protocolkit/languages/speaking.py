"""Messages in the language being spoken: English is written in the code, a catalogue says it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "ru", "kk", "uk")

_SPOKEN: ContextVar[str] = ContextVar("protocolkit_language", default="en")


def language() -> str:
    """The language being spoken: English, outside `speaking`."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Messages made inside are in this language; one without a catalogue is spoken in English.

    It reaches neither other threads nor other tasks.

    >>> with speaking("uk"):
    ...     _("nobody is named")
    'нікого не названо'
    """
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def N_(text: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Marks a text for the catalogues where it is only kept, to be said later with `_`."""
    return text


def _(text: str) -> str:
    """The text in the language being spoken, itself where no catalogue has it; `.format` comes after."""
    spoken = _SPOKEN.get()
    return text if spoken == "en" or not text else _catalogue(spoken).gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """The form for a number, by the plural rules of the language.

    >>> ngettext("{n} rule", "{n} rules", 2).format(n=2)
    '2 rules'
    """
    spoken = _SPOKEN.get()
    if spoken == "en":
        return one if n == 1 else many
    return _catalogue(spoken).ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """The text where the same English words need different ones elsewhere; the context is for translators.

    >>> pgettext("a column of a table", "rule")
    'rule'
    """
    spoken = _SPOKEN.get()
    return text if spoken == "en" else _catalogue(spoken).pgettext(context, text)


@cache
def _catalogue(language: str) -> NullTranslations:
    from protocolkit.languages.catalogues import read

    return read(language)
