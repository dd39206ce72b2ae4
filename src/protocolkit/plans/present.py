"""Findings to a plan: messages are said in the language being spoken, instants written with the protocol's offset.

Nothing is decided here; a plan in another language is the same findings said again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime, timedelta

import msgspec

from protocolkit.calendars.instants import exact, start_of
from protocolkit.calendars.zones import tzdata_version
from protocolkit.diagnostics import Place
from protocolkit.evaluation import findings
from protocolkit.evaluation.engines import DEFAULT, Engine
from protocolkit.evaluation.find import Findings, find
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.agenda import Agenda
from protocolkit.plans.card import Card
from protocolkit.plans.card_view import card
from protocolkit.plans.entries import Presenting
from protocolkit.plans.frozen import Frozen
from protocolkit.plans.names import names
from protocolkit.plans.plan import (
    Accused,
    MadeWith,
    Plan,
)
from protocolkit.plans.question import Question
from protocolkit.plans.questioning import Wanted, questions
from protocolkit.version import __version__


def evaluate(
    protocol: Protocol, incident: Incident, as_of: datetime | None = None, *, engine: Engine = DEFAULT
) -> Plan:
    """The plan of an incident at an instant (default: the incident's own `as_of`), the same by whichever engine.

    Its messages are in the language being spoken: English, outside `protocolkit.speaking`. Nothing else depends on it.
    Raises InputError if there is no `as_of`, or if the log says what it may not say.
    """
    return present(find(protocol, incident, as_of, engine=engine))


def present(found: Findings, *, upcoming: bool = True) -> Plan:
    """The plan that findings make, in the language being spoken; `upcoming` asks for the next change as well."""
    return _named(found, next_change(found) if upcoming else None)


def _named(found: Findings, upcoming: datetime | None) -> Plan:
    """The plan with what its ids are called and its digest, and with what it takes to say it again or ask of it."""
    bare, speech, protocol = _plan(found, upcoming), spoken(), found.case.protocol
    with speaking("en"):
        digest = _digest(bare if speech == "en" else _plan(found, upcoming))
    plan = msgspec.structs.replace(bare, names=names(bare, protocol, speech), digest=digest)

    def again(language: str) -> Plan:
        with speaking(language):
            return _named(found, upcoming)

    def asked(most: int | None, without: Collection[str]) -> tuple[Question, ...]:
        with speaking(speech):
            return questions(found.case, plan, Wanted(most, frozenset(without)))

    def viewed(institution: str | None) -> Card:
        with speaking(speech):
            return card(plan, protocol, found.case.incident, institution)

    plan.__dict__["_again"] = again
    plan.__dict__["_questions"] = asked
    plan.__dict__["_view"] = viewed
    return plan


def _digest(plan: Plan) -> str:
    """The digest of what a plan says, whenever it says it."""
    timeless = msgspec.structs.replace(plan, as_of="", next_change_at=None)
    return hashlib.sha256(msgspec.json.encode(timeless)).hexdigest()


def _plan(found: Findings, upcoming: datetime | None) -> Plan:
    case, content, say = found.case, found.content, Presenting(found.case.protocol.zone, found.case.protocol.reachable)
    return Plan(
        incident=case.incident.reference,
        protocol=case.protocol.id,
        as_of=say.instant(case.as_of),
        zone=case.protocol.zone,
        duties=tuple(map(say.duty, content.duties)),
        awaiting=tuple(map(say.awaiting, content.awaiting)),
        undetermined=tuple(map(say.question, content.questions)),
        gaps=tuple(map(say.gap, content.gaps)),
        prohibitions=tuple(map(say.norm, content.prohibitions)),
        permissions=tuple(map(say.norm, content.permissions)),
        sanctions=tuple(map(say.norm, content.sanctions)),
        conflicts=tuple(map(say.conflict, content.conflicts)),
        warnings=tuple(map(say.warned, content.cautions)),
        next_change_at=say.when(upcoming),
        routes=tuple(map(say.route, content.routes)),
        accused=tuple(Accused(role, person, _given(who)) for role, person, who in content.accused),
        without_effect=tuple(map(say.without_effect, content.without_effect)),
        retracted=tuple(map(say.taken_back, content.taken_back)),
        not_held=tuple(map(say.not_held, content.not_held)),
        made_with=made_with(case.protocol),
    )


def next_change(found: Findings) -> datetime | None:
    """The first instant at which the same log gives another plan.

    Findings tell more than a plan shows (a merged rule's own state, say), so those that differ are held against it as
    plans; in English, because a change is a change in any language.
    """
    sure = min(found.turns, default=None)
    with speaking("en"):
        now = None
        for other in found.later(sure):
            if other.states != found.states:
                return other.case.as_of
            now = now or _timeless(found)
            if _timeless(other) != now:
                return other.case.as_of
    return sure


def _timeless(found: Findings) -> Plan:
    return msgspec.structs.replace(_plan(found, None), as_of="")


def agenda(
    protocol: Protocol, first: date, last: date, *, log: Incident | None = None, as_of: datetime | None = None,
    language: str | None = None, engine: Engine = DEFAULT,
) -> Agenda:  # fmt: skip
    """The agenda from one day to another, both included. `log` is the organisation's own agenda file.

    `as_of` (default: the log's, else the start of the first day) decides which duties are overdue. `language` is that
    of its messages (default: the language being spoken).
    Raises InputError if the log says what it may not say.
    """
    with speaking(language or spoken()):
        begin, end = start_of(first, protocol.zone), start_of(last + timedelta(days=1), protocol.zone)
        incident = log or nobody(protocol)
        at = exact(as_of or incident.as_of or begin)
        found = find(protocol, incident, at, window=(begin, end), engine=engine)
        content, say = found.content, Presenting(protocol.zone, protocol.reachable)
        return Agenda(
            protocol=protocol.id,
            organisation=incident.reference,
            from_=first.isoformat(),
            to=last.isoformat(),
            as_of=say.instant(found.case.as_of),
            zone=protocol.zone,
            dated=tuple(say.duty(one) for one in content.duties if one.lead.trigger is not None),
            standing=tuple(say.duty(one) for one in content.duties if one.lead.trigger is None),
            awaiting=tuple(say.awaiting(one) for one in content.awaiting if isinstance(one, findings.Waiting)),
            undetermined=tuple(map(say.question, content.questions)),
            prohibitions=tuple(map(say.norm, content.prohibitions)),
            sanctions=tuple(map(say.norm, content.sanctions)),
            permissions=tuple(map(say.norm, content.permissions)),
            conflicts=tuple(map(say.conflict, content.conflicts)),
            warnings=tuple(map(say.warned, content.cautions)),
            made_with=made_with(protocol),
            without_effect=tuple(map(say.without_effect, content.without_effect)),
            gaps=tuple(map(say.gap, content.gaps)),
            retracted=tuple(map(say.taken_back, content.taken_back)),
        )


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


def _given(text: str | None) -> str | msgspec.UnsetType:
    return msgspec.UNSET if text is None else text


def made_with(protocol: Protocol) -> MadeWith:
    """The versions that make an answer."""
    return MadeWith(
        protocolkit=__version__,
        rulesets=Frozen({ruleset.id: ruleset.digest for ruleset in protocol.rulesets}),
        calendar=f"{protocol.calendar.id} {protocol.calendar.version}",
        holidays=f"{protocol.calendar.base_library} {protocol.calendar.base_version}".strip(),
        tzdata=tzdata_version(),
    )
