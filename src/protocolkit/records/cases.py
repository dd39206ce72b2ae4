"""A case as its rows tell it, and the order in which what happened can have happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from protocolkit.model.vocabulary import Vocabulary
from protocolkit.records.faults import Kind
from protocolkit.records.table import Row
from protocolkit.records.times import Time, read_time

ANY = "*"


class Happened(msgspec.Struct, frozen=True):
    """One entry of a case's log, and the column of its time."""

    column: str
    entry: dict[str, Any]
    time: Time


def facts_of(role: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a role, without its name."""
    return {name[len(role) + 1 :]: value for name, value in facts.items() if name.startswith(f"{role}.")}


def orders(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What cannot be the other way round, whatever the case: an event, and one that comes later; `*` is every other."""
    for event in vocabulary.events.values():
        if event.comes == "first":
            yield event.name, ANY
        if event.comes == "last":
            yield ANY, event.name
        yield from ((earlier, event.name) for earlier in event.never_before)


def out_of_order(log: Iterable[Happened], zone: str, vocabulary: Vocabulary) -> Iterator[Happened]:
    """The entries that come before what must precede them. Where only a day is known, days are compared."""
    entries = [one for one in log if one.entry["event"] != "done"]
    names = {one.entry["event"] for one in entries}
    for earlier, later in orders(vocabulary):
        if names.isdisjoint((earlier, later)):
            continue
        firsts = [one for one in entries if earlier in (ANY, one.entry["event"])]
        seconds = [one for one in entries if later in (ANY, one.entry["event"])]
        for second in seconds:
            others = (first for first in firsts if first.entry["event"] != second.entry["event"])
            if any(_is_before(second.time, first.time, zone) for first in others):
                yield second


def before_the_report(log: Iterable[Happened], zone: str, vocabulary: Vocabulary) -> Iterator[Happened]:
    """The acts that were done before anybody is said to have heard of the case."""
    entries = [*log]
    heard = [one for one in entries if vocabulary.is_heard(one.entry["event"])]
    if not heard:
        return
    for one in entries:
        event = vocabulary.events.get(one.entry["event"])
        act = one.entry["event"] == "done" or (event is not None and event.when)
        if act and all(_is_before(one.time, first.time, zone) for first in heard):
            yield one


def unheard(log: Iterable[Happened], vocabulary: Vocabulary) -> bool:
    """Whether nothing in a log says how anybody came to know of the case."""
    return not tells_how((one.entry["event"] for one in log), vocabulary)


def tells_how(events: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether some of the events that columns give say how anybody came to know of a case."""
    return any(map(vocabulary.is_heard, events))


def _is_before(one: Time, other: Time, zone: str) -> bool:
    if one.at is not None and other.at is not None:
        return one.at < other.at
    mine: date = one.order(zone)
    return mine < other.order(zone)


class Case(msgspec.Struct):
    """One case as its rows tell it: in `faults` what could not be read or cannot be so, each with its column.

    `group` is what it belongs to, such as a school, if a column says so; `institution` what is said of it. `said` holds
    what a column said of the case as a whole.
    """

    reference: str
    row: Row
    facts: dict[str, Any] = {}
    parties: dict[str, dict[str, dict[str, Any]]] = {}
    log: list[Happened] = []
    group: str = ""
    institution: dict[str, Any] = {}
    said: dict[str, Any] = {}
    faults: list[tuple[str | None, Kind]] = []

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of its faults."""
        return [kind for _column, kind in self.faults]

    @property
    def spoiled(self) -> bool:
        return bool(self.faults)

    def document(self, protocol: str, organisation: str | None) -> dict[str, Any]:
        """The case as an incident file has it."""
        found: dict[str, Any] = {"incident": self.reference, "protocol": protocol}
        if organisation:
            found["organisation"] = organisation
        if self.institution:
            found["institution"] = self.institution
        if self.facts:
            found["facts"] = self.facts
        if self.parties:
            found["parties"] = {
                role: [{"id": id, **facts} for id, facts in persons.items()] for role, persons in self.parties.items()
            }
        if self.log:
            found["events"] = [happened.entry for happened in self.log]
        return found

    def latest(self, zone: str) -> datetime | None:
        """The last instant of its log; the end of the last day where only days are known."""
        found = [h.time.at or read_time(f"{h.time.day} 23:59:59", zone).at for h in self.log]
        return max((one for one in found if one), default=None)
