"""References: what a case or a party is called by, and the numbers of people, which must not be one."""

from __future__ import annotations

import re

REFERENCE = re.compile(r"[\w./-]{1,64}")
_PERSONAL = re.compile(r"\d{12}|\d{10}")  # ИИН of Kazakhstan, РНОКПП of Ukraine


def personal_number(text: str) -> bool:
    """Whether a text has the form of a personal number: twelve digits, or ten.

    >>> personal_number("2026-0123456789"), personal_number(" 0123456789")
    (False, True)
    """
    return _PERSONAL.fullmatch(text.strip()) is not None
