"""Which rules ask for the same: duties that a protocol would merge, and acts with the same recipient elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from typing import Literal

import msgspec

from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import KnownConflict, Protocol
from protocolkit.model.vocabulary import Vocabulary

DUTIES = ("obligation", "recommendation")
SILENT = ("definition", "route")  # they ask nothing of anybody

Key = tuple[object, ...]
Kind = Literal["merges", "same_act"]


class Neighbour(msgspec.Struct, frozen=True):
    """Another rule, what the two share, and the protocols in which they meet."""

    rule: str
    kind: Kind
    people: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()


class Recorded(msgspec.Struct, frozen=True):
    """A conflict that a protocol records."""

    protocol: str
    conflict: KnownConflict


def neighbours(rules: Iterable[Rule], protocols: Iterable[Protocol], names: Vocabulary) -> dict[str, list[Neighbour]]:
    """The neighbours of each rule; whoever is a neighbour has one.

    Two duties merge if act, paper, recipient, party and the bearers' institution are the same (when both apply). Rules
    of different texts that share an act and a recipient without that are told of each other as well.
    """
    every = [rule for rule in rules if rule.modality not in SILENT]
    same: dict[tuple[str, str], dict[Kind, dict[str, None]]] = {}
    found_by: tuple[tuple[Kind, Callable[[Rule, Vocabulary], Iterator[Key]]], ...] = (
        ("merges", _identities),
        ("same_act", _acts),
    )
    for way, keys in found_by:
        groups: dict[Key, dict[str, None]] = {}
        for rule in every:
            for key in keys(rule, names):
                groups.setdefault(key, {})[rule.id] = None
        for key, ids in groups.items():
            for pair in combinations(ids, 2):
                same.setdefault(pair, {}).setdefault(way, {}).update(dict.fromkeys(_people(key)))
    order = {rule.id: place for place, rule in enumerate(every)}
    by_id = {rule.id: rule for rule in every}
    together = {one.id: frozenset(rule.id for rule in one.rules) for one in protocols}
    found: dict[str, list[Neighbour]] = {rule.id: [] for rule in every}
    for (a, b), kinds in same.items():
        kind: Kind = "merges" if "merges" in kinds else "same_act"
        meet = tuple(id for id, ids in together.items() if a in ids and b in ids)
        within = by_id[a].ruleset == by_id[b].ruleset
        if within and (kind == "same_act" or a.partition("#")[0] != b.partition("#")[0]):
            continue  # one text beside itself, or a variant beside the rule it took over
        if kind == "merges" and not within and not meet:
            kind = "same_act"
        for one, other in ((a, b), (b, a)):
            found[one].append(Neighbour(other, kind, tuple(kinds[kind if kind in kinds else "merges"]), meet))
    for several in found.values():
        several.sort(key=lambda one: (one.kind != "merges", order[one.rule]))
    return found


def conflicts(protocols: Iterable[Protocol]) -> dict[str, list[Recorded]]:
    """The recorded conflicts of each rule."""
    found: dict[str, list[Recorded]] = {}
    for protocol in protocols:
        for one in protocol.conflicts:
            for rule in dict.fromkeys((*one.rules, *((one.governs,) if one.governs else ()))):
                found.setdefault(rule, []).append(Recorded(protocol.id, one))
    return found


def _identities(rule: Rule, names: Vocabulary) -> Iterator[Key]:
    """What makes two duties one, as far as it stands in the rule: a case may still tell the two apart."""
    if rule.modality not in DUTIES or rule.during:
        return
    bearers = {tuple(sorted({names.institution(role) for role in roles})) for _, roles in _sides(rule.by)}
    acts: list[Key] = [(act,) for act in rule.acts] if rule.act_mode == "each" else [
        (rule.act_mode, *sorted(rule.acts))
    ]  # fmt: skip
    chosen = rule.document_mode in ("any", "all")
    papers: list[object] = [(rule.document_mode, *sorted(rule.documents))] if chosen else [*rule.documents] or [None]
    party = rule.each or next(_parties(rule.to), None)
    parties = (names.members(party) or (party,)) if party else (None,)
    for act, paper, one, within, (mode, roles) in product(acts, papers, parties, sorted(bearers), _sides(rule.to)):
        yield ("duty", roles, act, paper, mode, tuple(sorted(roles)), one, within, rule.every)


def _acts(rule: Rule, _names: Vocabulary) -> Iterator[Key]:
    """Act and recipient; where nobody is told, act and paper."""
    told = {role for _, roles in _sides(rule.to) for role in roles}
    for act in rule.acts:
        for role in told:
            yield ("told", (role,), act)
        for paper in rule.documents if not told else ():
            yield ("paper", (), act, paper)


def _people(key: Key) -> tuple[str, ...]:
    people = key[1]
    return people if isinstance(people, tuple) else ()


def _sides(people: People | None) -> list[tuple[str, tuple[str, ...]]]:
    """The bearers or recipients of each duty a rule makes: how they share it, and their roles."""
    match people:
        case None:
            return [("one", ())]
        case Choice(mode="each", of=of):
            return [side for one in of for side in _sides(one)]
        case Choice(mode=mode, of=of):
            return [(mode, tuple(role for one in of for _, roles in _sides(one) for role in roles))]
        case Office(role=role) | Unstated(role=role) | Related(role=role):
            return [("one", (role,))]
        case Person(party=party):
            return [("one", (party,))]
        case Actor(allowed=allowed):
            return [("one", (role,)) for role in allowed]  # one of them: whoever acted


def _parties(people: People | None) -> Iterator[str]:
    match people:
        case Choice(of=of):
            for one in of:
                yield from _parties(one)
        case Person(party=party) | Related(party=party):
            yield party
