"""Whole numbers as the rule language writes them."""

from __future__ import annotations

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _

LARGEST = 9999


def whole(text: str, place: Place, problems: Problems, *, largest: int = LARGEST) -> int | None:
    """A whole number from 1 on, without leading zeros; None with the reason in `problems`.

    >>> whole("24", Place("a"), Problems())
    24
    """
    if not (text.isascii() and text.isdigit()):
        message, help = _("`{text}` is not a whole number").format(text=text), _("write it in digits")
    elif not (bare := text.lstrip("0")):
        message, help = _("`{text}` is less than 1").format(text=text), _("the smallest number is 1")
    elif bare != text:
        message, help = _("`{text}` starts with a zero").format(text=text), _("write `{text}`").format(text=bare)
    elif len(text) > len(str(largest)) or int(text) > largest:
        message = _("`{text}` is too large").format(text=text)
        help = _("the largest number is {largest}").format(largest=largest)
    else:
        return int(text)
    problems.error("due-number", message, place, help)
    return None
