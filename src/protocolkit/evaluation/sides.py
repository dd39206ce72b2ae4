"""The bearers or the recipients of one duty: who they are, and as what a text knows them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import msgspec

from protocolkit.evaluation.accused import CLEAR, Suspicion
from protocolkit.evaluation.facts import Binding


class Somebody(msgspec.Struct, frozen=True):
    """One role, and the person it stands for where it is a party or belongs to one.

    `who` of those who belong to a party it is, where they are listed. `instead_of` is the post whose place it takes,
    `of_accused` whether that post is the accused.
    """

    role: str
    person: str | None = None
    suspicion: Suspicion = CLEAR
    variable: str | None = None
    who: str | None = None
    instead_of: str | None = None
    of_accused: bool = False

    @property
    def post(self) -> str:
        """The role as the text calls it: of who acts in another's place, that place."""
        return self.instead_of or self.role


class Side(msgspec.Struct, frozen=True, dict=True):
    """The bearers or the recipients of one duty. `blocked` says which role is the accused when nobody is left.

    `named` are those whom the text names; where nobody is left, the duty is still known by them.
    """

    mode: Literal["one", "any", "all", "each"]
    people: tuple[Somebody, ...]
    blocked: str | None = None
    named: tuple[Somebody, ...] = ()

    @cached_property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.role for one in self.people))

    @cached_property
    def posts(self) -> tuple[str, ...]:
        """The roles as the text calls them, whoever takes their place."""
        return tuple(dict.fromkeys(one.post for one in self.people))

    @cached_property
    def known_as(self) -> tuple[str, ...]:
        """The roles, and the posts whose place they take: what a record may call them. An accused is not stood for."""
        posts = (one.post for one in self.people if not one.of_accused)
        return tuple(dict.fromkeys((*self.roles, *posts)))

    @cached_property
    def text(self) -> Side:
        """The side as the text has it, whoever of it is the accused."""
        return Side(self.mode, self.named) if self.blocked else self

    @property
    def check_first(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for one in self.people for fact in one.suspicion.ask))

    @cached_property
    def person(self) -> str | None:
        ids = {one.person for one in self.people}
        return next(iter(ids)) if len(ids) == 1 else None

    @cached_property
    def who(self) -> tuple[str, ...]:
        """The listed persons of whom each, or one, is meant."""
        return tuple(dict.fromkeys(one.who for one in self.people if one.who))

    @property
    def binding(self) -> Binding:
        return {one.variable: one.person for one in self.people if one.variable and one.person and self.mode == "one"}


NOBODY = Side("one", ())


def places_taken(sides: Iterable[Side]) -> dict[str, tuple[str, ...]]:
    """The posts whose place each role takes."""
    found: dict[str, dict[str, None]] = {}
    for one in (person for side in sides for person in side.people):
        if one.instead_of is not None:
            found.setdefault(one.role, {})[one.instead_of] = None
    return {role: tuple(posts) for role, posts in found.items()}
