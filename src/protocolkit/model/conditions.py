"""If: conditions on facts and on what has happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from protocolkit.model.moments import Moment
from protocolkit.model.terms import When

Value = str | int | float | bool


class Is(msgspec.Struct, frozen=True):
    """The fact is, or has, one of the values."""

    fact: str
    values: tuple[Value, ...]


class Between(msgspec.Struct, frozen=True):
    """The number is at least `low` and under `high`; either may be open."""

    fact: str
    low: float | None
    high: float | None


class HasAll(msgspec.Struct, frozen=True):
    """The set has every value."""

    fact: str
    values: tuple[Value, ...]


class Known(msgspec.Struct, frozen=True):
    """Somebody has said what the fact is."""

    fact: str


class Happened(msgspec.Struct, frozen=True):
    """The moment came at least `times`, at most `within` after `of`. True or unknown, never false."""

    moment: Moment
    within: When | None = None
    of: Moment | None = None
    times: int = 1


class All(msgspec.Struct, frozen=True):
    of: tuple[Condition, ...]


class Any(msgspec.Struct, frozen=True):
    of: tuple[Condition, ...]


class Not(msgspec.Struct, frozen=True):
    of: Condition


Condition = Is | Between | HasAll | Known | Happened | All | Any | Not
Test = Is | Between | HasAll | Known

ALWAYS = All(())


def atoms(condition: Condition) -> Iterator[Test | Happened]:
    """The single tests of a condition, in source order."""
    match condition:
        case All(of=of) | Any(of=of):
            for one in of:
                yield from atoms(one)
        case Not(of=inner):
            yield from atoms(inner)
        case Is() | Between() | HasAll() | Known() | Happened():
            yield condition
        case _:
            assert_never(condition)
