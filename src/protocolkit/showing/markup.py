"""HTML from plain calls. Whatever is not markup already is escaped, so no text of a file can become a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from protocolkit.showing.layout import harmless

VOID = ("br", "col", "hr", "input", "link", "meta")
BEFORE_ALL = "<!doctype html>\n"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
# `harmless` takes the marks that turn the direction of a line; these turn the text beside them.
_TURNING = {ord(mark): "\ufffd" for mark in "\u200e\u200f\u061c"}
_ESCAPED = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("'"): "&#39;"}


class Markup(str):
    """Text that is HTML already. Joined to a plain text it is plain again, and would be escaped."""

    __slots__ = ()


Child = str | None | Iterable["Child"]
Attribute = str | int | float | bool | None


def escaped(text: str) -> Markup:
    """A text that shows as itself, in content and in quoted attributes.

    >>> escaped('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    if isinstance(text, Markup):
        return text
    return Markup(harmless(text).translate(_TURNING).translate(_ESCAPED))


def element(tag: str, attributes: Mapping[str, Attribute] | None = None, *children: Child) -> Markup:
    """One element. `True` gives a bare attribute, `False` and null none at all.

    Raises ValueError for a name that is no name, for a script in an attribute and for a link that leaves the page.

    >>> element("p", {"class": "late"}, "3 < 4", element("br"), ["& ", None])
    '<p class="late">3 &lt; 4<br>&amp; </p>'
    """
    start = f"<{_name(tag)}{_attributes(attributes or {})}>"
    if tag in VOID:
        return Markup(start)
    return Markup(f"{start}{fragment(children)}</{tag}>")


def fragment(*children: Child) -> Markup:
    """Children one after the other; null is nothing."""
    return Markup("".join(_flat(children)))


def between(separator: str, children: Iterable[Child]) -> Markup:
    """Children with a separator between them; empty ones are left out."""
    return Markup(escaped(separator).join(found for child in children if (found := fragment(child))))


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, str):
            yield escaped(child)
        elif child is not None:
            yield from _flat(child)


def _attributes(attributes: Mapping[str, Attribute]) -> str:
    found = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        if _name(name).lower().startswith("on") or (name in ("href", "src") and not str(value).startswith("#")):
            raise ValueError(f"{name}={value!r} has no place in a page that needs nothing else")
        found.append(f" {name}" if value is True else f' {name}="{escaped(str(value))}"')
    return "".join(found)


def _name(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name of an element or attribute")
    return name
