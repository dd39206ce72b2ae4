"""The catalogues of the three languages beside English: `LANGUAGE/DOMAIN.po` as people edit it, `.mo` as it is read."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

# Whose words: the program's own, those that only maintainers of rules meet, and those of the shipped rules.
DOMAINS = ("interface", "diagnostics", "rules")
FOLDER = Path(__file__).parent


def read(language: str) -> NullTranslations:
    """All domains of a language as one catalogue; an empty one for a language that has none."""
    found = NullTranslations()
    for domain in reversed(DOMAINS):
        path = FOLDER / language / f"{domain}.mo"
        if path.is_file():
            with path.open("rb") as file:
                one = GNUTranslations(file)
            one.add_fallback(found)
            found = one
    return found
