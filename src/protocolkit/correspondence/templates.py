"""The templates of letters beside the rules, and which of them serves a duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Problems
from protocolkit.model.rule import ACTIVE
from protocolkit.model.vocabulary import Label, Vocabulary
from protocolkit.plans.plan_entries import Duty, recipients
from protocolkit.plans.present import Judged
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node

ItemKind = Literal["line", "lines", "each_victim", "forms"]
When = Literal["kin_accused", "post_accused"]
"""Where a paragraph stands: a relative of a child is accused, or somebody of the institution."""


class Text(msgspec.Struct, frozen=True):
    """A paragraph; `if_` is when it stands, null for always."""

    words: Label
    if_: When | None = None


class Blank(msgspec.Struct, frozen=True):
    """A line to write on, or one for each person in a party role."""

    words: Label
    each: str = ""


class Lines(msgspec.Struct, frozen=True):
    """Several lines to write on."""

    words: Label
    rows: int = 6


class Content(msgspec.Struct, frozen=True):
    """Everything the duty wants told."""


class Channels(msgspec.Struct, frozen=True):
    """The ways in which it may go, to tick."""

    words: Label


Part = Text | Blank | Lines | Content | Channels


class Serves(msgspec.Struct, frozen=True):
    """The duties a letter is for."""

    rules: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    to_bodies: bool = False

    def fits(self, duty: Duty, vocabulary: Vocabulary) -> int:
        """How much of the duty it speaks of; 0 where it does not serve it."""
        rule = duty.rule.rpartition("#")[2]
        told = set(recipients(duty))
        if self.rules and not {duty.rule, rule} & set(self.rules):
            return 0
        if self.documents and duty.document not in self.documents:
            return 0
        if self.do and duty.do not in self.do:
            return 0
        if self.to and not told & set(self.to):
            return 0
        if self.to_bodies and (not told or any(_is_person(one, vocabulary) for one in told)):
            return 0
        return 8 * bool(self.rules) + 4 * bool(self.documents) + 2 * bool(self.to or self.to_bodies) + bool(self.do)


class Template(msgspec.Struct, frozen=True):
    """A letter before it is filled."""

    id: str
    title: Label
    about: Label
    serves: Serves
    parts: tuple[Part, ...]
    content: tuple[str, ...] = ()
    items: dict[str, ItemKind] = {}
    signature: Label = {}


def templates(catalogue: Catalogue, country: str, problems: Problems) -> list[Template]:
    """Every template of a country's rules; what is wrong with their files goes to `problems`."""
    found = []
    for listed in catalogue.files:
        if listed.kind == "letter" and listed.id.partition("/")[0] == country:
            node = load_document(listed.path, "letter", problems)
            if node is not None and not problems.errors:
                found.append(template(node))
    return found


def serving(every: Iterable[Template], duty: Duty, vocabulary: Vocabulary) -> Template | None:
    """The template that speaks most of a duty; of equals the first. Null where none serves it."""
    fitting = [(fit, one) for one in every if (fit := one.serves.fits(duty, vocabulary))]
    return max(fitting, key=lambda it: it[0])[1] if fitting else None


def offered(judged: Judged, catalogue: Catalogue) -> list[tuple[Duty, Template]]:
    """Every duty that is still open and for which the rules of its country have a letter, with its template.

    Raises InputError if a template is wrong.
    """
    problems = Problems()
    by_country: dict[str, list[Template]] = {}
    found = []
    for duty in judged.plan.compact().duties:
        country = duty.rule.partition("/")[0]
        if country not in by_country:
            by_country[country] = templates(catalogue, country, problems)
        one = serving(by_country[country], duty, judged.protocol.vocabulary) if duty.status in ACTIVE else None
        if one is not None:
            found.append((duty, one))
    problems.raise_if_errors()
    return found


def template(node: Node) -> Template:
    """The template of a document whose shape has been checked."""
    serves, items = node.map["serves"], node.get("items")
    return Template(
        id=node.map["letter"].text,
        title=_label(node, "title"),
        about=_label(node, "about"),
        serves=Serves(
            rules=_texts(serves, "rules"),
            documents=_texts(serves, "documents"),
            do=_texts(serves, "do"),
            to=_texts(serves, "to"),
            to_bodies=serves.get("to_bodies") is not None,
        ),
        parts=tuple(_parts(node.map["parts"])),
        content=_texts(node, "content"),
        items={name: cast("ItemKind", one.text) for name, one in items.map.items()} if items else {},
        signature=_label(node, "signature"),
    )


def _parts(node: Node) -> Iterator[Part]:
    for one in node.list:
        keys = one.map
        if "text" in keys:
            yield Text(_label(one, "text"), cast("When", keys["if"].text) if "if" in keys else None)
        elif "blank" in keys:
            yield Blank(_label(one, "blank"), keys["each"].text if "each" in keys else "")
        elif "lines" in keys:
            yield Lines(_label(one, "lines"), int(keys["rows"].text) if "rows" in keys else 6)
        elif "content" in keys:
            yield Content()
        else:
            yield Channels(_label(one, "channels"))


def _is_person(role: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_party(role) or vocabulary.belongs_to(role) is not None


def _label(node: Node, key: str) -> Label:
    found = node.get(key)
    return {language: one.text for language, one in found.map.items()} if found else {}


def _texts(node: Node, key: str) -> tuple[str, ...]:
    found = node.get(key)
    return tuple(one.text for one in found.list) if found else ()
