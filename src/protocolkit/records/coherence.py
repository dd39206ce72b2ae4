"""Whether what one case says can be true together: the order of its events, and the facts of one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from protocolkit.model.vocabulary import Vocabulary
from protocolkit.records.times import Time

# What cannot be the other way round, whatever the case.
BEFORE = (
    ("act_committed", "*"),
    ("*", "case_closed"),
    ("investigation_started", "investigation_completed"),
    ("commission_convened", "commission_decided"),
)


class Happened(msgspec.Struct, frozen=True):
    """One entry of a case's log, and the column of its time."""

    column: str
    entry: dict[str, Any]
    time: Time


def facts_of(role: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a role, without its name."""
    return {name[len(role) + 1 :]: value for name, value in facts.items() if name.startswith(f"{role}.")}


def contradicts(role: str, facts: dict[str, Any], vocabulary: Vocabulary) -> bool:
    """What the reader of incidents would refuse in one person."""
    return any(vocabulary.contradictions((role,), facts))


def out_of_order(log: Iterable[Happened], zone: str) -> Iterator[Happened]:
    """The entries that come before what must precede them. Where only a day is known, days are compared."""
    entries = [one for one in log if one.entry["event"] != "done"]
    names = {one.entry["event"] for one in entries}
    for earlier, later in BEFORE:
        if names.isdisjoint((earlier, later)):
            continue
        firsts = [one for one in entries if earlier in ("*", one.entry["event"])]
        seconds = [one for one in entries if later in ("*", one.entry["event"])]
        for second in seconds:
            others = (first for first in firsts if first.entry["event"] != second.entry["event"])
            if any(_is_before(second.time, first.time, zone) for first in others):
                yield second


def _is_before(one: Time, other: Time, zone: str) -> bool:
    if one.at is not None and other.at is not None:
        return one.at < other.at
    mine: date = one.order(zone)
    return mine < other.order(zone)
