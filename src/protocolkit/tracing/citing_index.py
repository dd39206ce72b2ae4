"""Everything that cites a point: rules, names, and points listed as unencoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Ruleset, Unencoded
from protocolkit.model.texts import Text, act, meant
from protocolkit.model.vocabulary import Entry
from protocolkit.tracing.trace_report import NameCite, RuleCite

TABLES = ("roles", "groups", "events", "facts", "actions", "documents", "channels", "lists", "agendas")


class Cited(msgspec.Struct):
    """What one edition of a ruleset cites. What it inherits from a base is listed with the base."""

    ruleset: Ruleset
    rules: list[Rule]
    names: list[NameCite]
    unencoded: list[Unencoded]
    texts: dict[str, tuple[Text, ...]]  # by the ruleset the words stand in

    def quotes(self) -> Iterator[RuleCite]:
        for rule in self.rules:
            for cite in rule.cites:
                text, of = cite.text or msgspec.UNSET, cite.act or msgspec.UNSET
                yield RuleCite(rule.id, rule.ruleset, cite.point, cite.words, text, of)

    def act(self, text: str | None) -> str | None:
        """The act of a text of this ruleset, where it encodes several."""
        return act(self.texts[self.ruleset.id], text)


def cited(ruleset: Ruleset, catalogue: Catalogue) -> Cited:
    """What a ruleset cites itself. Rules keep the ruleset that their words stand in."""
    base = catalogue.editions(ruleset.extends)[-1] if ruleset.extends and catalogue.editions(ruleset.extends) else None
    inherited = set(_names(base, ruleset.id)) if base else set()
    known = set(base.unencoded) if base else set()
    texts = {ruleset.id: ruleset.texts}
    for origin in dict.fromkeys(rule.ruleset for rule in ruleset.rules):
        if origin != ruleset.id and (editions := catalogue.editions(origin)):
            texts[origin] = editions[-1].texts
    return Cited(
        ruleset=ruleset,
        rules=list(ruleset.rules),
        names=[one for one in _names(ruleset, ruleset.id) if one not in inherited],
        unencoded=[one for one in ruleset.unencoded if one not in known],
        texts=texts,
    )


def _names(ruleset: Ruleset, id: str) -> Iterator[NameCite]:
    for table in TABLES:
        entries: dict[str, Entry] = getattr(ruleset.own_names, table)
        for name, entry in entries.items():
            for point, words, named in (*entry.cites, *_items(entry.has)):
                found = meant(ruleset.texts, named)
                text = found.id if found else None
                of = act(ruleset.texts, text)
                yield NameCite(f"{table}.{name}", id, point, words, text or msgspec.UNSET, of or msgspec.UNSET)


def _items(has: Any) -> Iterator[tuple[str, str, str | None]]:
    """The citations of single items: `[{item, cites}]`, or a map of items to their citations."""
    if isinstance(has, list):
        for one in has:
            yield from _items(one)
    elif isinstance(has, dict):
        if isinstance(has.get("point"), str):
            yield has["point"], str(has.get("words") or ""), has.get("text")
        else:
            for value in has.values():
                yield from _items(value)
