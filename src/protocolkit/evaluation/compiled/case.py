"""A case whose answers are put together from the tables of its protocol."""

from __future__ import annotations

from datetime import datetime

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.compiled.crew import CompiledPeople
from protocolkit.evaluation.compiled.tables import tables_of
from protocolkit.evaluation.triggers import Steps
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol


class CompiledCase(Case):
    """A case that knows the tables of its protocol."""

    def __init__(self, protocol: Protocol, incident: Incident, as_of: datetime, steps: Steps) -> None:
        super().__init__(protocol, incident, as_of, steps)
        self.tables = tables_of(protocol)
        self.match.reads = self.tables.conditions
        crew, institution = self.tables.crew, incident.institution
        self.people = CompiledPeople(self.safety, institution, self.timeline).take(crew)
        self.bearers = CompiledPeople(self.safety, institution, self.timeline, acts=True).take(crew)
        happened = list(self.timeline.happenings())
        self.names_persons = any(one.for_ for one in happened)
        """Whether something in the log befell somebody and not others."""
        rules = (protocol.rule(id) for id in self.timeline.about)
        recorded = {act for rule in rules if rule is not None for act in rule.acts}
        self.recorded = recorded.union(*(records.acts for records in self.timeline.about.values()))
        """The acts that records of the log may be of."""
