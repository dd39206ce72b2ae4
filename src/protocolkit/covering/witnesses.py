"""What one passing case shows of the rules it speaks of: the criteria it meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, assert_never

from protocolkit.calendars.instants import local_day
from protocolkit.calendars.layers import BeyondCoverage
from protocolkit.calendars.zones import zone as zone_of
from protocolkit.covering.criteria import CROSSED
from protocolkit.evaluation.case import Case as Evaluated
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.find import Findings
from protocolkit.evaluation.kleene import Truth
from protocolkit.model.conditions import All, Between, Compared, Condition, Happened, HasAll, Is, Known, Not, atoms
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.incident import rule_of_duty
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import Names

_LISTS = (
    "duties", "gaps", "prohibitions", "permissions", "sanctions", "conflicts", "routes", "absent", "awaiting",
    "undetermined",
)  # fmt: skip
_APPLIES = ("duties", "gaps", "prohibitions", "permissions", "sanctions", "conflicts", "routes")
_NAMED = ("rule", "rules", "also_required_by", "manner")
_TO = ("to", "to_any", "to_all", "id")
_SECOND = timedelta(seconds=1)


def expected(expect: Node, names: Names) -> dict[str, set[str]]:
    """The rules that a case says something of, each with the criteria that its expectations meet by themselves."""
    found: dict[str, set[str]] = {}
    for key in _LISTS:
        listed = expect.get(key)
        for entry in listed.list if listed else ():
            for rule, own in _entry(entry, key, names):
                found.setdefault(rule, set()).update(own)
    return found


def _entry(entry: Node, key: str, names: Names) -> Iterator[tuple[str, set[str]]]:
    if not isinstance(entry.value, dict):
        if rule := names.rule(entry.text):
            yield rule, {"applies"} if key in _APPLIES else set()
        return
    own: set[str] = {"applies"} if key in _APPLIES else set()
    own |= {"bearer"} if "by" in entry.map else set()
    own |= {"recipient"} if any(one in entry.map for one in _TO) else set()
    own |= {"due"} if "due" in entry.map else set()
    if readings := entry.get("readings"):
        own |= {f"reading:{number}" for number in range(len(readings.list))}
    lead = [one.text for field in ("rule",) if (given := entry.get(field)) for one in given.list]
    lead += [rule_of_duty(named.text)] if (named := entry.get("id")) else []
    others = [one.text for field in _NAMED[1:] if (given := entry.get(field)) for one in given.list]
    yield from ((rule, own) for one in lead if (rule := names.rule(one)))
    yield from ((rule, {"applies"} if key in _APPLIES else set()) for one in others if (rule := names.rule(one)))


def tried(found: Findings, rule: Rule) -> set[str]:
    """What the attempts at a rule show: truths of its condition, tests that alone decide it, how it began."""
    met: set[str] = set()
    tests = list(atoms(rule.if_))
    for one in found.attempts(rule):
        met.add({True: "true", False: "false", None: "unknown"}[one.truth])
        truths = [_truth(test, one.binding, found.case) for test in tests]
        met |= {f"decides:{n}" for n in range(len(tests)) if decides(rule.if_, truths, n)}
        if one.outcome == "awaiting":
            met.add("awaiting")
        if one.came is not None:
            met.add(f"begins:{one.came.event}")
            met |= {f"begins:{name}" for name in found.case.vocabulary.event_is(one.came.event)}
    return met


def _truth(test: Condition, binding: Binding, case: Evaluated) -> Truth:
    return case.holds(test, binding)


def decides(condition: Condition, truths: list[Truth], number: int) -> bool:
    """Whether the condition turns when this one of its tests does, the others being as they are.

    >>> two = All((Is("a", (True,)), Is("b", (True,))))
    >>> decides(two, [True, True], 0), decides(two, [True, False], 0)
    (True, False)
    """
    if truths[number] is None:
        return False
    turned = [not one if n == number else one for n, one in enumerate(truths)]
    here, there = joined(condition, iter(truths)), joined(condition, iter(turned))
    return here is not None and there is not None and here != there


def joined(condition: Condition, truths: Iterator[Truth]) -> Truth:
    """The truth of a condition whose tests have these truths, in source order."""
    match condition:
        case All(of=of):
            parts = [joined(part, truths) for part in of]
            return False if False in parts else None if None in parts else True
        case AnyOf(of=of):
            parts = [joined(part, truths) for part in of]
            return True if True in parts else None if None in parts else False
        case Not(of=inner):
            found = joined(inner, truths)
            return None if found is None else not found
        case Is() | Between() | HasAll() | Known() | Compared() | Happened():
            return next(truths)
        case _:
            assert_never(condition)


def timed(plan: Plan, rule: str, protocol: Protocol) -> set[str]:
    """What the duties of a rule show of its time: seen at either side of the limit, and what lies within the term."""
    met: set[str] = set()
    for duty in plan.duties:
        if rule not in (duty.rule, *duty.also_required_by) or duty.due is None or duty.due.limit is None:
            continue
        limit = datetime.fromisoformat(duty.due.limit)
        for at in _looked(duty, plan):
            if limit - _SECOND <= at <= limit and duty.late is False:
                met.add("before")
            if limit <= at <= limit + _SECOND and duty.late is True:
                met.add("after")
        if duty.rule == rule and duty.trigger is not None:
            met |= set(_over(datetime.fromisoformat(duty.trigger.at), limit, protocol))
    return met


def _looked(duty: Duty, plan: Plan) -> Iterable[datetime]:
    """The instant at which the duty was done, else that at which it is looked at."""
    done: Any = duty.done_at
    if done is not None and "T" in done:
        return [datetime.fromisoformat(done)]
    return [datetime.fromisoformat(plan.as_of)] if done is None else []


def _over(start: datetime, limit: datetime, protocol: Protocol) -> Iterator[str]:
    zone, days = zone_of(protocol.zone), protocol.calendar.days()
    if start.astimezone(zone).utcoffset() != limit.astimezone(zone).utcoffset():
        yield "over:clock_change"
    day, last = local_day(start, protocol.zone) + timedelta(days=1), local_day(limit - _SECOND, protocol.zone)
    while day <= last:
        try:
            kind = days.day(day).kind
        except BeyondCoverage:
            return
        if kind in CROSSED:
            yield f"over:{CROSSED[kind]}"
        day += timedelta(days=1)
