"""What any page is made of: sections of cards, items and fields, in words that know what they are. No layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from string import Formatter
from typing import Literal

import msgspec

from protocolkit.showing.months import Month

Role = Literal[
    "", "title", "heading", "alarm", "soon", "ask", "good", "strong", "dim", "code", "cite", "quote", "tag",
    "struck",
]  # fmt: skip


class Span(msgspec.Struct, frozen=True):
    """Some words of one role.

    `language` is theirs where it is not the reader's, `at` the instant they say, `to` the id of what they lead to.
    """

    text: str
    role: Role = ""
    language: str | None = None
    at: str | None = None
    to: str | None = None


Phrase = tuple[Span, ...]
Words = str | Span | None | Iterable["Words"]


class Source(msgspec.Struct, frozen=True):
    """A point of a text, and the few words that carry the norm, quoted; with a working translation where needed."""

    ruleset: str
    point: Span
    words: Span
    translation: str = ""


class Field(msgspec.Struct, frozen=True):
    """A named value: words, then things of one kind, or sources.

    A `folded` one is shown on demand where a page can fold. One that is not `brief` is left out where a card is said in
    a line; `more` stands only on pages that fold, and `explain` says it elsewhere.
    """

    name: str
    value: Phrase = ()
    items: tuple[Phrase, ...] = ()
    sources: tuple[Source, ...] = ()
    kind: Literal["", "folded", "more"] = ""
    brief: bool = True


class Due(msgspec.Struct, frozen=True):
    """A due time in its pieces: `day` is what a person is told, `instant` what closes it, `standing` what is left."""

    lead: Phrase = ()
    standing: Phrase = ()
    opens: Phrase = ()
    aim: Phrase = ()
    day: Phrase = ()
    instant: Phrase = ()


class Card(msgspec.Struct, frozen=True):
    """One thing to do. `state` is its mark, `badge` the same in words, `ended` how it closed."""

    id: str
    state: str
    badge: str
    title: Phrase
    tags: tuple[Phrase, ...] = ()
    due: Due | None = None
    ended: Phrase = ()
    fields: tuple[Field, ...] = ()
    size: Literal["full", "short", "closed"] = "full"
    number: int = 1


class Item(msgspec.Struct, frozen=True):
    """An entry of a list, and what hangs on it: `items` after the words of `lead`, `fields` after their own names."""

    words: Phrase
    lead: str = ""
    items: tuple[Phrase, ...] = ()
    mark: str = "-"
    folded: bool = False
    fields: tuple[Field, ...] = ()


class Text(msgspec.Struct, frozen=True):
    """A paragraph."""

    words: Phrase


class Tree(msgspec.Struct, frozen=True):
    """Words under a mark, or under none, below a field; and the parts they are made of."""

    mark: Span
    words: Phrase
    parts: tuple[Tree, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """A line of a table: what it is about, and the cells beside it.

    `said` is its state in words, `sample` a kind of day and its letter, which stands for the first cell in a line.
    `parts` are states and their shares of one, drawn where one can draw; the cells say the same.
    """

    head: Phrase
    cells: tuple[tuple[Item, ...], ...]
    state: str = ""
    said: str = ""
    id: str | None = None
    sample: tuple[str, str] | None = None
    parts: tuple[tuple[str, float], ...] = ()


class Table(msgspec.Struct, frozen=True):
    """Rows under the names of columns. In a line, the cells of a `tally` follow the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    tally: bool = False


class Times(msgspec.Struct, frozen=True):
    """One line of the drawing of times. `mark` is where its mark stands; the rest is null where there is none."""

    card: str
    title: Phrase
    beside: str
    said: Phrase
    state: str
    mark: datetime
    began: str = ""
    begins: datetime | None = None
    opens: datetime | None = None
    aim: datetime | None = None
    limit: datetime | None = None

    @property
    def moments(self) -> Iterator[datetime]:
        """Everything that must have room on the line."""
        return (at for at in (self.mark, self.begins, self.opens, self.aim, self.limit) if at is not None)


