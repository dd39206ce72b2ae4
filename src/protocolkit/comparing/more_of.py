"""Which of two lists asks for more."""

from __future__ import annotations

from typing import Any, Literal

Stricter = Literal["a", "b", "neither", "unclear"]
"""Who asks for more in this; `neither`: it is another, not more; `unclear`: each in some case, or nobody can say."""


def more(one: int, other: int) -> Literal["a", "b"]:
    return "a" if one > other else "b"


def superset(one: set[Any], other: set[Any]) -> Stricter:
    return "a" if one > other else "b" if other > one else "unclear"


def fewer(one: set[Any], other: set[Any]) -> Stricter:
    """No list at all leaves every way open."""
    if not one or not other:
        return "a" if one else "b"
    return superset(other, one)


def narrower(one: tuple[str, ...], other: tuple[str, ...]) -> Stricter:
    """All of several is more than one of them, and one named more than any of several."""
    people, others = set(one[1:]), set(other[1:])
    choice, choices = one[0] == "any" and len(people) > 1, other[0] == "any" and len(others) > 1
    if choice != choices:
        return "b" if choice else "a"
    return superset(others, people) if choice else superset(people, others)
