"""What of the log would decide a condition that nobody can tell, or a definition behind it.

The events that it waits for, and of those that came what an entry leaves unsaid: who did or heard it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from protocolkit.evaluation.deciding import Deciding
from protocolkit.evaluation.facts import Binding
from protocolkit.model.conditions import All, Between, Compared, Condition, DayOf, Happened, HasAll, Is, Known, Not
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.moments import Moment, names

OfMoment = Callable[[Moment, Binding], tuple[str, ...]]
OfHappened = Callable[[Happened, Binding], tuple[str, ...]]


def awaited(condition: Condition, binding: Binding, deciding: Deciding, waiting: OfMoment) -> tuple[str, ...]:
    """The events in source order. `waiting` gives the events a moment still waits for; none once it has come."""

    def happened(one: Happened, binding: Binding) -> tuple[str, ...]:
        return (*(waiting(one.of, binding) if one.of else ()), *names(one.moment))

    return _found(condition, binding, deciding, _Unknown(deciding, waiting, happened, days=True))


def unsaid(condition: Condition, binding: Binding, deciding: Deciding, unsaid: OfMoment) -> tuple[str, ...]:
    """`EVENT.by` and the like in source order. `unsaid` gives what entries do not say of a moment."""

    def happened(one: Happened, binding: Binding) -> tuple[str, ...]:
        return tuple(fact for moment in (one.moment, one.of) if moment for fact in unsaid(moment, binding))

    return _found(condition, binding, deciding, _Unknown(deciding, unsaid, happened))


def _found(condition: Condition, binding: Binding, deciding: Deciding, unknown: _Unknown) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in deciding.first_choices(condition, binding):
        found.update(dict.fromkeys(unknown.of(condition, one, ())))
    return tuple(found)


class _Unknown:
    """Looks at what is unknown in a condition, and only at that."""

    def __init__(self, deciding: Deciding, starts: OfMoment, happened: OfHappened, *, days: bool = False) -> None:
        self.matcher = deciding.matcher
        self.starts = starts
        self.happened = happened
        self.days = days  # whether the events are wanted whose day or year is compared

    def of(self, condition: Condition, binding: Binding, behind: tuple[str, ...]) -> Iterator[str]:
        """Under one choice of persons; `behind` are the facts whose definitions led here."""
        if self.matcher.holds_for(condition, binding) is not None:
            return
        match condition:
            case All(of=of) | AnyOf(of=of):
                for one in of:
                    yield from self.of(one, binding, behind)
            case Not(of=inner):
                yield from self.of(inner, binding, behind)
            case Happened():
                yield from self.happened(condition, binding)
            case Compared(left=left, right=right):
                for side in (left, right):
                    if isinstance(side, DayOf):
                        if self.days and self.matcher.knowledge.operand(side, binding) is None:
                            yield side.event
                    else:
                        yield from self._defined(side, binding, behind)
            case Is(fact=fact) | HasAll(fact=fact) | Between(fact=fact) | Known(fact=fact):
                yield from self._defined(fact, binding, behind)
            case _:
                assert_never(condition)

    def _defined(self, fact: str, binding: Binding, behind: tuple[str, ...]) -> Iterator[str]:
        for rule in self.matcher.knowledge.definitions.get(fact, ()) if fact not in behind else ():
            fixed = self.matcher.fixed(rule, binding)
            if self.matcher.holds(rule.if_, fixed) is False:
                continue
            if rule.after is not None and (events := self.starts(rule.after, fixed)):
                yield from events
                continue  # what else it turns on is asked once it has begun
            for choice in self.matcher.choices(rule.if_, fixed):
                yield from self.of(rule.if_, choice, (*behind, fact))
