"""What the log says was done, as it bears on one duty: by a record of it, or by an event that is its act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.attribution import began, excepted, may_follow, serves, started_by
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.log import Happening
from protocolkit.evaluation.spans import Span, span
from protocolkit.model.incident import LogEntry
from protocolkit.model.vocabulary import Act, Event


class Deed(msgspec.Struct, frozen=True):
    """A performance, or the record that there was none, as it bears on one duty: when it was, or may have been.

    `to` and `act` are whom it reached and which act it was, null where that is not said: then all of them.
    """

    event: str
    span: Span
    entry: LogEntry
    by: str | None = None
    to: str | None = None
    act: str | None = None
    other_institution: bool = False

    @property
    def at(self) -> datetime:
        """When it was, or the first moment at which it can have been."""
        return self.span.first


Closings = Mapping[str, tuple[Deed, ...]]
"""For each duty by its id the deeds that records of other rules and events of the log are."""


def recorded(entry: LogEntry, owed: Owed, case: Case) -> Deed:
    """What an entry about a duty says was done."""
    when = span(entry, case.as_of, owed.trigger.at if owed.trigger else None)
    return Deed(entry.event, when, entry, entry.by, entry.to, entry.do, _other(entry.by, owed, case))


def happened(one: Happening, owed: Owed, case: Case) -> Deed | None:
    """The performance that an event of the log is for a duty; null where it is none, or set the duty going itself."""
    acts = making(case.vocabulary.events[one.event], owed, case)
    same_party = one.for_ is None or owed.for_ is None or one.for_ == owed.for_
    if not acts or not same_party or not _runs_at(owed, one, case) or started_by(one.entry, owed):
        return None
    if one.by is not None and excepted(one.by, owed, case):
        return None
    by = next((act.by for act in acts if act.by), None) or one.by
    wanted = next((mine for mine in wanted_acts(owed) if case.vocabulary.act_is(mine, acts[0].do)), None)
    when = span(one.entry, case.as_of, max(one.at, owed.trigger.at) if owed.trigger else one.at)
    return Deed("done", when, one.entry, by, acts[0].to, wanted, _other(by, owed, case))


def wanted_acts(owed: Owed) -> tuple[str, ...]:
    """The acts that a duty asks for, by choice or together."""
    return (owed.act,) if owed.rule.act_mode == "each" else owed.rule.acts


def makes(act: Act, owed: Owed, case: Case) -> bool:
    """Whether a duty's performance is the act that makes an event, so that the event is the performance."""
    vocabulary = case.vocabulary
    papers = owed.rule.documents if owed.rule.document_mode == "any" else (owed.document,)
    return (
        any(vocabulary.act_is(mine, act.do) for mine in wanted_acts(owed))
        and (act.to is None or any(vocabulary.acts_for(act.to, role) for role in owed.called))
        and (act.document is None or act.document in papers)
        and (act.by is None or not owed.owing or any(_same_post(act.by, r, case) for r in owed.bearer.text.known_as))
    )


def making(event: Event, owed: Owed, case: Case) -> tuple[Act, ...]:
    """The acts by which a duty's performance makes an event."""
    found = owed.making.get(event.name)
    if found is None:
        found = owed.making[event.name] = tuple(act for act in event.when if makes(act, owed, case))
    return found


def by_events(owed: Owed, case: Case) -> tuple[Deed, ...]:
    """The events of the log that would close a duty that stood alone."""
    found: list[Deed] = []
    for name, came in case.timeline.acting.items():
        if making(case.vocabulary.events[name], owed, case):
            within = came.within(began(owed), owed.period_end)
            found += [deed for _, one in within if (deed := happened(one, owed, case)) is not None]
    return tuple(found)


def supposed(owed: Owed, case: Case) -> tuple[Deed, ...]:
    """What others' records and events would close of a duty that stood alone: where an evaluation begins."""
    served: list[LogEntry] = []
    recorded_of = case.recorded_of
    for id, records in {one: of for act in wanted_acts(owed) for one, of in recorded_of.get(act, ())}.items():
        rule = case.protocol.rule(id)
        if rule is not None and rule.text != owed.rule.text:
            within = records.done.within(began(owed), owed.period_end)
            served += [entry for _, (_, entry) in within if serves(entry, owed, case)]
    served.sort(key=lambda entry: case.timeline.place[entry.index])
    return (*by_events(owed, case), *(recorded(entry, owed, case) for entry in served))


def makers(event: Event, owed: Iterable[Owed], case: Case) -> list[Owed]:
    """The duties whose performance makes an event."""
    return [one for one in owed if making(event, one, case)]


def _same_post(one: str, other: str, case: Case) -> bool:
    """Whether one acts for the other: somebody of a body for the body, and the body through its own."""
    return case.vocabulary.acts_for(one, other) or case.vocabulary.acts_for(other, one)


def _runs_at(owed: Owed, one: Happening, case: Case) -> bool:
    return may_follow(one.entry, owed.trigger, case.as_of) and (owed.period_end is None or one.at < owed.period_end)


def _other(by: str | None, owed: Owed, case: Case) -> bool:
    """Whether somebody of another institution did it."""
    return by is not None and bool(owed.institutions) and case.vocabulary.institution(by) not in owed.institutions
