"""Entries of the log as expectations speak of them: what they are about, and what became of them, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Breach
from protocolkit.plans.plan_parts import LoggedEntry, Source


class Logged(msgspec.Struct, frozen=True):
    """An entry that changed nothing (`why`) or was taken back (`since`)."""

    event: str
    rule: str | None
    duty: str | None
    to: str | None
    for_: str | None
    by: str | None
    at: str
    id: str | None
    why: str | None = None
    since: str | None = None
    events: tuple[str, ...] = ()


class Broken(msgspec.Struct, frozen=True):
    """A ban that the log says was broken, with the entry that says so."""

    rule: str
    status: str
    event: str
    at: str
    do: str
    by: str | None
    to: str | None
    for_: str | None
    facts: tuple[str, ...]
    sources: tuple[Source, ...]
    events: tuple[str, ...] = ()


def listed(plan: Plan, key: str) -> tuple[Any, ...]:
    """A list of a plan as expectations speak of it."""
    match key:
        case "without_effect":
            return tuple(msgspec.structs.replace(_logged(one.entry), why=one.why) for one in plan.without_effect)
        case "retracted":
            return tuple(msgspec.structs.replace(_logged(one.entry), since=one.at) for one in plan.retracted)
        case "breaches":
            return tuple(
                Broken(one.rule, one.status, one.entry.event, one.at, one.do, *_told(one)) for one in plan.broken
            )
        case _:  # the others stand in a plan under the names expectations use
            return tuple(getattr(plan, key))


def _broken(one: Breach) -> Broken:
    return Broken(one.rule, one.status, one.entry.event, one.at, one.do, *_told(one))


def _told(one: Breach) -> tuple[Any, ...]:
    return one.by, one.to, one.for_, one.facts, one.sources


def _logged(entry: LoggedEntry) -> Logged:
    return Logged(entry.event, *_given(entry))


def _given(entry: LoggedEntry) -> Iterator[Any]:
    for one in (entry.rule, entry.duty, entry.to, entry.for_, entry.by, entry.at, entry.id):
        yield None if one is msgspec.UNSET else one
