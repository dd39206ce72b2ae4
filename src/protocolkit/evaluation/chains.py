"""What other duties say of a moment: when they were all done, when the first was missed, and what that projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol as Interface

from protocolkit.calendars.instants import local_day
from protocolkit.evaluation.attempts import Attempt, Found, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.due.found import DueFound
from protocolkit.evaluation.facts import Binding
from protocolkit.evaluation.scope import Scopes
from protocolkit.evaluation.spans import span
from protocolkit.evaluation.triggers import SECOND, Came, Latest, Moments, Steps
from protocolkit.model.rule import Rule

BY_THE_CLOCK = ("elapsed", "immediate")


class Evaluating(Interface):
    """What works rules out when they are asked for; `working` are those it has begun and not finished.

    `earlier` are the evaluations just before something was learnt, for what a later fact cannot undo.
    """

    case: Case
    scopes: Scopes
    working: list[str]

    @property
    def earlier(self) -> Sequence[Evaluating]: ...

    @property
    def chains(self) -> ChainReader: ...

    def found(self, rule: Rule) -> Found: ...

    def all(self) -> dict[str, Found]: ...


class ChainReader:
    """Reads the duties of one evaluation for rules that start when others are done or missed."""

    def __init__(self, evaluation: Evaluating) -> None:
        self.evaluation = evaluation

    @property
    def steps(self) -> Steps:
        return Steps(self._done, self._missed)

    def _of(
        self, rule_id: str, to: str | None, party: str | None, *, unheld: bool = False
    ) -> tuple[list[Owed], Found | None]:
        """A rule's duties that stand, toward a recipient and for a party; `unheld` adds those nobody may perform."""
        rule = self.evaluation.case.protocol.rule(rule_id)
        if rule is None or rule_id in self.evaluation.working:
            return [], None
        found = self.evaluation.found(rule)
        owed = [o for o in (*found.owed, *(found.unheld if unheld else ())) if _concerns(o, to, party)]
        if any(o.for_ == party for o in owed):
            # A rule that tells each party apiece is done for this one once this one is told, whoever else is not.
            owed = [o for o in owed if o.for_ in (None, party)]
        return owed, found

    def _undecided(self, rule_id: str, to: str | None, party: str | None) -> Iterator[tuple[Owed, tuple[str, ...]]]:
        """What a rule may be owed, with what would tell: while facts decide it, or where it ended before they did."""
        rule = self.evaluation.case.protocol.rule(rule_id)
        if rule is None or rule_id in self.evaluation.working:
            return
        found = self.evaluation.found(rule)
        yield from (
            (o, (*one.facts, *one.events))
            for one in found.of("undetermined")
            for o in one.owed
            if _concerns(o, to, party)
        )
        yield from ((o, o.unsure) for o in found.owed if o.unsure is not None and _concerns(o, to, party))

    def _done(self, rule_id: str, to: str | None, party: str | None) -> Moments:
        """When all of a rule's duties were done, occurrence by occurrence and institution by institution."""
        name = f"done:{rule_id}"
        owed, found = self._of(rule_id, to, party)
        groups: dict[tuple[str | None, str | None], list[Owed]] = {}
        for one in owed:
            groups.setdefault((one.occurrence, one.actor), []).append(one)
        came = []
        for group in groups.values():
            if all(o.life.fulfilled and o.life.done_at for o in group):
                last = max(group, key=lambda o: o.life.done_at or o.life.limit)  # type: ignore[arg-type,return-value]
                life = last.life
                when, day, entry = life.done, life.done_date_only, life.done_entry
                came.append(Came(name, life.done_at, life.done_by, party, day, within=when, entry=entry))  # type: ignore[arg-type]
        if not owed:
            came += self._recorded(name, rule_id, to, party)
        if came:
            return Moments(tuple(sorted(came, key=lambda c: c.at)))
        limits = [_latest(o, self.evaluation.case) for o in owed if not o.life.fulfilled]
        projected = max(limits) if limits and all(limits) else None  # type: ignore[type-var]
        if not owed and found and (awaiting := found.of("awaiting")):
            projected = projection(self.evaluation.case, awaiting[0])
        return Moments(waiting=(name,), projected=projected)

    def _recorded(self, name: str, rule_id: str, to: str | None, party: str | None) -> list[Came]:
        """A performance the log records although nothing in it started the duty: done before its trigger counts.

        Of several for one person and recipient the first: what is recorded once more moves no clock that it started.
        """
        case = self.evaluation.case
        rule = case.protocol.rule(rule_id)
        records = case.timeline.about.get(rule_id)
        entries = [
            e
            for e in (records.all if records else ())
            if e.event == "done"
            and (to is None or e.to in (None, to))
            and (party is None or e.for_ in (None, party))
            and rule is not None
            and (e.to is None or case.timeline.may_tell(rule, e.to))
            and e.by not in case.people.excepted(rule.by, {}, None)
        ]
        first = {(e.to, e.for_): e for e in reversed(entries)}
        last = sorted(first.values(), key=lambda e: e.at)[-1:]
        return [
            Came(name, e.at, e.by, e.for_, e.date_only, e.recorded_at, within=span(e, case.as_of), entry=e.index)
            for e in last
        ]

    def _missed(self, rule_id: str, to: str | None, party: str | None) -> Moments:
        """Each time a limit passed undone, or the log says it was not done: also of what a later fact did away with."""
        name = f"missed:{rule_id}"
        missed = {o.id: o for o in self._of(rule_id, to, party, unheld=True)[0]}
        if rule_id not in self.evaluation.working:
            for earlier in self.evaluation.earlier:
                for one in earlier.chains._of(rule_id, to, party, unheld=True)[0]:
                    missed.setdefault(one.id, one)
        came = [Came(name, o.life.missed_at, None, o.party) for o in missed.values() if o.life.missed_at]
        may_be = [
            Came(name, limit, None, o.party, asks=o.life.doubts)
            for o in missed.values()
            if o.life.late is None and (limit := o.life.limit or o.due.limit) is not None
        ]
        for o, facts in self._undecided(rule_id, to, party):
            passed = o.life.missed_at or (o.life.limit if o.life.late is not False else None)
            if passed is not None and passed < self.evaluation.case.as_of:
                may_be.append(Came(name, passed, None, o.party, asks=(*facts, *o.life.doubts)))
        came.sort(key=lambda c: c.at)
        unsure = tuple(sorted(may_be, key=lambda c: c.at))
        return Moments(tuple(came), unsure, () if came or unsure else (name,))


