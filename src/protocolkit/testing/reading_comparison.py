"""Compares the other readings of a rule or a due time with those expected: each with one, and none left over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec

from protocolkit.calendars.instants import parse_instant
from protocolkit.diagnostics import Place, Problems
from protocolkit.plans.plan_parts import Reading
from protocolkit.reading.nodes import Node
from protocolkit.testing.naming import NONE

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


def instant_differs(wanted: str, found: str | None) -> bool:
    """Whether two instants differ, however their offsets are written."""
    if wanted == NONE or found is None:
        return (wanted == NONE) != (found is None)
    return moment(wanted) != moment(found)


def moment(text: str) -> datetime | str:
    """The instant that a text names; the text itself where it names none."""
    read = parse_instant(text, Place("instant"), Problems())
    return read if isinstance(read, datetime) else text


def last_day(found: str | None) -> str:
    """The last day of a time that may be a midnight: what ends at midnight ends with the day before.

    >>> last_day("2026-10-09T00:00:00+05:00"), last_day("2026-10-09T12:00:00+05:00"), last_day(None)
    ('2026-10-08', '2026-10-09', 'none')
    """
    if found is None:
        return NONE
    day = date.fromisoformat(found[:10])
    return (day - timedelta(days=1) if found[11:19] == "00:00:00" else day).isoformat()


def readings_differ(wanted: Sequence[Node], found: Sequence[Reading]) -> bool:
    """Whether some expected reading is not there, or another is.

    A list may leave out those of the rules that ask for the same; one that names some of them names all.
    """
    own = [one for one in found if not one.rule]
    return not any(len(wanted) == len(some) and all_paired(wanted, some, _fits) for some in (found, own))


def all_paired(wanted: Sequence[Wanted], found: Sequence[Found], fits: Callable[[Wanted, Found], bool]) -> bool:
    """Whether each of one side can have one of the other side for itself."""
    taken: dict[int, int] = {}

    def place(index: int, seen: set[int]) -> bool:
        for at, one in enumerate(found):
            if at in seen or not fits(wanted[index], one):
                continue
            seen.add(at)
            if at not in taken or place(taken[at], seen):
                taken[at] = index
                return True
        return False

    return all(place(index, set()) for index in range(len(wanted)))


def _fits(wanted: Node, found: Reading) -> bool:
    if not isinstance(wanted.value, dict):
        return not instant_differs(wanted.text, found.at)
    return all(_part_fits(key, node, found) for key, node in wanted.map.items())


def _part_fits(key: str, node: Node, found: Reading) -> bool:
    match key:
        case "at":
            return not instant_differs(node.text, found.at)
        case "last_day":
            return node.text == (found.last_day or NONE)
        case "applies":
            return node.value is found.applies
        case "awaits":
            awaited = () if found.awaits is msgspec.UNSET else found.awaits
            return {one.text for one in node.list} == {_short_moment(event) for event in awaited}
        case "changes" if isinstance(node.value, dict):
            return _plain(node.plain()) == _plain(found.changes)
        case "changes":
            return {one.text for one in node.list} == set(found.changes)
        case "rule":
            return node.text in (found.rule, str(found.rule or "").partition("#")[2])
        case "because":
            return node.text == found.because
        case _:
            raise AssertionError(f"a part of a reading that the shapes let pass: {key}")


def _short_moment(event: str) -> str:
    """A moment as rule tests name it: `done:RULE` without the ruleset."""
    kind, colon, rule = event.partition(":")
    return f"{kind}:{rule.rpartition('#')[2]}" if colon else event


def _plain(value: object) -> object:
    """A rule's words, with one item and a list of one the same."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        items = [_plain(inner) for inner in value]
        return items[0] if len(items) == 1 else items
    return value


def reading_shown(one: Node | Reading) -> str:
    """A reading in a few words, as expected or as found."""
    if isinstance(one, Reading):
        said = one.at or ("" if one.applies is not False else "applies: false")
        rule = f"rule: {one.rule}" if one.rule else ""
        return " ".join(filter(None, (said or NONE, f"({', '.join(one.changes)})" if one.changes else "", rule)))
    if not isinstance(one.value, dict):
        return one.text
    return " ".join(f"{key}: {_few(node)}" for key, node in one.map.items())


def _few(node: Node) -> str:
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return ", ".join(node.map or [one.text for one in node.list])
