"""A plan as an iCalendar file (RFC 5545, 7986, 9253): a to-do, or an event, for each duty, gap and question that runs.

SEQUENCE is the number of seconds from the year 2000 to the plan's `as_of`. A plan knows nothing of the files made
before it, and what moves a date may be a log entry, an edition or a calendar; only the instant of the answer grows
with each of them. So a date that moved, also to an earlier day, always comes with a higher number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.exports.duty_words import DutyWords, within_an_hour
from protocolkit.exports.reminders import reminders
from protocolkit.languages import _, speaking
from protocolkit.languages import language as spoken
from protocolkit.messages import say
from protocolkit.model.rule import ACTIVE, DONE
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.closing_day import closing_day
from protocolkit.plans.plan import AlarmPolicy, Plan
from protocolkit.plans.plan_entries import Clocked, Duty
from protocolkit.plans.urgency import HOUR
from protocolkit.version import __version__

_NAMESPACE = UUID("8b0a6d0e-5d5c-5d1c-9a0f-6f0d6b1f4c11")
_SEQUENCE_STARTS = datetime(2000, 1, 1, tzinfo=UTC)
_LARGEST = 2**31 - 1


def ics(
    plan: Plan,
    vocabulary: Vocabulary,
    *,
    language: str = "en",
    events: bool = False,
    closed: bool = False,
    policy: AlarmPolicy | None = None,
) -> bytes:
    """The calendar as bytes: the same plan gives the same ones.

    What returns and was never recorded is one entry that says how often, as on a page. `events` makes events instead of
    to-dos, which many calendars hide; `closed` adds the duties that no longer run, as completed or cancelled.
    Raises InputError where the library `icalendar` is not installed.
    """
    library = _library()
    plan = plan.compact()
    duties = [duty for duty in plan.clocked if closed or duty.status in ACTIVE]
    drawn = [duty for duty in duties if not events or _ends(duty) is not None]
    with speaking(language):
        made = _Calendar(plan, DutyWords(plan, vocabulary, spoken()), library, events, policy or AlarmPolicy())
        return made.whole(drawn, left_out=len(duties) - len(drawn))


def hour_duties(plan: Plan) -> tuple[Clocked, ...]:
    """The running duties of an hour or less, for which a calendar feed must never be the channel."""
    return tuple(duty for duty in plan.clocked if duty.status in ACTIVE and within_an_hour(duty))


def hour_warning(number: int) -> str:
    """Why so many duties of an hour or less must not be left to a calendar; in the language being spoken."""
    words = _(
        "A calendar is refreshed in hours or days: never rely on it for a duty of one hour or less. "
        "Such duties here: {n}."
    )
    return words.format(n=number)


def uid(plan: Plan, duty_id: str) -> str:
    """The same for the same incident and duty, whatever else changes."""
    return str(uuid5(_NAMESPACE, f"{plan.incident}\n{duty_id}"))


def sequence(plan: Plan) -> int:
    """Grows with `as_of`; see the head of the module."""
    since = datetime.fromisoformat(plan.as_of) - _SEQUENCE_STARTS
    return min(max(int(since.total_seconds()), 0), _LARGEST)


def _library() -> ModuleType:
    try:
        return import_module("icalendar")
    except ImportError:
        message = say("`--format ics` needs the library `icalendar`")
        help = "pip install 'protocolkit[ics]'"
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _ends(duty: Clocked) -> datetime | None:
    """When the duty is due; null while its clock stands still or no date is known."""
    return _instant(duty.due.at) if duty.due and duty.due.at and duty.status != "suspended" else None


class _Calendar:
    def __init__(self, plan: Plan, words: DutyWords, library: ModuleType, events: bool, policy: AlarmPolicy) -> None:
        self.plan = plan
        self.words = words
        self.library = library
        self.events = events
        self.policy = policy
        self.as_of = _instant(plan.as_of)

    def whole(self, duties: Iterable[Clocked], left_out: int) -> bytes:
        made, told = self.library.Calendar(), "\n".join(self._about(left_out))
        name = _("Duties of case {incident}").format(incident=self.plan.incident)
        made.add("prodid", f"-//protocolkit//protocolkit {__version__}//EN")
        made.add("version", "2.0")
        for key, value in (("name", name), ("x-wr-calname", name), ("description", told), ("x-wr-caldesc", told)):
            made.add(key, self.library.vText(value))
        made.add("x-wr-timezone", self.library.vText(self.plan.zone))
        for duty in duties:
            made.add_component(self._event(duty) if self.events else self._todo(duty))
        return bytes(made.to_ical(sorted=False))

    def _about(self, left_out: int) -> Iterable[str]:
        plan = self.plan
        yield _("Worked out as of {at} under {protocol}; not changed by what happened since.").format(
            at=self.words.wording.instant(plan.as_of), protocol=plan.protocol
        )
        if short := hour_duties(plan):
            yield hour_warning(len(short))
        unclocked = len(plan.duties) + len(plan.gaps) + len(plan.undetermined) - len(plan.clocked)
        if unclocked or left_out:
            words = _(
                "Not in this calendar: {undetermined} rules without a clock that open facts decide, "
                "{undated} duties without a date."
            )
            yield words.format(undetermined=unclocked, undated=left_out)
        yield from (_("Careful: {message}").format(message=warning.message) for warning in plan.warnings)

    def _todo(self, duty: Clocked) -> Any:
        made, ends = self.library.Todo(), _ends(duty)
        starts = _instant(duty.trigger.at) if duty.trigger else None
        self._head(made, duty)
        # RFC 5545 wants DUE later than DTSTART: what is due at its trigger has DUE alone, so that it is sorted first.
        if starts and (ends is None or starts < ends):
            made.add("dtstart", starts)
        if ends:
            made.add("due", ends)
        if duty.status in ACTIVE:
            made.add("status", "NEEDS-ACTION")
        elif duty.status in DONE:
            made.add("status", "COMPLETED")
            done = duty.done_at if isinstance(duty, Duty) else None
            # COMPLETED is an instant: of a day alone none is made up.
            if done is None or "T" in done:
                made.add("completed", _instant(done) if done else self.as_of)
            made.add("percent-complete", 100)
        else:
            made.add("status", "CANCELLED")
        self._tail(made, duty)
        if ends:
            self._alarms(made, duty, ends, "END")
        return made

    def _event(self, duty: Clocked) -> Any:
        """The last hour, or the last day, in which the duty can still be done in time."""
        made, ends = self.library.Event(), _ends(duty)
        assert ends is not None
        starts = self._last_stretch(duty, ends)
        self._head(made, duty)
        made.add("dtstart", starts)
        if starts < ends:
            made.add("dtend", ends)
        made.add("status", "CONFIRMED" if duty.status in ACTIVE else "CANCELLED")
        made.add("transp", "TRANSPARENT")
        self._tail(made, duty)
        self._alarms(made, duty, starts, "START")
        return made

    def _last_stretch(self, duty: Clocked, ends: datetime) -> datetime:
        due = duty.due
        if due and (last := closing_day(due, self.plan.zone)):
            midnight = datetime.combine(last, time(), ZoneInfo(self.plan.zone))
            return midnight.astimezone(UTC)
        return max(ends - HOUR, _instant(duty.trigger.at)) if duty.trigger else ends - HOUR

    def _head(self, made: Any, duty: Clocked) -> None:
        made.add("uid", uid(self.plan, duty.id))
        made.add("dtstamp", self.as_of)
        made.add("last-modified", self.as_of)
        made.add("sequence", sequence(self.plan))
        made.add("summary", self.words.summary(duty))

    def _tail(self, made: Any, duty: Clocked) -> None:
        made.add("description", self.words.description(duty))
        if within_an_hour(duty):
            made.add("comment", _("One hour or less: act on it now, a calendar may show it too late."))
        if duty.by:
            made.add("categories", [self.words.wording.role(role) for role in duty.by])
        made.add("class", "PRIVATE")
        for before in self._chained(duty):
            made.add("related-to", uid(self.plan, before), parameters={"RELTYPE": "DEPENDS-ON"})
        made.add("x-protocolkit-rule", self.library.vText(duty.rule))
        for point in dict.fromkeys(f"{source.ruleset} {source.point}" for source in duty.sources):
            made.add("x-protocolkit-point", self.library.vText(point))
        made.add("x-protocolkit-status", duty.status)

    def _chained(self, duty: Clocked) -> list[str]:
        """The duties whose end set this one going: of the same party where the plan tells parties apart."""
        kind, _colon, rule = duty.trigger.event.partition(":") if duty.trigger else ("", "", "")
        if kind != "done":
            return []
        found = [d for d in self.plan.duties if rule in (d.rule, *d.also_required_by) and d.id != duty.id]
        own = [d for d in found if d.for_ in (None, duty.for_)]
        return [d.id for d in own or found]

    def _alarms(self, made: Any, duty: Clocked, anchor: datetime, related: str) -> None:
        for at in reminders(self.plan, duty, self.policy):
            alarm = self.library.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", self.words.summary(duty))
            alarm.add("trigger", at - anchor, parameters={"RELATED": related})
            made.add_component(alarm)
