"""Reads MOMENT and RHYTHM."""

from __future__ import annotations

from protocolkit.building.build_term import parse_term
from protocolkit.building.event_sides import check_sides
from protocolkit.building.name_scope import Scope
from protocolkit.messages import say
from protocolkit.model.moments import PERIODS, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.vocabulary import SIDES
from protocolkit.reading.nodes import Node

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def moment(node: Node, scope: Scope) -> Moment | None:
    if isinstance(node.value, list):
        help = say("write `{any: [...]}` for the first or `{all: [...]}` for the last")
        scope.problems.error("moment-list", say("a list of moments does not say which one counts"), node.place, help)
        return None
    if isinstance(node.value, str) and node.value.startswith("$"):
        scope.known("let", node.value, scope.lets, node.place)
        return None
    if not isinstance(node.value, dict):
        return Occurs(node.text) if scope.known("event", node.text, scope.vocabulary.events, node.place) else None
    for key, kind in (("any", First), ("all", Last)):
        if (several := node.get(key)) is not None:
            found = [moment(one, scope) for one in several.list]
            return kind(tuple(one for one in found if one is not None))
    for key, step in (("done", Done), ("missed", Missed)):
        if (rule := node.get(key)) is not None:
            to = node.get("to")
            return step(scope.rule_id(rule.text), scope.vocabulary.meant(to.text) if to else None)
    if (lapse := node.get("lapse")) is not None:
        return _lapse(node, lapse, scope)
    return _event(node, scope)


def _lapse(node: Node, lapse: Node, scope: Scope) -> Moment | None:
    term = parse_term(lapse, scope.problems)
    after, without = node.get("after"), node.get("without")
    start = moment(after, scope) if after else None
    absent = moment(without, scope) if without else None
    if term is None or start is None or absent is None:
        return None
    return Lapse(term, start, absent)


def _event(node: Node, scope: Scope) -> Moment | None:
    event = node.get("event")
    if event is None or not scope.known("event", event.text, scope.vocabulary.events, event.place):
        return None
    check_sides(node, event.text, scope.vocabulary, scope.problems)
    by, from_, to = (scope.roles(node.get(side)) for side in SIDES)
    where = tuple((key, item.text) for key, item in node.map.items() if key not in ("event", *SIDES))
    return Occurs(event.text, by, from_, to, where)


def moment_or_rhythm(node: Node, scope: Scope) -> Moment | Rhythm | None:
    """The value of `every`: a period, months, an agenda, or an event each time it happens."""
    if isinstance(node.value, list):
        names = [one.text for one in node.list]
        if all(scope.known("month", one.text, MONTHS, one.place) for one in node.list):
            return Rhythm("month_of_year", months=tuple(MONTHS.index(name) + 1 for name in names))
        return None
    name = node.text
    for period in PERIODS:
        if name == period:
            return Rhythm(period)
    if name in MONTHS:
        return Rhythm("month_of_year", months=(MONTHS.index(name) + 1,))
    if name in scope.vocabulary.agendas:
        return Rhythm("agenda", agenda=name)
    if isinstance(node.value, str) and not name.startswith("$"):
        known = [*scope.vocabulary.events, *PERIODS, *MONTHS, *scope.vocabulary.agendas]
        return Occurs(name) if scope.known("event", name, known, node.place) else None
    return moment(node, scope)
