"""When: the moments that start, repeat or end a duty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never, get_args

import msgspec

from protocolkit.model.terms import When

SAME = "same"
Period = Literal["day", "week", "month", "quarter", "year", "school_year", "school_term"]
PERIODS: tuple[Period, ...] = get_args(Period)


class Occurs(msgspec.Struct, frozen=True):
    """An event of the log, optionally only by, from or to somebody, or with a field saying something."""

    event: str
    by: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()


class First(msgspec.Struct, frozen=True):
    """Whichever comes first."""

    of: tuple[Moment, ...]


class Last(msgspec.Struct, frozen=True):
    """When all have come."""

    of: tuple[Moment, ...]


class Done(msgspec.Struct, frozen=True):
    """Another rule's duties are done. `to` limits it to a recipient; `same` means this duty's own."""

    rule: str
    to: str | None = None


class Missed(msgspec.Struct, frozen=True):
    """Another rule's limit passed undone, or the log says it was not done."""

    rule: str
    to: str | None = None


class Lapse(msgspec.Struct, frozen=True):
    """A time after a moment went by without another."""

    term: When
    after: Moment
    without: Moment


Moment = Occurs | First | Last | Done | Missed | Lapse


class Rhythm(msgspec.Struct, frozen=True):
    """A period that returns: `day` ... `school_year`, months of the year, or the dates of an agenda."""

    period: Period | Literal["month_of_year", "agenda"]
    months: tuple[int, ...] = ()
    agenda: str | None = None


def single(moment: Moment) -> Iterator[Occurs | Done | Missed | Lapse]:
    """Every single moment in it, in source order."""
    match moment:
        case First(of=of) | Last(of=of):
            for one in of:
                yield from single(one)
        case Lapse(after=after, without=without):
            yield moment
            yield from single(after)
            yield from single(without)
        case Occurs() | Done() | Missed():
            yield moment
        case _:
            assert_never(moment)


def names(moment: Moment) -> tuple[str, ...]:
    """The events a reader waits for: vocabulary names, or `done:RULE`, `missed:RULE`."""
    found: list[str] = []
    for one in single(moment):
        match one:
            case Occurs(event=event):
                found.append(event)
            case Done(rule=rule):
                found.append(f"done:{rule}")
            case Missed(rule=rule):
                found.append(f"missed:{rule}")
            case Lapse():
                # A reader waits for what it is counted from, which is among these.
                pass
            case _:
                assert_never(one)
    return tuple(dict.fromkeys(found))
