"""The log as happenings: the entries that count at an instant, and the events that acts make."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import assert_never

import msgspec

from protocolkit.evaluation.lookup import Records, Series
from protocolkit.evaluation.places import Places
from protocolkit.evaluation.spans import Span, span
from protocolkit.model.incident import DEEDS, LOG_WORDS, RETRACTED, Incident, LogEntry
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, Person, Related, Unstated, flat, named, party_of
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


class Recorded(msgspec.Struct, frozen=True):
    """What a record of a performance says was done: which acts, with which papers, who was told, by and for whom.

    `institution` is whose deed it is where those who may have done it all belong to one.

    Each but the last is a list of what it surely was: of things done by choice, only what all of them would have made.
    """

    acts: Sure
    documents: Sure
    told: Sure
    by: frozenset[str]
    for_: str | None
    institution: str | None


class Sure(msgspec.Struct, frozen=True):
    """Things of which all were done, or (`choice`) nobody says which."""

    of: tuple[str, ...]
    choice: bool = False

    def are(self, fits: Callable[[str], bool]) -> bool:
        """Whether something that fits was surely among them."""
        return bool(self.of) and (all if self.choice else any)(fits(one) for one in self.of)

    def only(self, named: Iterable[str]) -> Sure:
        """Those that a record names, if it names any."""
        found = tuple(one for one in self.of if one in named)
        return Sure(found) if found else self


class Timeline:
    """What happened up to an instant, in order; a happening counts also as the events it `is`."""

    def __init__(self, protocol: Protocol, incident: Incident, at: datetime) -> None:
        self.entries = incident.known(at)
        self.acts = tuple(e for e in self.entries if e.event in LOG_WORDS)
        self.at = at
        self._rules = protocol.index
        self._vocabulary = protocol.vocabulary
        self.places = Places.of(incident, protocol.vocabulary)
        """Who acts in whose place."""
        about: dict[str, list[LogEntry]] = {}
        for entry in self.acts:
            about.setdefault(entry.of_rule or "", []).append(entry)
        self.about = {rule: Records(entries, rule) for rule, entries in about.items()}
        """The entries about the duties of each rule."""
        self._incident = incident
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

    @property
    def events(self) -> Collection[str]:
        """The names of the events that happened."""
        return self._by_event.keys()

    @cached_property
    def acting(self) -> dict[str, Series[Happening]]:
        """The events of the log that are acts, by name in the vocabulary's order; not those that records make."""
        found: dict[str, Series[Happening]] = {}
        for event in (one for name, one in self._vocabulary.events.items() if name in self._by_event and one.when):
            came = [one for one in self.of(event.name) if one.entry.event not in DEEDS]
            if came:
                found[event.name] = Series(came, lambda one: one.at, lambda one: one.entry)
        return found

    @cached_property
    def _names(self) -> dict[int, list[str]]:
        found: dict[int, dict[str, None]] = {}
        for one in self.happenings():
            found.setdefault(one.entry.index, {})[one.event] = None
        return {index: [*names] for index, names in found.items()}

    def names(self, entry: LogEntry) -> list[str]:
        """The events that an entry is or makes."""
        return self._names.get(entry.index, [])

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each entry stands among those that count, by its number."""
        return {entry.index: place for place, entry in enumerate(self.entries)}

    def happenings(self) -> Iterator[Happening]:
        """Every happening under each of its names."""
        for several in self._by_event.values():
            yield from several

    def spelt_out(self, entry: LogEntry) -> LogEntry:
        """A record by a duty's id as one by its rule, act, recipient and person."""
        rule = self._rules.get(entry.of_rule or "")
        if rule is None or entry.duty is None:
            return entry
        done = self._recorded(entry, rule)
        told, acts = done.told, done.acts
        return msgspec.structs.replace(
            entry,
            to=told.of[0] if len(told.of) == 1 else None,
            do=acts.of[0] if len(acts.of) == 1 and len(rule.acts) > 1 else None,
            for_=done.for_,
        )

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
        rule, vocabulary = self._rules.get(entry.of_rule or ""), self._vocabulary
        if rule is None or (entry.to is not None and not self.may_tell(rule, entry.to)):
            return
        if entry.by is not None and entry.by in _excepted(rule):
            return
        done = self._recorded(entry, rule)
        made = {name for act in done.acts.of for name in vocabulary.made_by(act)}
        for event in (one for name, one in vocabulary.events.items() if name in made):
            act = next((act for act in event.when if self._makes(act, done)), None)
            if act is not None:
                by = entry.by or act.by or done.institution
                yield from self._named(event.name, entry, by, act.to, done.for_)

    def _makes(self, act: Act, done: Recorded) -> bool:
        """Whether what was done is the act that makes an event; who tells somebody of the police tells the police."""
        vocabulary = self._vocabulary
        return (
            done.acts.are(lambda mine: vocabulary.act_is(mine, act.do))
            and (act.document is None or done.documents.are(lambda paper: paper == act.document))
            and (act.to is None or done.told.are(lambda role: self._acts_for(role, act.to or "")))
            and (act.by is None or any(self._acts_for(role, act.by) for role in done.by))
        )

    def may_tell(self, rule: Rule, role: str) -> bool:
        """Whether a rule's acts can go to a role, for itself or in another's place."""
        return any(may_tell(rule, post, self._vocabulary) for post in self.places.posts(role))

    def _acts_for(self, role: str, body: str) -> bool:
        return any(self._vocabulary.acts_for(post, body) for post in self.places.posts(role))

    def _recorded(self, entry: LogEntry, rule: Rule) -> Recorded:
        """What a record says was done. One by a duty's id says as much as one by rule, recipient and person."""
        # The id names, after the rule, just what tells the duty from the rule's others.
        tail = entry.duty[len(rule.id) :].partition("@")[0] if entry.duty else ""
        parts = [part for part in tail.replace("+", "/").split("/") if part]
        parts += [here for here, role in rule.bound.items() if role in parts]
        by = frozenset([entry.by]) if entry.by else frozenset(o.role for o in named(rule.by) if isinstance(o, Office))
        if rule.apiece and entry.by is None:
            by = by.intersection(parts) or by
        acted = (self._acting_in(tail) if tail else self._incident.organisation) if rule.acting else None
        if acted is not None and acted in parts[1:]:
            parts.remove(acted)
        houses = {self._vocabulary.institution(role) for role in by}
        choice = isinstance(rule.to, Choice) and rule.to.mode == "any"
        told = Sure(tuple(recipients(rule)), choice and len(recipients(rule)) > 1)
        if entry.to is not None:
            told = Sure((entry.to,))
        elif "+" not in tail and (reached := [part for part in parts if may_tell(rule, part, self._vocabulary)]):
            told = Sure(tuple(reached))
        return Recorded(
            acts=Sure(rule.acts, rule.act_mode == "any").only([entry.do] if entry.do else parts),
            documents=Sure(rule.documents, rule.document_mode == "any").only(parts),
            told=told,
            by=by,
            for_=entry.for_ or self._person(rule, parts),
            institution=acted or (next(iter(houses)) if len(houses) == 1 else None),
        )

    def _acting_in(self, tail: str) -> str:
        """Whose duty it is, of a rule that binds whoever acted, by the end of its id: else the organisation's."""
        parts = tail.strip("/").split("/")
        roles = [part for part in parts if part.partition("+")[0] in self._vocabulary.roles]
        return roles[0] if len(roles) > 1 else self._incident.organisation

    def _person(self, rule: Rule, parts: list[str]) -> str | None:
        """The person a record is about: whom the duty's id names, else the only one whom it can be."""
        persons = self._incident.persons
        if (named_in := next((p.id for p in persons if p.id in parts), None)) is not None:
            return named_in
        parties = {rule.each, *(party_of(one) for one in (*named(rule.to), *named(rule.by)))} - {None}
        roles = {member for party in parties for member in self._vocabulary.members(party or "")}
        concerned = [p.id for p in persons if roles.intersection(p.roles)]
        return concerned[0] if len(concerned) == 1 and len(parties) == 1 else None


def _excepted(rule: Rule) -> set[str]:
    """The roles that a rule leaves out of those who may act."""
    return {role for one in (rule.by.except_ if isinstance(rule.by, Choice) else ()) for role in flat(one)}


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
