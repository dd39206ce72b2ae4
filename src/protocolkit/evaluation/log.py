"""The log as happenings: the entries that count at an instant, and the events that acts make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from protocolkit.model.incident import LOG_WORDS, Incident, LogEntry
from protocolkit.model.people import Actor, Office, Unstated, flat, named
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol


class Happening(msgspec.Struct, frozen=True):
    """One event on the timeline. `entry` is the log entry it comes from."""

    event: str
    at: datetime
    by: str | None
    to: str | None
    for_: str | None
    entry: LogEntry

    @property
    def date_only(self) -> bool:
        return self.entry.date_only


class Timeline:
    """What happened up to an instant, in order; a happening counts also as the events it `is`."""

    def __init__(self, protocol: Protocol, incident: Incident, at: datetime) -> None:
        self.entries = tuple(e for e in incident.log if e.counts_from <= at)
        self.acts = tuple(e for e in self.entries if e.event in LOG_WORDS)
        self._rules = {rule.id: rule for rule in protocol.rules}
        self._vocabulary = protocol.vocabulary
        found: list[Happening] = []
        for entry in self.entries:
            if entry.event not in LOG_WORDS:
                found += self._named(entry.event, entry, entry.by or incident.organisation, entry.to)
            elif entry.event == "done":
                found += self._made(entry)
        self._by_event: dict[str, list[Happening]] = {}
        for one in sorted(found, key=lambda h: (h.at, h.entry.index)):
            self._by_event.setdefault(one.event, []).append(one)

    def of(self, event: str) -> list[Happening]:
        """Every happening of an event, earliest first."""
        return self._by_event.get(event, [])

    def events(self) -> list[str]:
        return [*self._by_event]

    def _named(self, event: str, entry: LogEntry, by: str | None, to: str | None) -> Iterator[Happening]:
        for name in self._vocabulary.event_is(event):
            yield Happening(name, entry.at, by, to, entry.for_, entry)

    def _made(self, entry: LogEntry) -> Iterator[Happening]:
        """The events that a recorded performance makes: telling the police is `police_informed`."""
        rule = self._rules.get(entry.rule or (entry.duty or "").partition("/")[0]) or self._rule_of_duty(entry.duty)
        if rule is None:
            return
        told = {entry.to} if entry.to else recipients(rule)
        for event in self._vocabulary.events.values():
            for act in event.when:
                fits = any(self._vocabulary.act_is(a, act.do) for a in rule.acts)
                documented = act.document is None or act.document in rule.documents
                if fits and documented and (act.to is None or act.to in told) and self._does(act.by, rule, entry):
                    yield from self._named(event.name, entry, entry.by, act.to)

    def _does(self, by: str | None, rule: Rule, entry: LogEntry) -> bool:
        bearers = {entry.by} if entry.by else {o.role for o in named(rule.by) if isinstance(o, Office)}
        return by is None or by in bearers

    def _rule_of_duty(self, duty: str | None) -> Rule | None:
        fitting = [r for id, r in self._rules.items() if duty and (duty == id or duty.startswith((f"{id}/", f"{id}@")))]
        return max(fitting, key=lambda r: len(r.id), default=None)


def recipients(rule: Rule) -> set[str]:
    """The roles a rule's acts go to, as the rule names them; not those that its text leaves to the reader."""
    return {role for one in named(rule.to) if not isinstance(one, Actor | Unstated) for role in flat(one)}
