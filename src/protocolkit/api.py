"""From files or plain values to a protocol and an incident, ready to evaluate."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from threading import RLock
from typing import Any, SupportsIndex

from msgspec.structs import replace

from protocolkit.building.build_incident import MOST_PERSONS
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.calendars.instants import exact, parse_instant
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems, did_you_mean
from protocolkit.evaluation.engines import DEFAULT, Engine
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.messages import counted, say
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Plan
from protocolkit.plans.present import evaluate
from protocolkit.reading.grammar import GRAMMARS
from protocolkit.reading.nodes import DEEPEST, Node
from protocolkit.reading.shape_check import check

Source = str | os.PathLike[str] | Mapping[str, Any] | Node
Folders = str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | Catalogue
Instant = datetime | str


def load(id: str, *, on: date | str | None = None, rules: Folders = ()) -> Protocol:
    """A protocol, or a ruleset asked for alone, in the editions in force on a day.

    `on` is a day, also as an ISO text (default: the newest editions); `rules` is a folder of rules that comes before
    the shipped ones, or several. Raises InputError with every problem of the files it needs.

    >>> load("kz/interagency").zone
    'Asia/Almaty'
    """
    day = as_day(on) if on is not None else None
    return _load_protocol(catalogue_of(rules), id, lambda found: found.protocol(id, day))


def load_incident(
    source: Source, *, protocol: str | None = None, as_of: Instant | None = None, rules: Folders = (),
    most_persons: int = MOST_PERSONS,
) -> tuple[Protocol, Incident]:  # fmt: skip
    """An incident from a YAML or JSON file, or from plain values, and the protocol it is judged by.

    `protocol` overrides the one the incident names. The editions are those in force on the day the incident's log
    begins; `as_of` matters only to an edition that takes over cases already running. A case of more persons than
    `most_persons` is refused. Plain values name no files: an institution is given as a map.
    Raises InputError with every problem found.
    """
    at = as_instant(as_of) if as_of is not None else None
    return _load_incident(source, protocol, catalogue_of(rules), at, most_persons)


def plan(
    source: Source, *, protocol: str | None = None, as_of: Instant | None = None, rules: Folders = (),
    language: str | None = None, most_persons: int = MOST_PERSONS, engine: Engine = DEFAULT,
) -> Plan:  # fmt: skip
    """The plan of an incident: `load_incident` and `evaluate` in one step.

    `as_of` is the instant of the answer, with its offset (default: the incident's own). `language` is that of its
    messages (default: the language being spoken, English outside `protocolkit.speaking`). `engine` is who works it
    out, `compiled` or `reference`: the plan is the same. Raises InputError.

    >>> case = {"incident": "demo/1", "protocol": "kz/interagency",
    ...         "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    ...         "as_of": "2026-11-20T14:30:00+05:00"}
    >>> notice = next(duty for duty in plan(case).duties if duty.to == "police")
    >>> notice.due.at
    '2026-11-20T15:30:00+05:00'
    """
    with speaking(language or spoken()):
        at = as_instant(as_of) if as_of is not None else None
        found, incident = load_incident(source, protocol=protocol, as_of=at, rules=rules, most_persons=most_persons)
        return evaluate(found, incident, at, engine=engine)


def as_instant(given: Instant) -> datetime:
    """An instant with its offset, from itself or from its text."""
    if isinstance(given, datetime):
        return exact(given)
    problems, place = Problems(), Place("as_of")
    found = parse_instant(str(given), place, problems)  # a day is told apart from an instant there
    if found is not None and not isinstance(found, datetime):
        message = say("`{text}` names a day, not an instant", text=given)
        help = say("write it as `{example}`", example=f"{found}T14:30:00+05:00")
        problems.error("instant-day-only", message, place, help)
    problems.raise_if_errors()
    assert isinstance(found, datetime)
    return found


def as_day(given: date | str) -> str:
    """A day as its ISO text. Raises InputError."""
    try:
        return (given if isinstance(given, date) else date.fromisoformat(given)).isoformat()[:10]
    except ValueError:
        message = say("`{text}` is no day", text=given)
        help = say("write it as `{example}`", example="2026-09-01")
        raise InputError([Diagnostic("not-a-day", message, Place("on"), help)]) from None


_shipped: list[Catalogue] = []  # one, once it has been asked for
# A catalogue reads as it is asked and keeps what it read: threads that ask at once must not read at once.
_reading = RLock()


def catalogue_of(rules: Folders) -> Catalogue:
    """The shipped rules are read once a process; other folders each time they are named, a catalogue never again."""
    if isinstance(rules, Catalogue):
        return rules
    folders = [Path(one) for one in ([rules] if isinstance(rules, str | os.PathLike) else rules)]
    if folders:
        problems = Problems()
        for folder in folders:
            if not folder.exists():
                problems.error("file-missing", say("no folder `{path}`", path=str(folder)), Place("rules"))
        problems.raise_if_errors()
        return Catalogue(folders)
    with _reading:
        if not _shipped:
            _shipped.append(Catalogue())
        return _shipped[0]


def _load_protocol(
    catalogue: Catalogue, id: str, load: Callable[[Catalogue], Protocol | None], place: Place | None = None
) -> Protocol:
    """What `load` asks of the catalogue that holds the id. Raises InputError for what is wrong with the rules."""
    with _reading:
        catalogue = catalogue.holding(id)
        if not catalogue.has(id):
            # Told before the catalogue is asked: what it finds wrong with its own files stays with it.
            problems, known = Problems(), catalogue.ids("protocol", "ruleset")
            message = say("no protocol or ruleset `{id}`", id=id)
            problems.error("unknown-protocol", message, place or Place(id), did_you_mean(id, known))
            problems.found += [one.said(spoken()) for one in catalogue.problems if one.code == "rule-pack"]
            problems.raise_if_errors()
        protocol = load(catalogue)
        if catalogue.problems.errors:
            # Found once a process, perhaps in the language of another call.
            raise InputError(one.said(spoken()) for one in catalogue.problems)
    assert protocol is not None
    return protocol


def _load_incident(
    source: Source, protocol: str | None, catalogue: Catalogue, as_of: datetime | None, most_persons: int
) -> tuple[Protocol, Incident]:
    problems = Problems()
    node = _read_case(source, problems, protocol)
    problems.raise_if_errors()
    assert node is not None
    named = node.get("protocol")
    id = protocol or (named.text if named else "")
    place = named.place if named and not protocol else Place("--protocol")
    found = _load_protocol(catalogue, id, lambda rules: rules.of_case(id, node, as_of), place)
    incident = read_incident(node, found, problems, most_persons)
    problems.raise_if_errors()
    return found, replace(incident, warnings=tuple(problems))


def _read_case(source: Source, problems: Problems, protocol: str | None) -> Node | None:
    """The document, checked as what its top key says: an incident, or an organisation's agenda.

    It need not name a protocol where one is chosen for it.
    """
    if isinstance(source, Node):
        node: Node | None = source
    elif isinstance(source, Mapping):
        node = node_of(dict(source), "incident")
    elif isinstance(source, str) and ("\n" in source or source.lstrip().startswith('{"')):
        # Not shown: it is the case itself.
        message = say("the text of an incident stands where its path or its values are expected")
        problems.error("file-missing", message, Place("incident"), say("read it first, with `json.loads`"))
        node = None
    elif isinstance(source, str | os.PathLike):
        from protocolkit.reading.yaml12 import read_file  # plain values need no parser

        node = read_file(Path(source), problems, str(source))
    else:
        message = say("a case is a path or a map, not `{type}`", type=type(source).__name__)
        problems.error("wrong-type", message, Place("incident"))
        node = None
    if node is not None:
        if protocol is not None and node.map and "protocol" not in node.map:
            node = Node({**node.map, "protocol": Node(protocol, Place("--protocol"))}, node.place, node.keys)
        check(GRAMMARS["agenda" if "agenda" in node.map else "incident"], node, problems)
    return node


def node_of(value: Any, file: str, *, depth: int = 0) -> Node:
    """Plain values as nodes; every place is the whole of `file`.

    Dates and times become their ISO texts, members of an enumeration their values, the whole numbers of other libraries
    plain ones; anything else that YAML could not hold is refused later as the wrong type.
    Raises InputError for values nested too deep, as those are that hold themselves.
    """
    place = Place(file)
    if depth > DEEPEST:
        message = counted("more than `{n}` level of nesting", "more than `{n}` levels of nesting", DEEPEST)
        top = Place(file.partition(".")[0].partition("[")[0])
        raise InputError([Diagnostic("too-deep", message, top)])
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Mapping):
        return Node({str(key): node_of(one, f"{file}.{key}", depth=depth + 1) for key, one in value.items()}, place)
    if isinstance(value, list | tuple | set | frozenset):
        return Node([node_of(one, f"{file}[{i}]", depth=depth + 1) for i, one in enumerate(value)], place)
    if isinstance(value, datetime):
        return Node(value.isoformat(), place)
    if isinstance(value, str | int | float | bool | None):
        return Node(value, place)
    return Node(value.__index__() if isinstance(value, SupportsIndex) else str(value), place)
