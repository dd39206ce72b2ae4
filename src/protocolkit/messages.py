"""A message is a value: a template and what fills its places. The last step says it, in whatever language is asked.

Templates are English and stand where they are meant, as the first argument of `say`, `counted` or `in_context`: the
catalogues are made of them. Two messages say the same if and only if they are equal, so nothing is compared by words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import msgspec


class Message(msgspec.Struct, frozen=True):
    """A sentence not yet said. `many` is the plural form, chosen by the part `n`; `context` is for translators."""

    template: str
    parts: tuple[tuple[str, Part], ...] = ()
    many: str = ""
    context: str = ""

    def __bool__(self) -> bool:
        # As with texts: `did_you_mean(...) or say(...)`.
        return bool(self.template)


NOTHING = Message("")
"""Nothing to say."""


class Listed(msgspec.Struct, frozen=True):
    """Several things in one phrase: `and`, `or`, `each` or punctuation between them; only the words are translated.

    `apart`: they are constructs of their own, each of which a page may give a line.
    """

    items: tuple[Part, ...]
    joined: str = ", "
    apart: bool = False


class Worded(msgspec.Struct, frozen=True):
    """One thing in two wordings: `brief` with names as rules write them, `full` where they stand by their labels."""

    brief: Part
    full: Part


NameKind = Literal[
    "facts", "values", "events", "roles", "rules", "agendas", "actions", "documents", "channels", "contents",
    "rulesets", "modalities", "units", "written",
]  # fmt: skip


class Labelled(msgspec.Struct, frozen=True):
    """A name with its labels: said by the label in the language, else the English one, else the name itself.

    A name that can be said in every language goes before the English label.
    """

    name: str | Message
    labels: tuple[tuple[str, str], ...] = ()


class Name(msgspec.Struct, frozen=True):
    """A name as rules and files write it, and said so. `kind` is its table, for pages that link or label.

    A value is one `of` a fact; `written` is whatever else stands in a file as it is said.
    """

    kind: NameKind
    name: str
    of: str = ""


class Month(msgspec.Struct, frozen=True):
    """A month by its name; with a `day`, a day of any year. `of` is the form that follows `the end of`."""

    month: int
    day: int | None = None
    of: bool = False


class Clause(msgspec.Struct, frozen=True):
    """The first line of a message as it stands inside another: it begins small and has no period."""

    of: Message


Part = str | int | float | date | None | Message | Listed | Worded | Labelled | Name | Month | Clause
"""What may fill a place. A `date` is said as people say days; an instant is text already, the same in any language."""


def N_(template: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Marks a template for the catalogues where it is only kept, to be said later."""
    return template


def say(template: str, /, **parts: Part) -> Message:
    """A message of this template.

    >>> say("no role `{name}`", name="polise").parts
    (('name', 'polise'),)
    """
    return Message(template, tuple(parts.items()))


def counted(one: str, many: str, n: int, /, **parts: Part) -> Message:
    """A message whose form depends on a number, which fills the place `{n}` as well."""
    return Message(one, (("n", n), *parts.items()), many)


def in_context(context: str, template: str, /, **parts: Part) -> Message:
    """A message whose English words need others elsewhere."""
    return Message(template, tuple(parts.items()), "", context)


def digits(number: float) -> str:
    """A number as people write it: no exponent, and no point that says nothing.

    >>> digits(10_000_000.0), digits(0.1 + 0.2), digits(14)
    ('10000000', '0.3', '14')
    """
    return f"{number:.9f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)


def any_of(items: Iterable[Part]) -> Listed:
    """One of several: `a or b`."""
    return Listed(tuple(items), "or")


def all_of(items: Iterable[Part]) -> Listed:
    """All of several: `a and b`."""
    return Listed(tuple(items), "and")


def labelled(name: str | Message, label: Mapping[str, str]) -> Labelled:
    """A name by its label."""
    return Labelled(name, tuple(label.items()))


def clause(message: Message) -> Message:
    """A sentence of the reference, said as diagnostics are: small, and without a period."""
    return Message("{clause}", (("clause", Clause(message)),))
