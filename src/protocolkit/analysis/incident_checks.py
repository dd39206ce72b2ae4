"""Incident and agenda files: read as `plan` would read them, and evaluated once, for what the log may not say."""

from __future__ import annotations

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError, Problems
from protocolkit.evaluation.find import find
from protocolkit.evaluation.findings import Idle
from protocolkit.messages import NOTHING, Listed, Part, any_of, counted, say
from protocolkit.model.incident import DEEDS, WHY
from protocolkit.model.people import flat
from protocolkit.model.rule import Permit, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.reading.nodes import Node


def check_incident(node: Node, catalogue: Catalogue, problems: Problems) -> None:
    """Adds every problem of a document whose structure has been checked."""
    named = node.get("protocol")
    if named is None or not catalogue.has(named.text):
        if named is not None:
            message = say("no protocol or ruleset `{id}`", id=named.text)
            problems.error("unknown-protocol", message, named.place, catalogue.near(named.text))
        return
    protocol = catalogue.of_case(named.text, node)
    if protocol is None or catalogue.problems.errors:
        return
    before = len(problems.errors)
    incident = read_incident(node, protocol, problems)
    last = max((entry.counts_from for entry in incident.log), default=incident.as_of)
    at = incident.as_of or last
    if len(problems.errors) == before and at is not None:
        try:
            found = find(protocol, incident, at)
        except InputError as error:
            problems.found += error.problems
            return
        for one in found.content.without_effect:
            if one.why != "edition_not_loaded":  # told of as it was read
                _warn(one, protocol, problems)


def _warn(one: Idle, protocol: Protocol, problems: Problems) -> None:
    """That an entry changes nothing: a change of a clock, a recipient whom the rule does not have, or a performance."""
    entry = one.entry
    rule = protocol.rule(entry.of_rule or "")
    named = entry.duty or entry.rule
    message = say("`{event}` of `{duty}` has no effect: {why}", event=entry.event, duty=named, why=WHY[one.why])
    if rule is not None and one.why == "not_owed_to":
        told = flat(rule.to)
        choices = say("one of {choices}", choices=", ".join(sorted(told)))
        help = choices if told else say("the rule has no recipient")
        not_owed = say("`{rule}` is not owed to `{role}`", rule=rule.id, role=entry.to)
        problems.warning("not-a-recipient", not_owed, entry.place, help)
    elif entry.event in DEEDS:
        problems.warning("without-effect", message, entry.place)
    else:
        problems.warning("clock-not-allowed", message, entry.place, _allowed(entry.event, rule))


def _allowed(event: str, rule: Rule | None) -> Part:
    """What the rule allows people to do to its clock."""
    clock = rule.clock if rule is not None else None
    if clock is None or event not in ("extended", "waived", "suspended"):
        return NOTHING
    permits: dict[str, Permit | None] = {
        "extended": clock.extend, "waived": clock.waive, "suspended": clock.suspend,
    }  # fmt: skip
    permit = permits[event]
    if permit is None:
        return say("the rule allows nobody to")
    parts: list[Part] = [say("the rule allows it by anybody")]
    if permit.by:
        parts = [say("the rule allows it by {people}", people=any_of(permit.by))]
    if permit.times:
        often = counted("{n} time at most", "{n} times at most", permit.times)
        parts.append(often if permit.times > 1 else say("once"))
    if permit.at_most is not None:
        parts.append(say("at most {term}", term=permit.at_most.written()))
    return Listed(tuple(parts))
