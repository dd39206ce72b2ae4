"""How a case stands in an address: its reference alone, in one part of a path."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

_SLASH = "~"  # no reference has one


def in_path(reference: str) -> str:
    """A reference as one part of a path.

    >>> in_path("school-7/2026-101"), in_path("мектеп-7")
    ('school-7~2026-101', '%D0%BC%D0%B5%D0%BA%D1%82%D0%B5%D0%BF-7')
    """
    return quote(reference.replace("/", _SLASH), safe=_SLASH)


def from_path(part: str) -> str:
    """The reference in a part of a path, which a server has decoded.

    >>> from_path("school-7~2026-101")
    'school-7/2026-101'
    """
    return part.replace(_SLASH, "/")


def leads_away(reference: str) -> bool:
    """Whether a browser would take a reference for a step up or for nothing.

    >>> leads_away(".."), leads_away("2026-041")
    (True, False)
    """
    return not in_path(reference).strip(".")


def short(id: str) -> str:
    """A duty in an address: it tells its own, and nobody else anything."""
    return sha256(id.encode()).hexdigest()[:16]


def file_name(reference: str) -> str:
    """A name for a file about a case, plain enough for every header and every disk.

    >>> file_name('a/б"c'), file_name("..")
    ('a-c', 'case')
    """
    return "-".join(re.findall("[A-Za-z0-9_]+", reference)) or "case"