def _concerns(owed: Owed, to: str | None, party: str | None) -> bool:
    """Whether a duty is owed to a recipient and for a party, of whom null means whoever it is."""
    told = to is None or to in (*owed.told, *owed.recipient.text.posts)
    return told and (party is None or owed.party is None or owed.party == party)


def _latest(owed: Owed, case: Case) -> Latest | None:
    """When a duty is done at the latest: of a term that ends with a day, on that day."""
    limit = owed.life.limit
    if limit is None:
        return None
    zone = case.protocol.zone
    days = owed.due.kind not in BY_THE_CLOCK and local_day(limit - SECOND, zone) < local_day(limit, zone)
    return Latest(limit, days)


def projection(case: Case, attempt: Attempt) -> Latest | None:
    """When an awaited duty is due at the latest if every earlier step ends on its limit."""
    due = projected(case, attempt.rule, attempt.projected, attempt.binding)
    ends = due.limit or due.target if due else None
    if due is None or ends is None:
        return None
    return Latest(ends, due.last_day is not None and due.last_day < local_day(ends, case.protocol.zone))


def projected(case: Case, rule: Rule, latest: Latest | None, binding: Binding) -> DueFound | None:
    """The due time of a rule whose trigger comes at the latest then; null where nobody can tell."""
    if latest is None or rule.due is None:
        return None
    due = case.due(rule.due, latest.last_moment, binding, rule.time)
    # Hours run from the very end of the day on which the step before is done.
    return case.due(rule.due, latest.at, binding, rule.time) if due.kind in BY_THE_CLOCK else due
