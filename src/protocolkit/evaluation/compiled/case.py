"""A case whose answers are put together from the tables of its protocol."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.compiled.conditions import CompiledDeciding, CompiledMatcher
from protocolkit.evaluation.compiled.crew import CompiledPeople
from protocolkit.evaluation.compiled.tables import tables_of
from protocolkit.evaluation.due.found import Caution, DueFound
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.triggers import Moments, Steps
from protocolkit.model.clock import TimeRules
from protocolkit.model.conditions import Condition
from protocolkit.model.dues import Due
from protocolkit.model.incident import Incident
from protocolkit.model.moments import Moment
from protocolkit.model.ruleset import Protocol


class Noted(NamedTuple):
    """The later instants at which a case may change, and its cautions in order."""

    turns: set[datetime]
    cautions: dict[Caution, None]


class CompiledCase(Case):
    """A case that knows the tables of its protocol."""

    matcher = CompiledMatcher
    decider = CompiledDeciding
    match: CompiledMatcher

    def __init__(self, protocol: Protocol, incident: Incident, as_of: datetime, steps: Steps) -> None:
        super().__init__(protocol, incident, as_of, steps)
        self.tables = tables = tables_of(protocol)
        tables.conditions.make_room()
        self.match.reads, self.match.conditions = tables.reads, tables.conditions
        institution, cast = incident.institution, tables.crew.cast(self.knowledge)
        self.people: CompiledPeople = CompiledPeople(self.safety, institution, self.timeline).take(tables.crew, cast)
        bearers = CompiledPeople(self.safety, institution, self.timeline, acts=True)
        self.bearers: CompiledPeople = bearers.take(tables.crew, cast)
        # What an institution says of its week, its hours and its agendas is its own.
        self._counted = tables.dues.counted(self._days.view) if institution is None else None
        self._names_persons = self.match.names_persons = any(one.for_ for one in self.timeline.happenings())
        self._came_to: dict[object, Moments] = {}

    def moments(
        self, moment: Moment, binding: Binding, party: str | None, to: str | None = None, hearer: str | None = None
    ) -> Moments:
        key = self.once(moment, binding, party, hearer)
        if key is None:
            return super().moments(moment, binding, party, to, hearer)
        if key not in self._came_to:
            self._came_to[key] = super().moments(moment, binding, party, to, hearer)
        return self._came_to[key]

    def once(self, moment: Moment, binding: Binding, party: str | None, hearer: str | None) -> object:
        """What tells a moment of log events from all others; null where it hangs on more than these."""
        number = self.tables.moments.number(moment)
        if number is None:
            return None
        return (number, hearer, *((party, *binding.items()) if self._names_persons else ()))

    def due(
        self, due: Due | None, at: datetime, binding: Binding, time: TimeRules, *, date_only: bool = False
    ) -> DueFound:
        number = self.tables.dues.number(due, time) if due is not None and self._counted is not None else None
        if number is None or self._counted is None:
            return super().due(due, at, binding, time, date_only=date_only)
        key = (number, at, date_only)
        if key not in self._counted:
            self._counted[key] = super().due(due, at, binding, time, date_only=date_only)
        return self._counted[key]

    def noting(self) -> Noted:
        """Begins to note apart; what had been noted by then."""
        before = Noted(self.turns, self._cautions)
        self.turns, self._cautions = set(), {}
        return before

    def noted(self, before: Noted) -> Noted:
        """What was noted since, which is added to what had been noted before."""
        since = Noted(self.turns, self._cautions)
        self.turns, self._cautions = before
        self.note(*since)
        return since

    def note(self, turns: Iterable[datetime], cautions: Iterable[Caution]) -> None:
        """Notes instants of change, and cautions behind those there are."""
        self.turns.update(turns)
        for one in cautions:
            self._cautions.setdefault(one)

    def awaits(self, condition: Condition, binding: Binding) -> tuple[str, ...]:
        inputs = self.tables.conditions.inputs(condition, self.knowledge)
        if inputs.facts is not None and not inputs.events:
            return ()  # no event decides it
        return super().awaits(condition, binding)
