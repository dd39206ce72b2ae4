"""`-k EXPR`: words that must, or must not, stand in a case's file, protocol or name."""

from __future__ import annotations


def selected(expression: str | None, text: str) -> bool:
    """Whether `A and B or not C` holds of a text; letters are compared without case.

    >>> selected("police and not late", "The police are told"), selected("police and not late", "police: too late")
    (True, False)
    """
    if not expression or not expression.strip():
        return True
    text = " ".join(text.lower().split())
    words = " ".join(expression.lower().split())
    return any(all(_holds(part, text) for part in option.split(" and ")) for option in words.split(" or "))


def _holds(part: str, text: str) -> bool:
    part = part.strip()
    if part.startswith("not "):
        return part.removeprefix("not ").strip() not in text
    return part in text
