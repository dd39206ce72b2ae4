"""What rules have to do with one another: which waits for which, which ask for the same, which use a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Literal

import msgspec

from protocolkit.messages import Name
from protocolkit.model.moments import Done, Missed, Occurs
from protocolkit.model.people import flat
from protocolkit.model.rule import DUTIES, SILENT, Rule
from protocolkit.model.ruleset import KnownConflict, Protocol
from protocolkit.model.sameness import Asked, asked
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.model.walk import walk

# -- before and after: rules named in moments, and acts that make the events awaited

How = Literal["done", "missed", "makes"]


class Link(msgspec.Struct, frozen=True):
    """One rule's moment is another's being done or missed, or an event that its act makes."""

    first: str
    how: How
    then: str
    event: str | None = None


def links(rules: Iterable[Rule], names: Vocabulary) -> list[Link]:
    """Every link between the rules, by the rule that waits, in the order of its text."""
    every = list(rules)
    known = {rule.id for rule in every}
    makers = _makers(every, names)
    found: dict[Link, None] = {}
    for rule in every:
        for _, one in walk(rule):
            if isinstance(one, Done | Missed) and one.rule in known:
                found[Link(one.rule, "done" if isinstance(one, Done) else "missed", rule.id)] = None
            elif isinstance(one, Occurs):
                for first in makers.get(one.event, ()):
                    # An act that could only follow itself tells nobody anything.
                    if first != rule.id and _together(first, rule.id):
                        found[Link(first, "makes", rule.id, one.event)] = None
    return list(found)


def _makers(rules: Iterable[Rule], names: Vocabulary) -> dict[str, list[str]]:
    """The duties whose act makes an event of the vocabulary."""
    makes: dict[str, list[str]] = {}
    for rule in rules:
        if rule.modality not in DUTIES:
            continue
        by, told = flat(rule.by), flat(rule.to)
        for event in names.events.values():
            if any(
                any(names.act_is(one, act.do) for one in rule.acts)
                and (act.to is None or act.to in told)
                and (act.document is None or act.document in rule.documents)
                and (act.by is None or act.by in by)
                for act in event.when
            ):
                makes.setdefault(event.name, []).append(rule.id)
    return makes


def _together(one: str, other: str) -> bool:
    """Whether two rules are of one country, as ids begin: events of another's procedure start nothing here."""
    return one.partition("/")[0] == other.partition("/")[0]


# -- neighbours: duties that a protocol would merge, and acts with the same recipient elsewhere

Key = Asked | tuple[object, ...]
Kind = Literal["merges", "same_act"]


class Neighbour(msgspec.Struct, frozen=True):
    """Another rule, what the two share, and the protocols in which they meet."""

    rule: str
    kind: Kind
    people: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()


def neighbours(rules: Iterable[Rule], protocols: Iterable[Protocol], names: Vocabulary) -> dict[str, list[Neighbour]]:
    """The neighbours of each rule; whoever is a neighbour has one.

    Two duties of different texts merge if act, paper, recipient, party and the bearers' institution are the same (when
    both apply), two of one text if one of them restates the other, or both a third. Rules of different texts that share
    an act and a recipient without that are told of each other as well.
    """
    every = [rule for rule in rules if rule.modality not in SILENT]
    same: dict[tuple[str, str], dict[Kind, dict[str, None]]] = {}
    found_by: tuple[tuple[Kind, Callable[[Rule], Iterable[tuple[Key, tuple[str, ...]]]]], ...] = (
        ("merges", lambda rule: ((one, one.people) for one in asked(rule, names))),
        ("same_act", _acts),
    )
    for way, keys in found_by:
        groups: dict[Key, dict[str, None]] = {}
        people: dict[Key, tuple[str, ...]] = {}
        for rule in every:
            for key, told in keys(rule):
                groups.setdefault(key, {})[rule.id] = None
                people[key] = told
        for key, ids in groups.items():
            for pair in combinations(ids, 2):
                same.setdefault(pair, {}).setdefault(way, {}).update(dict.fromkeys(people[key]))
    order = {rule.id: place for place, rule in enumerate(every)}
    by_id = {rule.id: rule for rule in every}
    together = {one.id: frozenset(rule.id for rule in one.rules) for one in protocols}
    found: dict[str, list[Neighbour]] = {rule.id: [] for rule in every}
    for (a, b), kinds in same.items():
        kind: Kind = "merges" if "merges" in kinds else "same_act"
        meet = tuple(id for id, ids in together.items() if a in ids and b in ids)
        within = by_id[a].ruleset == by_id[b].ruleset
        said_again = _say_one_thing(by_id[a], by_id[b])
        if within and not (kind == "merges" and said_again):
            continue  # one text beside itself, or a variant beside the rule it took over
        if kind == "merges" and not within and not meet:
            kind = "same_act"
        for one, other in ((a, b), (b, a)):
            found[one].append(Neighbour(other, kind, tuple(kinds[kind if kind in kinds else "merges"]), meet))
    for several in found.values():
        several.sort(key=lambda one: (one.kind != "merges", order[one.rule]))
    return found


def _say_one_thing(a: Rule, b: Rule) -> bool:
    """Whether one of two rules of a text says the other once more, or both say a third."""
    return bool({a.id, *a.restates} & {b.id, *b.restates})


def _acts(rule: Rule) -> Iterator[tuple[Key, tuple[str, ...]]]:
    """Act and recipient; where nobody is told, act and paper."""
    told = flat(rule.to)
    for act in rule.acts:
        for role in told:
            yield ("told", role, act), (role,)
        for paper in rule.documents if not told else ():
            yield ("paper", act, paper), ()


# -- conflicts on record


class Recorded(msgspec.Struct, frozen=True):
    """A conflict that a protocol records."""

    protocol: str
    conflict: KnownConflict


def conflicts(protocols: Iterable[Protocol]) -> dict[str, list[Recorded]]:
    """The recorded conflicts of each rule."""
    found: dict[str, list[Recorded]] = {}
    for protocol in protocols:
        for one in protocol.conflicts:
            for rule in dict.fromkeys((*one.rules, *((one.governs,) if one.governs else ()))):
                found.setdefault(rule, []).append(Recorded(protocol.id, one))
    return found


# -- uses: which rules use each name of the vocabulary

Uses = dict[tuple[str, str], list[str]]
"""Rules by table and name: `("roles", "police")`."""


def uses(rules: Iterable[Rule], names: Vocabulary) -> Uses:
    """The rules that use each name, in their order."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for rule in rules:
        for _, node in walk(rule):
            if isinstance(node, Name):
                found.setdefault(entry_of(node.kind, node.name, names), {})[rule.id] = None
    return {key: list(ids) for key, ids in found.items()}


def entry_of(kind: str, name: str, names: Vocabulary) -> tuple[str, str]:
    """The table and the entry of the vocabulary that a name of a rule stands for."""
    if kind == "contents":
        kind = next((table for table in ("lists", "documents") if name in getattr(names, table)), "facts")
    if kind == "roles" and name in names.groups and name not in names.roles:
        kind = "groups"
    # `victim.is_minor` is the entry `party.is_minor` of the vocabulary.
    entry = names.fact(name) if kind == "facts" else None
    return kind, entry.name if entry else name
