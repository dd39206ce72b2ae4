"""Several things in one phrase: all of them, or any of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from protocolkit.languages import _


def all_of(things: Iterable[str]) -> str:
    """`a and b and c`, in the language being spoken."""
    return reduce(lambda one, other: _("{one} and {other}").format(one=one, other=other), [*things] or [""])


def any_of(things: Iterable[str]) -> str:
    """`a or b or c`, in the language being spoken."""
    return reduce(lambda one, other: _("{one} or {other}").format(one=one, other=other), [*things] or [""])
