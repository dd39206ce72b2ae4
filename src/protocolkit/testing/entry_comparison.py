"""Compares the keys of one expected entry with an entry of the plan. Only the keys given are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from protocolkit.languages import _
from protocolkit.plans.plan_parts import DueTime, Reading
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import NONE, Names, named
from protocolkit.testing.reading_comparison import instant_differs, last_day, reading_shown, readings_differ
from protocolkit.testing.rule_test_report import Difference

_LISTS = (
    "content", "content_never", "via_only", "via_any", "via_never", "check_first", "facts", "by", "by_except",
    "to_except", "without", "to_any", "to_all", "to_persons", "by_persons",
)  # fmt: skip
_RULES = ("also_required_by", "keeps")
_INSTANTS = (
    "at", "target", "limit", "not_before", "done_at", "not_done_at", "would_be_due", "next_change_at", "since",
)  # fmt: skip


def differences(entry: Node, actual: Any, names: Names) -> tuple[Difference, ...]:
    """What an entry of the plan has otherwise than expected, in the order of the expected keys."""
    if not isinstance(entry.value, dict):
        return tuple(_plain("to", entry, actual, names) if _is_route(actual) else _rule("rule", entry, actual, names))
    found: list[Difference] = []
    for key, node in entry.map.items():
        found += _COMPARE.get(key, _plain)(key, node, actual, names)
    return tuple(found)


def _differ(key: str, expected: str, actual: str) -> list[Difference]:
    return [Difference(key, expected, actual)]


def _is_route(actual: Any) -> bool:
    return hasattr(actual, "instead")


def _plain(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = getattr(actual, key, None)
    if isinstance(node.value, bool):
        return [] if node.value is found else _differ(key, str(node.value).lower(), str(found).lower())
    shown = NONE if found is None else str(found).lower() if isinstance(found, bool) else str(found)
    return [] if node.text == shown else _differ(key, node.text, shown)


def _value(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """An answer: of several that may be given together, all of them in any order."""
    several = isinstance(actual.value, list)
    return _set(key, [one.text for one in node.list], actual.value) if several else _plain(key, node, actual, _names)


def _rule(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    wanted, found = names.rule(node.text) or node.text, getattr(actual, key, None) or NONE
    return [] if wanted == found else _differ(key, wanted, found)


def _party(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = actual.for_ or NONE
    return [] if node.text == found else _differ(key, node.text, found)


def _to(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    """A recipient; of a duty shared by several, any of them. A party's person is compared by its role."""
    if _is_route(actual):
        return _plain(key, node, actual, names)
    if isinstance(actual.to, tuple):
        return _set(key, [one.text for one in node.list if one.text != NONE], actual.to)
    wanted = node.text if node.text in names.protocol.vocabulary.roles else node.text.rpartition(".")[2]
    shared = [
        r for side in ("to_any", "to_all", "to_each") if (r := getattr(actual, side, None)) and r is not msgspec.UNSET
    ]
    among = [role for side in shared for role in side]
    if wanted == (actual.to or NONE) or (wanted in among and actual.to is None):
        return []
    return _differ(key, wanted, actual.to or " or ".join(among) or NONE)


