"""Duties of plain rules from their templates: what the log did not touch is in a state that is two dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from protocolkit.evaluation.attempts import Attempt, Life, Owed
from protocolkit.evaluation.attribution import about
from protocolkit.evaluation.compiled.case import CompiledCase
from protocolkit.evaluation.compiled.plain import Plain
from protocolkit.evaluation.compiled.templates import Heard, Template
from protocolkit.evaluation.deeds import Closings, Deed
from protocolkit.evaluation.due.found import UNTIMED, DueFound
from protocolkit.evaluation.rhythms import Occurrence
from protocolkit.evaluation.sides import Side
from protocolkit.evaluation.triggers import SECOND, Came
from protocolkit.model.moments import Rhythm


class Untouched(NamedTuple):
    """A due time, and the life of every duty with it that nothing but time has changed.

    `turns` are the later instants that change it, `begins` the one among them before which it may not be done.
    """

    due: DueFound
    life: Life
    turns: tuple[datetime, ...]
    begins: tuple[datetime, ...]


class Duties:
    """Makes the duties of one evaluation. `closings` are what records and events beside those of its rule close."""

    def __init__(self, case: CompiledCase, closings: Closings) -> None:
        self.case = case
        self.closings = closings
        self._acting = case.timeline.acting.keys()
        self._touches = bool(case.timeline.about or self._acting)
        self._untouched: dict[tuple[int, datetime | None], Untouched | None] = {}

    def is_calm(self, plain: Plain) -> bool:
        """Whether no record is about a rule's duties, and none of another rule nor any event may be what they ask."""
        if not self._touches or not plain.still:
            return plain.still
        return (
            plain.rule.id not in self.case.timeline.about
            and plain.makes.isdisjoint(self._acting)
            and plain.acts.isdisjoint(self.case.recorded_of)
        )

    def untouched(self, plain: Plain, came: Came | None) -> Untouched | None:
        """The due time from a trigger, and how it stands; null where either hangs on more."""
        if plain.due is None or (came is not None and came.date_only):
            return None
        key = (plain.due, came.at if came is not None else None)
        if key not in self._untouched:
            rule = plain.rule
            due = UNTIMED if came is None else self.case.due(rule.due, came.at, {}, rule.time)
            certain = not due.may_be and not due.undatable
            self._untouched[key] = _untouched(due, self.case.as_of) if certain else None
        return self._untouched[key]

    def of(self, here: Attempt, heard: Heard, time: Occurrence, stands: Untouched) -> list[tuple[Side, list[Owed]]]:
        """What each bearer owes from a time on, as it stands if nothing but time has changed it."""
        return [(one.bearer, [_made(here, made, time, stands) for made in one.duties]) for one in heard.bearings]

    def closes_any(self, several: Iterable[Owed]) -> bool:
        """Whether something beside the records of its rule closes one of some duties."""
        return bool(self.closings) and any(self.closings.get(one.id) for one in several)

    def is_left_alone(self, plain: Plain, one: Owed, others: tuple[Deed, ...]) -> bool:
        """Whether nothing of the log is about a duty: no record of its rule, nor what else closes it."""
        return plain.still and not others and not about(one, self.case)


def _made(here: Attempt, made: Template, time: Occurrence, stands: Untouched) -> Owed:
    act, document, bearer, institutions, stamp = made
    rule, key = here.rule, time.key
    one = Owed(
        rule, act, document, bearer, here.recipient, here.party, key, time.came, stands.due, here.binding,
        institutions, time.ends, stands.life, rule.apiece,
    )  # fmt: skip
    told = one.__dict__
    told.update(stamp)
    if key is not None:  # one of several rounds, whose ids end with theirs
        told["tail"], told["id"] = f"{stamp['tail']}@{key}", f"{stamp['id']}@{key}"
        if isinstance(rule.every, Rhythm):
            del told["identity"]
    return one


def _untouched(due: DueFound, as_of: datetime) -> Untouched:
    """Where a duty stands that nobody did, ended or changed."""
    limit = due.limit
    begins = () if due.not_before is None or due.not_before <= as_of else (due.not_before,)
    passes = () if limit is None or limit + SECOND <= as_of else (limit + SECOND,)
    if limit is None or as_of <= limit:
        life = Life(limit=limit, target=due.target)
    else:
        life = Life("overdue", limit=limit, target=due.target, missed_at=limit, late=True)
    return Untouched(due, life, (*begins, *passes), begins)
