"""A duty's clock: what the log and the events its rule names did to its limit, and what did nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import msgspec
from msgspec.structs import replace

from protocolkit.calendars.days import BeyondCoverage
from protocolkit.calendars.instants import end_of, local_day
from protocolkit.evaluation.attempts import ClockChange, Owed
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.clock_changes import Change, changes_of
from protocolkit.evaluation.due.found import Alternative, Remaining
from protocolkit.evaluation.spans import Span
from protocolkit.evaluation.triggers import SECOND
from protocolkit.messages import Message, say
from protocolkit.model import conventions
from protocolkit.model.clock import TimeRules, start_at
from protocolkit.model.incident import LogEntry, Why
from protocolkit.model.rule import Permit


class Clocked(msgspec.Struct, frozen=True):
    """What became of a clock: limit and target after all changes, as they were when it stopped if it stands still.

    `idle` are the entries that changed nothing, by their number in the log. `doubts` names the changes of which nobody
    knows whether they came before the limit that they moved, each with that limit.
    """

    limit: datetime | None
    target: datetime | None = None
    waived: Span | None = None
    suspended_since: datetime | None = None
    remaining: Remaining | None = None
    changes: tuple[ClockChange, ...] = ()
    idle: tuple[tuple[int, Why], ...] = ()
    doubts: tuple[tuple[str, datetime], ...] = ()


def clocked(owed: Owed, entries: list[LogEntry], case: Case, closed_at: datetime | None) -> Clocked:
    """The clock after its log; `closed_at` is when the duty was done or ended, after which nothing changes it."""
    clock = _Clock(owed, case, closed_at)
    for change in changes_of(owed, entries, case):
        why = clock.take(change)
        if why is not None and change.entry is not None:
            clock.idle.append((change.entry.index, why))
    return clock.found()


class _Clock:
    """The state of one clock while its log is replayed."""

    def __init__(self, owed: Owed, case: Case, closed_at: datetime | None) -> None:
        self.owed, self.case, self.closed_at = owed, case, closed_at
        self.limit, self.target = owed.due.limit, owed.due.target
        self.waived: Span | None = None
        self.since: datetime | None = None
        self.counted_from: datetime | None = None
        self.changes: list[ClockChange] = []
        self.idle: list[tuple[int, Why]] = []
        self.doubts: dict[str, datetime] = {}
        self.used: Counter[str] = Counter()
        self.undated = False

    def found(self) -> Clocked:
        ends, since = self.limit or self.target, self.counted_from
        remaining = self._remaining(since, ends) if since is not None and ends is not None else None
        return Clocked(
            self.limit, self.target, self.waived, self.since, remaining, tuple(self.changes), tuple(self.idle),
            tuple(self.doubts.items()),
        )  # fmt: skip

    def take(self, change: Change) -> Why | None:
        """Makes a change; why not, if it changes nothing."""
        kind, at, entry = change.kind, change.at, change.entry
        if self._closed(at):
            late = kind in ("due_set", "extended") and self._passed(Span(closing := self._closing(at), closing))
            return "too_late" if late else "nothing_open"
        start = self.owed.trigger.at if self.owed.trigger else None
        if kind in ("due_set", "extended", "waived") and start is not None and at < start:
            return "nothing_open"
        permits = self.owed.rule.clock
        permit = {"extended": permits.extend, "waived": permits.waive, "suspended": permits.suspend}.get(kind)
        if entry is not None and kind in ("extended", "waived", "suspended"):
            why = self._refused(change, permit, entry)
            if why is not None:
                return why
            self.used[kind] += 1
        match kind:
            case "due_set" if entry is not None:
                return self._set(change, entry)
            case "extended" if entry is not None:
                return self._extended(change, entry)
            case "waived":
                self.waived = change.span
                self._changed(change, say("waived on {at}", at=self._told(change)))
            case "suspended":
                return self._suspended(change)
            case "resumed":
                return self._resumed(change)
        return None

    def _closed(self, at: datetime) -> bool:
        return self.waived is not None or (self.closed_at is not None and at > self.closed_at)

    def _closing(self, at: datetime) -> datetime:
        waived = self.waived.first if self.waived else None
        return min(one for one in (at, self.closed_at, waived) if one is not None)

    def _passed(self, when: Span) -> bool:
        """Whether the limit had surely passed by then; a clock that stands still passes none."""
        return self.since is None and self.limit is not None and when.first > self.limit

    def _doubted(self, change: Change) -> None:
        """Notes a change of which nobody knows whether it came before the limit passed."""
        if self.since is not None or self.limit is None or not change.date_only:
            return
        self.case.later(self.limit + SECOND)
        if change.span.by(self.limit) is None:
            self.doubts.setdefault(change.span.name, self.limit)

    def _refused(self, change: Change, permit: Permit | None, entry: LogEntry) -> Why | None:
        """Why the rule does not allow a change; null if it does. A waiver may come late: it undoes no miss."""
        if permit is None:
            return "not_allowed"
        if permit.by and entry.by not in permit.by:
            return "by_whom"
        if permit.reasons and not entry.reasons:
            return "no_reasons"
        if change.kind != "waived" and self._passed(change.span):
            return "too_late"
        if permit.times is not None and self.used[change.kind] >= permit.times:
            return "not_allowed"
        if change.kind == "extended" and self._beyond(self._later(entry)):
            return "not_allowed"
        return None

    def _beyond(self, new: datetime | None) -> bool:
        """Whether a new limit lies further than the rule lets anybody extend it."""
        first, permit = self.owed.due.limit, self.owed.rule.clock.extend
        if new is None or first is None or permit is None or permit.at_most is None:
            return False
        most = self.case.after(self._last_moment(first), permit.at_most)
        return most is not None and new > most

    def _set(self, change: Change, entry: LogEntry) -> Why | None:
        if self._passed(change.span):
            return "too_late"
        new, readings = entry.limit, tuple[Alternative, ...]()
        if new is not None and not isinstance(new, datetime):
            owed = self.owed
            # What somebody sets he has not received: it counts from when he sets it, whatever the hour.
            time = replace(owed.rule.time, after_hours="counts")
            found = self.case.due(new, change.at, owed.binding, time, date_only=change.date_only)
            new, readings = found.limit, found.readings
        if new is None:
            return "not_allowed"
        if new < change.at:
            return "too_late"
        if self.undated and self._beyond(new):
            return "not_allowed"
        self._doubted(change)
        self.limit, self.undated = new, False
        if self.since is not None:
            # What is left of a date set meanwhile is what was left of it when it was set.
            self.counted_from = change.at
        told, limit = self._told(change), self._last_day_or_instant(new)
        step = say("date set on {at}: {limit}", at=told, limit=limit)
        if entry.by is not None:
            who = self.case.role_label(entry.by)
            step = say("date set on {at} by {role}: {limit}", at=told, role=who, limit=limit)
        self._changed(change, step, readings)
        return None

    def _extended(self, change: Change, entry: LogEntry) -> Why | None:
        if entry.due is None:
            return self._left_open(change)
        new = self._later(entry)
        if new is None:
            return "not_allowed"
        if new < change.at:
            return "too_late"
        self._doubted(change)
        self.limit, self.undated = new, False
        told, limit = self._told(change), self._last_day_or_instant(new)
        step = say("extended on {at} to {limit}", at=told, limit=limit)
        if entry.reasons:
            step = say("extended on {at} to {limit}: {reasons}", at=told, limit=limit, reasons=entry.reasons)
        self._changed(change, step)
        return None

    def _left_open(self, change: Change) -> Why | None:
        """More time without a date: there is none until somebody sets it."""
        if self.limit is None:
            return "not_allowed"
        self._doubted(change)
        self.limit, self.undated = None, True
        step = say("extended on {at}: the new date is still to be set", at=self._told(change))
        self._changed(change, step)
        return None

    def _suspended(self, change: Change) -> Why | None:
        if self._passed(change.span):
            return "too_late"
        if self.since is not None:
            return "nothing_open"
        self._doubted(change)
        start = self.owed.trigger.at if self.owed.trigger else change.at
        self.since = max(change.at, start)
        # A pause in hours is the least that it can have been; it held, so it began before the limit.
        last = change.span.whenever
        self.counted_from = max(self.since, min(last, self.limit or last))
        self._changed(change, say("clock stopped at {at}", at=self._told(change, self.since)))
        return None

    def _resumed(self, change: Change) -> Why | None:
        if self.since is None or self.counted_from is None:
            return "nothing_open"
        at = change.at if self._day(change.at) > self._day(self.counted_from) else max(change.at, self.counted_from)
        start = self.owed.trigger.at if self.owed.trigger else None
        before = (self.limit, self.target)
        if start == self.counted_from and before == (self.owed.due.limit, self.owed.due.target):
            # It never ran: all of its time starts now.
            rule = self.owed.rule
            time = replace(rule.time, after_hours="counts")
            anew = self.case.due(rule.due, max(at, self.since), self.owed.binding, time)
            self.limit, self.target = anew.limit, anew.target
        else:
            self.limit = self._moved(self.limit, self.counted_from, at)
            self.target = self._moved(self.target, self.counted_from, at)
        self.since = self.counted_from = None
        limit = self._last_day_or_instant(self.limit or self.target)
        step = say("clock resumed at {at}: limit moves to {limit}", at=self._told(change, at), limit=limit)
        self._changed(change, step)
        return None

    def _changed(self, change: Change, step: Message, readings: tuple[Alternative, ...] = ()) -> None:
        limit = None if self.since is not None else self.limit
        at = self.since if change.kind == "suspended" and self.since is not None else change.at
        by, day = change.entry.by if change.entry else None, self._last_day(limit)
        made = ClockChange(change.kind, at, limit, step, by, day, change.date_only, readings)  # type: ignore[arg-type]
        self.changes.append(made)

    # -- words

    def _told(self, change: Change, at: datetime | None = None) -> str | None:
        at = at or change.at
        return str(self._day(at)) if change.date_only else self.case.iso(at)

    def _last_day(self, limit: datetime | None) -> date | None:
        """The day people are told: the last on which it may be done."""
        return None if limit is None else self._day(limit - timedelta(microseconds=1))

    def _last_day_or_instant(self, limit: datetime | None) -> str | None:
        """A new limit as people are told it: the day it ends with, or the instant where it ends by the clock."""
        day = self._last_day(limit)
        return str(day) if limit is not None and day != self._day(limit) else self.case.iso(limit)

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
        return self._close(ends, last, going) or end_of(last, self.case.protocol.zone)

    def _close(self, ends: datetime, last: date, going: datetime) -> datetime | None:
        """When the office closes on a new last day, for a term that ended with the office."""
        clock = self.case.clock(self.owed.rule.time)
        if ends == end_of(self._day(ends - timedelta(microseconds=1)), clock.zone):
            return None
        return conventions.ends(clock).closes(last, start_at(going, clock.zone), clock)
