"""A duty's clock: what the log and the events its rule names did to its limit, and what did nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import msgspec

from protocolkit.calendars.days import BeyondCoverage
from protocolkit.calendars.instants import end_of, local_day
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.due.found import Remaining
from protocolkit.evaluation.findings import ClockChange, Owed
from protocolkit.evaluation.hearing import hearer
from protocolkit.messages import N_, Message, say
from protocolkit.model.clock import TimeRules
from protocolkit.model.incident import DEEDS, LogEntry, Why
from protocolkit.model.rule import Permit


class Clocked(msgspec.Struct, frozen=True):
    """What became of a clock: limit and target after all changes, as they were when it stopped if it stands still.

    `idle` are the entries that changed nothing, by their number in the log.
    """

    limit: datetime | None
    target: datetime | None = None
    waived_at: datetime | None = None
    suspended_since: datetime | None = None
    remaining: Remaining | None = None
    changes: tuple[ClockChange, ...] = ()
    idle: tuple[tuple[int, Why], ...] = ()


Change = tuple[str, datetime, LogEntry | None]


def clocked(owed: Owed, entries: list[LogEntry], case: Case, closed_at: datetime | None) -> Clocked:
    """The clock after its log; `closed_at` is when the duty was done or ended, after which nothing changes it."""
    clock = _Clock(owed, case, closed_at)
    for kind, at, entry in _log(owed, entries, case):
        why = clock.take(kind, at, entry)
        if why is not None and entry is not None:
            clock.idle.append((entry.index, why))
    return clock.found()


def _log(owed: Owed, entries: list[LogEntry], case: Case) -> list[Change]:
    """Changes to the clock in order: by log words, and by the events the rule itself names.

    Of the pauses before the trigger only one that is still in force counts, and from the trigger on.
    """
    found: list[Change] = [(e.event, e.at, e) for e in entries if e.event not in DEEDS]
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
            pauses += [(kind, c.at, None) for c in came.came]
    pauses.sort(key=lambda one: one[1])
    if start is not None:
        before = [one for one in pauses if one[1] < start]
        pauses = [one for one in pauses if one[1] >= start]
        if before and before[-1][0] == "suspended":
            pauses.insert(0, ("suspended", start, None))
    return sorted([*pauses, *found], key=lambda one: one[1])


class _Clock:
    """The state of one clock while its log is replayed."""

    def __init__(self, owed: Owed, case: Case, closed_at: datetime | None) -> None:
        self.owed, self.case, self.closed_at = owed, case, closed_at
        self.limit, self.target = owed.due.limit, owed.due.target
        self.waived_at: datetime | None = None
        self.since: datetime | None = None
        self.counted_from: datetime | None = None
        self.changes: list[ClockChange] = []
        self.idle: list[tuple[int, Why]] = []
        self.used: Counter[str] = Counter()

    def found(self) -> Clocked:
        ends, since = self.limit or self.target, self.counted_from
        remaining = self._remaining(since, ends) if since is not None and ends is not None else None
        return Clocked(
            self.limit, self.target, self.waived_at, self.since, remaining, tuple(self.changes), tuple(self.idle)
        )

    def take(self, kind: str, at: datetime, entry: LogEntry | None) -> Why | None:
        """Makes a change; why not, if it changes nothing."""
        if self._closed(at):
            return "too_late" if kind in ("due_set", "extended") and self._passed(self._closing(at)) else "nothing_open"
        start = self.owed.trigger.at if self.owed.trigger else None
        if kind in ("due_set", "extended", "waived") and start is not None and at < start:
            return "nothing_open"
        permits = self.owed.rule.clock
        permit = {"extended": permits.extend, "waived": permits.waive, "suspended": permits.suspend}.get(kind)
        if entry is not None and kind in ("extended", "waived", "suspended"):
            why = self._refused(kind, permit, entry)
            if why is not None:
                return why
            self.used[kind] += 1
        match kind:
            case "due_set" if entry is not None:
                return self._set(at, entry)
            case "extended" if entry is not None:
                return self._extended(at, entry)
            case "waived":
                self.waived_at = at
                self._changed(kind, at, say("waived on {at}", at=self.case.iso(at)))
            case "suspended":
                return self._suspended(at)
            case "resumed":
                return self._resumed(at)
        return None

    def _closed(self, at: datetime) -> bool:
        return self.waived_at is not None or (self.closed_at is not None and at > self.closed_at)

    def _closing(self, at: datetime) -> datetime:
        return min(one for one in (at, self.closed_at, self.waived_at) if one is not None)

    def _passed(self, at: datetime) -> bool:
        """Whether the limit had passed by then; a clock that stands still passes none."""
        return self.since is None and self.limit is not None and at > self.limit

    def _refused(self, kind: str, permit: Permit | None, entry: LogEntry) -> Why | None:
        """Why the rule does not allow a change; null if it does. A waiver may come late: it undoes no miss."""
        if permit is None:
            return "not_allowed"
        if permit.by and entry.by not in permit.by:
            return "by_whom"
        if permit.reasons and not entry.reasons:
            return "no_reasons"
        if kind != "waived" and self._passed(entry.at):
            return "too_late"
        if permit.times is not None and self.used[kind] >= permit.times:
            return "not_allowed"
        first = self.owed.due.limit
        if kind == "extended" and permit.at_most is not None and first is not None:
            new, most = self._later(entry), self.case.after(self._last_moment(first), permit.at_most)
            if new is not None and most is not None and new > most:
                return "not_allowed"
        return None

    def _set(self, at: datetime, entry: LogEntry) -> Why | None:
        if self._passed(at):
            return "too_late"
        new = entry.limit
        if new is not None and not isinstance(new, datetime):
            new = self.case.due(new, at, self.owed.binding, self.owed.rule.time).limit
        if new is None:
            return "not_allowed"
        if new < at:
            return "too_late"
        self.limit = new
        if self.since is not None:
            # What is left of a date set meanwhile is what was left of it when it was set.
            self.counted_from = at
        told = self.case.iso(at)
        self._changed("due_set", at, say("date set on {at}: {limit}", at=told, limit=self.case.iso(new)))
        return None

    def _extended(self, at: datetime, entry: LogEntry) -> Why | None:
        new = self._later(entry)
        if new is None:
            return "not_allowed"
        if new < at:
            return "too_late"
        self.limit = new
        told, limit = self.case.iso(at), self.case.iso(new)
        step = say("extended on {at} to {limit}", at=told, limit=limit)
        if entry.reasons:
            step = say("extended on {at} to {limit}: {reasons}", at=told, limit=limit, reasons=entry.reasons)
        self._changed("extended", at, step)
        return None

    def _suspended(self, at: datetime) -> Why | None:
        if self._passed(at):
            return "too_late"
        if self.since is not None:
            return "nothing_open"
        self.since = self.counted_from = max(at, self.owed.trigger.at) if self.owed.trigger else at
        self._changed("suspended", self.since, say("clock stopped at {at}", at=self.case.iso(self.since)))
        return None

    def _resumed(self, at: datetime) -> Why | None:
        if self.since is None or self.counted_from is None:
            return "nothing_open"
        start = self.owed.trigger.at if self.owed.trigger else None
        before = (self.limit, self.target)
        if start == self.since and before == (self.owed.due.limit, self.owed.due.target):
            # It never ran: all of its time starts now.
            rule = self.owed.rule
            anew = self.case.due(rule.due, max(at, self.since), self.owed.binding, rule.time)
            self.limit, self.target = anew.limit, anew.target
        else:
            self.limit = self._moved(self.limit, self.counted_from, at)
            self.target = self._moved(self.target, self.counted_from, at)
        self.since = self.counted_from = None
        told = self.case.iso(at)
        limit = self.case.iso(self.limit or self.target)
        self._changed("resumed", at, say("clock resumed at {at}: limit moves to {limit}", at=told, limit=limit))
        return None

    def _changed(self, kind: str, at: datetime, step: Message) -> None:
        limit = None if self.since is not None else self.limit
        self.changes.append(ClockChange(kind, at, limit, step))  # type: ignore[arg-type]

    # -- lengths

    def _later(self, entry: LogEntry) -> datetime | None:
        """A new limit: the instant the entry gives, or its term from the old limit."""
        if entry.limit is None or isinstance(entry.limit, datetime):
            return entry.limit
        if self.limit is None:
            return None
        return self.case.due(entry.limit, self._last_moment(self.limit), {}, TimeRules()).limit

    def _last_moment(self, limit: datetime) -> datetime:
        """Where counting goes on: a day-long term closes at the midnight that is already the next day."""
        before = limit - timedelta(seconds=1)
        return limit if self._day(before) == self._day(limit) else before

    def _day(self, at: datetime) -> date:
        return local_day(at, self.case.protocol.zone)

    @property
    def _unit(self) -> str | None:
        """The kind of days it counts; null where it counts time itself."""
        kind = self.owed.due.kind
        return {"same_day": "civil_day"}.get(kind, kind) if kind.endswith("_day") else None

    def _left(self, stopped: datetime, ends: datetime, unit: str) -> int:
        """The days left on the day on which a clock stopped, that day not counted."""
        stop, last = self._day(stopped), self._day(ends - timedelta(microseconds=1))
        if unit == "civil_day":
            return max((last - stop).days, 0)
        return self.case.clock(self.owed.rule.time).days.count(stop, last, unit.removesuffix("_day"))

    def _remaining(self, stopped: datetime, ends: datetime) -> Remaining:
        if self._unit is None:
            return Remaining(max(int((ends - stopped).total_seconds()), 0))
        return Remaining(self._left(stopped, ends, self._unit), self._unit)

    def _moved(self, ends: datetime | None, stopped: datetime, going: datetime) -> datetime | None:
        """An end after a pause: hours move by the pause, days are counted on from the day of the resumption."""
        if ends is None or stopped > ends:
            return ends
        if self._unit is None:
            return ends + (going - stopped)
        left, go = self._left(stopped, ends, self._unit), self._day(going)
        if self._unit == "civil_day":
            last = go + timedelta(days=left)
        else:
            try:
                days = self.case.clock(self.owed.rule.time).days
                last = days.nth(go, left, self._unit.removesuffix("_day")) if left else go
            except BeyondCoverage:
                return None
        return end_of(last, self.case.protocol.zone)
