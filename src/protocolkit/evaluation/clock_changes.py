"""What the log and the events a rule names change about a duty's clock, in order."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from protocolkit.evaluation.attempts import Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.hearing import hearer
from protocolkit.evaluation.spans import Span, span
from protocolkit.messages import N_
from protocolkit.model.incident import DEEDS, LogEntry


class Change(msgspec.Struct, frozen=True):
    """One change to a clock, by a word of the log or (`entry` null) by an event that the rule names."""

    kind: str
    span: Span
    date_only: bool = False
    entry: LogEntry | None = None

    @property
    def at(self) -> datetime:
        return self.span.first

    def from_(self, at: datetime) -> Change:
        """The same, no earlier than an instant, where its day leaves that open."""
        if not self.date_only or not self.span.first < at <= self.span.last:
            return self
        return replace(self, span=replace(self.span, first=at))


def changes_of(owed: Owed, entries: list[LogEntry], case: Case) -> list[Change]:
    """Changes to the clock in order: by log words, and by the events the rule itself names.

    Of the pauses before the trigger only one that is still in force counts, and from the trigger on.
    """
    changing = (e for e in entries if e.event not in DEEDS)
    found = [Change(e.event, span(e, case.as_of), e.date_only, e) for e in changing]
    start = owed.trigger.at if owed.trigger else None
    pauses: list[Change] = []
    heard_by = hearer(owed.institutions, case)
    for kind, moment, may in (
        ("suspended", owed.rule.clock.hold, N_("{rule} may stand still from {at} on: nobody said {facts}")),
        ("resumed", owed.rule.clock.resume, N_("{rule} may run again from {at} on: nobody said {facts}")),
    ):
        if moment is not None:
            came = case.moments(moment, owed.binding, owed.party, owed.to, heard_by)
            case.doubt(came, owed.rule, may)
            pauses += [Change(kind, c.span, c.date_only) for c in came.came]
    pauses.sort(key=_order)
    if start is not None:
        found, pauses = ([one.from_(start) for one in several] for several in (found, pauses))
        before = [one for one in pauses if one.at < start]
        pauses = [one for one in pauses if one.at >= start]
        if before and before[-1].kind == "suspended":
            pauses.insert(0, Change("suspended", Span(start, start)))
    changes = [*pauses, *found]
    # What goes on again on a day stood still before, that day's pauses included.
    stops = [one.at for one in changes if one.kind == "suspended"]
    for at in sorted(stops):
        changes = [one.from_(at) if one.kind == "resumed" else one for one in changes]
    return sorted(changes, key=_order)


def _order(change: Change) -> tuple[datetime, bool]:
    return change.at, change.date_only and change.kind == "resumed"
