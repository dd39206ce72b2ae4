"""What a duty came from: others that were done, missed or left undone, or whose act is the event that began it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.deeds import makers
from protocolkit.evaluation.triggers import Came

_DERIVED = ("done:", "missed:")


class Origins:
    """Follows the triggers of duties back, as they really came."""

    def __init__(self, owed: Iterable[Owed], case: Case) -> None:
        self._owed = tuple(owed)
        self._case = case
        self._entries = {entry.index: entry for entry in case.timeline.entries}
        self._of_rule: dict[str, list[Owed]] = {}
        self._done_with: dict[int, list[Owed]] = {}
        for one in self._owed:
            self._of_rule.setdefault(one.rule.id, []).append(one)
            for deed in one.life.performances:
                if deed.entry is not None and deed.event == "done":
                    self._done_with.setdefault(deed.entry, []).append(one)
        self._known: dict[str, frozenset[str]] = {}

    def related(self, one: Owed, other: Owed) -> bool:
        """Whether either comes from the other, at any depth."""
        return one.id in self.of(other) or other.id in self.of(one)

    def of(self, owed: Owed) -> frozenset[str]:
        """The ids of every duty that a duty comes from."""
        if owed.id not in self._known:
            self._known[owed.id] = frozenset()  # a circle leads nowhere
            before = list(self._before(owed))
            further = (id for one in before for id in self.of(one))
            self._known[owed.id] = frozenset((*(one.id for one in before), *further))
        return self._known[owed.id]

    def _before(self, owed: Owed) -> Iterator[Owed]:
        came = owed.trigger
        if came is None:
            return
        if came.entry is not None:
            yield from self._done_with.get(came.entry, ())
            # Done once more it is still the act of its rule.
            again = self._entries[came.entry].of_rule if came.entry in self._entries else None
            yield from self._begun(self._of_rule.get(again or "", ()), came)
        for name in (came.event, *came.through):
            derived = next((name[len(mark) :] for mark in _DERIVED if name.startswith(mark)), None)
            if derived is not None:
                yield from self._begun(self._of_rule.get(derived, ()), came)
            elif name in came.through and (event := self._case.vocabulary.events.get(name)) is not None:
                yield from self._begun(makers(event, self._owed, self._case), came)

    def _begun(self, owed: Iterable[Owed], came: Came) -> Iterator[Owed]:
        return (one for one in owed if one.trigger is None or one.trigger.at <= came.at)
