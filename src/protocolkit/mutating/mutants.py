"""The mutants of rulesets and protocols: one change in one document each, told by what it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path as FilePath

import msgspec

from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Place, Problems
from protocolkit.mutating.edits import Edit, Operator, Path, at, edited, made
from protocolkit.mutating.rule_edits import edits, let_edits, rank_edits
from protocolkit.mutating.telling import telling
from protocolkit.reading.grammar.rule_shapes import ADDED, CHANGED, RULE
from protocolkit.reading.nodes import Node
from protocolkit.reading.shape_check import check

_NO_LAW = ("say", "note", "because")  # words about a rule: a change of them asks for no new review


class Change(msgspec.Struct, frozen=True):
    """What a mutant changes, as a report tells it.

    `group` is the id of the ruleset or protocol, `rule` the rule changed (or the group again); `before` and `after` are
    what the change is about, as YAML in one line. `hash` stays the same until the law of the rule changes.
    """

    group: str
    rule: str
    operator: Operator
    before: str
    after: str
    hash: str


class Mutant(msgspec.Struct, frozen=True):
    """A document of a ruleset or protocol with one change; `place` is where the rule stands."""

    change: Change
    place: Place
    file: FilePath
    document: Node
    readable: bool


class Source(msgspec.Struct, frozen=True):
    """A document to change: a file of a ruleset or a protocol."""

    group: str
    kind: str
    file: FilePath
    document: Node


def mutants(source: Source, catalogue: Catalogue) -> Iterator[Mutant]:
    """Every mutant of a document, once each."""
    seen: set[str] = set()
    for path, rule, edit in _edits(source, catalogue):
        one = _mutant(source, path, rule, edit)
        if one.change.hash not in seen:
            seen.add(one.change.hash)
            yield one


def _edits(source: Source, catalogue: Catalogue) -> Iterator[tuple[Path, str, Edit]]:
    """Each change with the place of the rule it is made to."""
    document = source.document
    if source.kind == "protocol":
        listed = document.get("rulesets")
        yield from (((), source.group, one) for one in rank_edits(listed, ("rulesets",))) if listed else ()
    else:
        yield from (((), source.group, one) for one in _bounds(document))
    editions = catalogue.editions(source.group) if source.kind == "ruleset" else []
    names = editions[-1].vocabulary if editions else catalogue.vocabulary
    if (lets := document.get("let")) is not None:
        yield from ((("let",), source.group, one) for one in let_edits(lets, names.events))
    for path, rule in _rules(document):
        named = rule.get("id")
        name = str(path[1]) if path[0] == "change" else named.text if named else ""
        whole = name if "#" in name else f"{source.group}#{name}"
        yield from ((path, whole, one) for one in edits(rule, names.roles, names.events))


def _rules(document: Node) -> Iterator[tuple[Path, Node]]:
    for key in ("rules", "add"):
        for number, one in enumerate(listed.list if (listed := document.get(key)) else ()):
            yield (key, number), one
    changed = document.get("change")
    for name, change in changed.map.items() if changed else ():
        if (over := change.get("set")) is not None:
            yield ("change", name, "set"), over


def _bounds(document: Node) -> Iterator[Edit]:
    """The days an edition begins and ends, by one."""
    in_force = document.get("in_force")
    for key, node in in_force.map.items() if in_force else ():
        try:
            day = date.fromisoformat(node.text)
        except ValueError:
            continue  # the text does not say
        for other in (day + timedelta(days=1), day - timedelta(days=1)):
            yield Edit("edition", ("in_force", key), made(other.isoformat(), node))


def _mutant(source: Source, path: Path, rule: str, edit: Edit) -> Mutant:
    part = at(source.document, path)
    before, after = telling(part, edit)
    instead = edited(part, edit.path, edit.instead)
    law = {key: value.plain() for key, value in part.map.items() if key not in _NO_LAW} if path else {}
    changed = edit.instead.plain() if edit.instead is not None else None
    told = msgspec.json.encode([rule, law, edit.operator, edit.path, before, changed], order="deterministic")
    hash = hashlib.sha256(told).hexdigest()[:12]
    return Mutant(
        change=Change(source.group, rule, edit.operator, before, after, hash),
        place=part.place, file=source.file,
        document=edited(source.document, path, instead) if path else instead,
        readable=not path or _well_formed(path, instead),
    )  # fmt: skip


def _well_formed(path: Path, rule: Node) -> bool:
    if path[0] == "let":
        return True  # it is seen where it is used
    problems = Problems()
    check(RULE if path[0] == "rules" else ADDED if path[0] == "add" else CHANGED, rule, problems)
    return not problems.errors
