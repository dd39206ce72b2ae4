"""What an organisation owes in a span of days, apart from any incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

import msgspec

from protocolkit.calendars.instants import exact, start_of
from protocolkit.diagnostics import Place
from protocolkit.evaluation import findings
from protocolkit.evaluation.engines import DEFAULT, Engine
from protocolkit.evaluation.find import Content, find
from protocolkit.evaluation.rules import Window
from protocolkit.languages import language as spoken
from protocolkit.languages import speaking
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.entries import Presenting
from protocolkit.plans.plan import MadeWith
from protocolkit.plans.plan_entries import (
    Awaiting,
    Conflict,
    Duty,
    Gap,
    Norm,
    TakenBack,
    Undetermined,
    WithoutEffect,
)
from protocolkit.plans.plan_parts import Warned
from protocolkit.plans.present import made_with

Found = TypeVar("Found")
Said = TypeVar("Said")


class Agenda(msgspec.Struct, frozen=True):
    """What an organisation owes in a span of days. `dated` duties in order of due time."""

    protocol: str
    organisation: str
    from_: str = msgspec.field(name="from")
    to: str
    as_of: str
    zone: str
    dated: tuple[Duty, ...]
    standing: tuple[Duty, ...]
    awaiting: tuple[Awaiting, ...]
    undetermined: tuple[Undetermined, ...]
    prohibitions: tuple[Norm, ...]
    permissions: tuple[Norm, ...]
    sanctions: tuple[Norm, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Warned, ...]
    made_with: MadeWith
    without_effect: tuple[WithoutEffect, ...] = ()
    gaps: tuple[Gap, ...] = ()
    retracted: tuple[TakenBack, ...] = ()
    agenda: int = 1

    def to_json(self, *, indent: int = 2) -> str:
        """The agenda as JSON text."""
        return msgspec.json.format(msgspec.json.encode(self), indent=indent).decode()


def agenda(
    protocol: Protocol, first: date, last: date, *, log: Incident | None = None, as_of: datetime | None = None,
    language: str | None = None, engine: Engine = DEFAULT,
) -> Agenda:  # fmt: skip
    """The agenda from one day to another, both included. `log` is the organisation's own agenda file.

    `as_of` (default: the log's, else the start of the first day) decides which duties are overdue. What a day or a
    period brings goes by the edition of the day on which it begins. `language` is that of its messages (default: the
    language being spoken).
    Raises InputError if the log says what it may not say.
    """
    with speaking(language or spoken()):
        incident = log or nobody(protocol)
        at = exact(as_of or incident.as_of or start_of(first, protocol.zone))
        spans = _editions(protocol, first, last)
        each = [find(one, incident, at, window=window, engine=engine).content for one, window in spans]
        say = Presenting(protocol.zone, protocol.reachable)
        duties = _duties(each, [begin for _one, (begin, _end) in spans])

        def of_all(list_of: Callable[[Content], Iterable[Found]], said: Callable[[Found], Said]) -> tuple[Said, ...]:
            entries: list[Said] = []
            for one in (one for content in each for one in list_of(content)):
                if (entry := said(one)) not in entries:
                    entries.append(entry)
            return tuple(entries)

        return Agenda(
            protocol=protocol.id,
            organisation=incident.reference,
            from_=first.isoformat(),
            to=last.isoformat(),
            as_of=say.instant(at),
            zone=protocol.zone,
            dated=tuple(say.duty(one) for one in duties if one.lead.trigger is not None),
            standing=tuple(say.duty(one) for one in duties if one.lead.trigger is None),
            awaiting=of_all(lambda c: (one for one in c.awaiting if isinstance(one, findings.Waiting)), say.awaiting),
            undetermined=of_all(lambda c: c.questions, say.question),
            prohibitions=of_all(lambda c: c.prohibitions, say.norm),
            sanctions=of_all(lambda c: c.sanctions, say.norm),
            permissions=of_all(lambda c: c.permissions, say.norm),
            conflicts=of_all(lambda c: c.conflicts, say.conflict),
            warnings=of_all(lambda c: c.cautions, say.warned),
            made_with=made_with(*(one for one, _window in spans)),
            without_effect=of_all(lambda c: c.without_effect, say.without_effect),
            gaps=of_all(lambda c: c.gaps, say.gap),
            retracted=of_all(lambda c: c.taken_back, say.taken_back),
        )


def _duties(each: list[Content], begins: list[datetime]) -> list[findings.Duty]:
    """The duties of every span in order of due time; one that runs on from an earlier span is that span's."""
    found = {one.lead.id: one for one in each[0].duties}
    for content, begin in zip(each[1:], begins[1:], strict=True):
        for one in content.duties:
            if one.lead.trigger is None or one.lead.trigger.at >= begin:
                found.setdefault(one.lead.id, one)
    return [*found.values()] if len(each) == 1 else sorted(found.values(), key=lambda one: one.due_moment)


def _editions(protocol: Protocol, first: date, last: date) -> list[tuple[Protocol, Window]]:
    """The protocol in the editions of each day, for as long as they stay the same.

    Where it is not that of the first day, whoever asked chose another, and it stays.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    of_day = protocol.of_day or (lambda _day, _now, _act: None)
    editions = [of_day(day.isoformat(), day.isoformat(), None) or protocol for day in days]
    if editions[0] is not protocol:
        editions = [protocol] * len(days)
    found = []
    for _edition, several in groupby(zip(editions, days, strict=True), lambda one: id(one[0])):
        same = list(several)
        window = (start_of(same[0][1], protocol.zone), start_of(same[-1][1] + timedelta(days=1), protocol.zone))
        found.append((same[0][0], window))
    return found


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
