"""Due times that hang on their trigger alone: counted once for a trigger, whichever rules and cases ask."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from protocolkit.calendars.layers import View
from protocolkit.evaluation.due.found import DueFound
from protocolkit.model.clock import TimeRules
from protocolkit.model.dues import Due, DueCases, DueDecided, DueEarliest, DueLatest, DueNone, DueParts
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol

MOST_KEPT = 20_000  # due times a protocol; then it begins anew, so that a backlog of cases fills no memory
Counted = dict[tuple[int, datetime, bool], DueFound]


class Dues:
    """The due times of a protocol's rules and their readings, and what they came to."""

    def __init__(self, protocol: Protocol) -> None:
        self._numbers: dict[tuple[Due, TimeRules], int] = {}
        self._of: dict[tuple[int, int], int] = {}
        self._counted: dict[View, Counted] = {}
        for rule in protocol.rules:
            for one in (rule, *(patch.rule for patch in rule.readings if patch.rule is not None)):
                self._number(one)

    def _number(self, rule: Rule) -> None:
        if rule.due is not None and is_certain(rule.due):
            number = self._numbers.setdefault((rule.due, rule.time), len(self._numbers))
            self._of[id(rule.due), id(rule.time)] = number

    def number(self, due: Due, time: TimeRules) -> int | None:
        """The number of a due time of the protocol, one for all that are equal; null where it hangs on facts."""
        return self._of.get((id(due), id(time)))

    def counted(self, view: View) -> Counted:
        """What they came to under a view of the calendar's days."""
        if sum(map(len, [*self._counted.values()])) > MOST_KEPT:
            self._counted = {}
        return self._counted.setdefault(view, {})


def is_certain(due: Due) -> bool:
    """Whether a due time hangs on its trigger alone."""
    match due:
        case DueCases():
            return False
        case DueEarliest(options=options) | DueLatest(options=options):
            return all(map(is_certain, options))
        case DueNone() | DueDecided() | DueParts():
            return True
        case _:
            assert_never(due)
