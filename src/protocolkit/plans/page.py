"""What a page needs beside the entries of a plan: whose institution, how soon, which texts, who is in the case."""

from __future__ import annotations

import msgspec


class TextNamed(msgspec.Struct, frozen=True):
    """A text that is cited: its title, what people call it, and the language its words are quoted in."""

    title: str
    short: str
    language: str


class Party(msgspec.Struct, frozen=True):
    """A person of the case under its reference, with the roles there and the age where it is known."""

    id: str
    roles: tuple[str, ...]
    age: int | None = None


class Page(msgspec.Struct, frozen=True):
    """Beside the entries, in the language of the plan where there are words.

    `institutions` has the outermost institution of every role that owes or is told something, `urgency` the ids of the
    duties by how soon they press at the plan's instant, `texts` what is cited by ruleset and, of one of several,
    `RULESET#TEXT`; `short` what roles are called where there is little room. `forms` are those that the case names.
    """

    institutions: dict[str, str] = {}
    urgency: dict[str, tuple[str, ...]] = {}
    texts: dict[str, TextNamed] = {}
    short: dict[str, str] = {}
    parties: tuple[Party, ...] = ()
    forms: tuple[str, ...] = ()
