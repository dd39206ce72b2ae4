"""Three-valued logic (Kleene 1938): true, false, and unknown, written None."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def both(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true.

    >>> both([True, None]), both([None, False]), both([])
    (None, False, True)
    """
    whole: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            whole = None
    return whole


def either(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false.

    >>> either([False, None]), either([None, True]), either([])
    (None, True, False)
    """
    whole: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            whole = None
    return whole


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth
