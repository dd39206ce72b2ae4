"""What became of one duty, as an audit counts it: exactly one outcome for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.evaluation.attempts import Life, Owed
from protocolkit.evaluation.due.found import DueFound
from protocolkit.evaluation.find import Findings
from protocolkit.evaluation.findings import Duty, Gap, Question, Source, sources_of

Share = Literal["on_time", "late", "never", "not_knowable", "not_certain", "nobody_named"]
Apart = Literal["at_once", "not_yet_due", "no_limit", "released"]
Outcome = Share | Apart
SHARES: tuple[Share, ...] = ("on_time", "late", "never", "not_knowable", "not_certain", "nobody_named")
"""They sum to the duties audited: those whose measured limit had come by the instant of the audit."""
APART: tuple[Apart, ...] = ("at_once", "not_yet_due", "no_limit", "released")
"""What no share holds: nothing was promised by a measured time, or the time had not come, or it was let go before."""
RECORD = "done"


class Judged(msgspec.Struct, frozen=True):
    """One duty of one case. Instants are ISO 8601 in the zone of the case; a day alone where no more is known.

    `late_by_seconds` is the least by which the limit was surely missed, of what was done after all, and `took_seconds`
    from the trigger to what was done at once; null where that cannot be said. `lacks` names what would tell more:
    facts, `EVENT.at` for the time of day of an entry, `done` for a record that it was done, a role nobody may hold.
    """

    incident: str
    id: str
    rule: str
    modality: str
    by: tuple[str, ...]
    do: str
    to: tuple[str, ...]
    for_: str | None = msgspec.field(name="for")
    outcome: Outcome
    status: str
    triggered_at: str | None
    limit: str | None
    last_day: str | None
    done_at: str | None
    late_by_seconds: int | None
    took_seconds: int | None
    lacks: tuple[str, ...]
    sources: tuple[Source, ...]


class Judgement(msgspec.Struct, frozen=True):
    """What an audit takes from one case: whose it is, whether its log goes on after the audit, and every duty."""

    organisation: str
    later: bool
    duties: tuple[Judged, ...]


def judgement(found: Findings) -> Judgement:
    """A case judged: all that is kept of its findings."""
    case = found.case
    later = any(entry.counts_from > case.as_of for entry in case.incident.log)
    return Judgement(case.incident.organisation, later, tuple(judged(found)))


def judged(found: Findings) -> Iterator[Judged]:
    """Every duty of a case: those that stand, those that facts decide, and those nobody may perform or receive."""
    case = found.case
    zone = ZoneInfo(case.protocol.zone) if case.protocol.zone else ZoneInfo("UTC")
    for duty in found.content.duties:
        yield _row(case.incident.reference, duty, duty.lead, zone)
    for question in found.content.questions:
        if question.owed:
            yield _row(case.incident.reference, question, question.owed[0], zone)
    for gap in found.content.gaps:
        yield _row(case.incident.reference, gap, gap.owed, zone)


def _row(reference: str, one: Duty | Question | Gap, owed: Owed, zone: ZoneInfo) -> Judged:
    life, due = owed.life, one.due or owed.due
    outcome = _outcome(one, life, due)
    trigger = owed.trigger
    exact = life.done is not None and life.done.known and not (trigger and trigger.date_only)
    limit = life.limit or (due.limit if due.timed else None)
    rules = [o.rule for o in one.all] if isinstance(one, Duty) else [owed.rule]
    return Judged(
        incident=reference,
        id=owed.id,
        rule=owed.rule.id,
        modality=owed.rule.modality,
        by=one.bearers,
        do=owed.act,
        to=_told(one, owed),
        for_=owed.for_,
        outcome=outcome,
        status=life.status,
        triggered_at=_when(trigger.at, zone, day=trigger.date_only) if trigger else None,
        limit=_when(limit, zone) if limit else None,
        last_day=due.last_day.isoformat() if due.last_day else None,
        done_at=_when(life.done.first, zone, day=life.done_date_only) if life.done else None,
        late_by_seconds=_late_by(owed, life) if outcome == "late" else None,
        took_seconds=_seconds(trigger.at, life.done.first)
        if outcome == "at_once" and exact and trigger and life.done
        else None,
        lacks=_lacks(one, outcome, life),
        sources=sources_of(*rules),
    )


def _outcome(one: Duty | Question | Gap, life: Life, due: DueFound) -> Outcome:
    """A missed limit is missed, whatever followed; what nobody can say counts for nobody.

    A gap or a question is one once its limit has come; kept in time, it troubles nobody, and without a measured limit
    nothing is said of how soon it was kept.
    """
    measured = life.limit is not None or life.late is not False
    if not measured and life.suspended_since is None:
        return "at_once" if due.kind == "immediate" and isinstance(one, Duty) else "no_limit"
    if life.late is False:
        if life.fulfilled:
            return "on_time"
        return "not_yet_due" if life.status in ("open", "suspended", "overdue") else "released"
    match one:
        case Gap():
            return "nobody_named"
        case Question():
            return "not_certain"
        case Duty():
            if life.late is None:
                return "not_knowable"
            return "late" if life.fulfilled else "never"


def _late_by(owed: Owed, life: Life) -> int | None:
    """From the latest limit it may have had to the first moment at which it can have been done, in seconds."""
    if life.done is None or life.limit is None:
        return None
    latest = life.limit
    if owed.loose is not None:
        if owed.loose.limit is None or life.clock:
            return None
        latest = max(latest, owed.loose.limit)
    return max(_seconds(latest, life.done.first), 0) or None


def _lacks(one: Duty | Question | Gap, outcome: Outcome, life: Life) -> tuple[str, ...]:
    found: list[str] = []
    if isinstance(one, Question):
        found += [fact for attempt in one.attempts for fact in (*attempt.facts, *attempt.events)]
    elif isinstance(one, Gap):
        found.append(one.role)
    found += life.doubts
    if outcome in ("never", "not_certain", "nobody_named") and life.done is None and life.not_done_at is None:
        found.append(RECORD)
    return tuple(dict.fromkeys(found))


def _told(one: Duty | Question | Gap, owed: Owed) -> tuple[str, ...]:
    match one:
        case Question():
            return tuple(dict.fromkeys(role for attempt in one.attempts for role in attempt.recipient.roles))
        case Gap():
            told = one.attempt.recipient
            return (told.blocked,) if told.blocked else told.roles
        case Duty():
            return (owed.to,) if owed.to else owed.recipient.roles


def _seconds(begin: datetime, end: datetime) -> int:
    return int((end - begin).total_seconds())


def _when(at: datetime, zone: ZoneInfo, *, day: bool = False) -> str:
    local = at.astimezone(zone)
    return local.date().isoformat() if day else local.isoformat()
