"""Whole numbers as the rule language writes them."""

from __future__ import annotations

from protocolkit.diagnostics import Place, Problems
from protocolkit.messages import say

LARGEST = 9999


def whole(text: str, place: Place, problems: Problems, *, largest: int = LARGEST) -> int | None:
    """A whole number from 1 on, without leading zeros; None with the reason in `problems`.

    >>> whole("24", Place("a"), Problems())
    24
    """
    if not (text.isascii() and text.isdigit()):
        message, help = say("`{text}` is not a whole number", text=text), say("write it in digits")
    elif not (bare := text.lstrip("0")):
        message, help = say("`{text}` is less than 1", text=text), say("the smallest number is 1")
    elif bare != text:
        message, help = say("`{text}` starts with a zero", text=text), say("write `{text}`", text=bare)
    elif len(text) > len(str(largest)) or int(text) > largest:
        message = say("`{text}` is too large", text=text)
        help = say("the largest number is {largest}", largest=largest)
    else:
        return int(text)
    problems.error("due-number", message, place, help)
    return None
