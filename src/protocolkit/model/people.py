"""Who: the people of `by`, `to` and `names.roles.X.has`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

import msgspec

from protocolkit.model.moments import Done


class Office(msgspec.Struct, frozen=True):
    """A body, a post or a kind of person named as such: `police`."""

    role: str


class Person(msgspec.Struct, frozen=True):
    """A party of the case: `victim`, or a group such as `party`."""

    party: str


class Related(msgspec.Struct, frozen=True):
    """A person belonging to a party: `victim.legal_representative`. `every` asks for all holders, not one."""

    party: str
    role: str
    every: bool = False


class Actor(msgspec.Struct, frozen=True):
    """Whoever acted in the trigger, if among those allowed."""

    allowed: tuple[str, ...]


class Unstated(msgspec.Struct, frozen=True):
    """The text is passive; the role is the reader's."""

    role: str


class Choice(msgspec.Struct, frozen=True):
    """`each`: a duty apiece; `any`: one of them suffices; `all`: together. `else_` steps in, in order."""

    mode: Literal["each", "any", "all"]
    of: tuple[People, ...]
    except_: tuple[People, ...] = ()
    else_: tuple[People, ...] = ()


class Whoever(msgspec.Struct, frozen=True):
    """The post that did what another rule asks: left out of those who may act, by `except`."""

    did: Done


People = Office | Person | Related | Actor | Unstated | Choice | Whoever


def named(people: People | None) -> Iterator[Office | Person | Related | Actor | Unstated]:
    """Every single name in it, substitutes included, exceptions not."""
    match people:
        case Choice(of=of, else_=substitutes):
            for one in (*of, *substitutes):
                yield from named(one)
        case Office() | Person() | Related() | Actor() | Unstated():
            yield people
        case None | Whoever():
            return
        case _:
            assert_never(people)


def party_of(people: People) -> str | None:
    """The party variable a single name speaks of, if any."""
    match people:
        case Person(party=party) | Related(party=party):
            return party
        case Office() | Actor() | Unstated() | Choice() | Whoever():
            return None
        case _:
            assert_never(people)


def flat(people: People | None) -> tuple[str, ...]:
    """The roles it names, for entries that nobody is resolved for yet."""
    found: list[str] = []
    for one in named(people):
        match one:
            case Actor(allowed=allowed):
                found += allowed
            case Person(party=party):
                found.append(party)
            case Office(role=role) | Related(role=role) | Unstated(role=role):
                found.append(role)
            case _:
                assert_never(one)
    return tuple(dict.fromkeys(found))
