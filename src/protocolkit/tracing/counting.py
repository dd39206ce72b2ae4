"""Is the number in the quoted words the number in the rule?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

import msgspec

from protocolkit.building.build_term import parse_term
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.amounts import Amount, AmountAny, AmountCases, Amounts, AmountUnstated
from protocolkit.model.conditions import Between, Condition, Happened, HasAll, Is, Known, atoms
from protocolkit.model.moments import Lapse, Rhythm, single
from protocolkit.model.rule import Rule
from protocolkit.model.terms import Term, whens
from protocolkit.tracing.quantities import Quantity, numbers, quantities

Status = Literal["ok", "differs", "unstated", "unused"]
_SAME = {"business_day": "working_day"}


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
    amounts = {n for amount in _amounts(rule.amount) for n in (amount.low, amount.high) if n is not None}
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
    for when in whens(rule.due) if rule.due is not None else ():
        if isinstance(when, Term):
            yield Quantity(when.n, _SAME.get(when.unit, when.unit))


def _amounts(amount: Amounts | None) -> Iterator[Amount]:
    match amount:
        case Amount():
            yield amount
        case AmountAny(options=options):
            for one in options:
                yield from _amounts(one)
        case AmountCases(then=then, else_=otherwise):
            yield from _amounts(then)
            yield from _amounts(otherwise)
        case AmountUnstated() | None:
            pass
        case _:
            assert_never(amount)


def other_numbers(rule: Rule) -> Iterator[float]:
    """Numbers in the rest of a rule: other readings, conditions, lapses, rhythms, permits to extend."""
    for patch in rule.readings:
        if patch.rule is not None:
            yield from (q.n for q in due_quantities(patch.rule))
    yield from _tested(rule.if_)
    for moment in (rule.after, rule.every, rule.until):
        if isinstance(moment, Rhythm):
            # `once in one month`, `twice a year`: the rhythm itself is the number.
            yield from (1, 2, len(moment.months))
        elif moment is not None:
            yield from (one.term.n for one in single(moment) if isinstance(one, Lapse))
    for permit in (rule.clock.extend, rule.clock.suspend, rule.clock.waive):
        term = parse_term(permit.at_most, Problems(), Place("")) if permit and permit.at_most else None
        if isinstance(term, Term):
            yield term.n


def _tested(condition: Condition) -> Iterator[float]:
    for test in atoms(condition):
        match test:
            case Between(low=low, high=high):
                yield from (n for n in (low, high) if n is not None)
            case Is(values=values):
                yield from (v for v in values if isinstance(v, int | float) and not isinstance(v, bool))
            case Happened(within=within, times=times):
                yield times
                if within is not None:
                    yield within.n
            case HasAll() | Known():
                pass
            case _:
                assert_never(test)
