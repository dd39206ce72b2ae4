"""Findings to a plan: messages are said in the language being spoken, instants written with the protocol's offset.

Nothing is decided here; a plan in another language is the same findings said again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import msgspec

from protocolkit.calendars.zones import tzdata_version
from protocolkit.evaluation.engines import DEFAULT, Engine
from protocolkit.evaluation.find import Findings, find
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.card import Card
from protocolkit.plans.card_view import card
from protocolkit.plans.entries import Presenting
from protocolkit.plans.frozen import Frozen
from protocolkit.plans.names import names
from protocolkit.plans.page_needs import page
from protocolkit.plans.plan import MadeWith, Plan
from protocolkit.plans.plan_entries import Accused
from protocolkit.plans.question import Question
from protocolkit.plans.questioning import Wanted, questions
from protocolkit.version import __version__


class Judged(NamedTuple):
    """A case with the protocol it is judged by and the plan that was just made of it."""

    protocol: Protocol
    incident: Incident
    plan: Plan


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
    plan = msgspec.structs.replace(plan, page=page(plan, protocol, found.case.incident, speech))

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
        breaches=tuple(map(say.breach, content.breaches)) or msgspec.UNSET,
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


def _given(text: str | None) -> str | msgspec.UnsetType:
    return msgspec.UNSET if text is None else text


def made_with(protocol: Protocol, *others: Protocol) -> MadeWith:
    """The versions that make an answer; of a text in several editions that of each."""
    digests: dict[str, list[str]] = {}
    for ruleset in (ruleset for one in (protocol, *others) for ruleset in one.rulesets):
        known = digests.setdefault(ruleset.id, [])
        known += [ruleset.digest] if ruleset.digest not in known else []
    return MadeWith(
        protocolkit=__version__,
        rulesets=Frozen({id: ", ".join(several) for id, several in digests.items()}),
        calendar=f"{protocol.calendar.id} {protocol.calendar.version}",
        holidays=f"{protocol.calendar.base_library} {protocol.calendar.base_version}".strip(),
        tzdata=tzdata_version(),
    )