class Timeline(msgspec.Struct, frozen=True):
    """The cards that have a time, on one line. Drawn where one can draw; everything in it stands on the cards."""

    now: datetime
    zone: str
    rows: tuple[Times, ...]


class Months(msgspec.Struct, frozen=True):
    """Twelve months of days."""

    found: tuple[Month, ...]


class Code(msgspec.Struct, frozen=True):
    """Lines to be copied into a file as they stand, such as a rule test; `name` says what they are."""

    text: str
    name: str


Block = Card | Item | Text | Tree | Field | Table | Timeline | Months | Code


class Section(msgspec.Struct, frozen=True):
    """Blocks and sections under a heading; `role` is how much it presses, `kind` what it is.

    A `group` holds sections: its heading stands where a page has room for two levels. `wide` needs the whole width.
    """

    id: str
    title: Phrase
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    count: str = ""
    note: Phrase = ()
    role: Role = "heading"
    kind: Literal["", "group", "panel", "bearers", "bearer", "by", "rest", "folded", "drawing", "months", "text"] = ""
    wide: bool = True


class Count(msgspec.Struct, frozen=True):
    """How many there are of a state, and where the first of them is."""

    number: int
    words: str
    state: str
    to: str | None = None


class Sheet(msgspec.Struct, frozen=True):
    """A page: its head, its sections, what stands at its foot, and `made`, what made it.

    `legend` explains the states it shows; `running` stands on every printed sheet; `look` is for what can have one.
    """

    language: str
    kind: str
    title: Phrase
    protocol: str = ""
    about: tuple[Phrase, ...] = ()
    notices: tuple[Phrase, ...] = ()
    counts: tuple[Count, ...] = ()
    sections: tuple[Section, ...] = ()
    foot: tuple[Phrase, ...] = ()
    made: tuple[Field, ...] = ()
    running: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    look: Literal["plan", "trace", "year", "audit", "prove"] = "plan"


def phrase(*words: Words) -> Phrase:
    """Words of any nesting as one phrase; null is nothing.

    >>> [span.text for span in phrase("a ", [Span("b", "strong"), None])]
    ['a ', 'b']
    """
    return tuple(_flat(words))


def _flat(words: Words) -> Iterator[Span]:
    if isinstance(words, str):
        if words:
            yield Span(words)
    elif isinstance(words, Span):
        yield words
    elif words is not None:
        for one in words:
            yield from _flat(one)


def plain(words: Words) -> str:
    """The words alone; a quote in its marks.

    >>> plain(["as ", Span("said", "quote")])
    'as «said»'
    """
    return "".join(f"«{span.text}»" if span.role == "quote" else span.text for span in _flat(words))


def woven(text: str, role: Role = "", /, **parts: Words) -> Phrase:
    """A text with words of their own in its places, in whatever order a language has them.

    >>> plain(woven("as of {moment}", "dim", moment=Span("Friday", "strong")))
    'as of Friday'
    """
    found: list[Words] = []
    for before, name, _spec, _conversion in Formatter().parse(text):
        found += [Span(before, role)] if before else []
        found += [parts[name]] if name else []
    return phrase(found)


def joined(between: str, items: Iterable[Words]) -> Phrase:
    """Phrases with words between them; empty ones are left out."""
    found: list[Words] = []
    for one in filter(None, map(phrase, items)):
        found += [between, one] if found else [one]
    return phrase(found)


def in_a_line(due: Due) -> Phrase:
    """All pieces as a sentence: `at the latest end of Fri, 20 Nov 2026 (until ...) — 7 hrs left`."""
    told = [part for part in (due.opens, due.aim, due.day) if part]
    words: list[Phrase | str] = []
    for part in told:
        words += [", ", part] if words else [part]
    instant = phrase(" (", due.instant, ")") if due.instant else ()
    standing = phrase(" — " if told else "", due.standing) if due.standing else ()
    return phrase(due.lead, " " if due.lead else "", words, instant, standing)


def first_upper(text: str) -> str:
    """A name where it stands at the beginning of a line.

    >>> first_upper("due")
    'Due'
    """
    return text[:1].upper() + text[1:]
