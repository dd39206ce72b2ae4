"""An incident file as the records that make the log of a case: the way back from `CaseLog.document`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from protocolkit.building.build_facts import NOT_KNOWN
from protocolkit.model.incident import RETRACTED, Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.answers import PERSON_KEYS
from protocolkit.web.case_log import REPORTED
from protocolkit.web.records import Began, Brought, Chosen, Entered, Listed, Opened, Record, Said

_BROUGHT = ("organisation", "institution", "searched")


class DayOnlyError(Exception):
    """The file gives the day on which the organisation learned of it, and no time."""


def prepared(document: dict[str, Any], protocol: Protocol, incident: Incident) -> dict[str, Any]:
    """The same file with its times as this package writes them, and a name for each entry, to take it back by.

    `incident` is what was read of the file.
    """
    zone, read = ZoneInfo(protocol.zone), {one.index: one for one in incident.log}
    taken = {one["id"] for one in document.get("events") or () if "id" in one}
    events = []
    for number, entry in enumerate(document.get("events") or ()):
        one, kept = read[number], dict(entry)
        if not one.date_only:
            kept["at"] = one.at.astimezone(zone).isoformat()
        if "id" not in kept and kept["event"] not in (RETRACTED, REPORTED):
            kept["id"] = next(name for n in range(len(taken) + 1) if (name := f"f-{number}-{n}") not in taken)
        events.append(kept)
    return document | {"events": events}


def records(document: dict[str, Any], protocol: Protocol, incident: Incident) -> list[Record]:
    """The records of a prepared file, in the order in which a case would have been asked for.

    Raises DayOnlyError.
    """
    begun = _began(document["events"], incident)
    entries = [entry for place, entry in enumerate(document["events"]) if begun is None or place != begun[0]]
    brought = {key: document[key] for key in _BROUGHT if key in document}
    found: list[Record] = [Opened(), Chosen(document["protocol"])]
    found += [Brought(brought)] if brought else []
    found += [begun[1]] if begun is not None else []
    for fact, value in (document.get("facts") or {}).items():
        found.append(Said(fact, _value(fact, value, protocol.vocabulary)))
    for role, several in (document.get("parties") or {}).items():
        found.append(Listed(role, tuple(one.get("id", role) for one in several)))
        for one in several:
            found += _of_person(role, one, protocol.vocabulary)
    return [*found, *map(Entered, entries)]


def _began(events: list[dict[str, Any]], incident: Incident) -> tuple[int, Began] | None:
    """The report with which the organisation's own clock starts, and its place among the entries; null for none."""
    own = [one for one in incident.log if one.event == REPORTED and one.by in (None, incident.organisation)]
    timed = [one for one in own if not one.date_only]
    if not timed:
        if own:
            raise DayOnlyError
        return None
    first = min(timed, key=lambda one: one.index)
    said = {key: value for key, value in events[first.index].items() if key not in ("event", "at")}
    return first.index, Began(first.at, said)


def _of_person(role: str, person: dict[str, Any], names: Vocabulary) -> Iterator[Record]:
    id = person.get("id", role)
    for key, value in person.items():
        if key == "id":
            continue
        if key in PERSON_KEYS:
            yield Said(f"{id}.{key}", _several(value))
        elif isinstance(value, dict) and "includes" not in value:
            for inner, one in value.items():
                yield Said(f"{id}.{key}.{inner}", _value(f"{key}.{inner}", one, names))
        else:
            yield Said(f"{id}.{key}", _value(f"{role}.{key}", value, names))


def _value(fact: str, value: Any, names: Vocabulary) -> Any:
    """A value as answers have it: null where it is not known, a list where a file may leave out the brackets."""
    declared = names.fact(fact)
    if value == NOT_KNOWN:
        return None
    if declared is None or declared.type != "set":
        return value
    return {"includes": _several(value["includes"])} if isinstance(value, dict) else _several(value)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