def _texts(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = getattr(actual, key, None)
    if found is None or found is msgspec.UNSET:
        found = ()
    if isinstance(found, str):
        return [] if [one.text for one in node.list] == [found] else _differ(key, _listed(node), found)
    return _set(key, [one.text for one in node.list if one.text != NONE], found)


def _do(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    """The act; of a duty that several acts discharge, any of them."""
    options = getattr(actual, "do_any", msgspec.UNSET)
    return [] if options is not msgspec.UNSET and node.text in options else _texts(key, node, actual, names)


def _rules(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    found = [one if isinstance(one, str) else one.rule for one in getattr(actual, key)]
    return _set(key, [names.rule(one.text) or one.text for one in node.list], found)


def _manner(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    """The rules of conduct, all of them; of each only what is given."""
    found = {one.rule: one for one in actual.manner}
    wanted = {named(one).text: one for one in node.list}
    wanted = {names.rule(rule) or rule: one for rule, one in wanted.items()}
    differs = _set(key, wanted, found)
    for rule, one in wanted.items() if not differs else ():
        differs += [Difference(f"{key}.{d.key}", d.expected, d.actual) for d in differences(one, found[rule], names)]
    return differs


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


def _events(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    return _set(key, [names.moment(one.text) for one in node.list], actual.events)


def _table(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """Names by a name, all of them: what a rule asks of each side of an event, whose places somebody takes."""
    found = getattr(actual, key, msgspec.UNSET)
    found = {} if found is msgspec.UNSET else found
    wanted = {side: tuple(one.text for one in people.list) for side, people in node.map.items()}
    if {side: set(who) for side, who in wanted.items()} == {side: set(who) for side, who in found.items()}:
        return []
    shown = (", ".join(f"{side} {' '.join(who)}" for side, who in one.items()) or NONE for one in (wanted, found))
    return _differ(key, *shown)


def _trigger(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
    came = actual.trigger
    event, at = (node.get("event"), node.get("at")) if node.map else (node, None)
    found = []
    if event is not None and names.moment(event.text) != (came.event if came else NONE):
        found += _differ(key, names.moment(event.text), came.event if came else NONE)
    return found + (_instant(f"{key}.at", at, came.at if came else None) if at else [])


def _due(key: str, node: Node, actual: Any, names: Names) -> list[Difference]:
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
        if part == "readings":
            # A reading of the rule that gives no time is none of its due time.
            found += _readings(part, one, [r for r in due.readings if r.at is not None])
        else:
            found += _COMPARE.get(part, _plain)(part, one, due, names)
    return [Difference(f"{key}.{d.key}", d.expected, d.actual) for d in found]


def _projected(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """When it comes at the latest: an instant, or the last day of one that closes a day."""
    found = actual.projected
    if not node.map:
        return _instant(key, node, found)
    differs: list[Difference] = []
    for part, one in node.map.items():
        name = f"{key}.{part}"
        if part == "at":
            differs += _instant(name, one, found)
        elif one.text != (day := last_day(found)):
            differs += _differ(name, one.text, day)
    return differs


def _readings_of(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    found = getattr(actual, key, ())
    return _readings(key, node, () if found is msgspec.UNSET else found)


def _readings(key: str, node: Node, found: Sequence[Reading]) -> list[Difference]:
    if not readings_differ(node.list, found):
        return []
    wanted, there = ("; ".join(sorted(map(reading_shown, side))) or NONE for side in (node.list, found))
    return _differ(key, wanted, there)


def _asks(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """The facts that decide how much or when; of a norm, those of its due time too."""
    due = getattr(actual, "due", None)
    own = getattr(actual, "asks", ())
    found = (*(() if own is msgspec.UNSET else own), *(due.asks if due else ()))
    return _set(key, [one.text for one in node.list], found)


def _codes(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    return _set(key, [one.text for one in node.list], [w.code for w in getattr(actual, key, ())])


def _sources(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """The points an entry rests on; a point alone is one of any of its texts."""
    points = [one.point for one in actual.sources]
    whole = [f"{one.ruleset}#{one.point}" for one in actual.sources]
    wanted = {one.text for one in node.list}
    unnamed = [full for full, point in zip(whole, points, strict=True) if full not in wanted and point not in wanted]
    if not unnamed and wanted <= {*points, *whole}:
        return []
    return _set(key, wanted, whole if any("#" in one for one in wanted) else points) or _differ(
        key, ", ".join(sorted(wanted)) or NONE, ", ".join(whole) or NONE
    )


def _shown(due: DueTime | None) -> str:
    return NONE if due is None else due.at or _("{kind}, no date yet").format(kind=due.kind)


def _amount(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    """The amount in the text's own units; what it is worth in money may be left out."""
    found = actual.amount or NONE
    without_money = " or ".join(part.partition(" (")[0] for part in found.split(" or "))
    return [] if node.text in (found, without_money) else _differ(key, node.text, found)


def _instant(key: str, node: Node, found: str | None) -> list[Difference]:
    return _differ(key, node.text, found or NONE) if instant_differs(node.text, found) else []


def _instant_of(key: str, node: Node, actual: Any, _names: Names) -> list[Difference]:
    return _instant(key, node, getattr(actual, key))


def _listed(node: Node) -> str:
    return ", ".join(one.text for one in node.list) or NONE


_Compare = Callable[[str, Node, Any, Names], list[Difference]]
_COMPARE: dict[str, _Compare] = {
    "rule": _rule, "governs": _rule, "rules": _between, "for": _party, "to": _to, "event": _event,
    "events": _events, "event_with": _table, "in_place_of": _table, "trigger": _trigger,
    "due": _due, "amount": _amount, "do": _do, "projected": _projected, "readings": _readings_of, "asks": _asks,
    "manner": _manner, "warnings": _codes, "sources": _sources, "value": _value,
    **dict.fromkeys(_LISTS, _texts), **dict.fromkeys(_RULES, _rules), **dict.fromkeys(_INSTANTS, _instant_of),
}  # fmt: skip
