"""Pieces that every page is made of: lists, folded parts, sections under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocolkit.showing.markup import Child, Markup, element, fragment

_PLACES = re.compile(r"(\{[a-z_]+\})")


def listed(items: Iterable[Child], kind: str | None = None, *, bare: bool = False) -> Markup:
    """A list. A bare one shows no bullets; its role is named, for some readers take a list without them for none."""
    role = "list" if bare else None
    return element("ul", {"class": kind, "role": role}, (element("li", None, item) for item in items))


def folded(head: Child, *body: Child, kind: str | None = None, open: bool = False) -> Markup:
    """What is shown on demand, and always in print."""
    return element("details", {"class": kind, "open": open}, element("summary", None, head), body)


def section(id: str, title: Child, *body: Child, kind: str | None = None) -> Markup:
    """A part of the page under a heading that names it."""
    return element("section", {"class": kind, "aria-labelledby": id}, element("h2", {"id": id}, title), body)


def link(anchor: str, *words: Child, kind: str | None = None) -> Markup:
    """A link within the page."""
    return element("a", {"class": kind, "href": f"#{anchor}"}, words)


def span(kind: str, *words: Child) -> Markup:
    """Words of a kind."""
    return element("span", {"class": kind}, words)


def strong(kind: str, *words: Child) -> Markup:
    """Words that must not be missed."""
    return element("strong", {"class": kind or None}, words)


def paragraph(kind: str, *words: Child) -> Markup:
    return element("p", {"class": kind or None}, words)


def filled(template: str, **places: Child) -> Markup:
    """A sentence with markup in its places, in whatever order the language puts them.

    >>> filled("{left} until {time} < 1", left=strong("", "45 min"), time="15:30")
    '<strong>45 min</strong> until 15:30 &lt; 1'
    """
    return fragment(places[part[1:-1]] if part[:1] == "{" else part for part in _PLACES.split(template))


def code(name: str) -> Markup:
    """A name as files and commands spell it."""
    return element("code", None, name)
