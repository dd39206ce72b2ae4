"""From round to round of one evaluation: a rule whose duties are closed as before comes to what it came to before.

What a record or an event closes hangs on the duties there are, so that one evaluation may take several rounds. Most
rules stand alone: facts, the log and what closes their own duties are all that they hang on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from protocolkit.evaluation.attempts import Found
from protocolkit.evaluation.compiled.case import CompiledCase
from protocolkit.evaluation.deeds import Closings, Deed
from protocolkit.evaluation.due.found import Caution


class Kept(NamedTuple):
    """What a rule came to, and what was noted of the case on the way: instants of change, and cautions."""

    found: Found
    turns: Collection[datetime]
    cautions: Collection[Caution]


class Rounds:
    """What the rules that stand alone came to in this round, and in the one before.

    `others` is what closes each duty in this round beside the records of its own rule.
    """

    def __init__(self, case: CompiledCase, others: dict[str, tuple[Deed, ...]], before: Rounds | None = None) -> None:
        self.case = case
        self.kept: dict[str, Kept] = {}
        self.others = others
        self._before = before
        timeline = case.timeline
        self._several = bool(timeline.about or timeline.acting)  # else nothing can be closed, and one round is enough

    def found(self, rule: str, closings: Closings, work: Callable[[], Found]) -> Found:
        """What a rule comes to: as before where its duties are closed as they were, else what work finds."""
        if not self._several:
            return work()
        before = self._before
        kept = before.kept.get(rule) if before is not None else None
        if before is None or kept is None or not _closed_alike(kept, closings, before.others):
            earlier = self.case.noting()
            found = work()
            kept = Kept(found, *self.case.noted(earlier))
        else:
            self.case.note(kept.turns, kept.cautions)
            for one in kept.found.owed:
                if one.id in before.others:
                    self.others[one.id] = before.others[one.id]
        self.kept[rule] = kept
        return kept.found


def _closed_alike(kept: Kept, closings: Closings, others: Mapping[str, tuple[Deed, ...]]) -> bool:
    """Whether the duties of a rule are closed by what closed them before."""
    return all(closings.get(one.id, ()) == others.get(one.id, ()) for one in kept.found.owed)
