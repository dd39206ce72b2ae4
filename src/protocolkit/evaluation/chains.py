"""What other duties say of a moment: when they were all done, when the first was missed, and what that projects."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol as Interface

from protocolkit.evaluation.attribution import rule_of
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.findings import Attempt, Found, Owed
from protocolkit.evaluation.triggers import Came, Moments, Steps
from protocolkit.model.rule import Rule


class Evaluating(Interface):
    """What works rules out when they are asked for; `working` are those it has begun and not finished."""

    case: Case
    working: list[str]

    def found(self, rule: Rule) -> Found: ...

    def all(self) -> dict[str, Found]: ...


class ChainReader:
    """Reads the duties of one evaluation for rules that start when others are done or missed."""

    def __init__(self, evaluation: Evaluating) -> None:
        self.evaluation = evaluation

    @property
    def steps(self) -> Steps:
        return Steps(self._done, self._missed)

    def _of(self, rule_id: str, to: str | None, party: str | None) -> tuple[list[Owed], Found | None]:
        rule = self.evaluation.case.protocol.rule(rule_id)
        if rule is None or rule_id in self.evaluation.working:
            return [], None
        found = self.evaluation.found(rule)
        owed = [
            o
            for o in found.owed
            if (to is None or to in o.recipient.roles) and (party is None or o.party is None or o.party == party)
        ]
        return owed, found

    def _done(self, rule_id: str, to: str | None, party: str | None) -> Moments:
        """When all of a rule's duties were done, occurrence by occurrence."""
        name = f"done:{rule_id}"
        owed, found = self._of(rule_id, to, party)
        groups: dict[str | None, list[Owed]] = {}
        for one in owed:
            groups.setdefault(one.occurrence, []).append(one)
        came = []
        for group in groups.values():
            if all(o.life.fulfilled and o.life.done_at for o in group):
                last = max(group, key=lambda o: o.life.done_at or o.life.limit)  # type: ignore[arg-type,return-value]
                came.append(Came(name, last.life.done_at, last.life.done_by, party))  # type: ignore[arg-type]
        if not owed:
            came += self._recorded(name, rule_id, to, party)
        if came:
            return Moments(tuple(sorted(came, key=lambda c: c.at)))
        limits = [o.life.limit for o in owed if not o.life.fulfilled]
        projected = max(limits) if limits and all(limits) else None  # type: ignore[type-var]
        if not owed and found and (awaiting := found.of("awaiting")):
            projected = projection(self.evaluation.case, awaiting[0])
        return Moments((), (name,), projected)

    def _recorded(self, name: str, rule_id: str, to: str | None, party: str | None) -> list[Came]:
        """A performance the log records although nothing in it started the duty: done before its trigger counts."""
        entries = [
            e
            for e in self.evaluation.case.timeline.acts
            if e.event == "done"
            and rule_of(e) == rule_id
            and (to is None or e.to in (None, to))
            and (party is None or e.for_ in (None, party))
        ]
        return [Came(name, e.at, e.by, e.for_, e.date_only, e.recorded_at) for e in entries[-1:]]

    def _missed(self, rule_id: str, to: str | None, party: str | None) -> Moments:
        """Each time a limit passed undone, or the log says it was not done."""
        name = f"missed:{rule_id}"
        came = []
        owed, _ = self._of(rule_id, to, party)
        for one in owed:
            life = one.life
            late = (
                life.limit is not None
                and self.evaluation.case.as_of > life.limit
                and (life.done_at is None or life.done_at > life.limit)
            )
            if life.not_done_at is not None and not (late and life.limit and life.limit < life.not_done_at):
                came.append(Came(name, life.not_done_at, None, one.party))
            elif late and life.limit is not None and life.status not in ("waived", "ended"):
                came.append(Came(name, life.limit, None, one.party))
        return Moments(tuple(sorted(came, key=lambda c: c.at)), () if came else (name,))


def projection(case: Case, attempt: Attempt) -> datetime | None:
    """When an awaited duty is due at the latest if every earlier step ends on its limit."""
    if attempt.projected is None:
        return None
    due = case.due(attempt.rule.due, attempt.projected, attempt.binding, attempt.rule.time)
    return due.limit or due.target
