"""Every change to a rule, each in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from protocolkit.model.rule import RANKS, VERBS
from protocolkit.model.vocabulary import Event
from protocolkit.mutating import people_edits, time_edits
from protocolkit.mutating.edits import Edit, Path, made, texts
from protocolkit.reading.nodes import Node

# Events that start little in most texts: a rule that hangs on one of them instead is seen to have stopped.
_EVENTS = ("case_closed", "suspicion_arose", "commission_decided", "report_received")
_VERBS = {"must": "should", "should": "must", "must_not": "may", "may": "must_not", "can": "may"}
_COMBINED = {"any": "all", "all": "any"}
_SIDES = ("by", "from", "to")
_MOMENTS = ("event", "done", "missed", "lapse")
_LOGIC = ("any", "all", "not", "known", "happened", "within", "of", "times")


def edits(rule: Node, roles: Iterable[str], events: Mapping[str, Event]) -> Iterator[Edit]:
    """Every change to a rule, or to the part of one that a variant changes."""
    yield from time_edits.edits(rule)
    yield from people_edits.edits(rule, roles)
    yield from _conditions(rule)
    yield from _triggers(rule, events)
    yield from _channels(rule)
    yield from _readings(rule)
    yield from _modality(rule)


def let_edits(lets: Node, events: Mapping[str, Event]) -> Iterator[Edit]:
    """Every change to a condition or moment that a text names once: what rules say of a name they are given whole.

    Whether a rule uses it at all, or turns it round, is a change of that rule.
    """
    for name, meant in lets.map.items():
        if _is_moment(meant, events):
            yield from _moved(meant, (name,), meant, events)
        else:
            yield from _parts(meant, (name,))
            yield from time_edits.of_condition(meant, (name,))


def rank_edits(listed: Node, path: Path) -> Iterator[Edit]:
    """Each rank that a protocol gives a text, one higher and one lower."""
    for number, one in enumerate(listed.list):
        rank = one.get("rank")
        if rank is not None and rank.text in RANKS:
            here = RANKS.index(next(known for known in RANKS if known == rank.text))
            for other in {*RANKS[max(here - 1, 0) : here], *RANKS[here + 1 : here + 2]}:
                yield Edit("rank", (*path, number, "rank"), made(other, rank))


def _conditions(rule: Node) -> Iterator[Edit]:
    condition = rule.get("if")
    if condition is None or not condition.map:
        if condition is not None and condition.text:
            yield Edit("condition", ("if",), None)
            yield Edit("condition", ("if",), made({"not": condition}, condition))
        return
    yield Edit("condition", ("if",), None)
    yield Edit("condition", ("if",), made({"not": condition}, condition))
    yield from _parts(condition, ("if",))


def _parts(condition: Node, path: Path) -> Iterator[Edit]:
    """Each part of a condition left out, and each turned round."""
    for key, one in condition.map.items():
        here = (*path, key)
        if len(condition.map) > 1 and (key not in _LOGIC or key in ("any", "all", "not")):
            yield Edit("condition", here, None)
        if key in ("any", "all"):
            for number, member in enumerate(one.list):
                if len(one.list) > 1:
                    yield Edit("condition", (*here, number), None)
                    yield Edit("condition", (*here, number), made({"not": member}, member))
                yield from _parts(member, (*here, number))
            if len(one.list) > 1:
                yield Edit("condition", path, _renamed(condition, key, _COMBINED[key]))
        elif key == "not":
            yield Edit("condition", path, one) if len(condition.map) == 1 else Edit("condition", here, None)
            yield from _parts(one, here)
        elif key not in _LOGIC:
            yield from _values(one, here)


def _values(test: Node, path: Path) -> Iterator[Edit]:
    if isinstance(test.value, bool):
        yield Edit("condition", path, made(not test.value, test))
    elif isinstance(test.value, list) and len(test.list) > 1:
        yield from (Edit("condition", (*path, number), None) for number in range(len(test.list)))
    elif (several := test.get("all")) is not None and len(several.list) > 1:
        yield from (Edit("condition", (*path, "all", number), None) for number in range(len(several.list)))


def _renamed(node: Node, key: str, other: str) -> Node:
    return made({(other if one == key else one): part for one, part in node.map.items()}, node)


def _triggers(rule: Node, events: Mapping[str, Event]) -> Iterator[Edit]:
    for key in ("after", "every"):
        if (moment := rule.get(key)) is not None:
            yield from _moved(moment, (key,), rule, events)
    if rule.get("until") is not None:
        yield Edit("trigger", ("until",), None)


def _moved(moment: Node, path: Path, beside: Node, events: Mapping[str, Event]) -> Iterator[Edit]:
    """Each change of a moment, by an event that nothing beside it names."""
    named = {node.text for _path, node in texts(beside)}
    other = next((one for one in (*_EVENTS, *events) if one in events and one not in named), None)
    if other is not None:
        yield from _swapped(moment, path, other, events)


def _is_moment(node: Node, events: Mapping[str, Event]) -> bool:
    """Whether what is named is a moment; several of them, or conditions, are told by the first."""
    if not node.map:
        return node.text in events
    several = node.get("any") or node.get("all")
    if several is not None and len(node.map) == 1 and several.list:
        return _is_moment(several.list[0], events)
    return any(key in node.map for key in _MOMENTS)


def _swapped(moment: Node, path: Path, other: str, events: Mapping[str, Event]) -> Iterator[Edit]:
    """Each moment by another event, each of several left out, the first of them for the last, each side let go."""
    if not moment.map:
        if moment.text in events:
            yield Edit("trigger", path, made(other, moment))
        return
    for key in ("any", "all"):
        if (several := moment.get(key)) is None:
            continue
        for number, one in enumerate(several.list):
            if len(several.list) > 1 and not (key == "any" and _counts_as_another(one, several, events)):
                yield Edit("trigger", (*path, key, number), None)
            yield from _swapped(one, (*path, key, number), other, events)
        if len(several.list) > 1:
            yield Edit("trigger", path, _renamed(moment, key, _COMBINED[key]))
        return
    yield Edit("trigger", path, made(other, moment))
    if "event" in moment.map:
        yield from (Edit("trigger", (*path, side), None) for side in _SIDES if side in moment.map)
    if "lapse" in moment.map:
        yield from time_edits.numbers((*path, "lapse"), moment.map["lapse"])


def _counts_as_another(one: Node, several: Node, events: Mapping[str, Event]) -> bool:
    """Whether an event beside it begins the same: without the event that counts as it the rule says what it said."""
    kind = events[one.text].is_ if one.text in events else None
    return kind is not None and any(kind == other.text for other in several.list)


def _channels(rule: Node) -> Iterator[Edit]:
    via = rule.get("via")
    for key, listed in via.map.items() if via else ():
        for number in range(len(listed.list)):
            if len(listed.list) > 1:
                yield Edit("channel", ("via", key, number), None)
            else:
                yield Edit("channel", ("via", key) if via and len(via.map) > 1 else ("via",), None)


def _readings(rule: Node) -> Iterator[Edit]:
    """Each reading left out; a manner of acting shows none where it is shown."""
    readings = rule.get("readings")
    if readings is not None and rule.get("during") is None:
        for number in range(len(readings.list)):
            yield Edit("reading", ("readings", number) if len(readings.list) > 1 else ("readings",), None)


def _modality(rule: Node) -> Iterator[Edit]:
    verb = next((one for one in VERBS if one in rule.map), None)
    if verb in _VERBS:
        yield Edit("modality", (), _renamed(rule, verb, _VERBS[verb]))
