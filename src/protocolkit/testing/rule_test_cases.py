"""One case of a file of rule tests: the incident it describes, and what is expected of the plan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from protocolkit.diagnostics import Diagnostic, Place, Problems
from protocolkit.languages import _
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node


class Case(msgspec.Struct, frozen=True):
    """A case as written. `incident` is a whole incident document; `problems` are those of its structure."""

    name: str
    protocol: str
    place: Place
    protocol_place: Place
    incident: Node
    expect: Node
    days: tuple[str, str] | None = None
    refused: Node | None = None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def read_cases(path: Path, problems: Problems, display: str) -> list[Case]:
    """The cases of a file, each with what is wrong in its structure; the rest of it goes to `problems`."""
    own = Problems()
    document = load_document(path, "ruletest", own, display)
    if document is None:
        problems.found += own.found
        return []
    listed = document.get("cases")
    shares = _shared_out(own.found, document, listed.list if listed else [])
    problems.found += shares.pop()
    found = list(cases(document))
    return [msgspec.structs.replace(case, problems=tuple(share)) for case, share in zip(found, shares, strict=True)]


def cases(document: Node) -> Iterator[Case]:
    """The cases of a document, in order, also those without their mandatory parts: they have failed."""
    about, given, listed = (document.get(key) for key in ("tests", "given", "cases"))
    for one in listed.list if listed else ():
        own, as_of, name, span = (one.get(key) for key in ("incident", "as_of", "name", "agenda"))
        protocol = one.get("protocol") or about or Node("", document.place)
        incident = _added(given, own) if given and own else own or given or Node({}, one.place)
        reference = Node(f"case-line-{one.place.line}", incident.place)
        whole = {"agenda" if span else "incident": reference, "protocol": protocol, **incident.map}
        if as_of is not None:
            whole["as_of"] = as_of
        yield Case(
            name=name.text if name and name.text else _("line {n}").format(n=one.place.line),
            protocol=protocol.text,
            place=one.place,
            protocol_place=protocol.place,
            incident=Node(whole, incident.place, dict(incident.keys)),
            expect=one.get("expect") or Node({}, one.place),
            days=(_text(span, "from"), _text(span, "to")) if span else None,
            refused=one.get("refused"),
        )


def _added(given: Node, own: Node) -> Node:
    """What all cases share with what one adds: maps join key by key, lists follow each other, the rest is replaced."""
    if isinstance(given.value, dict) and isinstance(own.value, dict):
        joined = dict(given.value)
        for key, node in own.value.items():
            joined[key] = _added(joined[key], node) if key in joined else node
        return Node(joined, own.place, {**given.keys, **own.keys})
    if isinstance(given.value, list) and isinstance(own.value, list):
        return Node([*given.value, *own.value], own.place)
    return own


def _shared_out(problems: Iterable[Diagnostic], document: Node, listed: Sequence[Node]) -> list[list[Diagnostic]]:
    """The problems of each case, then those of none. What is wrong with what is given is wrong with every case."""
    everyone = -1
    own = {place: i for i, case in enumerate(listed) for place in _places(case)}
    marks = sorted([*((_at(case.place), i) for i, case in enumerate(listed)), *_heads(document, len(listed), everyone)])
    starts = [at for at, _owner in marks]
    shares: list[list[Diagnostic]] = [[] for _each in range(len(listed) + 1)]
    for problem in problems:
        # A key given twice, or a text that is none, stands in no node: it belongs to what it stands under.
        before = bisect_right(starts, _at(problem.place))
        owner = own.get(problem.place, marks[before - 1][1] if before else len(listed))
        for share in shares[:-1] if owner == everyone else [shares[owner]]:
            share.append(problem)
    return shares


def _heads(document: Node, nobody: int, everyone: int) -> Iterator[tuple[tuple[int, int], int]]:
    for key in document.map:
        yield _at(document.key_place(key)), everyone if key == "given" else nobody


def _places(node: Node) -> Iterator[Place]:
    yield node.place
    yield from node.keys.values()
    for one in node.map.values() if node.map else node.list if isinstance(node.value, list) else ():
        yield from _places(one)


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.col


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.text if found else ""
