"""Look-alike letters: a Latin `i` inside a Cyrillic word reads the same and never matches."""

from __future__ import annotations

import re

from protocolkit.analysis.edition import Edition, walk
from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")


def check_quotes(edition: Edition) -> None:
    """Adds `homoglyph` for each quoted word that mixes Latin and Cyrillic letters."""
    for document in edition.documents:
        check_words(document, edition.problems)


def check_words(document: Node, problems: Problems) -> None:
    """The same for one document: every `words:` in it."""
    for one in walk(document):
        if (words := one.get("words")) is None:
            continue
        for word in mixed(words.text):
            letters = ", ".join(f"`{letter}`" for letter in dict.fromkeys(_LATIN.findall(word)))
            help = say("keep it if the text itself is printed so; `protocolkit trace` compares with the text")
            message = say("Latin {letters} inside the Cyrillic word `{word}`", letters=letters, word=word)
            problems.warning("homoglyph", message, words.place, help)


def mixed(text: str) -> list[str]:
    """The words that mix the two scripts.

    >>> mixed("екi адам"), mixed("екі SMS")
    (['екi'], [])
    """
    return [word for word in _WORD.findall(text) if _LATIN.search(word) and _CYRILLIC.search(word)]
