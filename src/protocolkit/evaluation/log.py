"""The log as happenings: the entries that count at an instant, and the events that acts make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

import msgspec

from protocolkit.evaluation.spans import Span, span
from protocolkit.model.incident import LOG_WORDS, RETRACTED, Incident, LogEntry
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.people import Actor, Office, Person, Related, Unstated, flat, named
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import Act, Vocabulary


class Happening(msgspec.Struct, frozen=True):
    """One event on the timeline. `entry` is the log entry it comes from, `span` when it may have been."""

    event: str
    at: datetime
    by: str | None
    from_: str | None
    to: str | None
    for_: str | None
    entry: LogEntry
    span: Span

    @property
    def date_only(self) -> bool:
        return self.entry.date_only


def is_idle(entry: LogEntry, read: frozenset[str]) -> bool:
    """Whether an entry is certain to change nothing: `read` are the events that some rule reads.

    One recorded late is not: what was known before it is held against what is known since.
    """
    told = entry.event in (*LOG_WORDS, RETRACTED) or entry.event in read or bool(entry.facts)
    return not told and entry.counts_from == entry.at


class Deed(msgspec.Struct, frozen=True):
    """What a record of a performance says was done: which acts, with which papers, who was told, by and for whom.

    `institution` is whose deed it is where those who may have done it all belong to one.
    """

    acts: tuple[str, ...]
    documents: tuple[str, ...]
    told: frozenset[str]
    by: frozenset[str]
    for_: str | None
    institution: str | None


class Timeline:
    """What happened up to an instant, in order; a happening counts also as the events it `is`."""

    def __init__(self, protocol: Protocol, incident: Incident, at: datetime) -> None:
        self.entries = incident.known(at)
        self.acts = tuple(e for e in self.entries if e.event in LOG_WORDS)
        self.at = at
        self._rules = {rule.id: rule for rule in protocol.rules}
        self._vocabulary = protocol.vocabulary
        self._persons = {person.id for person in incident.persons}
        self._organisation = incident.organisation
        found: list[Happening] = []
        for entry in self.entries:
            if entry.event not in LOG_WORDS:
                by = entry.by or self._vocabulary.doer(entry.event, incident.organisation)
                found += self._named(entry.event, entry, by, entry.to, entry.for_)
            elif entry.event == "done":
                found += self._made(entry)
        self._by_event: dict[str, list[Happening]] = {}
        for one in sorted(self._placed(found), key=lambda h: (h.at, h.entry.index)):
            self._by_event.setdefault(one.event, []).append(one)

    def of(self, event: str) -> list[Happening]:
        """Every happening of an event, earliest first."""
        return self._by_event.get(event, [])

    def events(self) -> list[str]:
        return [*self._by_event]

    def happenings(self) -> Iterator[Happening]:
        """Every happening under each of its names."""
        for several in self._by_event.values():
            yield from several

    def _named(
        self, event: str, entry: LogEntry, by: str | None, to: str | None, for_: str | None
    ) -> Iterator[Happening]:
        for name in self._vocabulary.event_is(event):
            yield Happening(name, entry.at, by, entry.from_, to, for_, entry, span(entry, self.at))

    def _placed(self, found: list[Happening]) -> Iterator[Happening]:
        """The happenings, each of those known by their day no earlier than what it closes can have been.

        A telling on the day of the report came after the report, and what the file has after it on that day, too.
        """
        exact = [one for one in found if not one.date_only]
        yield from exact
        latest: dict[datetime, datetime] = {}
        for one in sorted((h for h in found if h.date_only), key=lambda h: h.entry.index):
            day = one.entry.at
            starts = [day, latest.get(day, day), *self._starts(one, exact)]
            latest[day] = max(start for start in starts if start <= one.span.last)
            placed = span(one.entry, self.at, latest[day])
            yield msgspec.structs.replace(one, at=placed.first, span=placed)

    def _starts(self, one: Happening, exact: list[Happening]) -> Iterator[datetime]:
        """When what it closes was set going, as far as the log knows that to the moment."""
        own = self._rules.get(one.entry.of_rule or "")
        events = self._vocabulary.events
        acts = [
            act for name in self._vocabulary.event_is(one.entry.event) if name in events for act in events[name].when
        ]
        for rule in self._rules.values() if acts else [own] if own else []:
            moment = rule.after if rule.every is None or isinstance(rule.every, Rhythm) else rule.every
            if moment is None or rule.modality not in DUTIES or not (own or any(self._does(rule, a) for a in acts)):
                continue
            if (start := _start(moment, exact)) is not None:
                yield start

    def _does(self, rule: Rule, act: Act) -> bool:
        return any(self._vocabulary.act_is(a, act.do) for a in rule.acts) and (
            act.to is None or may_tell(rule, act.to, self._vocabulary)
        )

    def _made(self, entry: LogEntry) -> Iterator[Happening]:
        """The events that a recorded performance makes: telling the police is `police_informed`."""
        rule = self._rules.get(entry.of_rule or "")
        if rule is None or (entry.to is not None and not may_tell(rule, entry.to, self._vocabulary)):
            return
        deed = self._deed(entry, rule)
        for event in self._vocabulary.events.values():
            for act in event.when:
                fits = any(self._vocabulary.act_is(a, act.do) for a in deed.acts)
                documented = act.document is None or act.document in deed.documents
                if fits and documented and (act.to is None or act.to in deed.told) and act.by in (None, *deed.by):
                    by = entry.by or act.by or deed.institution
                    yield from self._named(event.name, entry, by, act.to, deed.for_)

    def _deed(self, entry: LogEntry, rule: Rule) -> Deed:
        """What a record says was done. One by a duty's id says as much as one by rule, recipient and person."""
        told = frozenset([entry.to]) if entry.to else frozenset(recipients(rule))
        by = frozenset([entry.by]) if entry.by else frozenset(o.role for o in named(rule.by) if isinstance(o, Office))
        acts, documents, for_ = rule.acts, rule.documents, entry.for_
        acted = self._organisation if rule.acting else None
        if entry.duty is not None:
            # The id names, after the rule, just what tells the duty from the rule's others.
            parts = entry.duty[len(rule.id) :].partition("@")[0].replace("+", "/").split("/")
            parts += [here for here, role in rule.bound.items() if role in parts]
            acts = tuple(a for a in acts if a in parts) or acts
            documents = tuple(d for d in documents if d in parts) or documents
            told = told.intersection(parts) or told
            if rule.apiece and entry.by is None:
                by = by.intersection(parts) or by
            for_ = for_ or next((p for p in parts if p in self._persons), None)
            acted = self._acting_in(entry.duty[len(rule.id) :]) if rule.acting else None
        houses = {self._vocabulary.institution(role) for role in by}
        institution = acted or (next(iter(houses)) if len(houses) == 1 else None)
        return Deed(acts, documents, told, by, for_, institution)

    def _acting_in(self, tail: str) -> str:
        """Whose duty it is, of a rule that binds whoever acted, by the end of its id: else the organisation's."""
        parts = tail.partition("@")[0].strip("/").split("/")
        roles = [part for part in parts if part.partition("+")[0] in self._vocabulary.roles]
        return roles[0] if len(roles) > 1 else self._organisation


def _start(moment: Moment, exact: list[Happening]) -> datetime | None:
    """When a moment came, by entries whose moment is known; null for what follows from other duties."""
    match moment:
        case Occurs(event=event):
            return min((one.at for one in exact if one.event == event), default=None)
        case First(of=of):
            return min((at for one in of if (at := _start(one, exact)) is not None), default=None)
        case Last(of=of):
            each = [_start(one, exact) for one in of]
            return None if None in each else max(each, default=None)  # type: ignore[type-var]
        case Done() | Missed() | Lapse():
            return None
        case _:
            assert_never(moment)


def recipients(rule: Rule) -> set[str]:
    """The roles a rule's acts go to, as the rule names them; not those that its text leaves to the reader."""
    return {role for one in named(rule.to) if not isinstance(one, Actor | Unstated) for role in flat(one)}


def may_tell(rule: Rule, role: str, vocabulary: Vocabulary) -> bool:
    """Whether a rule's acts can go to a role; where the text leaves its recipients to the case, anybody may be one."""
    sides = [*named(rule.to)]
    if not all(isinstance(one, Office | Related | Person) for one in sides):
        return bool(sides)
    return any(role in (*vocabulary.stands_for(r), *vocabulary.members(r)) for r in recipients(rule))
