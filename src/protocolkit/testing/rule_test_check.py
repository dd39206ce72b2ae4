"""Checks a file of rule tests without running it: protocols, incidents, and every name the expectations use."""

from __future__ import annotations

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import Problems
from protocolkit.messages import say
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import Names, check_names
from protocolkit.testing.rule_test_cases import cases


def check_tests(document: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds every problem of a document whose structure has been checked."""
    for case in cases(document):
        if not catalogue.has(case.protocol):
            message = say("no protocol or ruleset `{name}`", name=case.protocol)
            problems.error("unknown-protocol", message, case.protocol_place, catalogue.near(case.protocol))
            continue
        if (protocol := catalogue.of_case(case.protocol, case.incident)) is not None:
            # What is to be refused is no problem of the file; whether it is, a run of the case says.
            incident = read_incident(case.incident, protocol, Problems() if case.refused else problems)
            check_names(case.expect, Names(protocol), incident, problems)
