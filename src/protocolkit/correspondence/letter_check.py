"""What a template of a letter, or a file of contacts, names and nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import N_, Message, say
from protocolkit.reading.nodes import Node

PLACES = frozenset({"recipient", "received", "cite", "incident", "accused", "task", "document", "n", "age"})
_NO_RULE, _NO_DOCUMENT, _NO_ACT = N_("no rule `{name}`"), N_("no document `{name}`"), N_("no act `{name}`")
_NO_ROLE, _NO_ITEM = N_("no role `{name}`"), N_("no list item `{name}`")
_PLACE = re.compile(r"\{([^{}]*)\}")


def check_letter(node: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds a problem for a role, act, document, item or rule that nobody has, and for a place that nothing fills."""
    country = node.map["letter"].text.partition("/")[0]
    ids = [id for id in catalogue.ids("ruleset") if id.partition("/")[0] == country]
    rulesets = [one for id in ids for one in catalogue.editions(id)]
    names = catalogue.vocabulary
    for one in rulesets:
        names = names.with_names(one.own_names)
    rules = {f"{one.id}#{rule.name}" for one in rulesets for rule in one.rules}
    serves = node.map["serves"]
    for own in _texts(serves, "rules"):
        _known(own, {*rules, *(rule.rpartition("#")[2] for rule in rules)}, "unknown-rule", _NO_RULE, problems)
    for own in _texts(serves, "documents"):
        _known(own, names.documents, "unknown-document", _NO_DOCUMENT, problems)
    for own in _texts(serves, "do"):
        _known(own, names.actions, "unknown-action", _NO_ACT, problems)
    for own in _texts(serves, "to"):
        _known(own, names.roles, "unknown-role", _NO_ROLE, problems)
    items = {*names.lists, *names.documents, *names.facts}
    for own in _texts(node, "content"):
        _known(own, items, "unknown-list-item", _NO_ITEM, problems)
    for name, place in _keys(node, "items"):
        _known(Node(name, place), items, "unknown-list-item", _NO_ITEM, problems)
    _places(node, problems)


def check_contacts(node: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds `unknown-role` for a role that no vocabulary has."""
    known = set(catalogue.vocabulary.roles)
    for id in catalogue.ids("ruleset"):
        known |= {role for one in catalogue.editions(id) for role in one.own_names.roles}
    for name, place in _keys(node, "roles"):
        _known(Node(name, place), known, "unknown-role", _NO_ROLE, problems)


def _known(given: Node, table: Iterable[str], code: str, words: str, problems: Problems) -> None:
    known = set(table)
    if given.text not in known:
        problems.error(code, Message(words, (("name", given.text),)), given.place, did_you_mean(given.text, known))


def _places(node: Node, problems: Problems) -> None:
    """Adds `unknown-place` for what stands in braces and nothing fills."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one.value, dict):
            waiting += one.map.values()
        elif isinstance(one.value, list):
            waiting += one.list
        elif isinstance(one.value, str):
            for name in _PLACE.findall(one.text):
                if name not in PLACES:
                    message = say("nothing fills `{name}` in a letter", name=f"{{{name}}}")
                    problems.error("unknown-place", message, one.place, did_you_mean(name, PLACES))


def _texts(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.list if found else []


def _keys(node: Node, key: str) -> list[tuple[str, Place]]:
    found = node.get(key)
    return [(name, found.key_place(name)) for name in found.map] if found else []
