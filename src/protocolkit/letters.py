"""Letters that read the same and are not: composed in two ways, beside invisible characters, or of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Soft hyphens, joiners, marks of direction, byte order marks: what copying leaves behind and nobody sees.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LATIN = "ABCEHIKMOPTXYaceiopxyhjs"
_CYRILLIC = "АВСЕНІКМОРТХУасеіорхуһјѕ"
# Letters that look alike in the two scripts, folded to the Cyrillic one; apostrophes to one of them.
_ALIKE = str.maketrans(_LATIN + "\u04c0\u04cf\u0459'\u02bc\u2018`", _CYRILLIC + "Іі\u0459\u2019\u2019\u2019\u2019")
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


def bare(text: str) -> str:
    """The text with its letters composed and without invisible characters, as everything is compared.

    >>> bare("и\\u0306") == "й", bare("a\\u200bb")
    (True, 'ab')
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def invisible(text: str) -> list[str]:
    """The invisible characters of a text by their numbers, each once.

    >>> invisible("a\\u200bb")
    ['U+200B']
    """
    return list(dict.fromkeys(f"U+{ord(one):04X}" for one in _INVISIBLE.findall(text)))


def folded(text: str) -> str:
    """With letters that look alike in Latin and Cyrillic made the same.

    >>> folded("деректердi") == folded("деректерді")
    True
    """
    return text.translate(_ALIKE)


def in_latin(text: str) -> str:
    """With the Cyrillic letters that look like Latin ones replaced by those.

    >>> in_latin("repоrt")
    'report'
    """
    return text.translate(_TO_LATIN)


def looking_like(name: str, known: Iterable[str]) -> str | None:
    """The known name that reads the same; None if there is none."""
    wanted = folded(bare(name))
    return next((one for one in known if one != name and folded(bare(one)) == wanted), None)


def strangers(name: str, meant: str) -> list[str]:
    """The letters of a name that only look like those of the one that is meant, each once."""
    pairs = zip(bare(name), bare(meant), strict=False)
    return list(dict.fromkeys(mine for mine, theirs in pairs if mine != theirs))


def is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"
