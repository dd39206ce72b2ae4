"""Labels in the languages a country needs."""

from __future__ import annotations

from collections.abc import Iterable

from protocolkit.analysis.edition import Edition
from protocolkit.diagnostics import Place
from protocolkit.messages import NOTHING, Message, say
from protocolkit.model.vocabulary import Entry, Label

LANGUAGES = {"kz": ("en", "ru", "kk"), "ua": ("en", "uk")}
TABLES = ("roles", "groups", "events", "facts", "actions", "documents", "channels", "lists", "agendas")


def check_labels(edition: Edition) -> None:
    """Adds `missing-label`: an error in shipped rulesets, a warning elsewhere."""
    needed = LANGUAGES.get(edition.ruleset.id.partition("/")[0], ("en",))
    for rule in edition.rules:
        if missing := lacking(rule.say, needed):
            if rule.say:
                message, help = say("`{name}` has no `say` in {languages}", name=rule.name, languages=missing), NOTHING
            else:
                help = say("give one in {languages}", languages=", ".join(needed))
                message = say("`{name}` has no `say`", name=rule.name)
            _add(edition, message, edition.at(rule, "say"), help)
    for table in TABLES:
        for name, place in _own(edition, table):
            entry = getattr(edition.ruleset.vocabulary, table).get(name)
            if isinstance(entry, Entry) and (missing := lacking(entry.label, needed)):
                message = say("`{name}` has no label in {languages}", name=name, languages=missing)
                _add(edition, message, place, NOTHING)


def lacking(label: Label, needed: Iterable[str]) -> str:
    """The languages a label lacks, in words; empty if none."""
    return ", ".join(language for language in needed if not label.get(language, "").strip())


def _own(edition: Edition, table: str) -> list[tuple[str, Place]]:
    """The names a ruleset gives in one table, with their places."""
    found = []
    for document in edition.documents:
        names = document.get("names")
        entries = names.get(table) if names else None
        found += [(name, entries.key_place(name)) for name in entries.map] if entries else []
    return found


def _add(edition: Edition, message: Message, place: Place, help: Message) -> None:
    add = edition.problems.error if edition.shipped else edition.problems.warning
    add("missing-label", message, place, help)
