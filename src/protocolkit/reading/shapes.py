"""A small language of shapes: what may stand where in a file. The structural check and the JSON Schemas both read it.

Patterns match the whole text and keep to what Python and ECMAScript read alike. What messages say of a shape is kept
in English, marked for translation, and said with the message; the schemas are in English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from protocolkit.languages import N_


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all shapes. `doc` and `title` explain it in an editor; `snippets` are (label, value) to insert."""

    title: str = ""
    doc: str = ""
    examples: tuple[Any, ...] = ()
    snippets: tuple[tuple[str, Any], ...] = ()


class Text(Shape, frozen=True):
    """A text: one of `choices`, or matching `pattern`, or any that is not blank. `says` names it with its article.

    `hint` is a pattern for editors only, where a parser of its own says better what is wrong; `<term>` in it stands for
    what terms look like. `names` is the table of names that an editor offers. With `or_true`, `true` may stand instead;
    with `day`, a text that looks like a date must name a day there is.
    """

    says: str = N_("text")
    pattern: str = ""
    hint: str = ""
    or_true: bool = False
    day: bool = False
    choices: tuple[str, ...] = ()
    names: str = ""


class Bool(Shape, frozen=True):
    """True or false; with `only`, that one."""

    only: bool | None = None


class Int(Shape, frozen=True):
    at_least: int | None = None
    at_most: int | None = None


class Number(Shape, frozen=True):
    at_least: float | None = None


class Scalar(Shape, frozen=True):
    """Text, a number, true or false."""


class Anything(Shape, frozen=True):
    """Any value but null; what it means is checked elsewhere."""


class Seq(Shape, frozen=True):
    item: Any
    at_least: int = 1


class OneOrMany(Shape, frozen=True):
    """An item, or a list of items."""

    item: Any


class Field(msgspec.Struct, frozen=True):
    """What a key of a map holds."""

    shape: Any
    doc: str = ""
    required: bool = False


class Exactly(msgspec.Struct, frozen=True):
    """One of the keys, and only one. With `at_least=0` none is fine too. `says` is the message where none stands."""

    says: str
    keys: tuple[str, ...]
    at_least: int = 1


class Some(msgspec.Struct, frozen=True):
    """At least one of the keys, unless one of `unless` stands there; `says` as in `Exactly`."""

    says: str
    keys: tuple[str, ...]
    unless: tuple[str, ...] = ()


class Needs(msgspec.Struct, frozen=True):
    """Where one of `when` stands (and one of `and_when`, if any), `key` must stand too, unless one of `unless` does."""

    key: str
    when: tuple[str, ...]
    and_when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Refuses(msgspec.Struct, frozen=True):
    """Where one of `when` stands, none of `keys` may."""

    keys: tuple[str, ...]
    when: tuple[str, ...]
    because: str


class OnlyWith(msgspec.Struct, frozen=True):
    """None of `keys` without one of `partners`; `cure` says what to write."""

    keys: tuple[str, ...]
    partners: tuple[str, ...]
    cure: str = ""


Constraint = Exactly | Some | Needs | Refuses | OnlyWith


class Map(Shape, frozen=True):
    """A mapping: known keys in `fields`; where `name` is given, any other key that matches it, holding `value`.

    With `near_miss` a free key that looks like a misspelt known one is warned about.
    """

    fields: dict[str, Field] = {}
    constraints: tuple[Constraint, ...] = ()
    name: Text | None = None
    value: Any = None
    at_least: int = 1
    says: str = N_("a map")
    near_miss: bool = False


class ByKind(Shape, frozen=True):
    """A choice by what kind of value stands there. A kind without a shape is refused."""

    scalar: Any = None
    seq: Any = None
    map: Any = None


class ByValue(Shape, frozen=True):
    """A choice of maps by the text under one key."""

    key: str
    cases: tuple[tuple[tuple[str, ...], Map], ...]
    otherwise: Map


class ByKey(Shape, frozen=True):
    """A choice of maps by which of the keys of `cases` stands there: exactly one must; `says` as in `Exactly`."""

    says: str
    cases: dict[str, Map]


class Either(Shape, frozen=True):
    """One of several shapes, whichever fits; where none does, what keeps the nearest from fitting is told."""

    of: tuple[Any, ...]


class Refused(Shape, frozen=True):
    """A value refused with its own diagnostic."""

    code: str
    message: str
    help: str


class Named(Shape, frozen=True):
    """A shape that may contain itself; it becomes an entry of the schema's `$defs`."""

    name: str
    make: Callable[[], Any]


def resolved(shape: Any) -> Any:
    """The shape itself where it is named."""
    while isinstance(shape, Named):
        shape = made(shape)
    return shape


_MADE: dict[str, Any] = {}


def made(named: Named) -> Any:
    """What a named shape stands for, made once. Names are unique across all files."""
    found = _MADE.get(named.name)
    if found is None:
        found = _MADE[named.name] = named.make()
    return found


def required(shape: Any, doc: str = "") -> Field:
    return Field(shape, doc, required=True)


def optional(shape: Any, doc: str = "") -> Field:
    return Field(shape, doc)
