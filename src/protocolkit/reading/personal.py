"""Texts that lead to a person: refused wherever a reference or a name of one's own stands."""

from __future__ import annotations

import re

from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node

IIN = re.compile(r"[0-9]{12}\Z", re.ASCII)
PHONE = re.compile(r"(?:\+|8|7|0|380)[0-9]?[\s(-]*[0-9]{2,3}[\s)-]*[0-9]{3}[\s-]*[0-9]{2}[\s-]*[0-9]{2}\Z", re.ASCII)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}\Z")


def looks_personal(text: str) -> bool:
    """Whether a text looks like the personal number, the e-mail address or the telephone of somebody.

    >>> looks_personal("070101500123"), looks_personal("+77011234567"), looks_personal("school-12/2026-041")
    (True, True, False)
    """
    return bool(IIN.match(text) or EMAIL.match(text) or (text.startswith("+") and PHONE.match(text)))


def refuse_personal(node: Node, problems: Problems) -> bool:
    """Adds `not-a-reference` where a text looks personal. The text is what must not be spread: it is not repeated."""
    found = looks_personal(node.text)
    if found:
        help = say("a case has a reference of its own; use that")
        problems.error("not-a-reference", say("this looks like the number of a person"), node.place, help)
    return found
