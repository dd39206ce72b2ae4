"""Which duties are one: within a text those that say so, across texts those that ask for the same.

A group never holds two rules of one text that no `restates` joins. Where a duty fits several of another text, it goes
with the one that was triggered by the same entry, else has the earlier limit, then target, else stands first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import combinations

from protocolkit.evaluation.attempts import NEVER, Identity, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.origins import Origins

Unit = tuple[Owed, ...]


class Grouping:
    """Puts duties together as they stand at an instant; `owed` are all that they may come from."""

    def __init__(self, owed: Iterable[Owed], case: Case) -> None:
        self._order = case.protocol.order
        self._origins = Origins(owed, case)
        self._cited_only = case.protocol.apart

    def related(self, one: Owed, other: Owed) -> bool:
        """Whether either comes from the other."""
        return self._origins.related(one, other)

    def groups(self, owed: Iterable[Owed], at: datetime) -> list[Unit]:
        """The duties, those that are one together."""
        alike: dict[Identity, list[Owed]] = {}
        for one in owed:
            alike.setdefault(one.identity, []).append(one)
        return [group for several in alike.values() for group in self._grouped(several, at)]

    def _grouped(self, alike: list[Owed], at: datetime) -> list[Unit]:
        if len(alike) == 1:
            return [(alike[0],)]
        texts: dict[str, list[Owed]] = {}
        for one in alike:
            texts.setdefault(one.rule.text, []).append(one)
        if len(texts) == 1:
            return self._united(alike, at)
        units = [unit for own in texts.values() for unit in self._united(own, at)]
        return self._joined(units, self._across, at)

    def _united(self, own: list[Owed], at: datetime) -> list[Unit]:
        alone: list[Unit] = [(one,) for one in own]
        return self._joined(alone, restated, at) if any(one.rule.restates for one in own) else alone

    def _joined(self, units: list[Unit], may: Callable[[Unit, Unit], bool], at: datetime) -> list[Unit]:
        """The units, joined two by two, those that belong together most first."""
        if len(units) == 2:
            a, b = units
            return [(*a, *b)] if may(a, b) else units
        of = {one.id: unit for unit in units for one in unit}
        pairs = [(self._rank(a, b, at), a[0].id, b[0].id) for a, b in combinations(units, 2) if may(a, b)]
        for _, first, second in sorted(pairs):
            a, b = of[first], of[second]
            if a is not b and may(a, b):
                of |= dict.fromkeys((one.id for one in (*a, *b)), (*a, *b))
        return [unit for id, unit in of.items() if id == unit[0].id]

    def _across(self, a: Unit, b: Unit) -> bool:
        """Whether two of different texts are one: both may merge, and neither comes from the other."""
        if any(one.rule.text in self._cited_only for one in (*a, *b)):
            return False
        apart = {one.rule.text for one in a}.isdisjoint(one.rule.text for one in b)
        return apart and not any(self._origins.related(one, other) for one in a for other in b)

    def _rank(self, a: Unit, b: Unit, at: datetime) -> tuple[object, ...]:
        together = any(same_entry(one, other) for one in a for other in b)
        posts = any(set(one.bearer.roles) & set(other.bearer.roles) for one in a for other in b)
        # In order of place, so that of two pairs that share a unit that of the better other one comes first.
        places = sorted(min(self._asks(one, at) for one in unit) for unit in (a, b))
        return (not together, *places, not posts)

    def _asks(self, one: Owed, at: datetime) -> tuple[datetime, datetime, int]:
        return (limit_at(one, at) or NEVER, one.due.target or NEVER, self._order.get(one.rule.id, 0))

    def place(self, one: Owed, at: datetime) -> tuple[datetime, datetime, datetime, int]:
        """What an act closes first of several: by limit, then target, then trigger, then place in the text."""
        limit, target, place = self._asks(one, at)
        return (limit, target, one.trigger.at if one.trigger else _EVER, place)


_EVER = datetime.min.replace(tzinfo=UTC)


def restated(a: Unit, b: Unit) -> bool:
    """Whether all of them but one are rules that say that one once more."""
    rules = [one.rule for one in (*a, *b)]
    said = [one.id for one in rules if all(one.id in other.restates for other in rules if other is not one)]
    return bool(said) and len({one.id for one in rules}) == len(rules)


def same_entry(one: Owed, other: Owed) -> bool:
    """Whether both began with the same entry of the log, or together without one."""
    a, b = one.trigger, other.trigger
    if a is None or b is None:
        return a is b
    if a.entry is not None or b.entry is not None:
        return a.entry == b.entry
    return a.at == b.at


def limit_at(one: Owed, at: datetime) -> datetime | None:
    """The limit a duty had at an instant, after what its clock had been through; of one that stands still, the last."""
    given = [change.limit for change in one.life.clock if change.limit is not None and change.at <= at]
    return given[-1] if given else one.due.limit
