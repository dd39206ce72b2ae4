"""What earlier knowledge had made of a case: duties superseded since, and those learnt of only after their limit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.closing import settled
from protocolkit.evaluation.due.found import Caution
from protocolkit.evaluation.findings import Duty, Owed
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
    protocol: Protocol, incident: Incident, at: datetime, window: Window | None
) -> tuple[list[tuple[datetime, Evaluation]], Evaluation]:
    """The evaluation at an instant, and those just before each time something was learnt; each knows those before."""
    earlier: list[tuple[datetime, Evaluation]] = []

    def evaluation(at: datetime) -> Evaluation:
        known = [e for _, e in earlier]
        return settled(lambda closings: Evaluation(protocol, incident, at, window, known, closings))

    for t in learnt(incident, at):
        earlier.append((t, evaluation(t - SECOND)))
    return earlier, evaluation(at)


def superseded(owed: Iterable[Owed], earlier: list[tuple[datetime, Evaluation]]) -> list[Owed]:
    """Duties that stood before something was learnt and no longer do. An overdue stays visible.

    `owed` are all that stand now, also those that nobody may perform.
    """
    known = {o.id for o in owed}
    gone: dict[str, Owed] = {}
    for _, evaluation in earlier:
        for found in evaluation.all().values():
            for one in (*found.owed, *found.unheld):
                if one.id not in known:
                    was = one.life.was if one.life.status == "superseded" else one.life.status
                    life = msgspec.structs.replace(one.life, status="superseded", was=was)
                    gone[one.id] = msgspec.structs.replace(one, life=life)
    return list(gone.values())


def known_late(merged: list[Duty], earlier: list[tuple[datetime, Evaluation]], case: Case) -> dict[str, Caution]:
    """Duties whose limit had passed before anything known made them duties, by id."""
    late: dict[str, Caution] = {}
    for learnt, evaluation in earlier:
        before = {o.id for f in evaluation.all().values() for o in (*f.owed, *f.unheld)}
        for one in merged:
            limit, id = one.limit, one.lead.id
            if limit is not None and limit < learnt and id not in before and one.lead.life.status != "superseded":
                at = case.iso(learnt)
                told = say("known only from {at}, after the limit; the clock ran from the trigger", at=at)
                late[id] = Caution("known_late", told)
    return late
