"""Compares the keys of one expected entry with an entry of the plan. Only the keys given are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import _
from protocolkit.plans.plan import DueTime, Duty
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import NONE, Names
from protocolkit.testing.rule_test_report import Difference

_LISTS = ("content", "via_only", "check_first", "facts", "asks")
_RULES = ("also_required_by", "manner")
_INSTANTS = ("at", "target", "limit", "not_before", "done_at", "would_be_due", "next_change_at")


def differences(entry: Node, actual: Any, names: Names) -> tuple[Difference, ...]:
    """What an entry of the plan has otherwise than expected, in the order of the expected keys."""
    if not isinstance(entry.value, dict):
        return tuple(_rule("rule", entry, actual, names))
    found: list[Difference] = []
    for key, node in entry.map.items():
        found += _COMPARE.get(key, _plain)(key, node, actual, names)
    return tuple(found)


def _differ(key: str, expected: str, actual: str) -> list[Difference]:
    return [Difference(key, expected, actual)]


def _plain(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = getattr(actual, key, None)
    shown = NONE if found is None else str(found)
    return [] if node.text == shown else _differ(key, node.text, shown)


def _rule(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    wanted, found = names.rule(node.text) or node.text, getattr(actual, key, None) or NONE
    return [] if wanted == found else _differ(key, wanted, found)


def _party(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = actual.for_ or NONE
    return [] if node.text == found else _differ(key, node.text, found)


def _to(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    """A recipient; of a duty shared by several, any of them. A party's person is compared by its role."""
    if isinstance(actual.to, tuple):
        return _set(key, [one.text for one in node.list if one.text != NONE], actual.to)
    wanted = node.text if node.text in names.protocol.vocabulary.roles else node.text.rpartition(".")[2]
    shared = [r for side in ("to_any", "to_all") if (r := getattr(actual, side, None)) and r is not msgspec.UNSET]
    among = [role for side in shared for role in side]
    if wanted == (actual.to or NONE) or (wanted in among and actual.to is None):
        return []
    return _differ(key, wanted, actual.to or " or ".join(among) or NONE)


def _texts(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = getattr(actual, key)
    if isinstance(found, str):
        return [] if [one.text for one in node.list] == [found] else _differ(key, _listed(node), found)
    return _set(key, [one.text for one in node.list], found)


def _do(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    """The act; of a duty that several acts discharge, any of them."""
    options = getattr(actual, "do_any", msgspec.UNSET)
    return [] if options is not msgspec.UNSET and node.text in options else _texts(key, node, actual, names)


def _rules(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    found = [one if isinstance(one, str) else one.rule for one in getattr(actual, key)]
    return _set(key, [names.rule(one.text) or one.text for one in node.list], found)


def _between(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    """The rules a conflict is between; others may be in it too."""
    wanted = {names.rule(one.text) or one.text for one in node.list}
    return [] if wanted <= set(actual.rules) else _set(key, wanted, actual.rules)


def _set(key: str, wanted: Iterable[str], found: Iterable[str]) -> list[Difference]:
    wanted, found = sorted(set(wanted)), sorted(set(found))
    return [] if wanted == found else _differ(key, ", ".join(wanted) or NONE, ", ".join(found) or NONE)


def _event(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    wanted = names.moment(node.text)
    return [] if wanted == actual.event or wanted in actual.events else _differ(key, wanted, actual.event)


def _trigger(key: str, node: Node, actual: Duty, names: Names) -> list[Difference]:
    came = actual.trigger
    event, at = (node.get("event"), node.get("at")) if node.map else (node, None)
    found = []
    if event is not None and names.moment(event.text) != (came.event if came else NONE):
        found += _differ(key, names.moment(event.text), came.event if came else NONE)
    return found + (_instant(f"{key}.at", at, came.at if came else None) if at else [])


def _due(key: str, node: Node, actual: Duty, _names: Names) -> list[Difference]:
    due = actual.due
    if not node.map:
        if node.text == NONE or due is None:
            shown = _shown(due)
            return [] if (node.text == NONE) == (due is None) else _differ(key, node.text, shown)
        return _instant(key, node, due.at)
    if due is None:
        return _differ(key, ", ".join(f"{k} {_listed(v)}" for k, v in node.map.items()), NONE)
    found: list[Difference] = []
    for part, one in node.map.items():
        name = f"{key}.{part}"
        if part == "readings":
            found += _several_instants(name, one, [r.at for r in due.readings if r.at is not None])
        elif part == "warnings":
            found += _set(name, [c.text for c in one.list], [w.code for w in due.warnings])
        elif part == "asks":
            found += _set(name, [f.text for f in one.list], due.asks)
        elif part in _INSTANTS:
            found += _instant(name, one, getattr(due, part))
        else:
            found += [Difference(name, d.expected, d.actual) for d in _plain(part, one, due, _names)]
    return found


def _shown(due: DueTime | None) -> str:
    return NONE if due is None else due.at or _("{kind}, no date yet").format(kind=due.kind)


def _amount(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """The amount in the text's own units; what it is worth in money may be left out."""
    found = actual.amount or NONE
    without_money = " or ".join(part.partition(" (")[0] for part in found.split(" or "))
    return [] if node.text in (found, without_money) else _differ(key, node.text, found)


def instant_differs(wanted: str, found: str | None) -> bool:
    """Whether two instants differ, however their offsets are written."""
    if wanted == NONE or found is None:
        return (wanted == NONE) != (found is None)
    return _moment(wanted) != _moment(found)


def _instant(key: str, node: Node, found: str | None) -> list[Difference]:
    return _differ(key, node.text, found or NONE) if instant_differs(node.text, found) else []


def _instant_of(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    return _instant(key, node, getattr(actual, key))


def _several_instants(key: str, node: Node, found: list[str]) -> list[Difference]:
    wanted = sorted((one.text for one in node.list), key=str)
    if sorted(map(str, map(_moment, wanted))) == sorted(map(str, map(_moment, found))):
        return []
    return _differ(key, ", ".join(wanted) or NONE, ", ".join(sorted(found)) or NONE)


def _moment(text: str) -> datetime | str:
    read = parse_instant(text, Place("instant"), Problems())
    return read if isinstance(read, datetime) else text


def _listed(node: Node) -> str:
    return ", ".join(one.text for one in node.list) or NONE


_Compare = Callable[[str, Node, Any, Names], list[Difference]]
_COMPARE: dict[str, _Compare] = {
    "rule": _rule, "governs": _rule, "rules": _between, "for": _party, "to": _to, "event": _event, "trigger": _trigger,
    "due": _due, "amount": _amount, "by": _texts, "done_at": _instant_of, "would_be_due": _instant_of, "do": _do,
    **dict.fromkeys(_LISTS, _texts), **dict.fromkeys(_RULES, _rules),
}  # fmt: skip
