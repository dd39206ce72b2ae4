"""Columns and what they mean: a mapping once it has been read or guessed."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

from protocolkit.diagnostics import Place
from protocolkit.model.vocabulary import Fact, Vocabulary

Meaning = Literal[
    "reference", "time", "recorded", "group", "ignore", "fact", "event", "done", "kind", "party", "representative",
    "holds", "represents", "posts", "acting",
]  # fmt: skip
PERSONAL: tuple[Meaning, ...] = ("reference", "group", "party", "representative", "represents")
"""What holds references, and must not hold names."""
Beside = Literal["clock", "on", "kind_in", "age"]
BESIDE: tuple[Beside, ...] = get_args(Beside)
"""What a column may give to another one's meaning: its time of day, its day, which event it is, somebody's age."""


class Column(msgspec.Struct, frozen=True):
    """One meaning of one column; a column that closes two rules has two.

    `target` is the fact, the event, the full id of the rule, the role of a `party` or of whoever `holds` or
    `represents`, the state of `posts`, or the post that somebody is `acting` for; `party` whom it is about. A
    `representative` acts `of` a party by its reference, or by its role for the one of the row, and `age` is a column.
    `has` is the one value of a set that a column of yes and no stands for. `on` is the column with the day of what is
    only said to have been done, `kind_in` the one whose texts say which event it was.
    """

    name: str
    meaning: Meaning
    place: Place
    target: str = ""
    values: dict[str, Any] = {}
    separator: str | None = None
    has: str | None = None
    clock: str | None = None
    zone: str | None = None
    on: str | None = None
    empty: Literal["not_done", "not_recorded"] = "not_recorded"
    kind_in: str | None = None
    of: str | None = None
    age: str | None = None
    by: str | None = None
    from_: str | None = None
    to: str | None = None
    party: str | None = None
    because: str = ""

    def others(self) -> tuple[str, ...]:
        """The columns it needs beside its own."""
        return tuple(one for key in BESIDE if (one := getattr(self, key)))


class Mapping(msgspec.Struct, frozen=True):
    """The columns that are read, and what the file as a whole means.

    `constants` are facts of every case that no column gives, `institution` what every case says of its institution;
    it `unfolds` where items of a list are rows of their own.
    """

    columns: tuple[Column, ...]
    reference: str = ""
    protocol: str | None = None
    zone: str | None = None
    organisation: str | None = None
    rows: Literal["case", "event"] = "case"
    constants: dict[str, Any] = {}
    institution: dict[str, Any] = {}
    unfolds: bool = False

    @property
    def gathers(self) -> bool:
        """Whether several rows make a case: events, the parties of it, or items of a list."""
        return self.rows == "event" or self.unfolds or bool(self.having("party"))

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)

    def meanings(self, name: str) -> tuple[Column, ...]:
        """Everything that a column means."""
        return tuple(one for one in self.columns if one.name == name)

    def having(self, *meanings: Meaning) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.meaning in meanings)

    def of_fact(self, fact: str) -> Column | None:
        return next((one for one in self.columns if one.meaning == "fact" and one.target == fact), None)

    def timed(self) -> tuple[Column, ...]:
        """The columns of a row that is a case which put something into its log."""
        return tuple(one for one in self.columns if one.meaning in ("event", "done") or one.kind_in)

    def events(self) -> tuple[str, ...]:
        """Every event that some cell may become."""
        found = [one.target for one in self.having("event")]
        found += [event for one in self.having("kind") for event in one.values.values()]
        return tuple(dict.fromkeys(found))


def fact_of(vocabulary: Vocabulary, name: str) -> Fact | None:
    """The declaration of a fact that a column may give: a case's own, or that of a party's role."""
    return None if name.partition(".")[0] == "party" else vocabulary.fact(name)


def role_of(fact: str, vocabulary: Vocabulary) -> str:
    """The party role a fact speaks of; an attribute of the representative is one of the victim."""
    head = fact.partition(".")[0]
    return vocabulary.belongs_to(head) or head


def roles_by_party(mapping: Mapping, vocabulary: Vocabulary) -> dict[str, str]:
    """The role of each party whom columns tell apart by `for`."""
    found = {one.party: role_of(one.target, vocabulary) for one in mapping.having("fact") if one.party is not None}
    return found | {one.party: one.target for one in mapping.having("holds", "represents") if one.party is not None}
