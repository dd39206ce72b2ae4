"""The other readings of a rule, each evaluated for the same persons: what it would come to if the words meant that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from protocolkit.evaluation.attempts import Attempt, Owed
from protocolkit.evaluation.chains import projected
from protocolkit.evaluation.due.found import Alternative
from protocolkit.evaluation.hearing import ears, hearer
from protocolkit.evaluation.kleene import Truth
from protocolkit.evaluation.rhythms import Occurrence
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.triggers import Came, Moments
from protocolkit.messages import say
from protocolkit.model.rule import DUTIES, Patch, Rule


class _Begun:
    """The times at which a reading began, and what it waits for."""

    def __init__(self, times: list[Occurrence], moments: Moments) -> None:
        self.moments = moments
        self._first = times[0] if times else None
        self._by_key: dict[str | None, Occurrence] = {}
        self._by_start: dict[datetime, Occurrence] = {}
        for one in times:
            self._by_key.setdefault(one.key, one)
            if one.came is not None:
                self._by_start.setdefault(one.came.at, one)

    def __bool__(self) -> bool:
        return self._first is not None

    def like(self, occurrence: str | None, came: Came | None) -> Came | None:
        """A duty that returns is read for its own occurrence; another trigger may have its own keys."""
        own = self._by_key.get(occurrence) if occurrence else None
        own = own or (self._by_start.get(came.at) if came else None) or self._first
        return own.came if own else None


class OtherReadings:
    """Reads rules otherwise in one evaluation. `ask` without a patch reads nothing otherwise and only says why."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.case = evaluation.case
        self._begun: dict[object, _Begun] = {}

    def of_duty(self, owed: Owed) -> Iterator[Alternative]:
        """The other readings of a duty: of its rule, for the same party and recipient."""
        if not owed.rule.readings:
            return
        where = Attempt(owed.rule, owed.binding, owed.party, owed.recipient, owed.bearer, came=owed.trigger)
        for patch in owed.rule.readings:
            yield self._read(patch, where, owed.occurrence, hearer(owed.institutions, self.case))

    def of_attempt(self, attempt: Attempt) -> Iterator[Alternative]:
        """The other readings of a norm, of a question or of a duty that nobody may perform."""
        heard = ears(attempt.rule, self.case)[0].hearer
        for patch in attempt.rule.readings:
            yield self._read(patch, attempt, None, heard)

    def _read(self, patch: Patch, where: Attempt, occurrence: str | None, heard: str | None) -> Alternative:
        blank = Alternative(None, None, say(patch.because), changes=patch.changes)
        if patch.rule is None:
            return replace(blank, applies=None)
        case, rule = self.case, patch.rule
        told = where.recipient.text.roles
        to = told[0] if told else None
        begun = self._of(rule, where, to, heard)
        moments, came = begun.moments, begun.like(occurrence, where.came)
        applies = self._applies(rule, replace(where, came=came), begun=bool(begun))
        if applies and came is not None and came.asks:
            applies = None  # it has begun only if what nobody said is so
        if not begun:
            if applies is False:
                return replace(blank, applies=False)
            latest = projected(case, rule, moments.projected, where.binding)
            waiting = replace(blank, applies=applies, awaits=moments.waiting)
            if latest is None:
                return waiting
            return replace(waiting, at=latest.limit or latest.target, last_day=latest.last_day)
        if rule.due is None or came is None:
            return replace(blank, applies=applies)
        due = case.due(rule.due, came.at, where.binding, rule.time, date_only=came.date_only)
        return replace(blank, at=due.limit or due.target, last_day=due.last_day, applies=applies)

    def _of(self, rule: Rule, where: Attempt, to: str | None, heard: str | None) -> _Begun:
        """When a reading of a rule began: of all times of a duty it is asked for each, and worked out once."""
        key = (id(rule), tuple(where.binding.items()), where.party, to, heard)
        if key not in self._begun:
            self._begun[key] = _Begun(*self.evaluation.times(rule, where.binding, where.party, to, heard))
        return self._begun[key]

    def _applies(self, rule: Rule, where: Attempt, *, begun: bool) -> Truth:
        """Whether its condition holds and, of a norm, whether it has not ended."""
        truth = self.case.holds(rule.if_, where.binding)
        if truth is not False and begun and rule.modality not in DUTIES:
            ended = self.evaluation.norm(replace(where, rule=rule)) == "ended"
            return False if ended else truth
        return truth
