"""Is the number in the quoted words the number in the rule?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

import msgspec

from protocolkit.messages import Name
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, AmountUnstated
from protocolkit.model.conditions import All, Between, Compared, Happened, HasAll, Is, Known, Not
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.dues import DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.moments import Done, First, Lapse, Last, Missed, Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, Person, Related, Unstated, Whoever
from protocolkit.model.rule import Permit, Rule
from protocolkit.model.terms import When
from protocolkit.model.walk import Node, Spot, walk
from protocolkit.tracing.quantities import Quantity, numbers, quantities

Status = Literal["ok", "differs", "unstated", "unused"]
_SAME = {"business_day": "working_day"}
_DUE, _AMOUNT = Spot("due"), Spot("amount")


class Counted(msgspec.Struct, frozen=True):
    """The numbers of a rule beside those of its words.

    `differs`: the words give another number; `unstated`: they give none; `unused`: they give one the rule has nowhere.
    """

    status: Status
    rule: tuple[str, ...]
    words: tuple[str, ...]


def count(rule: Rule, words: Iterable[str], language: str) -> Counted | None:
    """The comparison for a rule and all its quotes; None where neither side has a number to compare."""
    texts = list(words)
    said = [q for text in texts for q in quantities(text, language)]
    own = list(dict.fromkeys(due_quantities(rule)))
    found = [one for spot, one in walk(rule) if spot == _AMOUNT and isinstance(one, Amount)]
    amounts = {n for one in found for n in (one.low, one.high) if n is not None}
    shown = tuple(map(str, [*own, *sorted(amounts)]))
    heard = tuple(dict.fromkeys(map(str, said)))
    if any(q not in said for q in own):
        return Counted("differs" if said else "unstated", shown, heard)
    all_numbers = {n for text in texts for n in numbers(text, language)}
    if amounts - all_numbers:
        return Counted("differs" if all_numbers else "unstated", shown, tuple(map(str, sorted(all_numbers))))
    others = set(other_numbers(rule)) | amounts | {q.n for q in own}
    if idle := [q for q in said if q not in own and q.n not in others]:
        return Counted("unused", shown, tuple(map(str, idle)))
    return Counted("ok", shown, heard or tuple(map(str, sorted(all_numbers)))) if own or amounts else None


def due_quantities(rule: Rule) -> Iterator[Quantity]:
    """The quantities of the rule's own due time, without those of its readings."""
    for spot, one in walk(rule):
        if spot == _DUE and isinstance(one, When):
            yield from (Quantity(n, _SAME.get(unit, unit)) for n, unit in one.numbers)


def other_numbers(rule: Rule) -> Iterator[float]:
    """The numbers in the rest of a rule: other readings, conditions, lapses, rhythms, permits to extend."""
    for spot, one in walk(rule, readings=True):
        if spot not in (_DUE, _AMOUNT):
            yield from _numbers(one)


def _numbers(node: Node) -> Iterator[float]:
    """The numbers that a part of a rule has itself: of a term, an amount, a test, a rhythm."""
    match node:
        case When(numbers=counts):
            yield from (n for n, _unit in counts)
        case Between(low=low, high=high) | Amount(low=low, high=high):
            yield from (n for n in (low, high) if n is not None)
        case Is(values=values) | HasAll(values=values):
            yield from (v for v in values if isinstance(v, int | float) and not isinstance(v, bool))
        case Happened(times=times):
            yield times
        case Rhythm(months=months):
            # `once in one month`, `twice a year`: the rhythm itself is the number.
            yield from (1, 2, len(months))
        case All() | AnyOf() | Not() | Known() | Compared():
            pass
        case DueNone() | DueDecided() | DueParts() | DueEarliest() | DueLatest() | DueCases():
            pass
        case AmountUnstated() | AmountAny() | AmountCases():
            pass
        case Occurs() | Done() | Missed() | Lapse() | First() | Last():
            pass
        case Office() | Person() | Related() | Actor() | Whoever() | Choice() | Unstated():
            pass
        case Permit() | Name():
            pass
        case _:
            assert_never(node)
