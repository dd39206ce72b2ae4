"""Whether something happened so often, or within a time of something else: what a log can and cannot say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.triggers import Came, Moments
from protocolkit.model.conditions import Happened
from protocolkit.model.incident import Searched
from protocolkit.model.moments import names

Ends = Callable[[datetime], datetime | None]


def happened_within(
    condition: Happened, found: Moments, anchors: Moments, searched: list[Searched], ends: Ends
) -> Truth:
    """Whether enough of `found` came within the time of one of the anchors.

    True where one anchor surely has them. False where each anchor's whole time was searched, and had not enough in it,
    also counting what may have come: who did or heard it is not false because nobody said it. Else unknown: a penalty
    that our log does not hold may have been imposed. `ends` is when the time of an anchor is over, null where the
    calendar does not reach it: then nobody can say what lies within.
    """
    each = [_within(condition, found, anchor, searched, ends) for anchor in anchors.came]
    if True in each:
        return True
    each += [_within(condition, found, anchor, searched, ends) for anchor in anchors.unsure]
    return False if each and not any(one is not False for one in each) else None


def _within(condition: Happened, found: Moments, anchor: Came, searched: list[Searched], ends: Ends) -> Truth:
    own, unsure = _of_person(found.came, anchor), _of_person(found.unsure, anchor)
    if condition.within is None:
        return True if len([c for c in own if anchor.span.before(c.span)]) >= condition.times else None
    first, last = ends(anchor.span.first), ends(anchor.span.last)
    if first is None or last is None:
        return None
    sure = [c for c in own if anchor.span.before(c.span) and c.span.last <= first]
    if len(sure) >= condition.times:
        return True
    may_be = [
        c
        for c in (*own, *unsure)
        if not c.span.before(anchor.span) and c.span.last > anchor.span.first and c.at <= last
    ]
    whole = all(_searched(event, last, anchor.for_, searched) for event in names(condition.moment))
    return False if whole and len(may_be) < condition.times else None


def _of_person(came: tuple[Came, ...], anchor: Came) -> list[Came]:
    return [c for c in came if c.for_ is None or anchor.for_ is None or c.for_ == anchor.for_]


def _searched(event: str, end: datetime, person: str | None, searched: list[Searched]) -> bool:
    """Whether the log of an event is complete for a person until an instant."""
    return any(one.event == event and end <= one.at and one.for_ in (None, person) for one in searched)
