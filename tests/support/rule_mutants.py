"""Shipped rules, each changed in one place, and which of those changes no rule test notices.

A bearer is replaced by somebody the rule does not name; a reading is left out. A change is noticed if the plan of some
case no longer holds what the case expects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from protocolkit.building.build_incident import incident as read_incident
from protocolkit.building.rule_files import gather, shown
from protocolkit.diagnostics import InputError, Problems
from protocolkit.evaluation.engines import DEFAULT
from protocolkit.model.incident import Incident
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated, flat
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Plan
from protocolkit.testing.expectations import Judge
from protocolkit.testing.naming import Names
from protocolkit.testing.rule_test_cases import Case, read_cases
from protocolkit.testing.running import _plan
from protocolkit.testing.whereabouts import Whereabouts

# Bodies that belong to no other: whoever acts within the same institution as the bearer may stand for it in silence.
STRANGERS = ("forensic_body", "help_organisation")


class Mutant(NamedTuple):
    """A rule with one change, and the change in words."""

    change: str
    rule: Rule


class Judged(NamedTuple):
    """A case that passes, with all that is needed to judge it again under other rules."""

    case: Case
    protocol: Protocol
    incident: Incident
    speaks_of: frozenset[str]
    expects: frozenset[str]


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Each single change of a rule's bearers and readings."""
    if rule.by is not None:
        other = Office(next(one for one in STRANGERS if one not in flat(rule.by)))
        for was, by in replaced(rule.by, other):
            yield Mutant(f"by {other.role} instead of {was}", msgspec.structs.replace(rule, by=by))
    # A manner of acting is shown under what it is the manner of, and shows no readings there.
    for number, reading in enumerate(() if rule.during else rule.readings):
        kept = rule.readings[:number] + rule.readings[number + 1 :]
        said = ", ".join(reading.changes) or reading.ask
        yield Mutant(f"without reading {number + 1} ({said})", msgspec.structs.replace(rule, readings=kept))


def replaced(people: People, other: Office) -> Iterator[tuple[str, People]]:
    """The people with each single name replaced by another, beside the name that was."""
    match people:
        case Choice(of=of):
            for number, one in enumerate(of):
                for was, instead in replaced(one, other):
                    yield was, msgspec.structs.replace(people, of=(*of[:number], instead, *of[number + 1 :]))
        case Office() | Unstated() | Related() | Person() | Actor():
            yield ", ".join(flat(people)), other


def judged(paths: tuple[str, ...] = ()) -> list[Judged]:
    """Every case under the paths (default: the shipped ones) with its protocol, its incident and what its plan speaks of."""
    problems = Problems()
    asked = gather(paths, problems)
    catalogue = asked.catalogue()
    found = []
    for path in asked.files:
        if path.parent.name != "tests":
            continue
        for case in read_cases(path, problems, shown(path)):
            protocol = catalogue.of_case(case.protocol, case.incident)
            if protocol is None or case.refused is not None:
                continue
            incident = read_incident(case.incident, protocol, Problems())
            names = Names(protocol)
            expects = frozenset(names.rule(text) or "" for text in texts(case.expect.plain()))
            found.append(Judged(case, protocol, incident, rules_of(_plan(protocol, incident, case, DEFAULT)), expects))
    return found


def texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for one in value.values():
                yield from texts(one)
        case list():
            for one in value:
                yield from texts(one)
        case str():
            yield value


def rules_of(plan: Plan) -> frozenset[str]:
    """Every rule that a plan names anywhere."""
    return frozenset(text for text in texts(plan.to_dict()) if "#" in text)


def notices(one: Judged, mutant: Rule) -> bool:
    """Whether the case fails, or is refused, once the rule is the mutant."""
    protocol = with_rule(one.protocol, mutant)
    try:
        plan = _plan(protocol, one.incident, one.case, DEFAULT)
    except InputError:
        return True
    judge = Judge(plan, Names(protocol), Whereabouts(plan, protocol, one.incident, lambda: plan))
    return any(True for _failure in judge.failures(one.case.expect))


def with_rule(protocol: Protocol, rule: Rule) -> Protocol:
    rulesets = tuple(
        msgspec.structs.replace(r, rules=tuple(rule if old.id == rule.id else old for old in r.rules))
        for r in protocol.rulesets
    )
    return msgspec.structs.replace(protocol, rulesets=rulesets, index={**protocol.index, rule.id: rule})


def survivors(cases: list[Judged], only: str = "") -> Iterator[str]:
    """The changes that no case notices: `RULE: what was changed`."""
    rules = {rule.id: rule for one in cases for rule in one.protocol.rules if rule.ruleset == rule.id.partition("#")[0]}
    near: dict[str, list[Judged]] = defaultdict(list)
    for one in cases:
        for id in one.speaks_of:
            near[id].append(one)
    for rule in rules.values():
        # Cases that expect something of the rule notice first.
        asked = sorted(near[rule.id], key=lambda one: (rule.id not in one.expects, len(one.speaks_of)))
        for change, mutant in mutants(rule):
            if only in f"{rule.id}: {change}" and not any(notices(one, mutant) for one in asked):
                yield f"{rule.id}: {change}"
