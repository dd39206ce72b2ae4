"""What earlier knowledge had made of a case: duties superseded since, and those learnt of only after their limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from protocolkit.evaluation.amounts import amount_of
from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.closing import settled
from protocolkit.evaluation.due.found import Caution
from protocolkit.evaluation.findings import Duty
from protocolkit.evaluation.moving import Moving
from protocolkit.evaluation.rules import Evaluation, Window
from protocolkit.evaluation.triggers import SECOND
from protocolkit.messages import say
from protocolkit.model.incident import RETRACTED, Incident
from protocolkit.model.ruleset import Protocol


def learnt(incident: Incident, at: datetime) -> list[datetime]:
    """Instants at which knowledge came after the fact: facts in the log, entries recorded late or taken back."""
    entries = [e for e in incident.log if e.counts_from <= at]
    late = [e for e in entries if e.facts or e.event == RETRACTED or (e.recorded_at and e.recorded_at > e.last)]
    return sorted({e.counts_from for e in late})


def evaluations(
    protocol: Protocol, incident: Incident, at: datetime, window: Window | None,
    make: Callable[..., Evaluation] = Evaluation,
) -> tuple[list[tuple[datetime, Evaluation]], Evaluation]:  # fmt: skip
    """The evaluation at an instant, and those just before each time something was learnt; each knows those before.

    Each is in the editions of the day of the case as it was known then. `make` makes one of them.
    """
    earlier: list[tuple[datetime, Evaluation]] = []
    moving = Moving(protocol, incident)

    def evaluation(at: datetime) -> Evaluation:
        known = [e for _, e in earlier]
        judged_by = moving.at(at)
        return settled(lambda closings: make(judged_by, incident, at, window, known, closings))

    for t in sorted({*learnt(incident, at), *moving.turns(at)}):
        earlier.append((t, evaluation(t - SECOND)))
    return earlier, evaluation(at)


def superseded(owed: Iterable[Owed], earlier: list[tuple[datetime, Evaluation]], case: Case) -> list[Owed]:
    """Duties that stood before something was learnt and no longer do, or not as they did. An overdue stays visible.

    What was done stays done. `owed` are all that stand now, also those that nobody may perform.
    """
    known = {o.id: o for o in owed} if earlier else {}
    gone: dict[str, Owed] = {}
    for _, evaluation in earlier:
        for found in evaluation.begun().values():
            for one in (*found.owed, *found.unheld):
                stands = known.get(one.id)
                if stands is None and one.life.fulfilled:
                    gone[one.id] = msgspec.structs.replace(one, fallen=True)
                elif stands is None:
                    gone[one.id] = _superseded(one)
                elif one.life.status == "overdue" and _terms(one, evaluation.case) != _terms(stands, case):
                    limit = one.life.limit or one.life.missed_at
                    former = limit.strftime("%Y-%m-%dT%H:%M:%SZ") if limit else ""
                    gone[f"{one.id}~{former}"] = _superseded(msgspec.structs.replace(one, former=former))
    return list(gone.values())


def _superseded(one: Owed) -> Owed:
    was = one.life.was if one.life.status == "superseded" else one.life.status
    return msgspec.structs.replace(one, life=msgspec.structs.replace(one.life, status="superseded", was=was))


def _terms(one: Owed, case: Case) -> tuple[object, ...]:
    """By when and how much: what a fact may decide of a duty without touching whether it is owed."""
    came = one.trigger.at if one.trigger else None
    return one.due.limit, amount_of(one.rule, one.binding, case, came).said


def known_late(merged: list[Duty], earlier: list[tuple[datetime, Evaluation]], case: Case) -> dict[str, Caution]:
    """Duties whose limit had passed before anything known made them duties, or gave them that limit, by id."""
    late: dict[str, Caution] = {}
    for learnt, evaluation in earlier:
        before = {o.id: o for f in evaluation.begun().values() for o in (*f.owed, *f.unheld)}
        for one in merged:
            limit, lead = one.limit, one.lead
            was = before.get(lead.id)
            same = was is not None and _terms(was, evaluation.case) == _terms(lead, case)
            if limit is None or limit >= learnt or same or lead.life.status == "superseded" or lead.fallen:
                continue
            at = case.iso(learnt)
            told = say("known only from {at}, after the limit; the clock ran from the trigger", at=at)
            late[lead.id] = Caution("known_late", told)
    return late
