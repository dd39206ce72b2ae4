"""The words of the pages themselves in four languages: a table that translators can read and extend (`words.csv`)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from protocolkit.languages import LANGUAGES
from protocolkit.pages.markup import Child, element


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The words by key, each in the languages of `LANGUAGES` in that order."""
    table = files(__package__).joinpath("words.csv").read_text("utf-8")
    return {row["key"]: tuple(row[language] for language in LANGUAGES) for row in csv.DictReader(table.splitlines())}


def spell(key: str, language: str, **values: object) -> str:
    """Words of the pages in a language; English where the language is none of the four. Raises KeyError.

    >>> spell("late_by", "uk", span="2 год")
    'запізнення 2 год'
    """
    found = words()[key][LANGUAGES.index(language) if language in LANGUAGES else 0]
    return found.format(**values) if values else found


class Tongue:
    """Words in the reader's language, and words in another one, marked as such for those who listen to the page."""

    def __init__(self, language: str) -> None:
        self.language = language

    def t(self, key: str, **values: object) -> str:
        """The page's own words; `values` fill the places in braces."""
        return spell(key, self.language, **values)

    def marked(self, text: str, language: str | None) -> Child:
        return text if language in (None, self.language) else element("span", {"lang": language}, text)

    def english(self, text: str) -> Child:
        """Words of the engine and of the encoders, which are English everywhere."""
        return self.marked(text, "en")
