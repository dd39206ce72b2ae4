"""One case of a file of rule tests: the incident it describes, and what is expected of the plan."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from protocolkit.diagnostics import Place
from protocolkit.reading.nodes import Node


class Case(msgspec.Struct, frozen=True):
    """A case as written. `incident` is a whole incident document."""

    name: str
    protocol: str
    place: Place
    protocol_place: Place
    incident: Node
    expect: Node
    days: tuple[str, str] | None = None


def cases(document: Node) -> Iterator[Case]:
    """The cases of a checked document, in order; those without their mandatory parts have been reported before."""
    about = document.get("tests")
    listed = document.get("cases")
    for one in listed.list if listed else ():
        incident, as_of, expect, name = (one.get(key) for key in ("incident", "as_of", "expect", "name"))
        protocol = one.get("protocol") or about
        if incident is None or as_of is None or expect is None or protocol is None:
            continue
        place = incident.place
        reference = Node(f"case-line-{one.place.line}", place)
        span = one.get("agenda")
        days = (_text(span, "from"), _text(span, "to")) if span else None
        whole = {"agenda" if span else "incident": reference, "protocol": protocol, **incident.map, "as_of": as_of}
        yield Case(
            name=name.text if name else f"line {one.place.line}",
            protocol=protocol.text,
            place=one.place,
            protocol_place=protocol.place,
            incident=Node(whole, place, dict(incident.keys)),
            expect=expect,
            days=days,
        )


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.text if found else ""
