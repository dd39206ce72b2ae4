"""Everything one evaluation works from: the protocol, the incident and its log as known at one instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from protocolkit.calendars.days import Days
from protocolkit.calendars.instants import iso, local_day, start_of
from protocolkit.diagnostics import Problems
from protocolkit.evaluation.accused import Safety
from protocolkit.evaluation.awaited import awaited, unsaid
from protocolkit.evaluation.deciding import Deciding
from protocolkit.evaluation.due.found import UNTIMED, Caution, DueFound
from protocolkit.evaluation.due.window import Ask, compute
from protocolkit.evaluation.facts import Binding, Knowledge
from protocolkit.evaluation.happened import happened_within
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.log import Happening, Timeline
from protocolkit.evaluation.lookup import Records
from protocolkit.evaluation.match import Matcher
from protocolkit.evaluation.moving import days_at, law_turns, passes_with_time
from protocolkit.evaluation.persons import PeopleReader
from protocolkit.evaluation.triggers import SECOND, Asked, Came, MomentReader, Moments, Steps
from protocolkit.messages import N_, Labelled, Listed, Message, Name, labelled, say
from protocolkit.model.case_days import CaseDays
from protocolkit.model.clock import Clock, TimeRules
from protocolkit.model.conditions import Condition, DayOf, Happened
from protocolkit.model.dues import Due, DueParts
from protocolkit.model.incident import Incident
from protocolkit.model.moments import Done, Missed, Moment, Occurs, single
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.terms import When


class Case:
    """One incident under one protocol at one instant. Collects warnings, refusals and the instants of change."""

    matcher: type[Matcher] = Matcher
    decider: type[Deciding] = Deciding

    def __init__(self, protocol: Protocol, incident: Incident, as_of: datetime, steps: Steps) -> None:
        self.protocol = protocol
        self.incident = incident
        self.as_of = as_of
        self.calendar = protocol.calendar
        self.vocabulary = protocol.vocabulary
        self.problems = Problems()
        self._cautions: dict[Caution, None] = {}
        self.turns: set[datetime] = set()
        self.definitions = protocol.definitions
        self.timeline = Timeline(protocol, incident, as_of)
        self.knowledge = Knowledge(incident, self.vocabulary, as_of, self.definitions)
        self.knowledge.days = self._days_of
        self.match = self.matcher(self.knowledge, self._happened, self._came)
        self._deciding = self.decider(self.match)
        self.safety = Safety(self.knowledge)
        self.people = PeopleReader(self.safety, incident.institution, self.timeline)
        self.bearers = PeopleReader(self.safety, incident.institution, self.timeline, acts=True)
        self._days = self._days_at(as_of)
        self._clocks: dict[TimeRules, Clock] = {}
        self._moments = MomentReader(
            self.timeline, as_of, steps, self.after, self.vocabulary, self.later, self.match.ids
        )

    # -- when

    @cached_property
    def days(self) -> CaseDays:
        """The days whose law holds for the case, as far as it is known."""
        if passes_with_time(self.incident, self.protocol, self.as_of):
            for day in law_turns(self.protocol, local_day(self.as_of, self.protocol.zone)):
                self.later(start_of(day, self.protocol.zone))
        return days_at(self.incident, self.protocol, self.as_of)

    def later(self, instant: datetime) -> None:
        """Notes an instant at which the same log may give another answer."""
        if instant > self.as_of:
            self.turns.add(instant)

    @property
    def changes(self) -> set[datetime]:
        """The later instants at which time, the log or what a calendar knows may give another answer."""
        zone = self.protocol.zone
        announced = {start_of(day, zone) for day in self.calendar.turns_after(local_day(self.as_of, zone))}
        coming = [*(e.counts_from for e in self.incident.log), *(one.at for one in self.incident.searched)]
        return self.turns | announced | {at for at in coming if at > self.as_of}

    def turns_by(self, instant: datetime) -> bool:
        """Whether time alone may have changed something by a later instant: a limit passed, a day off was announced."""
        return any(turn <= instant for turn in self.turns) or self._days_at(instant).view != self._days.view

    def _days_at(self, instant: datetime, scenario: str | None = None) -> Days:
        """The days of the calendar as known at an instant."""
        known_at = instant.astimezone(ZoneInfo(self.protocol.zone)).date()
        return self.calendar.days(known_at, self.incident.institution, scenario)

    def moments(
        self, moment: Moment, binding: Binding, party: str | None, to: str | None = None, hearer: str | None = None
    ) -> Moments:
        """Where a moment stands for a duty: its persons, its recipient, and who must have heard of what is heard."""
        return self._moments.read(moment, Asked(binding, party, to, hearer))

    def doubts(self, moment: Occurs, one: Happening, hearer: str | None) -> tuple[str, ...] | None:
        """What nobody said of an event that a moment asks for, nothing where it fits; null where it does not fit."""
        return self._moments.doubts(moment, one, hearer)

    def ending(
        self, rule: Rule, binding: Binding, party: str | None, to: str | None = None, hearer: str | None = None
    ) -> tuple[Came, ...]:
        """When a rule's `until` came; what may have ended it, nobody knows, ends nothing and is told."""
        if rule.until is None:
            return ()
        found = self.moments(rule.until, binding, party, to, hearer)
        self.doubt(found, rule, N_("{rule} may have ended at {at}: nobody said {facts}"))
        return found.came

    def doubt(self, found: Moments, rule: Rule, words: str) -> None:
        """Tells of a moment that changes a duty if what nobody said is so, and changes nothing until somebody does."""
        for one in found.unsure:
            facts = Listed(tuple(Name("facts", fact) for fact in one.asks))
            self.warn(
                "side_unknown", say(words, rule=Name("rules", rule.id), at=self.iso(one.at), facts=facts), rule.id
            )

    def clock(self, time: TimeRules) -> Clock:
        if time not in self._clocks:
            self._clocks[time] = Clock(
                zone=self.protocol.zone,
                days=self._days,
                institution=self.incident.institution,
                peace_days=self._days_at(self.as_of, "peacetime"),
                conventions=time,
                agendas=self.vocabulary.agendas,
            )
        return self._clocks[time]

    def due(
        self,
        due: Due | None,
        at: datetime,
        binding: Binding,
        time: TimeRules,
        *,
        date_only: bool = False,
    ) -> DueFound:
        """The due time of one duty; cases whose facts are unknown show the earliest and ask."""
        return UNTIMED if due is None else compute(self._ask(due, at, binding, time, date_only=date_only))

    def _ask(self, due: Due, at: datetime, binding: Binding, time: TimeRules, *, date_only: bool = False) -> Ask:
        return Ask(
            due,
            at,
            self.clock(time),
            date_only=date_only,
            holds=lambda c: self.holds(c, binding),
            asks=lambda c: self.asks(c, binding),
        )

    def after(self, at: datetime, term: When, time: TimeRules | None = None) -> datetime | None:
        """The last moment of a term that starts at an instant; null beyond the calendar."""
        return self.due(DueParts(limit=term), at, {}, time or TimeRules()).limit

    def role_label(self, name: str) -> Labelled:
        """A role by its label."""
        entry = self.vocabulary.roles.get(name)
        return labelled(name.replace("_", " "), entry.label if entry else {})

    def iso(self, instant: datetime | None) -> str | None:
        return None if instant is None else iso(instant, self.protocol.zone)

    # -- whether

    def holds(self, condition: Condition, binding: Binding) -> Truth:
        """A condition over every choice of the persons that `binding` leaves open: one choice must make it whole."""
        return self.match.holds(condition, binding)

    def asks(self, condition: Condition, binding: Binding) -> tuple[str, ...]:
        """The unknown facts that really decide a condition, as a reader gives them, and what an event leaves unsaid."""
        facts = self._deciding.asks(condition, binding)
        return tuple(dict.fromkeys((*facts, *unsaid(condition, binding, self._deciding, self._unsaid))))

    def awaits(self, condition: Condition, binding: Binding) -> tuple[str, ...]:
        """The events that would decide a condition as well: those that it, or a definition it rests on, waits for."""
        return awaited(condition, binding, self._deciding, self._waiting)

    def _unsaid(self, moment: Moment, binding: Binding) -> tuple[str, ...]:
        """What must be so for a moment to have come as it is asked for."""
        found = self._of_persons(moment, binding)
        return tuple(fact for one in found.unsure for fact in one.asks)

    def _waiting(self, moment: Moment, binding: Binding) -> tuple[str, ...]:
        return self._of_persons(moment, binding).waiting

    def _came(self, rule: Rule, binding: Binding) -> bool:
        """Whether what starts a definition has come."""
        return rule.after is None or self.moments(rule.after, binding, None).first is not None

    def _days_of(self, what: DayOf, binding: Binding | None) -> list[str | int]:
        """The day or year of the first time an event happened: to the persons chosen, if the log says to whom.

        Of no choice (null) of each person. Where it happened to several and none of them is chosen, there are several.
        """
        came = self.timeline.of(what.event)
        chosen = [one for one in came if binding is None or one.for_ is None or one.for_ in binding.values()] or came
        first: dict[str | None, datetime] = {}
        for one in chosen:
            first.setdefault(one.for_, one.at)
        days = [local_day(at, self.protocol.zone) for at in first.values()]
        return [day.year if what.part == "year" else day.isoformat() for day in days]

    def _happened(self, condition: Happened, binding: Binding) -> Truth:
        """True, unknown, or false where the log was searched: that it has no penalty does not mean there was none."""
        moments = self._of_persons(condition.moment, binding)
        found = moments.came
        if condition.of is None:
            # Two of one day are two; what is recorded twice at one instant happened once.
            times = {c.happening.entry.index if c.date_only and c.happening else c.at for c in found}
            return True if len(times) >= condition.times else None
        searched = [one for one in self.incident.searched if one.at <= self.as_of]
        anchors = self._of_persons(condition.of, binding)
        turns = any(c.date_only for c in (*found, *moments.unsure))

        def ends(at: datetime) -> datetime | None:
            end = self.after(at, condition.within) if condition.within else None
            if end is not None and turns:
                self.later(end + SECOND)
            return end

        return happened_within(condition, moments, anchors, searched, ends)

    def _of_persons(self, moment: Moment, binding: Binding) -> Moments:
        """Where a moment stands for the persons of a condition; what a rule owes each apiece, for the one chosen."""
        rules = [self.protocol.rule(one.rule) for one in single(moment) if isinstance(one, Done | Missed)]
        chosen = {binding.get(rule.each) for rule in rules if rule is not None and rule.each is not None}
        return self.moments(moment, binding, chosen.pop() if len(chosen) == 1 else None)

    # -- who

    @cached_property
    def recorded_of(self) -> dict[str, list[tuple[str, Records]]]:
        """For each act the records that may be of it, by the rules that they name."""
        found: dict[str, list[tuple[str, Records]]] = {}
        for id, records in self.timeline.about.items():
            rule = self.protocol.rule(id)
            for act in records.acts.union(rule.acts) if rule is not None else ():
                found.setdefault(act, []).append((id, records))
        return found

    def roles_within(self, role: str) -> set[str]:
        """The roles that act within an institution, itself included."""
        return {role, *self.vocabulary.houses.get(role, ())}

    def institutions(self, roles: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self.vocabulary.institution(role) for role in roles}))

    def warn(self, code: str, message: Message, rule: str | None = None) -> None:
        """Notes a caution, once."""
        self._cautions.setdefault(Caution(code, message, rule))

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What was noted so far, in order."""
        return tuple(self._cautions)
