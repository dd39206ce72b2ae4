"""The catalogues: `LANGUAGE/DOMAIN.po` as people edit it. Messages are written in English and have three catalogues;
the words that rules quote from the texts are in the language of the text, and have four.

A wheel holds them compiled (`.mo`) and not as they are edited. In a source tree they are compiled when they are first
spoken, and kept in `__pycache__` behind the digest of the file they were made of: edited words are spoken at once.
"""

from __future__ import annotations

import os
from contextlib import suppress
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import get_ident

from protocolkit.languages.compiling import compiled

# Whose words: the program's own, those that only maintainers of rules meet, and those of the shipped rules.
DOMAINS = ("interface", "diagnostics", "rules")
QUOTES = "quotes"
FOLDER = Path(__file__).parent


def read(language: str, folder: Path = FOLDER, domains: tuple[str, ...] = DOMAINS) -> NullTranslations:
    """Domains of a language as one catalogue; an empty one for a language that has none."""
    found = NullTranslations()
    for domain in reversed(domains):
        edited, ready = (folder / language / f"{domain}.{ending}" for ending in ("po", "mo"))
        if edited.is_file():
            one = GNUTranslations(BytesIO(_compiled(edited, language)))
        elif ready.is_file():
            one = GNUTranslations(BytesIO(ready.read_bytes()))
        else:
            continue
        one.add_fallback(found)
        found = one
    return found


def _compiled(edited: Path, language: str) -> bytes:
    """The compiled form of what the file says now: the one kept, if it was made of the same bytes."""
    words = edited.read_bytes()
    digest = sha256(words).digest()
    kept = edited.parent / "__pycache__" / f"{edited.stem}.mo"
    with suppress(OSError):
        found = kept.read_bytes()
        if found.startswith(digest):
            return found[len(digest) :]
    made = compiled(words, language)
    with suppress(OSError):  # a tree that nobody may write to is compiled each time
        _keep(kept, digest + made)
    return made


def _keep(path: Path, data: bytes) -> None:
    """Writes the whole file or nothing: others may be reading it, or writing it too."""
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}-{get_ident()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
