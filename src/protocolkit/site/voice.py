"""Who speaks on a page: a language, the page it is spoken on, and how everything there is named and linked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from protocolkit.languages import _
from protocolkit.languages.civil_days import locale
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import PARTIES, Entry, Label
from protocolkit.showing.html_parts import code, span
from protocolkit.showing.markup import Child, Markup, between, element, escaped, fragment
from protocolkit.showing.point_words import point_words
from protocolkit.site.addresses import NAMES, anchor, name_anchor, names_page, rule_page, text_page, way
from protocolkit.site.book import Book

ORDER = ("en", "ru", "kk", "uk")

_WORD = re.compile(r"[A-Za-z]{2,}")


class Voice:
    """One page in one language. `here` is the page's address below the folder of the language."""

    def __init__(self, book: Book, language: str, here: str) -> None:
        self.book = book
        self.language = language
        self.here = here

    # -- words in this language, and words in another one

    def marked(self, text: Child, language: str | None) -> Child:
        """Text in a language; marked where it is not the page's."""
        return text if language in (None, self.language) else element("span", {"lang": language}, text)

    def label(self, label: Label, otherwise: str = "") -> Child:
        """A label in the language of the page, else in the first that there is."""
        found = next((one for one in (self.language, *ORDER, *label) if label.get(one)), None)
        return self.marked(label[found], found) if found else otherwise

    def plain(self, label: Label, otherwise: str = "") -> str:
        """A label as plain text, for titles."""
        return next((label[one] for one in (self.language, *ORDER, *label) if label.get(one)), otherwise)

    def because(self, text: str) -> Child:
        """What an encoder wrote in English, as the catalogues say it."""
        said = _(text)
        return said if said != text else self.marked(text, "en")

    def quote(self, words: str, ruleset: str) -> Markup:
        """Words of a text, which has a language of its own."""
        return element("q", {"lang": self._other(self.spoken(ruleset))}, words)

    def spoken(self, ruleset: str) -> str | None:
        found = self.book.rulesets.get(ruleset)
        return found.texts[0].language if found and found.texts else None

    def _other(self, language: str | None) -> str | None:
        return language if language != self.language else None

    # -- links

    def link(self, page: str, *words: Child, kind: str | None = None) -> Markup:
        """A link to another page in the same language."""
        return anchor(way(self.here, page), *words, kind=kind)

    def text(self, ruleset: str) -> Child:
        """A text or a protocol by its title."""
        title = self.label(self.book.titles.get(ruleset, {}), ruleset)
        known = ruleset in self.book.rulesets or ruleset in self.book.protocols
        return self.link(text_page(ruleset), title) if known else title

    def short(self, ruleset: str) -> Child:
        """A text or a protocol by its id."""
        known = ruleset in self.book.rulesets or ruleset in self.book.protocols
        return self.link(text_page(ruleset), code(ruleset)) if known else code(ruleset)

    def rule(self, id: str, *, whole: bool = True) -> Child:
        """A rule by its label and its id; only the id where the site has no page of it."""
        rule = self.book.rules.get(id)
        if rule is None:
            return code(id)
        named = code(id if whole else rule.name)
        return fragment(self.link(rule_page(id), self.title(rule)), " ", named)

    def title(self, rule: Rule) -> Child:
        return self.label(rule.say, rule.name)

    def point(self, ruleset: str, point: str) -> Child:
        """A point of a text; a link where it has a page."""
        page = self.book.point_page(ruleset, point)
        words = self.point_words(point)
        return self.link(page, words) if page else words

    def point_words(self, point: str) -> Child:
        """`point 2, dash 1`, the parts of a text named in the page's language where they have a common name."""
        said = self.point_plain(point)
        left = set(_WORD.findall(said)) & set(_WORD.findall(point)) if self.language != "en" else set()
        return self.marked(said, "en") if left else said

    def point_plain(self, point: str) -> str:
        """The same as plain text."""
        first, comma, rest = point_words(point).partition(",")
        return (_("point {point}").format(point=first) if point[:1].isdigit() else first) + comma + rest

    # -- names of the vocabulary

    def name(self, kind: str, name: str) -> Child:
        """A name by its label, linked to where the site lists it."""
        entry = self.entry(kind, name)
        words = self.label(entry.label, spaced(name)) if entry else spaced(name)
        listed = "roles" if kind == "groups" else kind
        if entry is None or (kind, entry.name) not in self.book.uses or listed not in NAMES:
            return words
        return self.link(f"{names_page(listed)}#{name_anchor(entry.name)}", words, kind="name")

    def entry(self, kind: str, name: str) -> Entry | None:
        vocabulary = self.book.vocabulary
        if kind == "facts":
            return vocabulary.fact(name)
        found: dict[str, Entry] = getattr(vocabulary, kind)
        return found.get(name)

    def role(self, name: str) -> Child:
        """A role, a party, a group, or a party's person."""
        party, dot, role = name.partition(".")
        if dot:
            return filled(_("{person} of {party}"), person=self.role(role), party=self.role(party))
        vocabulary = self.book.vocabulary
        if name not in vocabulary.roles and name in vocabulary.groups:
            return self.name("groups", name)
        return self.name("roles", name)

    def roles(self, names: Iterable[str], join: str = ", ") -> Child:
        return between(join, map(self.role, names))

    def item(self, name: str) -> Child:
        """A content item: an entry of a list, a paper, or a fact."""
        vocabulary = self.book.vocabulary
        kind = "lists" if name in vocabulary.lists else "documents" if name in vocabulary.documents else "facts"
        return self.name(kind, name)

    def fact(self, name: str) -> Child:
        """A fact; one of a group of parties says whose it is."""
        entry = self.book.vocabulary.fact(name)
        if entry is None or name in self.book.vocabulary.facts:
            return self.name("facts", name)
        party = name.partition(".")[0]
        own = self.name("facts", name)
        return own if party in PARTIES else filled(_("{fact} ({party})"), fact=own, party=self.role(party))

    def value(self, fact: str, value: object) -> Child:
        """A value of a fact as a person says it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        entry = self.book.vocabulary.fact(fact)
        label = entry.values.get(str(value)) if entry else None
        return self.label(label, spaced(str(value))) if label else spaced(str(value))

    def other(self, kind: str, name: str) -> str:
        """A word of the small tables: modalities, units, kinds."""
        return self.book.vocabulary.label(kind, name, self.language)

    # -- numbers and days

    @cached_property
    def locale(self) -> Any:
        return locale(self.language)

    def day(self, text: str) -> str:
        """An ISO date as a day of the language; whatever is none stays as it is."""
        from datetime import date

        from babel.dates import format_date

        try:
            return str(format_date(date.fromisoformat(text), "long", locale=self.locale)).replace("\u202f", " ")
        except ValueError:
            return text


def filled(template: str, **parts: Child) -> Markup:
    """A message with markup in its places; everything else is escaped.

    >>> filled("{a} & {b}", a=Markup("<b>1</b>"), b="<")
    '<b>1</b> &amp; &lt;'
    """
    return Markup(str(escaped(template)).format(**{name: fragment(part) for name, part in parts.items()}))


def spaced(name: str) -> str:
    """A name without a label, in words."""
    return name.replace("_", " ")


def tag(words: Child, kind: str = "") -> Markup:
    """A small word beside a title."""
    return span(f"tag {kind}".strip(), words)
