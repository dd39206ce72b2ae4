"""The words of the pages themselves in four languages: a table that translators can read and extend (`words.csv`)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from protocolkit.plans.wording import LANGUAGES


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The words by key, each in the languages of `LANGUAGES` in that order."""
    with files(__package__).joinpath("words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: tuple(row[language] for language in LANGUAGES) for row in csv.DictReader(file)}


def spell(key: str, language: str, **values: object) -> str:
    """Words of the pages in a language; English where the language is none of the four. Raises KeyError.

    >>> spell("late_by", "uk", span="2 год")
    'запізнення 2 год'
    """
    found = words()[key][LANGUAGES.index(language) if language in LANGUAGES else 0]
    return found.format(**values) if values else found
