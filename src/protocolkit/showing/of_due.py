"""A due time in words: what is left of it, the day a person is told, the exact instant with its zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from protocolkit.languages import _, pgettext, speaking
from protocolkit.languages.saying import said
from protocolkit.model.rule import CLOSED
from protocolkit.model.terms import numbered
from protocolkit.plans.closing_day import closing_day, target_day
from protocolkit.plans.plan_parts import DueTime, Reading, Trigger
from protocolkit.plans.urgency import HOUR
from protocolkit.showing.sheet import Due, Field, Phrase, Section, Sheet, Span, phrase, woven
from protocolkit.showing.wording import Wording


def due_words(due: DueTime | None, trigger: Trigger | None, status: str, as_of: str, say: Wording) -> Due:
    """When it is due, and how that stands at `as_of`."""
    if due is None:
        return Due(day=(Span(_("no time given in the text"), "dim"),))
    opens = woven(_("not before {moment}"), moment=say.time(due.not_before)) if due.not_before else ()
    standing = _standing(due, trigger, status, as_of, say)
    if status == "suspended":
        return Due((), standing, opens)
    since = due.at or (trigger.at if trigger else None)
    if due.kind == "immediate" and due.limit is None:
        day_only = trigger is not None and trigger.date_only is True and since is not None and same(since, trigger.at)
        moment = say.began(trigger) if trigger and day_only else say.time(since) if since else None
        began = woven(_("since {moment}"), moment=moment) if moment else ()
        return Due((), standing, opens, (), (Span(_("at once"), "soon"),), began)
    aim = _aim(due, trigger, as_of, say)
    if due.limit is None:
        undated = due.target is None and due.at is None and not _lapsed(due)
        if _lapsed(due):
            return Due((), standing, opens, (Span(_("the office had closed: no aim is left"), "dim"),), (), ())
        return Due((), standing, opens, aim, (_undated(due, status),) if undated else (), ())
    last = closing_day(due, say.zone)
    when = say.closing(due.limit, last, "strong")
    day = woven(_("at the latest {when}"), when=when) if opens or aim else (when,)
    instant = woven(pgettext("an instant", "until {moment}"), moment=say.time(due.limit)) if last else ()
    return Due((), standing, opens, aim, day, instant)


def _standing(due: DueTime, trigger: Trigger | None, status: str, as_of: str, say: Wording) -> Phrase:
    """Late by, left, open for; nothing where nothing runs."""
    if status == "suspended":
        return (Span(standing_still(due, say), "dim"),)
    if status in CLOSED:
        return ()
    if due.limit:
        left = _between(as_of, due.limit)
        if status == "overdue":
            late = _("late by {span}").format(span=say.span(-left))
            return (Span(late, "alarm"),) if left < timedelta() else ()
        return (Span(_("{span} left").format(span=say.span(left)), "soon" if left <= HOUR else "strong"),)
    since = due.at or due.target or (trigger.at if trigger else None)
    if due.kind == "immediate":
        return (Span(_("open for {span}").format(span=say.span(_between(since, as_of))), "soon"),) if since else ()
    if due.target:
        ahead = _between(as_of, due.target)
        if ahead < timedelta():
            return (Span(_("the aim has passed, no limit is set"), "soon"),)
        return (Span(_("{span} left").format(span=say.span(ahead)), "strong"),)
    return ()


def standing_still(due: DueTime | None, say: Wording) -> str:
    """That nothing runs, and what is left of the term."""
    left = due.remaining if due else msgspec.UNSET
    if left is msgspec.UNSET:
        return _("the clock stands still")
    if isinstance(left.seconds, int):
        span = say.span(timedelta(seconds=left.seconds))
    elif left.n and isinstance(left.unit, str):
        span = said(numbered(left.n, left.unit.removeprefix("civil_")).said())
    else:
        span = _("less than a day")
    return _("the clock stands still, {span} left").format(span=span)


def _aim(due: DueTime, trigger: Trigger | None, as_of: str, say: Wording) -> Phrase:
    if not due.target or due.target == due.limit:
        return ()
    if trigger is not None and same(due.target, trigger.at):
        return (Span(_("at once"), "soon"),)
    passed = _between(due.target, as_of) > timedelta()
    when = say.closing(due.target, target_day(due, say.zone))
    return woven(_("aim was {when}") if passed else _("aim: {when}"), when=when)


def _lapsed(due: DueTime) -> bool:
    """Whether it had only an aim, and the office had closed before it began."""
    return due.kind == "same_day" and due.target is None and any(one.code == "after_hours" for one in due.warnings)


def _undated(due: DueTime, status: str = "open") -> Span:
    reasons = {
        "agenda": _("on the next scheduled date, which is not known yet"),
        "decided": _("on a date somebody must still set"),
    }
    if status in CLOSED and due.kind not in reasons:
        return Span(_("no date"), "dim")
    return Span(reasons.get(due.kind, _("the date cannot be worked out")), "ask")


def due_notes(due: DueTime | None, say: Wording) -> Iterator[Field]:
    """What else must be known of a due time: facts it hangs on, readings that give another date, warnings."""
    if due is None:
        return
    if due.asks:
        asks = tuple(say.question(fact) for fact in due.asks)
        yield Field(_("find out"), (Span(_("the time depends on:"), "ask"),), asks)
    for reading in moving(due):
        yield Field(_("or"), otherwise(reading, say))
    for warning in due.warnings:
        yield Field(_("careful"), (say.said(warning.message, "ask"),))


def otherwise(reading: Reading, say: Wording) -> Phrase:
    """Another date, and how one must read for it."""
    words, because = _("{when}, if read otherwise: {because}"), say.said(reading.because)
    return woven(words, when=say.ending(reading, "strong"), because=because)


def counted(due: DueTime | None, say: Wording) -> Iterator[Field]:
    """How it was counted, step by step."""
    if due is not None and due.steps:
        yield Field(_("how this was counted"), items=tuple((say.said(step),) for step in due.steps), kind="more")


def moving(due: DueTime) -> list[Reading]:
    """The readings that give another moment than the chosen one."""
    return [r for r in due.readings if r.at is not None and (due.at is None or not same(r.at, due.at))]


def same(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) == datetime.fromisoformat(other)


def in_few(due: DueTime, say: Wording) -> Span:
    """The day a person is told, or the instant without its zone."""
    if due.kind == "immediate" and due.limit is None:
        return Span(_("at once"))
    if due.remaining is not msgspec.UNSET:
        return Span(standing_still(due, say))
    if due.at is None:
        return _undated(due)
    return say.ending(due) if closing_day(due, say.zone) else say.brief(due.at)


# -- one due time by itself


def due_sheet(due: DueTime | None, asked: str, say: Wording) -> Sheet:
    """The due time of a due asked for in its own language, such as `3 working_days`."""
    with speaking(say.language):
        steps = [
            Field(_("steps") if number == 1 else "", (Span(f"{number}. "), say.said(step)))
            for number, step in enumerate(due.steps if due else (), 1)
        ]
        section = Section("due", (), (*_moments(due, say), *due_notes(due, say), *steps))
        return Sheet(say.language, "", (Span(asked, "title"),), sections=(section,))


def _moments(due: DueTime | None, say: Wording) -> Iterator[Field]:
    if due is None:
        yield Field(_("due"), (Span(_("no time given in the text")),))
        return
    if due.not_before:
        yield Field(_("not before"), (say.time(due.not_before),))
    if due.kind == "immediate" and due.limit is None and due.at:
        yield Field(_("due"), phrase(Span(_("at once"), "soon"), " (", say.time(due.at), ")"))
        return
    if due.target and due.target != due.limit:
        yield Field(_("target"), (say.closing(due.target, target_day(due, say.zone)),))
    if due.limit:
        instant = phrase(" (", woven(pgettext("an instant", "until {moment}"), moment=say.time(due.limit)), ")")
        yield Field(_("due"), phrase(say.ending(due, "strong"), instant if closing_day(due, say.zone) else None))
    elif due.at is None and not due.not_before:
        yield Field(_("due"), (Span(_("not known"), "ask"),))
    yield Field(_("counted in"), (Span(say.name("kinds", due.kind)),))


def _between(first: str, last: str) -> timedelta:
    return datetime.fromisoformat(last) - datetime.fromisoformat(first)
