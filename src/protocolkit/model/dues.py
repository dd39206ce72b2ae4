"""By when: what a rule's `due` holds, as values; how each is written and said, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

import msgspec

from protocolkit.messages import N_, Listed, Part, Worded, in_context, say
from protocolkit.model.conditions import Condition
from protocolkit.model.terms import Term, When


class DueNone(msgspec.Struct, frozen=True):
    """The text gives no time."""


class DueDecided(msgspec.Struct, frozen=True):
    """Somebody sets the time in the case itself."""


class DueParts(msgspec.Struct, frozen=True):
    """A window: its beginning, target, limit. Beside `immediately`, `aim` is the lower number of a range.

    It begins when `not_before` has passed whole, or with the first moment of the last day of `opens`. `by_close` says
    that the target's day ends with the office.
    """

    immediately: bool = False
    aim: When | None = None
    limit: When | None = None
    not_before: When | None = None
    opens: Term | None = None
    by_close: bool = False

    @property
    def range(self) -> tuple[Term, Term] | None:
        """The two numbers of `1 to 2 hours`; null where target and limit are no such pair."""
        aim, limit = self.aim, self.limit
        if isinstance(aim, Term) and isinstance(limit, Term) and aim.unit == limit.unit and not self.by_close:
            return aim, limit
        return None


class DueCases(msgspec.Struct, frozen=True):
    """One due or the other, as a condition decides."""

    if_: Condition
    then: Due
    else_: Due


class DueEarliest(msgspec.Struct, frozen=True):
    options: tuple[Due, ...]


class DueLatest(msgspec.Struct, frozen=True):
    options: tuple[Due, ...]


Due = DueNone | DueDecided | DueParts | DueCases | DueEarliest | DueLatest


def describe(due: Due, condition: Callable[[Condition], str] = str) -> str:
    """The due as it is written; `condition` writes the conditions of cases.

    >>> from protocolkit.model.terms import numbered
    >>> describe(DueParts(immediately=True, limit=numbered(24, "hour")))
    'immediately, at most 24 hours'
    >>> describe(DueParts(aim=numbered(1, "hour"), limit=numbered(2, "hour")))
    '1 to 2 hours'
    >>> describe(DueParts(opens=numbered(75, "day"), limit=numbered(90, "day")))
    'from 75 to 90 days'
    """
    match due:
        case DueNone():
            return "none"
        case DueDecided():
            return "decided"
        case DueParts():
            return ", ".join(_parts_written(due))
        case DueCases(if_=if_, then=then, else_=else_):
            first, other = describe(then, condition), describe(else_, condition)
            return f"{{if: {condition(if_)}, then: {first}, else: {other}}}"
        case DueEarliest(options=options) | DueLatest(options=options):
            word = "earliest" if isinstance(due, DueEarliest) else "latest"
            return f"{{{word}: [{', '.join(_quoted(describe(option, condition)) for option in options)}]}}"
        case _:
            assert_never(due)


def said(due: Due, condition: Callable[[Condition], Part]) -> Part:
    """The due in words; `condition` says the conditions of cases."""
    match due:
        case DueNone():
            return Worded(in_context("a due time", "none"), say("the text gives no time"))
        case DueDecided():
            return Worded(in_context("a due time", "decided"), say("on a date that somebody sets in the case itself"))
        case DueParts():
            return Listed(tuple(_parts_said(due)))
        case DueCases(if_=if_, then=then, else_=else_):
            first, other = said(then, condition), said(else_, condition)
            return say("if {condition}: {due}; else: {other}", condition=condition(if_), due=first, other=other)
        case DueEarliest(options=options):
            return say("the earliest of: {terms}", terms=Listed(tuple(said(o, condition) for o in options), "; "))
        case DueLatest(options=options):
            return say("the latest of: {terms}", terms=Listed(tuple(said(o, condition) for o in options), "; "))
        case _:
            assert_never(due)


def _parts_written(due: DueParts) -> list[str]:
    parts = ["immediately"] if due.immediately else []
    if due.not_before is not None:
        parts.append(f"not before {due.not_before.written()}")
    if due.opens is not None and due.limit is not None:
        return [*parts, f"from {due.opens.n} to {due.limit.written()}"]
    if due.range is not None:
        low, high = due.range
        return [*parts, f"{low.n} to {high.written()}"]
    if due.aim is not None:
        parts.append(f"aim {due.aim.written()}{' by office_close' if due.by_close else ''}")
    if due.limit is not None:
        parts.append(f"at most {due.limit.written()}" if parts else due.limit.written())
    return parts


def _parts_said(due: DueParts) -> list[Part]:
    parts: list[Part] = [say("immediately")] if due.immediately else []
    if due.not_before is not None:
        parts.append(say("not before {term}", term=due.not_before.said()))
    if due.opens is not None and due.limit is not None:
        words = N_("from {n} to {term}, the first and the last included")
        return [*parts, say(words, n=due.opens.n, term=due.limit.said())]
    if due.range is not None:
        low, high = due.range
        return [*parts, say("{n} to {term}", n=low.n, term=high.said())]
    if due.aim is not None:
        words = N_("aim {term}, by the close of the office") if due.by_close else N_("aim {term}")
        parts.append(say(words, term=due.aim.said()))
    if due.limit is not None:
        parts.append(say("at most {term}", term=due.limit.said()) if parts else due.limit.said())
    return parts


def _quoted(text: str) -> str:
    # A comma inside a flow list would end the item.
    return f'"{text}"' if "," in text and not text.startswith("{") else text


def windows(due: Due) -> Iterator[DueParts]:
    """Every window in it, in source order."""
    match due:
        case DueNone() | DueDecided():
            return
        case DueParts():
            yield due
        case DueCases(then=then, else_=else_):
            yield from windows(then)
            yield from windows(else_)
        case DueEarliest(options=options) | DueLatest(options=options):
            for option in options:
                yield from windows(option)
        case _:
            assert_never(due)


def whens(due: Due | None) -> tuple[When, ...]:
    """Every single term in it, in source order; none in no due."""
    parts = () if due is None else windows(due)
    return tuple(w for one in parts for w in (one.not_before, one.opens, one.aim, one.limit) if w is not None)


def day_kinds(due: Due | None) -> tuple[str, ...]:
    """The day kinds a due counts, once each: what the calendar must declare."""
    return tuple(dict.fromkeys(kind for when in whens(due) for kind in when.day_kinds))
