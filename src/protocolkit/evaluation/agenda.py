"""The organisation's own year: what its standing duties and rhythms ask for between two days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.calendars.instants import exact
from protocolkit.diagnostics import InputError, Place
from protocolkit.evaluation.answer import Answer
from protocolkit.evaluation.conduct import LICENCES, Conduct
from protocolkit.evaluation.conflicts import between
from protocolkit.evaluation.entries import Entries
from protocolkit.evaluation.merge import Merged, merge
from protocolkit.evaluation.refusals import refuse
from protocolkit.evaluation.rhythms import instant_of
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.stamps import made_with, standing_warnings
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.agenda import Agenda


def agenda(
    protocol: Protocol, first: date, last: date, *, log: Incident | None = None, as_of: datetime | None = None,
    language: str | None = None,
) -> Agenda:  # fmt: skip
    """The agenda from one day to another, both included. `log` is the organisation's own agenda file.

    `as_of` (default: the log's, else the start of the first day) decides which duties are overdue. `language` is that
    of its messages (default: the language being spoken).
    Raises InputError if the log says what it may not say.
    """
    with speaking(language or spoken()):
        return _agenda(protocol, first, last, log, as_of)


def _agenda(protocol: Protocol, first: date, last: date, log: Incident | None, as_of: datetime | None) -> Agenda:
    begin, end = instant_of(first, protocol.zone), instant_of(last + timedelta(days=1), protocol.zone)
    incident = log or nobody(protocol)
    at = exact(as_of or incident.as_of or begin)
    evaluation = Evaluation(protocol, incident, at.astimezone(ZoneInfo("UTC")), (begin, end))
    case, found = evaluation.case, evaluation.all()
    owed = [o for f in found.values() for o in f.owed]
    refuse(case, owed)
    if case.problems.errors:
        raise InputError(case.problems.in_order())
    answer, entries, conduct = Answer(evaluation), Entries(evaluation), Conduct(case)
    merged = merge(owed, protocol)
    inside = [m for m in merged if m.lead.trigger is not None and _touches(m, begin, end)]
    norms = [n for f in found.values() for n in f.norms]
    return Agenda(
        protocol=protocol.id,
        organisation=incident.reference,
        from_=first.isoformat(),
        to=last.isoformat(),
        as_of=case.iso(at) or "",
        zone=protocol.zone,
        dated=tuple(answer.duty(m, conduct.under_duty(m)) for m in inside),
        standing=tuple(answer.duty(m, conduct.under_duty(m)) for m in merged if m.lead.trigger is None),
        awaiting=tuple(entries.awaiting(f.awaiting) for f in found.values() if f.awaiting and not f.owed),
        undetermined=tuple(entries.undetermined([o]) for f in found.values() for o in f.undetermined),
        prohibitions=tuple(entries.norm(n) for n in norms if n.rule.modality == "prohibition"),
        sanctions=tuple(entries.norm(n) for n in norms if n.rule.modality == "sanction"),
        permissions=tuple(entries.norm(n, conduct.under_norm(n)) for n in norms if n.rule.modality in LICENCES),
        conflicts=tuple(between(inside, case)),
        warnings=(*standing_warnings(protocol, incident), *case.warnings),
        made_with=made_with(protocol),
    )


def _touches(one: Merged, begin: datetime, end: datetime) -> bool:
    """Whether the duty arises or falls due inside the span, or is still owed from before."""
    start = one.lead.trigger.at if one.lead.trigger else begin
    if start >= end:
        return False
    # A day-long limit is the midnight that closes its day.
    falls = any(begin < moment <= end for moment in (one.limit, one.target) if moment)
    return start >= begin or falls or not one.lead.life.fulfilled


def nobody(protocol: Protocol) -> Incident:
    """An organisation that has kept no log."""
    return Incident(
        reference="organisation",
        protocol=protocol.id,
        as_of=None,
        organisation=protocol.vocabulary.organisation,
        persons=(),
        listed=(),
        facts=(),
        log=(),
        place=Place("agenda"),
        agenda=True,
    )
