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

    A tag of another form (`kk-KZ`, `uk_UA`) is its language. It reaches neither other threads nor other tasks.

    >>> with speaking("uk"):
    ...     _("nobody is named")
    'нікого не названо'
    """
    token = _SPOKEN.set(spoken(language))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken(tag: str) -> str:
    """The language spoken for a tag: its own if it is one of the four, else English.

    >>> spoken("kk-KZ"), spoken("de")
    ('kk', 'en')
    """
    return _known(tag) or "en"


def preferred(accepted: str) -> str:
    """The language to answer in, from the `Accept-Language` of a request: English where it names none spoken here.

    >>> preferred("kk-KZ,kk;q=0.9,ru;q=0.8"), preferred("de, ru;q=0.2, uk;q=0.5"), preferred("")
    ('kk', 'uk', 'en')
    """
    wanted: list[tuple[float, str]] = []
    for one in accepted.split(","):
        tag, *parameters = one.split(";")
        found, weight = _known(tag), _weight(parameters)
        if found and weight > 0:
            wanted.append((weight, found))
    # Of equals the first, as `max` takes it.
    return max(wanted, key=lambda one: one[0])[1] if wanted else "en"


def _known(tag: str) -> str | None:
    """The language of a tag, of those spoken here."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else None


def _weight(parameters: list[str]) -> float:
    """How much a language is wanted, 1 where nothing says so; what cannot be read is not wanted at all."""
    for one in parameters:
        name, _equals, value = one.strip().partition("=")
        if name.strip() == "q":
            digits = value.strip()
            return float(digits) if digits.replace(".", "", 1).isdecimal() and digits.isascii() else 0
    return 1


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


def working_translation(quote: str) -> str:
    """The words of an official text in the language being spoken, for readers who do not read it; empty where nobody
    has translated them. It is no official wording.

    >>> working_translation("бір айда бір рет")
    'once a month'
    """
    found = _quotes(_SPOKEN.get()).gettext(quote) if quote else ""
    return "" if found == quote else found


@cache
def _catalogue(language: str) -> NullTranslations:
    from protocolkit.languages.catalogues import read

    return read(language)


@cache
def _quotes(language: str) -> NullTranslations:
    from protocolkit.languages.catalogues import QUOTES, read

    return read(language, domains=(QUOTES,))
