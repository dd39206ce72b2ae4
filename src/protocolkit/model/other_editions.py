"""What the texts of a protocol call things in the editions that are not in force on the day of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, assert_never

import msgspec

from protocolkit.model.vocabulary import Vocabulary

Kind = Literal["event", "fact", "role", "rule"]


class OtherEditions(msgspec.Struct, frozen=True):
    """Names that are no mistake on another day.

    `vocabulary` has the names of every edition, each as it is on the day if it is there then. `texts` are the rulesets
    with the names that their other editions add, `rules` the ids of the rules of those that are not in force.
    """

    vocabulary: Vocabulary = Vocabulary()
    texts: tuple[tuple[str, Vocabulary], ...] = ()
    rules: frozenset[str] = frozenset()

    def rule(self, name: str) -> str | None:
        """The full id of a rule, by its id or by its short name if there is one of that name only."""
        if name in self.rules:
            return name
        short = [id for id in self.rules if id.partition("#")[2] == name]
        return short[0] if len(short) == 1 else None

    def text_of(self, kind: Kind, name: str) -> str | None:
        """The ruleset of which another edition has the name; null for a name that none has."""
        if kind == "rule":
            found = self.rule(name)
            return None if found is None else found.partition("#")[0]
        if kind == "fact":
            declared = self.vocabulary.fact(name)
            name = name if declared is None else declared.name
        return next((id for id, names in self.texts if name in _table(kind, names)), None)


def _table(kind: Literal["event", "fact", "role"], names: Vocabulary) -> Iterable[str]:
    match kind:
        case "event":
            return names.events
        case "fact":
            return names.facts
        case "role":
            return names.roles
        case _:
            assert_never(kind)
