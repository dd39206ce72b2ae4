"""The few words that exports add to a plan, in four languages: a table that translators can read and extend."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from protocolkit.languages import LANGUAGES


@cache
def _words() -> dict[str, dict[str, str]]:
    table = files(__package__).joinpath("words.csv").read_text(encoding="utf-8")
    return {row["key"]: row for row in csv.DictReader(table.splitlines())}


def spell(key: str, language: str, **values: object) -> str:
    """Words in a language; English where the language is none of the four. Raises KeyError.

    >>> spell("until", "uk", at="15:30"), spell("at_once", "de")
    ('до 15:30', 'at once')
    """
    return _words()[key][language if language in LANGUAGES else "en"].format(**values)
