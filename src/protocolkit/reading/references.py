"""References: what a case or a party is called by, and what leads to a person, which must not be one."""

from __future__ import annotations

import re

from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node

REFERENCE = re.compile(r"[\w./-]{1,64}")
PHONE = re.compile(r"(?:\+|8|7|0|380)[0-9]?[\s(-]*[0-9]{2,3}[\s)-]*[0-9]{3}[\s-]*[0-9]{2}[\s-]*[0-9]{2}\Z", re.ASCII)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}\Z")
_NUMBER = re.compile(r"\d{12}|\d{10}")  # ИИН of Kazakhstan, РНОКПП of Ukraine


def personal_number(text: str) -> bool:
    """Whether a text has the form of a personal number: twelve digits, or ten.

    >>> personal_number("2026-0123456789"), personal_number(" 0123456789")
    (False, True)
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def looks_personal(text: str) -> bool:
    """Whether a text looks like the personal number, the e-mail address or the telephone of somebody.

    >>> looks_personal("070101500123"), looks_personal("+77011234567"), looks_personal("school-12/2026-041")
    (True, True, False)
    """
    return bool(personal_number(text) or EMAIL.match(text) or (text.startswith("+") and PHONE.match(text)))


def refuse_personal(node: Node, problems: Problems) -> bool:
    """Adds `personal-number` where a text looks personal. The text is what must not be spread: it is not repeated."""
    found = looks_personal(node.text)
    if found:
        help = say("a case and its parties have references of their own, such as `2026-041` or `v1`")
        problems.error("personal-number", say("this looks like the number of a person"), node.place, help)
    return found
