"""Duties of plain rules that the log has not touched: what tells them apart is stamped on, their state is two dates."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from protocolkit.evaluation.compiled.case import CompiledCase
from protocolkit.evaluation.compiled.plain import Plain
from protocolkit.evaluation.deeds import Closings
from protocolkit.evaluation.due.found import UNTIMED, DueFound
from protocolkit.evaluation.findings import Attempt, Life, Owed
from protocolkit.evaluation.rhythms import Occurrence
from protocolkit.evaluation.rules import not_himself
from protocolkit.evaluation.triggers import SECOND, Came


class Untouched(NamedTuple):
    """A due time and the life of every duty with it that nothing but time has changed."""

    due: DueFound
    life: Life


class Duties:
    """Makes such duties in one evaluation. `closings` are what records and events beside those of its rule close."""

    def __init__(self, case: CompiledCase, closings: Closings) -> None:
        self.case = case
        self.closings = closings
        self._acting = case.timeline.acting.keys()
        self._calm: dict[str, bool] = {}
        self._untouched: dict[tuple[int, datetime | None], Untouched | None] = {}

    def add(self, plain: Plain, now: Attempt, time: Occurrence, owed: list[Owed]) -> bool:
        """Adds what one bearer owes; not where the log, or what is not known, may have changed it: then false."""
        rule, came = plain.rule, time.came
        bearer = not_himself(now.bearer, now.recipient)
        found = self._of(plain, came) if self._is_calm(plain) else None
        if found is None or (rule.by is not None and not bearer.text.people):
            return False
        made: list[Owed] = []
        institutions = self.case.tables.crew.institutions(bearer.text.roles)
        for act in rule.acts if rule.act_mode == "each" else rule.acts[:1]:
            for document in rule.documents if rule.document_mode == "each" else (rule.documents or (None,))[:1]:
                one = Owed(
                    rule, act, document, bearer, now.recipient, now.party, time.key, came, found.due, now.binding,
                    institutions, time.ends, found.life, rule.apiece,
                )  # fmt: skip
                self._stamp(one)
                if self.closings and self.closings.get(one.id):
                    return False
                made.append(one)
        if found.due.not_before:
            self.case.later(found.due.not_before)
        if found.life.limit is not None:
            self.case.later(found.life.limit + SECOND)
        owed += made
        return True

    def _is_calm(self, plain: Plain) -> bool:
        """Whether no record is about a rule's duties, and none of another rule nor any event may be what they ask."""
        id = plain.rule.id
        if id not in self._calm:
            self._calm[id] = (
                plain.still
                and id not in self.case.timeline.about
                and plain.makes.isdisjoint(self._acting)
                and plain.acts.isdisjoint(self.case.recorded)
            )
        return self._calm[id]

    def _of(self, plain: Plain, came: Came | None) -> Untouched | None:
        """The due time from a trigger, and how it stands; null where either hangs on more."""
        if plain.due is None or (came is not None and came.date_only):
            return None
        key = (plain.due, came.at if came is not None else None)
        if key not in self._untouched:
            rule = plain.rule
            due = UNTIMED if came is None else self.case.due(rule.due, came.at, {}, rule.time)
            certain = not due.may_be and not due.undatable
            self._untouched[key] = Untouched(due, _life(due, self.case.as_of)) if certain else None
        return self._untouched[key]

    def _stamp(self, one: Owed) -> None:
        """Puts on a duty what tells it from others, where no person, round or actor has a part in that."""
        if one.party is not None or one.occurrence is not None:
            return
        stamps = self.case.bearers.stamps(one.bearer, one.recipient)
        if stamps is None:
            return
        key = (one.rule.id, one.act, one.document, id(one.bearer), id(one.recipient))
        if key not in stamps:
            _ = one.id, one.identity, one.owing
            stamps[key] = dict(one.__dict__)
        one.__dict__.update(stamps[key])


def _life(due: DueFound, as_of: datetime) -> Life:
    """Where a duty stands that nobody did, ended or changed."""
    limit = due.limit
    if limit is None or as_of <= limit:
        return Life(limit=limit, target=due.target)
    return Life("overdue", limit=limit, target=due.target, missed_at=limit, late=True)
