"""A case from its log: what has been answered, who is in it, what was entered; and the incident all that makes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.model.incident import RETRACTED
from protocolkit.web.records import Began, Brought, Chosen, Entered, Line, Listed, Opened, Said

REPORTED = "report_received"
"""The event with which the organisation's clock starts."""


class CaseLog(msgspec.Struct):
    """What the log of a case comes to.

    `said` are the facts as they were last answered, null where nobody knows; they stand in the order in which they
    were first asked. `began` are all the times given for the beginning, of which the last counts; `report` is what else
    is known of it. `entries` are those of the incident's own log, with what was taken back. `brought` are keys of the
    incident file that the case was opened from.
    """

    reference: str
    lines: tuple[Line, ...]
    protocol: str | None = None
    began: tuple[datetime, ...] = ()
    report: dict[str, Any] = {}
    persons: dict[str, tuple[str, ...]] = {}
    said: dict[str, Any] = {}
    entries: tuple[dict[str, Any], ...] = ()
    brought: dict[str, Any] = {}

    @property
    def start(self) -> datetime | None:
        """When the organisation learned of it."""
        return self.began[-1] if self.began else None

    @property
    def taken_back(self) -> dict[str, datetime]:
        """The ids of entries that count for nothing any more, each with when it was taken back."""
        taken = [entry for entry in self.entries if entry["event"] == RETRACTED]
        return {entry["entry"]: datetime.fromisoformat(entry["at"]) for entry in taken}

    @property
    def ready(self) -> bool:
        """Whether enough is known for a plan: by which protocol, and when it began."""
        return self.protocol is not None and self.start is not None

    def document(self, as_of: datetime | None = None, zone: str = "UTC") -> dict[str, Any]:
        """The case as an incident file has it, its beginning by the clock of a zone."""
        there = ZoneInfo(zone)
        found: dict[str, Any] = {"incident": self.reference, "protocol": self.protocol, **self.brought}
        known = {self._now(fact): value for fact, value in self.said.items() if value is not None}
        facts = {fact: value for fact, value in known.items() if fact.partition(".")[0] not in self._ever}
        if facts:
            found["facts"] = _plain(facts)
        if self.persons:
            found["parties"] = {
                role: [{"id": id, **_plain(_of(id, known))} for id in ids] for role, ids in self.persons.items()
            }
        begun = [self.start.astimezone(there).isoformat()] if self.start is not None else []
        found["events"] = [*({"event": REPORTED, "at": at, **self.report} for at in begun), *self.entries]
        if as_of is not None:
            found["as_of"] = as_of.astimezone(there).isoformat()
        return found

    @property
    def _ever(self) -> set[str]:
        """Every person who was ever listed; what was said of one who no longer is, is said of nobody."""
        lists = (line.record for line in self.lines)
        own = {id for one in lists if isinstance(one, Listed) for id in one.persons or ()}
        return own | {role for role, ids in self.persons.items() if ids}

    def _now(self, fact: str) -> str:
        """A fact said of a role before anybody was listed in it is that of the one who now is."""
        head, _, tail = fact.partition(".")
        ids = self.persons.get(head, ())
        return f"{ids[0]}.{tail}" if len(ids) == 1 else fact


def read(reference: str, lines: Iterable[Line]) -> CaseLog:
    """The case that a log tells of.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    >>> said = [Chosen("kz/national"), Began(at), Listed("victim", ("v1",)), Said("v1.age", 13)]
    >>> read("2026-041", [Line(at, one) for one in said]).document()["parties"]
    {'victim': [{'id': 'v1', 'age': 13}]}
    """
    case = CaseLog(reference, tuple(lines))
    for line in case.lines:
        match line.record:
            case Opened():
                pass
            case Chosen(protocol):
                case.protocol = protocol
            case Began(at, report):
                case.began += (at,)
                case.report = report or case.report
            case Listed(role, None):
                case.persons.pop(role, None)
            case Listed(role, persons):
                case.persons[role] = persons or ()
            case Said(fact, value):
                case.said[fact] = value
            case Entered(entry):
                case.entries += (entry,)
            case Brought(keys):
                case.brought = keys
            case other:
                assert_never(other)
    return case


def _of(person: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of one person, without the reference before them."""
    return {tail: value for fact, value in facts.items() for head, _, tail in [fact.partition(".")] if head == person}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Values as a file has them: what was added one by one is a list."""
    return {fact: list(value) if isinstance(value, tuple) else value for fact, value in facts.items()}
