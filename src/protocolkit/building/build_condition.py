"""Reads COND, checking each test against the type of its fact."""

from __future__ import annotations

from typing import assert_never, get_args

from protocolkit.building.build_moment import moment
from protocolkit.building.build_term import parse_term
from protocolkit.building.name_scope import Scope
from protocolkit.building.unknown_names import unknown
from protocolkit.diagnostics import did_you_mean
from protocolkit.messages import N_, NOTHING, Message, say
from protocolkit.model.conditions import (
    All,
    Any,
    Between,
    Compared,
    Condition,
    DayOf,
    Happened,
    HasAll,
    How,
    Is,
    Known,
    Not,
    Operand,
    Value,
)
from protocolkit.model.vocabulary import Fact
from protocolkit.reading.nodes import Node

COMPARISONS: tuple[How, ...] = get_args(How)
WORDS = ("any", "all", "not", "known", "happened", "within", "of", "times")


def condition(node: Node, scope: Scope) -> Condition:
    """All parts of the map must hold; a part that cannot be read is reported and left out."""
    if isinstance(node.value, str) and node.value.startswith("$"):
        scope.known("let", node.value, scope.lets, node.place)
    parts: list[Condition] = []
    for key, value in node.map.items():
        if key in ("any", "all"):
            kind = Any if key == "any" else All
            parts.append(kind(tuple(condition(one, scope) for one in value.list)))
        elif key == "not":
            parts.append(Not(condition(value, scope)))
        elif key == "known":
            parts += [Known(one.text) for one in value.list if _fact(one.text, one, scope)]
        elif key == "happened":
            parts += [found] if (found := _happened(node, value, scope)) else []
        elif key not in WORDS:
            parts += [found] if (found := _test(key, value, node, scope)) else []
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _happened(node: Node, value: Node, scope: Scope) -> Condition | None:
    what = moment(value, scope)
    within, of, times = node.get("within"), node.get("of"), node.get("times")
    term = parse_term(within, scope.problems) if within else None
    anchor = moment(of, scope) if of else None
    if what is None or (within and term is None) or (of and anchor is None):
        return None
    count = times.value if times and isinstance(times.value, int) else 1
    return Happened(what, term, anchor, count)


def _fact(name: str, node: Node, scope: Scope) -> Fact | None:
    fact = scope.vocabulary.fact(name)
    if fact is None:
        known = [*scope.vocabulary.facts]
        party, _, tail = name.partition(".")
        groups = [g for g in scope.vocabulary.groups if party in scope.vocabulary.members(g) and f"{g}.{tail}" in known]
        if groups:
            words = N_(
                "`{group}.{tail}` is a fact of the group and of none of its members; `party.{tail}` is one of each"
            )
            unknown("fact", name, (), node.place, scope.problems, say(words, group=groups[0], tail=tail))
            return None
        if scope.vocabulary.is_party(party):
            known += [f"{party}.{other.partition('.')[2]}" for other in known if other.startswith("party.")]
        unknown("fact", name, known, node.place, scope.problems)
    return fact


def _test(name: str, node: Node, parent: Node, scope: Scope) -> Condition | None:
    at = Node(name, parent.key_place(name))
    for how in COMPARISONS if isinstance(node.value, dict) else ():
        if (other := node.get(how)) is not None:
            return _compared(how, at, other, scope)
    fact = _fact(name, at, scope)
    if fact is None:
        return None
    if isinstance(node.value, dict):
        if several := node.get("all"):
            values = _values(fact, name, several, scope)
            return HasAll(name, values) if values else None
        low, high = node.get("from"), node.get("under")
        if fact.type not in ("integer", "number"):
            message = say("`{name}` is no number", name=name)
            scope.problems.error("type-mismatch", message, node.place, say("its type is {type}", type=fact.type))
            return None
        return Between(name, _number(low), _number(high))
    values = _values(fact, name, node, scope)
    return Is(name, values) if values else None


def _compared(how: How, one: Node, other: Node, scope: Scope) -> Condition | None:
    """Two facts, or days of events, that can be held against each other."""
    left, right = _operand(one, scope), _operand(other, scope)
    if left is None or right is None:
        return None
    if one.text == other.text:
        scope.problems.error("type-mismatch", say("`{name}` is compared with itself", name=one.text), other.place)
        return None
    kinds = _kind(left, scope), _kind(right, scope)
    odd = one if kinds[0] != "number" else other if kinds[1] != "number" else None
    if how == "over_half_of" and odd is not None:
        scope.problems.error("type-mismatch", say("`{name}` is no number", name=odd.text), odd.place)
        return None
    if kinds[0] != kinds[1] or kinds[0] in ("bool", "set"):
        message = say("`{name}` cannot be compared with `{other}`", name=one.text, other=other.text)
        help = say("numbers with numbers, days with days, texts with texts")
        scope.problems.error("type-mismatch", message, other.place, help)
        return None
    return Compared(how, left, right)


def _operand(node: Node, scope: Scope) -> Operand | None:
    """A fact, or `EVENT.date` and `EVENT.year`."""
    event, _, part = node.text.partition(".")
    if scope.vocabulary.fact(node.text) is None and event in scope.vocabulary.events:
        for known in ("date", "year"):
            if part == known:
                return DayOf(event, known)
        message = say("`{name}`: an event has a `date` and a `year`", name=node.text)
        scope.problems.error("unknown-fact", message, node.place)
        return None
    return node.text if _fact(node.text, node, scope) is not None else None


def _kind(operand: Operand, scope: Scope) -> str:
    if isinstance(operand, DayOf):
        return "number" if operand.part == "year" else "date"
    fact = scope.vocabulary.fact(operand)
    kind = fact.type if fact else ""
    return {"integer": "number", "one_of": "text"}.get(kind, kind)


def _number(node: Node | None) -> float | None:
    return float(node.value) if node is not None and isinstance(node.value, int | float) else None


def _values(fact: Fact, name: str, node: Node, scope: Scope) -> tuple[Value, ...]:
    found: list[Value] = []
    for one in node.list:
        if problem := value_problem(fact, one.value):
            message = say("`{value}` cannot be a value of `{name}`", value=one.text, name=name)
            scope.problems.error("type-mismatch", message, one.place, problem)
        elif isinstance(one.value, str | int | float | bool):
            found.append(one.value)
    return tuple(found)


def value_problem(fact: Fact, value: object) -> Message:
    """Why a value does not fit a fact's type; empty if it does."""
    match fact.type:
        case "bool":
            return NOTHING if isinstance(value, bool) else say("it is true or false")
        case "integer":
            return NOTHING if isinstance(value, int) and not isinstance(value, bool) else say("it is a whole number")
        case "number":
            return NOTHING if isinstance(value, int | float) and not isinstance(value, bool) else say("it is a number")
        case "one_of" | "set" if fact.of:
            if isinstance(value, str) and value in fact.of:
                return NOTHING
            return did_you_mean(str(value), fact.of) or say("one of {names}", names=", ".join(fact.of))
        case "text" | "one_of" | "set":
            return NOTHING if isinstance(value, str | int | float | bool) else say("it is a single value")
        case "date":
            return NOTHING if isinstance(value, str) and len(value) == 10 else say("it is a day, YYYY-MM-DD")
        case _:
            assert_never(fact.type)
