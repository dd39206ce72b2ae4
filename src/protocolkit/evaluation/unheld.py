"""Duties that nobody holds: those nobody may perform or receive, and those that unknown facts decide.

Their clocks run all the same. What the log shows of them closes them; what it says of the duties that stand does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from protocolkit.evaluation.attempts import Attempt, Found, Life, Owed
from protocolkit.evaluation.attribution import Meant
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.deeds import by_events, supposed
from protocolkit.evaluation.life import live
from protocolkit.messages import say
from protocolkit.model.incident import DEEDS
from protocolkit.model.rule import CLOSED, DONE


class _Placed(NamedTuple):
    """What became of an attempt: the duties of it that still run, and those that are over."""

    attempt: Attempt
    over: list[Owed]


def place(found: Found, case: Case) -> None:
    """Gives each such duty its life. What is over is asked no more: it joins what became of the rule."""
    pending = [owed for one in found.attempts for owed in one.owed]
    if not pending:
        return
    but = frozenset(_about_others(found.owed, pending, case))
    placed = [_placed(one, case, but) for one in found.attempts]
    found.attempts = [one.attempt for one in placed]
    found.owed += [owed for one in placed for owed in one.over]


def _placed(attempt: Attempt, case: Case, but: frozenset[int]) -> _Placed:
    if not attempt.owed:
        return _Placed(attempt, [])
    unsure = attempt.outcome == "undetermined"
    # What another rule's record closes is what is one with it: of what may not be owed nobody can say that.
    others = by_events if unsure else supposed
    lived = [replace(one, life=live(one, case, others(one, case), but)) for one in attempt.owed]
    over = [one for one in lived if _is_over(one.life, unsure=unsure)]
    still = tuple(one for one in lived if not _is_over(one.life, unsure=unsure))
    if unsure:
        over = [replace(one, life=_doubtful(one.life), unsure=attempt.facts) for one in over]
    return _Placed(replace(attempt, owed=still, outcome=attempt.outcome if still else "duty"), over)


def _is_over(life: Life, *, unsure: bool) -> bool:
    """Whether nothing of it is open: one that ended undone after its limit may have been missed, if it was owed."""
    return life.status in CLOSED and not (unsure and life.status not in DONE and life.missed_at is not None)


def _doubtful(life: Life) -> Life:
    """The life of what may not have been owed: nobody missed it for certain."""
    status = "done" if life.status == "done_late" else life.status
    return replace(life, status=status, was=None, missed_at=None)


def _about_others(certain: list[Owed], pending: list[Owed], case: Case) -> Iterator[int]:
    """The entries that are about a duty that stands, and those that could be about several persons'."""
    standing, undecided = Meant(certain, case), Meant(pending, case)
    for entry in case.timeline.acts:
        if standing.by(entry):
            yield entry.index
            continue
        meant = undecided.by(entry) if entry.for_ is None and entry.duty is None else []
        if len({one.for_ for one in meant if one.for_}) > 1:
            yield entry.index
            rule = meant[0].rule.id
            if entry.event in DEEDS and entry.of_rule == rule:
                told = say("`{event}` of {rule} could be for several persons and closes nothing: say `for`",
                           event=entry.event, rule=rule)  # fmt: skip
                case.warn("for_whom_unknown", told, rule)
