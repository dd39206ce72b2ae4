"""`evaluate`: one incident's facts and log, at one instant, to a plan. Pure: same input, same bytes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol as Interface
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.calendars.instants import exact, iso
from protocolkit.diagnostics import Diagnostic, InputError
from protocolkit.evaluation.answer import Answer
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.conduct import LICENCES, Conduct
from protocolkit.evaluation.conflicts import between, excluded, known, sources_of
from protocolkit.evaluation.entries import Entries
from protocolkit.evaluation.findings import Found, Open
from protocolkit.evaluation.history import known_late, learnt, superseded
from protocolkit.evaluation.merge import merge
from protocolkit.evaluation.refusals import refuse
from protocolkit.evaluation.routes import left, routed
from protocolkit.evaluation.rules import Evaluation
from protocolkit.evaluation.stamps import made_with, standing_warnings
from protocolkit.evaluation.triggers import SECOND
from protocolkit.languages import _, language, speaking
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Accused, Awaiting, Conflict, Duty, Plan, Undetermined, Warned

MOST_STEPS = 8  # future entries that change nothing are passed over, but not without end


class Engine(Interface):
    """What finds the duties of a case. The reference is one; others must give the same answer."""

    def __call__(self, protocol: Protocol, incident: Incident, as_of: datetime) -> Evaluation: ...


def evaluate(
    protocol: Protocol, incident: Incident, as_of: datetime | None = None, *, engine: Engine = Evaluation
) -> Plan:
    """The plan of an incident at an instant (default: the incident's own `as_of`).

    Its messages are in the language being spoken: English, outside `protocolkit.speaking`. Nothing else depends on it.
    Raises InputError if there is no `as_of`, or if the log says what it may not say.
    """
    at = as_of or incident.as_of
    if at is None:
        help = _("give `as_of` in the file, or `--as-of now` on the command line")
        raise InputError([Diagnostic("no-as-of", _("the plan needs the instant it is for"), incident.place, help)])
    at, spoken = exact(at).astimezone(ZoneInfo("UTC")).replace(microsecond=0), language()
    plan, changes = _plan(protocol, incident, at, engine)
    # Whether a plan is another is a question of what it says, so it is always asked in English.
    with speaking("en"):
        base = plan if spoken == "en" else _plan(protocol, incident, at, engine)[0]
        upcoming = _next_change(base, sorted(changes), lambda t: _plan(protocol, incident, t, engine)[0])
    return msgspec.structs.replace(plan, next_change_at=iso(upcoming, protocol.zone) if upcoming else None)


def _next_change(plan: Plan, candidates: list[datetime], again: Callable[[datetime], Plan]) -> datetime | None:
    """The first candidate at which the same log really gives another plan."""
    for candidate in candidates[:MOST_STEPS]:
        if _content(again(candidate)) != _content(plan):
            return candidate
    return candidates[MOST_STEPS] if len(candidates) > MOST_STEPS else None


def _content(plan: Plan) -> Plan:
    return msgspec.structs.replace(plan, as_of="", next_change_at=None)


def _plan(protocol: Protocol, incident: Incident, at: datetime, engine: Engine) -> tuple[Plan, set[datetime]]:
    evaluation = engine(protocol, incident, at)
    case, found = evaluation.case, evaluation.all()
    earlier = [(t, engine(protocol, incident, t - SECOND)) for t in learnt(incident, at)]
    owed = [o for f in found.values() for o in f.owed]
    owed += superseded(owed, earlier)
    routes = [n for f in found.values() for n in f.norms if n.rule.modality == "route"]
    owed = [routed(o, routes) for o in owed]
    found = {id: f for id, f in found.items() if not left(case.protocol.rule(id), routes)}
    refuse(case, owed)
    if case.problems.errors:
        raise InputError(case.problems.in_order())
    answer, entries = Answer(evaluation), Entries(evaluation)
    norms = [n for f in found.values() for n in f.norms]
    bans = [n for n in norms if n.rule.modality == "prohibition" and not _lifted(n, norms, case)]
    merged, conflicts = excluded(merge(owed, protocol), bans, case)
    conflicts += between(merged, case)
    awaited = {id for id, f in found.items() if f.awaiting} | {r.id for r in protocol.rules if r.during}
    conflicts += known(case, {id for id, f in found.items() if f.speaks}, awaited)
    blocked = [b for f in found.values() for b in f.blocked]
    conflicts += [Conflict("accused", (b.rule.id,), None, entries.gap(b).why, sources_of(b.rule)) for b in blocked]
    conduct = Conduct(case)
    late = known_late(merged, earlier)
    duties = []
    for one in merged:
        duty = answer.duty(one, conduct.under_duty(one))
        if one.lead.id in late:
            words = _("known only from {at}, after the limit; the clock ran from the trigger")
            told = Warned("known_late", words.format(at=case.iso(late[one.lead.id])))
            duty = msgspec.structs.replace(duty, warnings=(*duty.warnings, told))
        duties.append(duty)
    awaiting = [entries.awaiting(f.awaiting) for f in found.values() if f.awaiting and not _has_started(f)]
    awaiting += _undated(duties)
    licences = [entries.norm(n, conduct.under_norm(n)) for n in norms if n.rule.modality in LICENCES]
    plan = Plan(
        incident=incident.reference,
        protocol=protocol.id,
        as_of=case.iso(at) or "",
        zone=protocol.zone,
        duties=tuple(duties),
        awaiting=tuple(awaiting),
        undetermined=tuple(
            [u for f in found.values() for u in _undetermined(f, entries)]
            + [entries.undetermined([o]) for o in conduct.unsure.values()]
        ),
        gaps=tuple(entries.gap(b) for b in blocked),
        prohibitions=tuple(entries.norm(n) for n in bans),
        permissions=tuple(licences),
        sanctions=tuple(entries.norm(n) for n in norms if n.rule.modality == "sanction"),
        conflicts=tuple(conflicts),
        warnings=(*standing_warnings(protocol, incident), *case.warnings),
        next_change_at=None,
        routes=tuple(entries.route(n) for n in routes),
        accused=tuple(Accused(role, person) for role, person in case.safety.known()),
        made_with=made_with(protocol),
    )
    return plan, case.changes


def _has_started(found: Found) -> bool:
    """Whether some party's trigger came: then the rule is not awaited as a whole."""
    return bool(found.owed or found.undetermined or found.norms or found.blocked) and not any(
        o.party for o in found.awaiting
    )


def _undetermined(found: Found, entries: Entries) -> list[Undetermined]:
    """One entry per rule, party and set of facts, whatever the recipients."""
    groups: dict[object, list[Open]] = {}
    for one in found.undetermined:
        person = one.recipient.person if one.party is None else None
        groups.setdefault((one.party, person, one.facts, one.came.at if one.came else None), []).append(one)
    return [entries.undetermined(group) for group in groups.values()]


def _undated(duties: list[Duty]) -> list[Awaiting]:
    """Open duties whose date an agenda or a decision must still give are awaited as well."""
    found = []
    for duty in duties:
        if (
            duty.due is not None
            and duty.due.at is None
            and duty.due.kind in ("agenda", "decided")
            and duty.status == "open"
        ):
            event = "due_set" if duty.due.kind == "decided" else "agenda"
            found.append(
                Awaiting(
                    rule=duty.rule,
                    event=event,
                    events=(event,),
                    to=duty.to,
                    for_=duty.for_,
                    modality=duty.modality,
                    do=duty.do,
                    by=duty.by,
                    sources=duty.sources,
                    label=duty.label,
                )
            )
    return list({a.rule: a for a in found}.values())


def _lifted(ban: Open, norms: Iterable[Open], case: Case) -> bool:
    """Whether a permission to the same people covers the banned act itself."""
    for one in norms:
        if one.rule.modality in ("permission", "right") and one.rule.ruleset == ban.rule.ruleset:
            acts = all(any(case.vocabulary.act_is(a, b) for b in one.rule.acts) for a in ban.rule.acts)
            same = {p.role for p in one.bearer.people} >= {p.role for p in ban.bearer.people} and one.party == ban.party
            if acts and same and {p.role for p in one.recipient.people} >= {p.role for p in ban.recipient.people}:
                return True
    return False
