"""What a log says of itself, checked once it is read: entries taken back, what was searched for, doubtful times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from protocolkit.building.case_names import CaseNames
from protocolkit.calendars.instants import end_of, local_day, offset_elsewhere, parse_instant, start_of
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import counted, say
from protocolkit.model.incident import RETRACTED, LogEntry, Searched
from protocolkit.reading.nodes import Node


def check_log(log: tuple[LogEntry, ...], problems: Problems) -> None:
    """Whether each entry that takes one back names one that can be."""
    by_id: dict[str, LogEntry] = {}
    for entry in log:
        if entry.id is not None and entry.id in by_id:
            message = say("two entries of the log have the id `{id}`", id=entry.id)
            problems.error("repeated-entry-id", message, entry.place, say("give each its own"))
        elif entry.id is not None:
            by_id[entry.id] = entry
    for entry in log:
        if entry.event == RETRACTED and entry.entry is not None:
            _retracts(entry, by_id, problems)


def _retracts(entry: LogEntry, by_id: dict[str, LogEntry], problems: Problems) -> None:
    meant = by_id.get(entry.entry or "")
    if meant is None:
        message = say("no entry of the log has the id `{id}`", id=entry.entry)
        help = did_you_mean(entry.entry or "", by_id) or say("give the entry an `id`, and name it here")
        problems.error("unknown-entry", message, entry.place, help)
    elif meant.event == RETRACTED:
        message = say("`{id}` takes an entry back, which cannot be taken back", id=entry.entry)
        problems.error("retracts-retraction", message, entry.place, say("record the entry anew"))


def last_moment(at: datetime, day_only: bool, zone: str) -> datetime:
    """The instant itself, or the last second of the day it begins."""
    return end_of(local_day(at, zone), zone) - timedelta(seconds=1) if day_only else at


def check_recorded(node: Node, at: datetime, recorded: datetime, problems: Problems) -> None:
    """Whether an entry was recorded no earlier than it happened; `recorded` is the last moment it may have been."""
    if recorded < at:
        message = say("`{event}` was recorded before it happened", event=node.map["event"].text)
        help = say("`at` is when it happened, `recorded_at` when it was entered")
        problems.warning("recorded-before", message, node.map["recorded_at"].place, help)


def searched(node: Node | None, names: CaseNames, persons: list[str]) -> Iterator[Searched]:
    """What was looked for. A day alone counts from its start: the rest of that day was not searched."""
    protocol, problems = names.protocol, names.problems
    for one in node.list if node else ():
        event, at, party = one.get("event"), one.get("at"), one.get("for")
        if event is None or at is None:
            continue
        names.look("event", event.text, protocol.vocabulary.events, event.place)
        if party and party.text not in persons:
            message = say("nobody in this case is `{name}`", name=party.text)
            problems.error("unknown-party", message, party.place, did_you_mean(party.text, persons))
        found = parse_instant(at.text, at.place, problems, protocol.zone)
        if found is not None:
            instant = found if isinstance(found, datetime) else start_of(found, protocol.zone)
            yield Searched(event.text, instant, party.text if party else None)


class Offsets:
    """Counts the times whose offset the zone did not have then: one warning for each offset, not for each time."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self._met: dict[tuple[str, str], list[Place]] = {}

    def of_log(self, log: Node | None) -> None:
        for entry in log.list if log is not None else ():
            for key in ("at", "recorded_at", "due"):
                self.look(entry.get(key))

    def look(self, node: Node | None) -> None:
        other = offset_elsewhere(node.text, self.zone) if node is not None else None
        if node is not None and other is not None:
            self._met.setdefault(other, []).append(node.place)

    def warn(self, problems: Problems) -> None:
        for (given, had), places in self._met.items():
            message = counted(
                "{n} time has the offset `{given}`, where {zone} had `{had}`",
                "{n} times have the offset `{given}`, where {zone} had `{had}`",
                len(places), given=given, had=had, zone=self.zone,
            )  # fmt: skip
            help = say("the instant counts as it is written; a time exported with an old offset is an hour off")
            problems.warning("offset-of-elsewhere", message, places[0], help)
