"""Whole numbers as the rule language writes them."""

from __future__ import annotations

from protocolkit.diagnostics import Place, Problems

LARGEST = 9999


def whole(text: str, place: Place, problems: Problems, *, largest: int = LARGEST) -> int | None:
    """A whole number from 1 on, without leading zeros; None with the reason in `problems`.

    >>> whole("24", Place("a"), Problems())
    24
    """
    if not (text.isascii() and text.isdigit()):
        problems.error("due-number", f"`{text}` is not a whole number", place, "write it in digits")
    elif text[0] == "0":
        bare = text.lstrip("0")
        problems.error(
            "due-number",
            f"`{text}` is less than 1" if not bare else f"`{text}` starts with a zero",
            place,
            f"write `{bare}`" if bare else "the smallest number is 1",
        )
    elif len(text) > len(str(largest)) or int(text) > largest:
        problems.error("due-number", f"`{text}` is too large", place, f"the largest number is {largest}")
    else:
        return int(text)
    return None
