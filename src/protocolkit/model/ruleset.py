"""A ruleset encodes one text; a protocol is the rulesets that apply together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec

from protocolkit.calendars.calendar import Calendar
from protocolkit.diagnostics import Place
from protocolkit.model.conditions import ALWAYS, Condition
from protocolkit.model.other_editions import OtherEditions
from protocolkit.model.rule import Rule
from protocolkit.model.texts import NotAtHand, Text, languages
from protocolkit.model.vocabulary import Vocabulary


class InForce(msgspec.Struct, frozen=True):
    """From and until (exclusive) which day, ISO dates; null for undated."""

    from_: str | None = None
    until: str | None = None

    def covers(self, day: str) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day < self.until)


class Newer(msgspec.Struct, frozen=True):
    """An act that may have superseded the text."""

    act: str
    date: str | None = None
    because: str = ""


class Verification(msgspec.Struct, frozen=True):
    """That somebody qualified held the rules against the text: on which day (ISO), in what role, and what of them."""

    date: str
    role: str
    checked: str


class Unencoded(msgspec.Struct, frozen=True):
    """A norm that is no rule, and why. One without words is not at hand: nobody could read it."""

    point: str
    words: str
    because: str
    text: str | None = None


class Parameter(msgspec.Struct, frozen=True):
    """A value a text counts in, from a day on; `until` is the first day on which it holds no longer."""

    from_: str | None
    value: float
    unit: str | None = None
    source: str = ""
    until: str | None = None


class Change(msgspec.Struct, frozen=True):
    """What a variant did to an inherited rule, and why."""

    rule: str
    kind: str
    because: str


class Ruleset(msgspec.Struct, frozen=True):
    """One text as data: an edition of it, if the text is dated.

    `verified_by` speaks of this ruleset alone: who checked a base has not seen what a variant makes of it.
    """

    id: str
    texts: tuple[Text, ...]
    zone: str
    calendar: str
    in_force: InForce
    reviewed_through: str | None
    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    own_names: Vocabulary
    digest: str
    place: Place
    params: dict[str, tuple[Parameter, ...]] = {}
    may_be_superseded_by: tuple[Newer, ...] = ()
    unencoded: tuple[Unencoded, ...] = ()
    extends: str | None = None
    changes: tuple[Change, ...] = ()
    transition: dict[str, Any] = {}
    wording_not_at_hand: tuple[NotAtHand, ...] = ()
    scope: Condition = ALWAYS
    verified_by: tuple[Verification, ...] = ()

    @property
    def certified(self) -> bool:
        """Whether anybody has checked it; what a protocol itself changes is no text that could be."""
        return bool(self.verified_by) or not self.texts

    def rule(self, id: str) -> Rule | None:
        return next((r for r in self.rules if r.id == id), None)


class KnownConflict(msgspec.Struct, frozen=True):
    """Rules that answer one question differently, which of them governs (null: a person decides), and why."""

    id: str
    rules: tuple[str, ...]
    governs: str | None
    because: str
    place: Place


class Protocol(msgspec.Struct, frozen=True, dict=True):
    """Rulesets in order of precedence, with one zone, one calendar and one vocabulary.

    `reachable` are the procedures that its rules may send a case to and that are there. `apart` are the texts whose
    duties are never one with those of others. `silent_on_the_act` are texts whose sanctions nobody faces, because no
    edition of them was in force on the day of the act. `elsewhere` is what is in force on other days only; `of_day`
    gives the same protocol in the editions of another day, evaluated on a day, of an act of a day (ISO dates), or null
    if it cannot be used.
    """

    id: str
    rulesets: tuple[Ruleset, ...]
    zone: str
    calendar: Calendar
    vocabulary: Vocabulary
    institution: Any = None
    missing: tuple[str, ...] = ()
    conflicts: tuple[KnownConflict, ...] = ()
    reachable: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    index: dict[str, Rule] = {}
    elsewhere: OtherEditions = OtherEditions()
    silent_on_the_act: tuple[str, ...] = ()
    of_day: Callable[[str, str, str | None], Protocol | None] | None = None

    # `dict=True` keeps what every case under it asks of it.

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for ruleset in self.rulesets for rule in ruleset.rules)

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each rule among all of them, by its full id."""
        return {rule.id: place for place, rule in enumerate(self.rules)}

    @cached_property
    def definitions(self) -> dict[str, list[Rule]]:
        """The definitions of each fact, in the protocol's order."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.modality == "definition":
                found.setdefault(rule.acts[0], []).append(rule)
        return found

    @property
    def languages(self) -> dict[str, str]:
        """The language of each text that its rulesets cite, as pages ask for it."""
        return languages((ruleset.id, ruleset.texts) for ruleset in self.rulesets)

    def rule(self, id: str) -> Rule | None:
        """A rule by its full id."""
        return self.index.get(id)
