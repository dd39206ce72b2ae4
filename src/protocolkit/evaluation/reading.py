"""Which facts, and which closings of other duties, something was found from: kept while it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from protocolkit.evaluation.attempts import Found
from protocolkit.evaluation.deeds import Closings, Deed
from protocolkit.evaluation.facts import Key
from protocolkit.evaluation.rules import Evaluation
from protocolkit.model.rule import Rule

Place = tuple[int, Key | None]
"""A fact in one of the evaluations of a case; null for whatever facts there are. See also `scope`."""


def scope(number: int, ruleset: str) -> Place:
    """The place of whether a text leaves a case out."""
    return number, ("scope", ruleset)


class Reads(msgspec.Struct):
    """What was read: facts, whether they were known or not, and what closes duties."""

    facts: set[Place] = msgspec.field(default_factory=set)
    closings: dict[tuple[int, str], tuple[Deed, ...] | None] = msgspec.field(default_factory=dict)

    def join(self, other: Reads) -> None:
        self.facts |= other.facts
        self.closings.update(other.closings)

    def same(self, changed: frozenset[Place], closings: Mapping[int, Closings]) -> bool:
        """Whether all of it is as it was, where some facts have changed and these are the closings."""
        same_facts = self.facts.isdisjoint(changed)
        return same_facts and all(closings[n].get(id) == deeds for (n, id), deeds in self.closings.items())


class Reader:
    """Keeps what is read while one thing after another is found; what is found within another is read by that too.

    `tangled` says that something was asked for while it was being found. Then what is found hangs on who asked first,
    and what was read does not tell all.
    """

    def __init__(self) -> None:
        self.tangled = False
        self._open: list[Reads] = []

    @contextmanager
    def finding(self, evaluation: Observed) -> Iterator[Reads]:
        """Keeps what is read of an evaluation until the block ends."""
        reads, knowledge = Reads(), evaluation.case.knowledge
        self.tangled = self.tangled or bool(knowledge.defining)
        before = knowledge.given
        # Another object: answers that were kept from the same facts are asked for anew, and read anew.
        knowledge.given = _Facts(before, lambda key: reads.facts.add((evaluation.number, key)))
        self._open.append(reads)
        try:
            yield reads
        finally:
            self._open.pop()
            knowledge.given = before
            self.read(reads)

    def read(self, reads: Reads) -> None:
        """Notes what stands behind something that was found before."""
        if self._open:
            self._open[-1].join(reads)

    def closing(self, place: tuple[int, str], deeds: tuple[Deed, ...] | None) -> None:
        if self._open:
            self._open[-1].closings[place] = deeds


class _Facts(dict[Key, Any]):
    """Facts that tell who asks for them."""

    def __init__(self, facts: dict[Key, Any], told: Callable[[Key | None], None]) -> None:
        super().__init__(facts)
        self._told = told

    def get(self, key: Key, default: Any = None) -> Any:
        self._told(key)
        return super().get(key, default)

    def items(self) -> Any:
        self._told(None)
        return super().items()


class _Working(list[str]):
    """The rules being worked out; one that is asked for meanwhile is told of."""

    def __init__(self, tangled: Callable[[], None]) -> None:
        super().__init__()
        self._tangled = tangled

    def __contains__(self, rule: object) -> bool:
        found = super().__contains__(rule)
        if found:
            self._tangled()
        return found


class Kept(msgspec.Struct):
    """What a rule came to, what was read for it, and what closed its duties."""

    found: Found
    reads: Reads
    others: dict[str, tuple[Deed, ...]]


class Observed(Evaluation):
    """An evaluation that keeps what each rule read. `number` tells it from those of the same case before it."""

    def __init__(self, reader: Reader, *given: Any) -> None:
        super().__init__(*given)
        self.reader = reader
        self.number = len(self.earlier)
        self.working = _Working(self._tangle)
        self.kept: dict[str, Kept] = {}
        # Found before anything reads it: what hangs on it then hangs on the answer, not on the facts behind it.
        self.left_out = self.scopes.left_out
        if self._found:
            self._tangle()  # a text's scope hangs on what its own rules make

    def _tangle(self) -> None:
        self.reader.tangled = True

    def found(self, rule: Rule) -> Found:
        found = super().found(rule)
        self.reader.read(self.kept[rule.id].reads)
        return found

    def worked_out(self, rule: Rule) -> Found:
        with self.reader.finding(self) as reads:
            reads.facts.add(scope(self.number, rule.ruleset))
            found = super().worked_out(rule)
        others = {one.id: self.others[one.id] for one in found.owed if one.id in self.others}
        self.kept[rule.id] = Kept(found, reads, others)
        return found

    def closing(self, id: str) -> tuple[Deed, ...] | None:
        deeds = super().closing(id)
        self.reader.closing((self.number, id), deeds)
        return deeds
