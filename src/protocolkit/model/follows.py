"""What follows from what is known: declared with a fact in the vocabulary, read wherever anybody concludes."""

from __future__ import annotations

from typing import Any

import msgspec


class Under(msgspec.Struct, frozen=True):
    """True while a number said of the same party is under a limit, else false: `{from: age, under: 18}`."""

    fact: str
    limit: float

    def told(self, value: Any) -> bool | None:
        """What a value of the other fact says of this one."""
        return value < self.limit if isinstance(value, int | float) else None


class When(msgspec.Struct, frozen=True):
    """True or false where another fact of the same party has one of some values; others say nothing."""

    fact: str
    values: dict[str, bool]

    def told(self, value: Any) -> bool | None:
        return self.values.get(value) if isinstance(value, str) else None


class Holds(msgspec.Struct, frozen=True):
    """Whether the posts a person is said to hold include one."""

    role: str


class Represents(msgspec.Struct, frozen=True):
    """Whether those a person is said to represent include the party in question; without one, any of them."""

    party: str


class Several(msgspec.Struct, frozen=True):
    """Whether the case has more than one person in a party role; one alone proves nothing unless his list is given."""

    party: str


class OfAnybody(msgspec.Struct, frozen=True):
    """Whether it holds for any person of the case, by the fact each of them has."""

    fact: str


Follows = Under | When | Holds | Represents | Several | OfAnybody


def contradicts(follows: tuple[Follows, ...], basis: str, value: Any, said: Any) -> bool:
    """Whether a fact cannot be what is said of it, given a value of the fact it follows from.

    A limit settles it both ways. A `when` only denies for good: what it says is true holds until somebody denies it,
    so that a representative of one child may be said not to represent another.
    """
    for one in follows:
        if isinstance(one, Under | When) and one.fact == basis and (told := one.told(value)) is not None:
            return told is not said and (told is False or isinstance(one, Under))
    return False


def settles(follows: tuple[Follows, ...], basis: str) -> bool:
    """Whether any value of another fact tells this one, so that asking for both would ask twice."""
    return any(isinstance(one, Under) and one.fact == basis for one in follows)


def bases(follows: tuple[Follows, ...]) -> tuple[str, ...]:
    """The facts of the same party that it may be worked out from, each once."""
    return tuple(dict.fromkeys(one.fact for one in follows if isinstance(one, Under | When)))
