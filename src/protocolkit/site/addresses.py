"""Where each page of the site is, and the way from one to another. All ways are relative: the site may lie anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from posixpath import relpath
from urllib.parse import quote

from protocolkit.showing.markup import Child, Markup, element, escaped

ASSETS = "assets"
INDEX = "index.html"
NAMES = ("roles", "events", "facts", "actions", "documents", "channels", "lists")
LONGEST = 80

_OTHER = re.compile(r"[^a-z0-9]+")


def text_page(ruleset: str) -> str:
    """The page of a text or a protocol, below the folder of a language."""
    return f"{ruleset}/{INDEX}"


def rule_page(rule: str) -> str:
    """The page of a rule by its whole id.

    >>> rule_page("kz/interagency#notify-authorities")
    'kz/interagency/rule-notify-authorities.html'
    """
    ruleset, _, name = rule.partition("#")
    return f"{ruleset}/rule-{name}.html"


def names_page(kind: str) -> str:
    return f"names/{kind}.html"


def name_anchor(name: str) -> str:
    """The place of a name on its page; dots stay, for names are unique with them."""
    return f"n-{name}"


def slugs(points: Iterable[str]) -> dict[str, str]:
    """A file name for each point of a text; points that would share one are numbered in their order.

    >>> slugs(["26(7)", "26.7", "2, dash 1"])
    {'26(7)': '26-7', '26.7': '26-7-2', '2, dash 1': '2-dash-1'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for point in points:
        stem = _OTHER.sub("-", point.lower()).strip("-")[:LONGEST].strip("-") or "point"
        slug, n = stem, 1
        while slug in taken:
            n += 1
            slug = f"{stem}-{n}"
        taken.add(slug)
        found[point] = slug
    return found


def way(here: str, there: str) -> str:
    """The relative address of a page seen from another; what stands behind `#` is kept.

    >>> way("en/kz/interagency/index.html", "ru/index.html#texts")
    '../../../ru/index.html#texts'
    """
    page, mark, anchor = there.partition("#")
    return f"{_path(here.rpartition('/')[0] or '.', page)}{mark}{quote(anchor)}"


@lru_cache(maxsize=1 << 16)
def _path(folder: str, page: str) -> str:
    return quote(relpath(page, folder))


def anchor(href: str, *words: Child, kind: str | None = None, **more: str | None) -> Markup:
    """A link to another page of the site. Raises ValueError for an address that leaves it."""
    if ":" in href or href.startswith(("/", "\\")):
        raise ValueError(f"{href!r} leaves the site")
    inner = element("a", {"class": kind, **{name.replace("_", "-"): value for name, value in more.items()}}, *words)
    return Markup(f'<a href="{escaped(href)}"{inner[2:]}')
