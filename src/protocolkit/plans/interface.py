"""The words of the interface itself, in one place so that catalogues can translate them."""

from __future__ import annotations


def _(text: str) -> str:
    """The interface text in the reader's language. English is the source; a gettext catalogue goes in here."""
    return text
