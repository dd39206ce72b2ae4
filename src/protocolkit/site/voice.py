"""Who speaks on a page: a language, the page it is spoken on, and how everything there is named and linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from typing import Any, NamedTuple, assert_never

from protocolkit.languages import _, working_translation
from protocolkit.languages.civil_days import locale, month_name, of_any_year
from protocolkit.languages.point_words import point_words
from protocolkit.languages.saying import said, template
from protocolkit.messages import Clause, Labelled, Listed, Message, Month, Name, Part, Worded
from protocolkit.model.rule import Rule
from protocolkit.model.texts import meant
from protocolkit.model.vocabulary import PARTIES, Entry, Label
from protocolkit.plans.citing import translated
from protocolkit.showing.html_parts import code, listed, paragraph, span
from protocolkit.showing.markup import Child, Markup, between, element, escaped, fragment
from protocolkit.site.addresses import NAMES, anchor, name_anchor, names_page, rule_page, text_page, way
from protocolkit.site.book import Book
from protocolkit.site.relations import entry_of
from protocolkit.tracing.trace_report import named

ORDER = ("en", "ru", "kk", "uk")

_WORD = re.compile(r"[A-Za-z]{2,}")
_PLACE = re.compile(r"(\{\w+\})")


class Around(NamedTuple):
    """What a site stands in: ways out of it, each an address and words, and whether the site has its own search."""

    ways: tuple[tuple[str, str], ...] = ()
    search: bool = True


ALONE = Around()


class Voice:
    """One page in one language. `here` is the page's address below the folder of the language.

    `languages` are all in which there is such a page.
    """

    def __init__(
        self, book: Book, language: str, here: str, languages: Sequence[str] = (), around: Around = ALONE
    ) -> None:
        self.around = around
        self.book = book
        self.language = language
        self.languages = languages
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

    def also(self, label: Label, kind: str | None = "also") -> Markup | None:
        """What something is called in the other languages."""
        others = [one for one in dict.fromkeys((*ORDER, *label)) if one != self.language and label.get(one)]
        return listed((element("span", {"lang": o}, label[o]) for o in others), kind, bare=True) if others else None

    def because(self, text: str) -> Child:
        """What an encoder wrote in English, as the catalogues say it."""
        said = _(text)
        return said if said != text else self.marked(text, "en")

    def quote(self, words: str, ruleset: str, text: str | None = None) -> Markup:
        """Words of a text, which has a language of its own."""
        found = self.book.rulesets.get(ruleset)
        quoted = meant(found.texts, text) if found else None
        said = element("q", {"lang": self._other(quoted.language if quoted else None)}, words)
        translation = working_translation(words)
        return fragment(said, " ", span("dim", translated(translation))) if translation else said

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

    def point(self, ruleset: str, point: str, act: str | None = None) -> Child:
        """A point of a text; a link where it has a page."""
        page = self.book.point_page(ruleset, named(point, act))
        words: list[Child] = [f"{act} " if act else None, self.point_words(point)]
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
        table, own = entry_of(kind, name, self.book.vocabulary)
        listed = "roles" if table == "groups" else table
        entry = self.entry(kind, name)
        words = self.label(entry.label, spaced(own)) if entry else spaced(name)
        if entry is None or (table, own) not in self.book.uses or listed not in NAMES:
            return words
        return self.link(f"{names_page(listed)}#{name_anchor(own)}", words, kind="name")

    def entry(self, kind: str, name: str) -> Entry | None:
        table, own = entry_of(kind, name, self.book.vocabulary)
        found: dict[str, Entry] = getattr(self.book.vocabulary, table)
        return found.get(own)

    def role(self, name: str) -> Child:
        """A role, a party, a group, or a party's person."""
        party, dot, role = name.partition(".")
        if dot:
            return filled(_("{person} of {party}"), person=self.role(role), party=self.role(party))
        return self.name("roles", name)

    def roles(self, names: Iterable[str], join: str = ", ") -> Child:
        return between(join, map(self.role, names))

    def fact(self, name: str) -> Child:
        """A fact; one of a group of parties says whose it is."""
        party, own = name.partition(".")[0], self.name("facts", name)
        vocabulary = self.book.vocabulary
        if vocabulary.fact(name) is None or name in vocabulary.facts or party in PARTIES:
            return own
        return filled(_("{fact} ({party})"), fact=own, party=self.role(party))

    def value(self, fact: str, value: object) -> Child:
        """A value of a fact as a person says it."""
        written = str(value).lower() if isinstance(value, bool) else str(value)
        entry = self.book.vocabulary.fact(fact)
        label = entry.values.get(written) if entry else None
        if label or written not in ("true", "false"):
            return self.label(label or {}, spaced(written))
        return _("yes") if written == "true" else _("no")

    def other(self, kind: str, name: str) -> str:
        """A word of the small tables: modalities, units, kinds."""
        return self.book.vocabulary.label(kind, name, self.language)

    def modality(self, rule: Rule) -> Markup:
        return tag(self.other("modalities", rule.modality), f"is-{rule.modality}")

    # -- constructs of rules

    def render(self, part: Part) -> Markup:
        """What a message says, its names by their labels and linked; constructs that stand apart get a line each."""
        match part:
            case Worded(full=full):
                return self.render(full)
            case Message():
                return self._sentence(part)
            case Listed():
                return self._several(part)
            case Name():
                return fragment(self._named(part))
            case Labelled(name=name, labels=labels):
                return fragment(self.label(dict(labels), said(name)))
            case Month(month=month, day=day, of=of):
                name = month_name(month, self.language, of=of)
                return fragment(name if day is None else of_any_year(day, month, self.language))
            case Clause() | str() | int() | float() | date():
                return fragment(said(part))
            case None:
                return fragment()
            case _:
                assert_never(part)

    def _named(self, one: Name) -> Child:
        match one.kind:
            case "facts":
                return self.fact(one.name)
            case "values":
                return span("value", self.value(one.of, one.name))
            case "roles":
                return self.role(one.name)
            case "rules":
                return self.rule(one.name)
            case "rulesets":
                return self.text(one.name)
            case "modalities" | "units":
                return self.other(one.kind, one.name)
            case "written":
                return code(one.name)
            case "events" | "agendas" | "actions" | "documents" | "channels" | "contents":
                return self.name(one.kind, one.name)
            case _:
                assert_never(one.kind)

    def _several(self, given: Listed) -> Markup:
        items = [self.render(one) for one in given.items]
        if len(items) == 1:
            return items[0]
        if given.apart or given.joined == "; ":
            heads = {"and": _("all of these together:"), "or": _("one of these:"), "each": _("each of these:")}
            head = heads.get(given.joined)
            return Block(fragment(paragraph("dim", head) if head else None, listed(items, "several")))
        if given.joined in ("and", "or"):
            words = _("{one} and {other}") if given.joined == "and" else _("{one} or {other}")
            return reduce(lambda one, other: filled(words, one=one, other=other), items)
        return between(given.joined, items)

    def _sentence(self, message: Message) -> Markup:
        parts = {name: self.render(part) for name, part in message.parts}
        words = template(message)
        # `if ...: ...; else: ...` says two things, a line each.
        clauses = words.split("; ") if "; " in message.template else [words]
        made = [_line(one, parts) for one in clauses]
        # A fact is known to those who write cases by its own name.
        facts = [part for _name, part in message.parts if isinstance(part, Name) and part.kind == "facts"]
        made[-1] = fragment(made[-1], ([" ", code(one.name)] for one in facts)) if facts else made[-1]
        return made[0] if len(made) == 1 else Block(listed(made, "several"))

    # -- numbers and days

    @cached_property
    def locale(self) -> Any:
        return locale(self.language)

    def day(self, text: str) -> str:
        """An ISO date as a day of the language; whatever is none stays as it is."""
        from babel.dates import format_date

        try:
            return str(format_date(date.fromisoformat(text), "long", locale=self.locale)).replace("\u202f", " ")
        except ValueError:
            return text


class Block(Markup):
    """Markup that stands on lines of its own: words before and after it are paragraphs."""

    __slots__ = ()


def _line(words: str, parts: Mapping[str, Markup]) -> Markup:
    """A template with its places filled; a block among what fills them ends the line, and begins another."""
    pieces = [(piece, parts.get(piece[1:-1]) if _PLACE.fullmatch(piece) else None) for piece in _PLACE.split(words)]
    if not any(isinstance(part, Block) for _piece, part in pieces):
        return filled(words, **parts) if parts else fragment(words)
    lines: list[Child] = []
    beside: list[Child] = []
    for piece, part in pieces:
        if isinstance(part, Block):
            lines += [_beside(beside, before=True), part]
            beside = []
        else:
            beside.append(piece if part is None else part)
    return Block(fragment(lines, _beside(beside, before=False)))


def _beside(words: Sequence[Child], *, before: bool) -> Markup | None:
    """Words above a list end with a colon; words below begin with no comma, and with an arrow where one led to them."""
    whole = fragment(words).strip()
    made = whole.strip(" ,;:—")
    if not made:
        return None
    follows = "→ " if whole.startswith(":") and not before else ""
    return element("p", {"class": "dim"} if before else None, Markup(f"{follows}{made}{':' * before}"))


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
