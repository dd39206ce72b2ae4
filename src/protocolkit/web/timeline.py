"""The log of a case on one line of time: what was done in time, what late, what was taken back, and the limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.languages import _
from protocolkit.languages.short_times import clock
from protocolkit.model.incident import RETRACTED, rule_of_duty
from protocolkit.model.vocabulary import label_for
from protocolkit.plans.plan_entries import Duty
from protocolkit.showing.wording import Wording
from protocolkit.web.boxes import telling, titled
from protocolkit.web.case_log import REPORTED
from protocolkit.web.visit import Visit

Kind = Literal["event", "done", "late", "off", "limit", "now"]


class Mark(msgspec.Struct, frozen=True):
    """One mark on the line. `entry` is what can be taken back, `day` stands where a new day begins.

    Of what is `dated` the day alone is known.
    """

    at: datetime
    kind: Kind
    title: str
    beside: str = ""
    entry: str = ""
    day: str = ""
    dated: bool = False

    @property
    def time(self) -> str:
        return "" if self.dated else clock(self.at)


class Log(msgspec.Struct, frozen=True):
    """The marks in their order, and the counts above them."""

    marks: tuple[Mark, ...]
    in_time: int
    late: int


def timeline(visit: Visit) -> Log:
    """The log of a case as of now."""
    zone = ZoneInfo(visit.judged.protocol.zone)
    marks = sorted((*_begun(visit, zone), *_entered(visit, zone), *_limits(visit, zone)), key=lambda one: one.at)
    now = visit.desk.now().astimezone(zone)
    ahead = next((place for place, one in enumerate(marks) if one.at > now), len(marks))
    marks.insert(ahead, Mark(now, "now", _("now")))
    counted = [one.kind for one in marks]
    return Log(tuple(_with_days(marks, visit)), counted.count("done"), counted.count("late"))


def _begun(visit: Visit, zone: ZoneInfo) -> Iterator[Mark]:
    """When it began; times that were corrected stay, struck through."""
    if not visit.case.began:
        return
    *corrected, last = visit.case.began
    title = visit.wording.event(REPORTED)
    for at in corrected:
        if at != last:
            yield Mark(at.astimezone(zone), "off", title, _("Corrected: this time does not count."))
    yield Mark(last.astimezone(zone), "event", title)


def _entered(visit: Visit, zone: ZoneInfo) -> Iterator[Mark]:
    taken, duties = visit.case.taken_back, {duty.id: duty for duty in visit.plan.duties}
    names = visit.judged.protocol.vocabulary
    for entry in visit.case.entries:
        if entry["event"] == RETRACTED:
            continue
        told, id = datetime.fromisoformat(entry["at"]), entry.get("id", "")
        # Of an entry that a file knows by its day there is no offset: the day is one of the place.
        at = told.astimezone(zone) if told.tzinfo else told.replace(tzinfo=zone)
        duty, dated = duties.get(entry.get("duty", "")), told.tzinfo is None
        title = title_of(visit, entry)
        if id in taken:
            words = _("Taken back at {time}. The mark is kept and changes no time limit.")
            yield Mark(at, "off", title, words.format(time=clock(taken[id].astimezone(zone))), dated=dated)
            continue
        who = names.short("roles", entry["by"], visit.language) if "by" in entry else ""
        done = entry["event"] == "done"
        late = late_by(at, duty, visit.wording) if done and not dated else ""
        in_time = _("in time") if done and not dated and duty and duty.due and duty.due.limit else ""
        word = "" if done else visit.wording.log_word(entry["event"])
        how = _("{span} late").format(span=late) if late else in_time or word
        kind: Kind = "late" if late else "done" if done else "event"
        beside = " · ".join(filter(None, (who, how, entry.get("ref", ""))))
        yield Mark(at, kind, title, beside, id, dated=dated)


def title_of(visit: Visit, entry: dict[str, Any]) -> str:
    """What an entry of the log is about, in the words of the card."""
    named = entry.get("duty") or entry.get("rule")
    if named is None:
        return visit.wording.event(entry["event"])
    card = visit.card
    for task in (*card.mine, *card.closed, *card.others):
        if (row := next((row for row in task.rows if row.duty == named), None)) is not None:
            return titled(task, row, telling(task, visit.judged.protocol.vocabulary, visit.language))
    # An answer given since may have closed the duty: its rule is still there to say what was done.
    protocol, id = visit.judged.protocol, rule_of_duty(named)
    rule = protocol.rule(id) or next((one for one in protocol.rules if one.name == id.rpartition("#")[2]), None)
    return label_for(rule.say, visit.language, protocol.vocabulary.language) if rule else named


def late_by(at: datetime, duty: Duty | None, say: Wording) -> str:
    """How long after its limit a duty was performed, in words; empty where it has none or was in time."""
    limit = datetime.fromisoformat(duty.due.limit) if duty and duty.due and duty.due.limit else None
    return say.span(at - limit) if limit and at > limit else ""


def _limits(visit: Visit, zone: ZoneInfo) -> Iterator[Mark]:
    """The limits of the organisation's own duties that have come, and the next that has not."""
    now, card = visit.desk.now(), visit.card
    times = [task.time for task in (*card.mine, *card.closed) if task.time]
    # A day ends where the next begins; people tell the last minute that belongs to it.
    limits = {datetime.fromisoformat(t.limit) - (_MINUTE if t.closes else timedelta()) for t in times if t.limit}
    ahead = sorted(at for at in limits if now < at <= now + _DAY)[:1]
    for at in sorted(at for at in limits if at <= now)[-_MOST_LIMITS:] + ahead:
        yield Mark(at.astimezone(zone), "limit", _("limit"))


_MOST_LIMITS = 12
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


def _with_days(marks: list[Mark], visit: Visit) -> Iterator[Mark]:
    """The marks with the day before the first of each, where there are several days."""
    if len({one.at.date() for one in marks}) < 2:
        yield from marks
        return
    before: date | None = None
    for one in marks:
        day = one.at.date()
        yield msgspec.structs.replace(one, day=visit.wording.day(day)) if day != before else one
        before = day
