"""The editions a case is judged by, as its log is known at an instant: an entry learnt of later may move its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.evaluation.triggers import SECOND
from protocolkit.model.case_days import THE_ACT, CaseDays, case_days
from protocolkit.model.incident import RETRACTED, Incident, LogEntry
from protocolkit.model.ruleset import Protocol


def days_at(incident: Incident, protocol: Protocol, at: datetime) -> CaseDays:
    """The days whose law holds, by the entries that count at an instant."""
    return _days(incident.known(at), protocol, at)


def passes_with_time(incident: Incident, protocol: Protocol, at: datetime) -> bool:
    """Whether nothing dates the case yet, so that its day is whichever day one asks on."""
    log = incident.known(at)
    return _days(log, protocol, at) != _days(log, protocol, at + timedelta(days=1))


def law_turns(protocol: Protocol, after: date) -> set[date]:
    """The days after one on which what holds on the day of a case is another: a review's end, a value, what is told."""
    days = {after + timedelta(days=1)} if protocol.missing else set()
    for ruleset in protocol.rulesets:
        if ruleset.reviewed_through:
            days.add(date.fromisoformat(ruleset.reviewed_through) + timedelta(days=1))
        for one in (one for values in ruleset.params.values() for one in values):
            days |= {date.fromisoformat(day) for day in (one.from_, one.until) if day}
    return {day for day in days if day > after}


def _days(log: Iterable[LogEntry], protocol: Protocol, at: datetime) -> CaseDays:
    found = case_days(((one.event, one.at) for one in log), protocol.elsewhere.vocabulary, protocol.zone, at)
    assert found is not None  # there is an instant
    return found


class Moving:
    """One case under a protocol that changes its editions with the day of the case.

    Where the protocol is not that of the day on which the case began, whoever asked chose another, and it stays.
    """

    def __init__(self, protocol: Protocol, incident: Incident) -> None:
        self.protocol = protocol
        self.incident = incident
        # Without a log it is of no day, and an organisation's year is of many. A file is loaded by all its entries.
        log = () if incident.agenda else incident.log
        last = max((entry.counts_from for entry in log), default=None)
        self._moves = last is not None and self._of(_days(log, protocol, last), last) is protocol

    def at(self, instant: datetime) -> Protocol:
        """The protocol in the editions of the day of the case, as it is known at an instant."""
        if not self._moves or not self.incident.known(instant):
            return self.protocol
        return self._of(days_at(self.incident, self.protocol, instant), instant)

    def turns(self, until: datetime) -> list[datetime]:
        """The instants at which an entry, or one taken back, moved the case into other editions."""
        if not self._moves:
            return []
        first: dict[bool, datetime] = {}
        turns = []
        for entry in sorted(self.incident.log, key=lambda entry: entry.counts_from):
            if entry.counts_from > until:
                break
            act = THE_ACT in self.protocol.vocabulary.event_is(entry.event)
            earlier = act not in first or entry.at < first[act]
            first[act] = min(entry.at, first.get(act, entry.at))
            before = entry.counts_from - SECOND
            if (earlier or entry.event == RETRACTED) and self.incident.known(before):
                turns += [entry.counts_from] if self.at(before) is not self.at(entry.counts_from) else []
        return turns

    def _of(self, days: CaseDays, instant: datetime) -> Protocol:
        """The protocol of the day; itself where there is none for that day."""
        now = instant.astimezone(ZoneInfo(self.protocol.zone)).date()
        of_day = self.protocol.of_day
        asked = (days.case.isoformat(), now.isoformat(), days.act.isoformat())
        return (of_day(*asked) if of_day else None) or self.protocol
