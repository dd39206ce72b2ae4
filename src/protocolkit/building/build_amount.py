"""Reads amounts: `50 to 100 UNIT`, `at least 5 UNIT`, `unstated`, alternatives and cases."""

from __future__ import annotations

import re
from collections.abc import Callable

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_
from protocolkit.messages import say
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.conditions import Condition
from protocolkit.reading.nodes import Node
from protocolkit.reading.whole_numbers import whole

LARGEST = 999_999_999


_HELP = N_("write it as `50 to 100 UNIT`, `at least 5 UNIT` or `unstated`")


def parse_amount(node: Node, problems: Problems, parse_cond: Callable[[Node], Condition]) -> Amounts | None:
    """The amount a node holds, or None with the reasons in `problems`."""
    keys = set(node.map)
    if keys == {"if", "then", "else"}:
        then = parse_amount(node.map["then"], problems, parse_cond)
        otherwise = parse_amount(node.map["else"], problems, parse_cond)
        condition = parse_cond(node.map["if"])
        return None if then is None or otherwise is None else AmountCases(condition, then, otherwise)
    if keys == {"any"}:
        options = [parse_amount(one, problems, parse_cond) for one in node.map["any"].list]
        return AmountAny(tuple(o for o in options if o is not None)) if options and None not in options else None
    if not isinstance(node.value, str):
        message = say("`{text}` is not an amount", text=node.text) if node.text else say("this is not an amount")
        problems.error("amount-shape", message, node.place, say(_HELP))
        return None
    return _text(node.value, node.place, problems)


def _text(text: str, place: Place, problems: Problems) -> Amounts | None:
    match text.split():
        case ["unstated"]:
            return AmountUnstated()
        case [low, "to", high, unit]:
            found = _read(low, high, unit, place, problems)
        case ["at", "least", low, unit]:
            found = _read(low, None, unit, place, problems)
        case ["at", "most", high, unit]:
            found = _read(None, high, unit, place, problems)
        case [exact, unit]:
            found = _read(exact, exact, unit, place, problems)
        case _:
            problems.error("amount-shape", say("`{text}` is not an amount", text=text), place, say(_HELP))
            return None
    if found and found.low is not None and found.high is not None and found.low > found.high:
        problems.error("amount-shape", say("in `{text}` the lower number is the larger", text=text), place)
        return None
    return found


def _read(low: str | None, high: str | None, unit: str, place: Place, problems: Problems) -> Amount | None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", unit):
        problems.error("amount-shape", say("`{unit}` is no unit", unit=unit), place, say(_HELP))
        return None
    least = whole(low, place, problems, largest=LARGEST) if low is not None else None
    most = whole(high, place, problems, largest=LARGEST) if high is not None else None
    if (low is not None and least is None) or (high is not None and most is None):
        return None
    return Amount(least, most, unit)
