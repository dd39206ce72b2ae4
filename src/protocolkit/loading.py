"""From files or plain values to a protocol and an incident, ready to evaluate."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.evaluation.engine import evaluate
from protocolkit.incidents.incident import Incident
from protocolkit.incidents.parse import first_day
from protocolkit.incidents.parse import incident as read_incident
from protocolkit.languages import _, speaking
from protocolkit.languages import language as spoken
from protocolkit.plans.plan import Plan
from protocolkit.reading.checking import check
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_file
from protocolkit.rulesets.catalogue import Catalogue
from protocolkit.rulesets.ruleset import Protocol

Source = str | os.PathLike[str] | Mapping[str, Any] | Node
Folders = Iterable[str | os.PathLike[str]]


def load(id: str, *, on: str | None = None, rules: Folders = ()) -> Protocol:
    """A protocol, or a ruleset asked for alone, in the editions in force on a day.

    `on` is an ISO date (default: the newest editions); `rules` are folders of rules that come before the shipped ones.
    Raises InputError with every problem of the files it needs.

    >>> load("kz/interagency").zone
    'Asia/Almaty'
    """
    return _protocol(_catalogue(rules), id, on)


def load_incident(
    source: Source, *, protocol: str | None = None, as_of: datetime | None = None, rules: Folders = ()
) -> tuple[Protocol, Incident]:
    """An incident from a YAML or JSON file, or from plain values, and the protocol it is judged by.

    `protocol` overrides the one the incident names. The editions are those in force on the day the incident's log
    begins; `as_of` matters only to an edition that takes over cases already running.
    Raises InputError with every problem found.
    """
    return _incident(source, protocol, _catalogue(rules), as_of)


def plan(
    source: Source, *, protocol: str | None = None, as_of: datetime | None = None, rules: Folders = (),
    language: str | None = None,
) -> Plan:  # fmt: skip
    """The plan of an incident: `load_incident` and `evaluate` in one step.

    `language` is that of its messages (default: the language being spoken, English outside `protocolkit.speaking`).

    >>> case = {"incident": "demo/1", "protocol": "kz/interagency",
    ...         "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    ...         "as_of": "2026-11-20T14:30:00+05:00"}
    >>> notice = next(duty for duty in plan(case).duties if duty.to == "police")
    >>> notice.due.at
    '2026-11-20T15:30:00+05:00'
    """
    with speaking(language or spoken()):
        found, incident = load_incident(source, protocol=protocol, as_of=as_of, rules=rules)
        return evaluate(found, incident, as_of)


_shipped: list[Catalogue] = []


def _catalogue(rules: Folders) -> Catalogue:
    """The shipped rules are read once a process; other folders each time they are named."""
    folders = [Path(folder) for folder in rules]
    if folders:
        return Catalogue(folders)
    if not _shipped:
        _shipped.append(Catalogue())
    return _shipped[0]


def _protocol(
    catalogue: Catalogue, id: str, on: str | None, place: Place | None = None, now: str | None = None
) -> Protocol:
    if not catalogue.has(id):
        # Told before the catalogue is asked: what it finds wrong with its own files stays with it.
        problems, known = Problems(), catalogue.ids("protocol", "ruleset")
        message = _("no protocol or ruleset `{id}`").format(id=id)
        problems.error("unknown-protocol", message, place or Place(id), did_you_mean(id, known))
        problems.raise_if_errors()
    protocol = catalogue.protocol(id, on, now)
    catalogue.problems.raise_if_errors()
    assert protocol is not None
    return protocol


def _incident(
    source: Source, protocol: str | None, catalogue: Catalogue, as_of: datetime | None = None
) -> tuple[Protocol, Incident]:
    problems = Problems()
    node = _document(source, problems)
    problems.raise_if_errors()
    assert node is not None
    named = node.get("protocol")
    if protocol is None and named is None:
        help = _("add one, or choose it on the command line")
        problems.error("missing-key", _("the incident names no `protocol`"), node.place, help)
        problems.raise_if_errors()
    id = protocol or (named.text if named else "")
    written = node.get("as_of")
    now = as_of.date().isoformat() if as_of else written.text[:10] if written else None
    place = named.place if named and not protocol else Place("--protocol")
    found = _protocol(catalogue, id, first_day(node), place, now)
    incident = read_incident(node, found, problems)
    problems.raise_if_errors()
    return found, replace(incident, warnings=tuple(problems))


def _document(source: Source, problems: Problems) -> Node | None:
    """The document, checked as what its top key says: an incident, or an organisation's agenda."""
    if isinstance(source, Node):
        node: Node | None = source
    elif isinstance(source, Mapping):
        node = node_of(dict(source), "incident")
    else:
        node = read_file(Path(source), problems, str(source))
    if node is not None:
        check(GRAMMARS["agenda" if "agenda" in node.map else "incident"], node, problems)
    return node


def node_of(value: Any, file: str) -> Node:
    """Plain values as nodes; every place is the whole of `file`.

    Dates and times become their ISO texts; anything else that YAML could not hold is refused later as the wrong type.
    """
    place = Place(file)
    if isinstance(value, Mapping):
        return Node({str(key): node_of(one, f"{file}.{key}") for key, one in value.items()}, place)
    if isinstance(value, list | tuple | set | frozenset):
        return Node([node_of(one, f"{file}[{i}]") for i, one in enumerate(value)], place)
    if isinstance(value, datetime):
        return Node(value.isoformat(), place)
    return Node(value if isinstance(value, str | int | float | bool | None) else str(value), place)
