"""If: conditions on facts and on what has happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

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


class DayOf(msgspec.Struct, frozen=True):
    """The day, or the year, of the first time an event happened, in the zone of the case."""

    event: str
    part: Literal["date", "year"]

    @property
    def name(self) -> str:
        """As rules write it: `report_received.date`."""
        return f"{self.event}.{self.part}"


Operand = str | DayOf
How = Literal["over_half_of", "same_as"]


class Compared(msgspec.Struct, frozen=True):
    """A fact, or the day of an event, is over half of another, or the same. Unknown while either is."""

    how: How
    left: Operand
    right: Operand


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


Condition = Is | Between | HasAll | Known | Compared | Happened | All | Any | Not
Test = Is | Between | HasAll | Known
Atom = Test | Compared | Happened

ALWAYS = All(())


def atoms(condition: Condition) -> Iterator[Atom]:
    """The single tests of a condition, in source order."""
    match condition:
        case All(of=of) | Any(of=of):
            for one in of:
                yield from atoms(one)
        case Not(of=inner):
            yield from atoms(inner)
        case Is() | Between() | HasAll() | Known() | Compared() | Happened():
            yield condition
        case _:
            assert_never(condition)


def facts_of(atom: Atom) -> tuple[str, ...]:
    """The facts that a single test reads."""
    match atom:
        case Is(fact=fact) | Between(fact=fact) | HasAll(fact=fact) | Known(fact=fact):
            return (fact,)
        case Compared(left=left, right=right):
            return tuple(one for one in (left, right) if isinstance(one, str))
        case Happened():
            return ()
        case _:
            assert_never(atom)


def days_of(atom: Atom) -> tuple[DayOf, ...]:
    """The days of events that a single test reads."""
    sides = (atom.left, atom.right) if isinstance(atom, Compared) else ()
    return tuple(one for one in sides if isinstance(one, DayOf))


def reads_log(condition: Condition) -> bool:
    """Whether a condition hangs on what the log says, apart from facts."""
    return any(isinstance(atom, Happened) or days_of(atom) for atom in atoms(condition))
