"""Incident and agenda files: read as `plan` would read them, and evaluated once, for what the log may not say."""

from __future__ import annotations

from protocolkit.building.build_incident import first_day
from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError, Problems
from protocolkit.evaluation.engine import evaluate
from protocolkit.messages import say
from protocolkit.reading.nodes import Node


def check_incident(node: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds every problem of a document whose structure has been checked."""
    named = node.get("protocol")
    if named is None or not catalogue.has(named.text):
        if named is not None:
            message = say("no protocol or ruleset `{id}`", id=named.text)
            problems.error("unknown-protocol", message, named.place, catalogue.near(named.text))
        return
    as_of = node.get("as_of")
    protocol = catalogue.protocol(named.text, first_day(node), as_of.text[:10] if as_of else None)
    if protocol is None or catalogue.problems.errors:
        return
    before = len(problems.errors)
    incident = read_incident(node, protocol, problems)
    last = max((entry.counts_from for entry in incident.log), default=incident.as_of)
    at = incident.as_of or last
    if len(problems.errors) == before and at is not None:
        try:
            evaluate(protocol, incident, at)
        except InputError as error:
            problems.found += error.problems
