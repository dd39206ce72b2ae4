"""Rules that wait for one another: none of them can ever begin."""

from __future__ import annotations

from typing import assert_never

from protocolkit.analysis.edition import Edition
from protocolkit.messages import Message, say
from protocolkit.model.moments import SAME, Done, First, Lapse, Last, Missed, Moment, Occurs, Rhythm
from protocolkit.model.people import flat
from protocolkit.model.rule import Rule
from protocolkit.model.walk import walk

Start = tuple[str, str | None]  # a rule and one of its recipients (null: it has none)


def check_circles(edition: Edition) -> None:
    """Adds `circle` for every ring of rules that start only when another of the ring was done or missed.

    What counts is the act towards a recipient: telling the police after telling the parents is no circle.
    """
    rules = {rule.id: rule for rule in edition.ruleset.rules}
    starts = {(id, to): _moments(rule) for id, rule in rules.items() for to in _recipients(rule)}
    possible = _possible(starts, rules)
    seen: set[Start] = set()
    reported: set[str] = set()
    for start in starts:
        ring = [] if start in possible or start in seen else _ring(start, starts, rules, possible, seen)
        if ring and not reported & set(ring):
            reported |= set(ring)
            _report(ring, rules, edition)


def _possible(starts: dict[Start, list[Moment]], rules: dict[str, Rule]) -> set[Start]:
    """The starts that can come about. Each is looked at again only when one it may wait for has become possible."""
    waiters: dict[Start, list[Start]] = {}
    for start in starts:
        for spot, one in walk(rules[start[0]]):
            if spot.key in ("after", "every") and isinstance(one, Done | Missed):
                for needed in _needed(one, start, rules):
                    waiters.setdefault(needed, []).append(start)
    possible: set[Start] = set()
    queue = list(starts)
    while queue:
        start = queue.pop()
        if start not in possible and all(_can(moment, start, rules, possible) for moment in starts[start]):
            possible.add(start)
            queue += waiters.get(start, ())
    return possible


def _report(ring: list[str], rules: dict[str, Rule], edition: Edition) -> None:
    first = min((rules[id] for id in ring), key=lambda rule: (rule.place.file, rule.place.line))
    turn = ring.index(first.id)
    names = [id.partition("#")[2] for id in (*ring[turn:], *ring[:turn], first.id)]
    order: Message | str = names[0]
    for name in names[1:]:
        order = say("{later} after {earlier}", later=order, earlier=name)
    message = say("`{rule}` waits for itself: {order}", rule=first.name, order=order)
    help = say("let one of them start from an event")
    edition.problems.error("circle", message, edition.at(first, "after", "every"), help)


def _recipients(rule: Rule) -> list[str | None]:
    return [*sorted(flat(rule.to))] or [None]


def _moments(rule: Rule) -> list[Moment]:
    found: list[Moment] = [] if rule.after is None else [rule.after]
    if rule.every is not None and not isinstance(rule.every, Rhythm):
        found.append(rule.every)
    return found


def _can(moment: Moment, start: Start, rules: dict[str, Rule], possible: set[Start]) -> bool:
    match moment:
        case Occurs():
            return True
        case First(of=of):
            return any(_can(one, start, rules, possible) for one in of)
        case Last(of=of):
            return all(_can(one, start, rules, possible) for one in of)
        case Lapse(after=after):
            return _can(after, start, rules, possible)
        case Done() | Missed():
            return all(one in possible for one in _needed(moment, start, rules))
        case _:
            assert_never(moment)


def _needed(moment: Done | Missed, start: Start, rules: dict[str, Rule]) -> list[Start]:
    """The starts a derived moment needs; what other rulesets hold is taken as possible."""
    rule = rules.get(moment.rule)
    if rule is None:
        return []
    own = _recipients(rule)
    wanted = start[1] if moment.to == SAME else moment.to
    return [(rule.id, to) for to in own if wanted is None or to == wanted]


def _ring(
    start: Start, starts: dict[Start, list[Moment]], rules: dict[str, Rule], possible: set[Start], seen: set[Start]
) -> list[str]:
    """The rules of the ring that an impossible start leads into; empty if that ring was found before."""
    path: dict[Start, int] = {}
    current: Start | None = start
    while current is not None and current not in path:
        if current in seen:
            current = None
            break
        path[current] = len(path)
        current = next((n for m in starts.get(current, ()) for n in _blocking(m, current, rules, possible)), None)
    seen |= set(path)
    if current is None:
        return []
    return list(dict.fromkeys(id for id, _to in list(path)[path[current] :]))


def _blocking(moment: Moment, start: Start, rules: dict[str, Rule], possible: set[Start]) -> list[Start]:
    match moment:
        case First(of=of) | Last(of=of):
            return [n for one in of for n in _blocking(one, start, rules, possible)]
        case Lapse(after=after):
            return _blocking(after, start, rules, possible)
        case Done() | Missed():
            return [n for n in _needed(moment, start, rules) if n not in possible]
        case Occurs():
            return []
        case _:
            assert_never(moment)
