"""The lines of a file that are one entry of a list, as they are written."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from textwrap import dedent

from protocolkit.diagnostics import Place
from protocolkit.showing.html_parts import code
from protocolkit.showing.markup import Markup, element


@lru_cache(maxsize=128)
def _lines(file: str) -> tuple[str, ...]:
    try:
        return tuple(Path(file).read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return ()


def excerpt(file: str, line: int) -> str:
    """The entry that begins on a line (counted from 1), without the indentation it has in common; empty if unknown.

    It ends before the next line that is indented no deeper than its dash; comments and blank lines at its end are no
    part of it.
    """
    every = _lines(file)
    if not 1 <= line <= len(every):
        return ""
    first = every[line - 1]
    depth = len(first) - len(first.lstrip())
    found = [first]
    for one in every[line:]:
        if one.strip() and len(one) - len(one.lstrip()) <= depth:
            break
        found.append(one)
    while found and (not found[-1].strip() or found[-1].lstrip().startswith("#")):
        found.pop()
    return dedent("\n".join(found))


def written(place: Place) -> Markup | None:
    """The YAML that stands at a place, on a page."""
    lines = excerpt(place.file, place.line)
    return element("pre", {"tabindex": "0", "lang": "zxx"}, code(lines)) if lines else None
