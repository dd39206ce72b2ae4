"""A due time in words: the day, the exact instant with its zone, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from protocolkit.languages import _
from protocolkit.plans.plan import DueTime, Reading, Trigger
from protocolkit.plans.urgency import HOUR
from protocolkit.showing.layout import Span, Style, Words
from protocolkit.showing.wording import Wording

DAY_KINDS = ("same_day",)


def due_words(due: DueTime | None, trigger: Trigger | None, status: str, as_of: str, say: Wording) -> Words:
    """One paragraph: when it is due and how that stands at `as_of`."""
    if due is None:
        return _("no time given in the text")
    words: list[Words] = [_("the clock stands still;")] if status == "suspended" else []
    if due.not_before:
        words.append(_("not before {moment}").format(moment=say.instant(due.not_before)))
    if due.kind == "immediate" and due.limit is None:
        words.append(_at_once(due, trigger, status, as_of, say))
    else:
        if due.target and due.target != due.limit:
            words.append(_target(due, trigger, as_of, say))
        if due.limit:
            when = closing(due.limit, due.last_day, due.kind, say)
            aimed = due.target and due.target != due.limit
            words.append(_("at the latest {when}").format(when=when) if aimed else when)
            words.append(_standing(due.limit, status, as_of, say))
        elif due.target is None and due.at is None:
            words.append(_undated(due))
    return _joined(words)


def _at_once(due: DueTime, trigger: Trigger | None, status: str, as_of: str, say: Wording) -> Words:
    since = due.at or (trigger.at if trigger else None)
    if since is None or status != "open":
        return Span(_("at once"), "soon")
    open_for = _passed(since, as_of)
    told = _("(open since {moment}, for {span})").format(moment=say.instant(since), span=say.span(open_for))
    return [Span(_("at once"), "soon"), " ", told]


def _target(due: DueTime, trigger: Trigger | None, as_of: str, say: Wording) -> Words:
    assert due.target is not None
    if trigger is not None and same(due.target, trigger.at):
        return Span(_("at once") + ",", "soon")
    whole_day = due.kind in DAY_KINDS or _is_midnight(due.target, say)
    when = closing(due.target, None, "civil_day" if whole_day else "elapsed", say)
    if _passed(due.target, as_of) > timedelta():
        return [_("aim was {when}").format(when=when), ","]
    return [_("aim: {when}").format(when=when), ","]


def _undated(due: DueTime) -> Words:
    reasons = {
        "agenda": _("on the next scheduled date, which is not known yet"),
        "decided": _("on a date somebody must still set"),
    }
    return Span(reasons.get(due.kind, _("the date cannot be worked out")), "ask")


def closing(moment: str, last: str | None, kind: str, say: Wording) -> str:
    """The instant a term closes. For days the day a person is told, then the midnight that ends it."""
    if not kind.endswith("_day"):
        return say.instant(moment)
    day = date.fromisoformat(last) if last else (_local(moment, say) - timedelta(seconds=1)).date()
    if not _is_midnight(moment, say):
        return say.instant(moment)
    return _("end of {day} (until {moment})").format(day=say.day(day), moment=say.instant(moment))


def last_moment(moment: str, say: Wording) -> str:
    """A limit in few words: the day that a midnight closes, else the instant."""
    if not _is_midnight(moment, say):
        return say.moment(moment)
    return say.day((_local(moment, say) - timedelta(seconds=1)).date())


def _standing(limit: str, status: str, as_of: str, say: Wording) -> Words:
    """What is left of it, or how late it is; silent once it is done."""
    left = -_passed(limit, as_of)
    if status == "overdue":
        return Span(_("— late by {span}").format(span=say.span(-left)), "alarm") if left < timedelta() else ""
    if status != "open":
        return ""
    style: Style = "soon" if left <= HOUR else "strong"
    return Span(_("— {span} left").format(span=say.span(left)), style)


def due_notes(due: DueTime | None, say: Wording) -> Iterator[tuple[str, Words]]:
    """What else must be known of a due time: facts it hangs on, readings that give another date, warnings."""
    if due is None:
        return
    if due.asks:
        facts = "; ".join(map(say.question, due.asks))
        yield _("find out"), Span(_("the time depends on: {facts}").format(facts=facts), "ask")
    for reading in moving(due):
        assert reading.at is not None
        closes_a_day = reading.last_day is not None and reading.last_day < _local(reading.at, say).date().isoformat()
        when = closing(reading.at, reading.last_day, "civil_day" if closes_a_day else "elapsed", say)
        yield _("or"), _("{when}, if read otherwise: {because}").format(when=when, because=reading.because)
    for warning in due.warnings:
        yield _("careful"), Span(warning.message, "ask")


def moving(due: DueTime) -> list[Reading]:
    """The readings that give another moment than the chosen one."""
    return [r for r in due.readings if r.at is not None and (due.at is None or not same(r.at, due.at))]


def same(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) == datetime.fromisoformat(other)


def _passed(moment: str, as_of: str) -> timedelta:
    return datetime.fromisoformat(as_of) - datetime.fromisoformat(moment)


def _local(moment: str, say: Wording) -> datetime:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(say.zone))


def _is_midnight(moment: str, say: Wording) -> bool:
    at = _local(moment, say)
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def _joined(words: list[Words]) -> list[Words]:
    said: list[Words] = []
    for one in words:
        if one:
            said += [" ", one] if said else [one]
    return said
