"""What of a protocol is the same for every case under it, worked out once and kept with it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from typing import NamedTuple

from protocolkit.evaluation.compiled.conditions import Conditions
from protocolkit.evaluation.compiled.crew import Crew
from protocolkit.evaluation.compiled.dues import Dues
from protocolkit.evaluation.compiled.plain import Plainness, is_chained
from protocolkit.evaluation.hearing import Ear
from protocolkit.evaluation.match import Read
from protocolkit.evaluation.rhythms import belongs_to_case, starting_events
from protocolkit.model.moments import Moment, Occurs, Rhythm, single
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.walk import inside

MOST_KEPT = 1_000  # sets of events a protocol; then it begins anew, so that a backlog of cases fills no memory


class Rules(NamedTuple):
    """The rules that may have begun with some events, and all that are shown with them."""

    begun: tuple[Rule, ...]
    all: tuple[Rule, ...]


class Shown(NamedTuple):
    """A rule that plans show: a case's own, or (`by_event`) the organisation's, where its log has what starts it.

    `waits_for` are events without any of which it can come to nothing but waiting; null where that cannot be told.
    """

    rule: Rule
    by_event: frozenset[str] | None
    waits_for: frozenset[str] | None


class Tables:
    """The tables of one protocol. What is kept here for later cases is kept with what it was made for."""

    def __init__(self, protocol: Protocol) -> None:
        self.dues = Dues(protocol)
        self.crew = Crew(protocol)
        self.plain = Plainness(protocol, self.dues, self.crew)
        self.reads: dict[int, Read] = {}
        """What conditions read, by their identity."""
        self.conditions = Conditions()
        self.moments = LogMoments()
        self.ears: dict[tuple[str, str], tuple[Ear, ...]] = {}
        """Whose hearing starts a rule, for each organisation whose file it may be."""
        self.shown = tuple(self._shown(rule, protocol) for rule in protocol.rules if rule.is_tried)
        self._always = [place for place, one in enumerate(self.shown) if one.waits_for is None]
        self._rules: dict[frozenset[str], Rules] = {}
        self._by_event: dict[str, list[int]] = {}
        for place, one in enumerate(self.shown):
            for event in one.waits_for or ():
                self._by_event.setdefault(event, []).append(place)

    def begun(self, events: Collection[str]) -> tuple[Rule, ...]:
        """The rules that may come to more than waiting where the log has these events, in the protocol's order."""
        return self._of(events).begun

    def all(self, events: Collection[str]) -> tuple[Rule, ...]:
        """Every rule that a case with these events shows, in the protocol's order."""
        return self._of(events).all

    def _of(self, events: Collection[str]) -> Rules:
        key = frozenset(events)
        found = self._rules.get(key)
        if found is None:
            if len(self._rules) > MOST_KEPT:
                self._rules = {}
            places = set(self._always).union(*(self._by_event.get(event, ()) for event in events))
            begun = tuple(self.shown[at].rule for at in sorted(places) if self._is_shown(self.shown[at], events))
            every = tuple(one.rule for one in self.shown if self._is_shown(one, events))
            found = self._rules[key] = Rules(begun, every)
        return found

    def _is_shown(self, one: Shown, events: Collection[str]) -> bool:
        return one.by_event is None or not one.by_event.isdisjoint(events)

    def _shown(self, rule: Rule, protocol: Protocol) -> Shown:
        own = belongs_to_case(rule, protocol)
        waits_for = None if self.plain.derived else waited_for(rule)
        return Shown(rule, None if own else frozenset(starting_events(rule)), waits_for)


class LogMoments:
    """Numbers for the moments that hang on the events of the log alone: one for all that are equal."""

    def __init__(self) -> None:
        self._numbers: dict[Moment, int] = {}
        self._next = count()  # threads that ask at once never get the same number
        self._of: dict[int, tuple[Moment, int | None]] = {}

    def number(self, moment: Moment) -> int | None:
        """The number of a moment; null for one that hangs on other duties or on time."""
        found = self._of.get(id(moment))
        if found is None:
            number = None if is_chained(inside(moment)) else self._numbers.setdefault(moment, next(self._next))
            found = self._of[id(moment)] = (moment, number)  # kept, so that its address stays its own
        return found[1]


def tables_of(protocol: Protocol) -> Tables:
    """The tables of a protocol, made when the first case asks."""
    found: Tables | None = protocol.__dict__.get("_tables")
    if found is None:
        found = protocol.__dict__["_tables"] = Tables(protocol)
    return found


def waited_for(rule: Rule) -> frozenset[str] | None:
    """The events without which neither a rule nor another reading of it begins.

    Null for what begins otherwise, and for what may set other rules to work in being asked: those are always tried.
    """
    events: set[str] = set()
    for one in (rule, *(patch.rule for patch in rule.readings if patch.rule is not None)):
        start = one.after if one.after is not None else one.every
        if one.standing or start is None or isinstance(start, Rhythm):
            return None
        if is_chained((*inside(start), *inside(one.if_))):
            return None
        events.update(each.event for each in single(start) if isinstance(each, Occurs))
    return frozenset(events)
