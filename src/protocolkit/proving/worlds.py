"""Small worlds to search for a counterexample: a few persons, and a log that may hold each of some entries once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.api import node_of
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.calendars.instants import iso, start_of
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.log import Happening
from protocolkit.evaluation.rules import Evaluation
from protocolkit.model.incident import LOG_WORDS, Incident
from protocolkit.model.moments import Occurs, single
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES
from protocolkit.proving.solver import z3

WINDOW = timedelta(days=366)
"""How far a log may reach, and how many days of the calendar stand in the table."""


class Persons(msgspec.Struct, frozen=True):
    """How many there are in each party role; `listed` is whether the case has lists of them, which are complete."""

    victims: int = 1
    offenders: int = 1
    witnesses: int = 0
    listed: bool = False

    @property
    def parties(self) -> dict[str, list[str]]:
        counts = zip(PARTIES, (self.victims, self.offenders, self.witnesses), strict=True)
        return {role: [f"{role[0]}{n + 1}" for n in range(count)] for role, count in counts if count}


PERSONS = (
    Persons(),
    Persons(1, 1, 1, listed=True),
    Persons(1, 2, 0, listed=True),
    Persons(2, 1, 0, listed=True),
)
"""The persons of the cases searched: in the flat form, and listed."""


class Entry(msgspec.Struct, frozen=True):
    """An entry that the log may hold: an event, by whom and from whom if that is said."""

    event: str
    by: str | None = None
    from_: str | None = None

    @property
    def name(self) -> str:
        return f"{self.event}/{self.by or ''}/{self.from_ or ''}"

    def written(self, at: str) -> dict[str, Any]:
        sides = {"by": self.by, "from": self.from_}
        return {"event": self.event, "at": at} | {key: role for key, role in sides.items() if role}


class World:
    """Some persons and possible entries under a protocol; nothing is known of the facts.

    `at` is when an entry came, in minutes since the first midnight of the window, `there` whether it came at all.
    """

    def __init__(self, protocol: Protocol, persons: Persons) -> None:
        solver = z3()
        self.protocol, self.persons = protocol, persons
        self.zone = ZoneInfo(protocol.zone)
        self.first_day = first_day(protocol)
        self.entries = _entries(protocol)
        self.there = {one: solver.Bool(f"there:{one.name}") for one in self.entries}
        self.at = {one: solver.Int(f"at:{one.name}") for one in self.entries}
        self.incident = self._incident()
        self.evaluation = Evaluation(protocol, self.incident, self.incident.log[-1].at + timedelta(minutes=1))
        self.case = self.evaluation.case

    def _incident(self) -> Incident:
        """The case in which every entry has come, to ask the engine what each would start."""
        log = [one.written(self.instant(n)) for n, one in enumerate(self.entries)]
        return read_incident(node_of(self.file({}, log), "prove"), self.protocol, Problems())

    def file(self, facts: dict[tuple[str | None, str], Any], log: list[dict[str, Any]]) -> dict[str, Any]:
        """A case file with some facts of the case and of persons, and a log."""
        own = {fact: value for (subject, fact), value in facts.items() if subject is None}
        found: dict[str, Any] = {"incident": "prove/1", "protocol": self.protocol.id}
        if self.persons.listed:
            found["parties"] = {
                role: [{"id": id} | {f: v for (subject, f), v in facts.items() if subject == id} for id in ids]
                for role, ids in self.persons.parties.items()
            }
        else:
            vocabulary = self.protocol.vocabulary
            of_persons = {
                fact if vocabulary.belongs_to(fact.partition(".")[0]) == subject else f"{subject}.{fact}": value
                for (subject, fact), value in facts.items()
                if subject is not None
            }
            own |= of_persons
        if own:
            found["facts"] = own
        return found | {"events": log, "as_of": log[-1]["at"] if log else self.instant(0)}

    @cached_property
    def start(self) -> datetime:
        """The first midnight of the window."""
        return start_of(self.first_day, self.protocol.zone)

    def instant(self, minutes: int) -> str:
        return iso(self.start + timedelta(minutes=minutes), self.protocol.zone)

    def minutes(self, at: datetime) -> int:
        return int((at - self.start).total_seconds() // 60)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which an entry may come."""
        return tuple(self.first_day + timedelta(days=n) for n in range(WINDOW.days))

    @cached_property
    def bounds(self) -> list[Any]:
        """What holds of every log: it begins within the window and ends within it."""
        last = self.minutes(datetime.combine(self.days[-1], time(), self.zone))
        return [z3().And(at >= 0, at < last) for at in self.at.values()]

    def came(self, event: str) -> list[tuple[Entry, Happening]]:
        """The entries that are an event or count as it, each as it happened."""
        return [(self.entries[one.entry.index], one) for one in self.case.timeline.of(event)]


def first_day(protocol: Protocol) -> date:
    """The first day of the window: all texts are in force, and as many of its days as can be are official ones."""
    covered = protocol.calendar.layers.coverage
    known = [one for one in covered if one.status == "official"] or list(covered)
    newest = max(known, key=lambda one: one.last)
    starts = [date.fromisoformat(r.in_force.from_) for r in protocol.rulesets if r.in_force.from_]
    return max([*starts, newest.first, newest.last - WINDOW + timedelta(days=1)])


def _entries(protocol: Protocol) -> tuple[Entry, ...]:
    """Every entry that a rule may start, end or stand still with: each event, by and from each whom a rule asks for."""
    vocabulary = protocol.vocabulary
    asked: dict[str, dict[tuple[str | None, str | None], None]] = {}
    for one in _moments(protocol.rules):
        sides: dict[tuple[str | None, str | None], None] = {(by, None): None for by in one.by}
        sides |= {(by, from_): None for from_ in one.from_ for by in (None, *one.by)}
        asked.setdefault(one.event, {}).update(sides)
    found: dict[Entry, None] = {}
    for event in [one for one in asked if one in vocabulary.events and one not in LOG_WORDS]:
        found[Entry(event)] = None
        allowed = vocabulary.events[event].allowed_sides
        for by, from_ in [side for meant in vocabulary.event_is(event) for side in asked.get(meant, ())]:
            if ("by" in allowed or by is None) and ("from" in allowed or from_ is None):
                found[Entry(event, by, from_)] = None
    return tuple(found)


def _moments(rules: tuple[Rule, ...]) -> list[Occurs]:
    moments = [m for r in rules for m in (r.after, r.every, r.until) if m is not None and not hasattr(m, "period")]
    return [one for moment in moments for one in single(moment) if isinstance(one, Occurs)]
