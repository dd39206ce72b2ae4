"""A due time on a card: what is left of it, the day a person is told, and the exact instant with its zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from protocolkit.languages import N_, _, pgettext
from protocolkit.plans.plan import DueTime, Duty, Reading, Trigger
from protocolkit.plans.urgency import CLOSED
from protocolkit.showing.due_text import DAY_KINDS, moving, same
from protocolkit.showing.html_parts import code, folded, listed, paragraph, span, strong
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.speech import Speech

UNDATED = {
    "agenda": N_("on the next scheduled date, which is not known yet"),
    "decided": N_("on a date somebody must still set"),
}
UNKNOWN = N_("the date cannot be worked out")

Field = tuple[str, Child]


def due_panel(
    due: DueTime | None, trigger: Trigger | None, status: str, as_of: str, say: Speech, before: str | None = None
) -> Markup:
    """What is left, the day and the instant, as lines of a card; one line where the text gives no time."""
    if due is None:
        return paragraph("due none", before, " " if before else None, _("no time given in the text"))
    said = paragraph("more", before) if before else None
    return element("div", {"class": "due"}, said, _lines(due, trigger, status, as_of, say))


def _lines(due: DueTime, trigger: Trigger | None, status: str, as_of: str, say: Speech) -> Iterator[Markup]:
    if (left := remaining(due, trigger, status, as_of, say)) is not None:
        yield paragraph("left", left)
    if due.not_before:
        yield paragraph("more", pgettext("before a moment", "not before"), " ", say.time(due.not_before))
    if due.kind == "immediate" and due.limit is None:
        if since := due.at or (trigger.at if trigger else None):
            yield paragraph("instant", pgettext("before a moment", "since"), " ", say.time(since))
        return
    if due.target and due.target != due.limit:
        yield paragraph("more", _target(due, due.target, trigger, as_of, say))
    if due.limit:
        yield from _closing(due.limit, due.last_day, due.kind, say)
    elif due.target is None and due.at is None:
        yield paragraph("day", _(UNDATED.get(due.kind, UNKNOWN)))


def remaining(due: DueTime, trigger: Trigger | None, status: str, as_of: str, say: Speech) -> str | None:
    """How a due time stands at `as_of`: late by, left, open for; null where nothing runs."""
    now = datetime.fromisoformat(as_of)
    if status == "suspended":
        return _("the clock stands still")
    if status in CLOSED:
        return None
    if due.limit:
        left = datetime.fromisoformat(due.limit) - now
        if status == "overdue":
            return _("late by {span}").format(span=say.span(-left)) if left < timedelta() else None
        return _("{span} left").format(span=say.span(left))
    since = due.at or due.target or (trigger.at if trigger else None)
    if due.kind == "immediate" and since:
        return _("at once · open for {span}").format(span=say.span(now - datetime.fromisoformat(since)))
    if due.target:
        ahead = datetime.fromisoformat(due.target) - now
        if ahead < timedelta():
            return _("the aim has passed, no limit is set")
        return _("aim in {span}").format(span=say.span(ahead))
    return None


def _target(due: DueTime, target: str, trigger: Trigger | None, as_of: str, say: Speech) -> Child:
    if trigger is not None and same(target, trigger.at):
        return _("aim: at once")
    passed = datetime.fromisoformat(target) < datetime.fromisoformat(as_of)
    kind = "civil_day" if due.kind in DAY_KINDS or _midnight(target, say) else "elapsed"
    return fragment(_("aim was:") if passed else _("aim:"), " ", say.time(target, short(target, None, kind, say)))


def _closing(limit: str, last: str | None, kind: str, say: Speech) -> Iterator[Markup]:
    told = short(limit, last, kind, say)
    if kind.endswith("_day") and _midnight(limit, say):
        yield paragraph("day", told)
        yield paragraph("instant", pgettext("before a moment", "until"), " ", say.time(limit))
    else:
        yield paragraph("day", say.time(limit, told), " ", span("zone", say.zoned(limit)))


def short(moment: str, last: str | None, kind: str, say: Speech) -> str:
    """The day a person is told, with the hour where the term ends at one."""
    if kind.endswith("_day") and _midnight(moment, say):
        day = date.fromisoformat(last) if last else (say.local(moment) - timedelta(seconds=1)).date()
        return _("end of {day}").format(day=say.day(day))
    at = say.local(moment)
    return f"{say.clock(at)} · {say.day(at.date())}"


def due_fields(due: DueTime | None, say: Speech) -> Iterator[Field]:
    """What else to know of a due time: the facts it hangs on, other readings, warnings, and how it was counted."""
    if due is None:
        return
    if due.asks:
        yield _("Time depends on"), facts(due.asks, say)
    for reading in moving(due):
        yield pgettext("a field of a duty", "Or"), _reading(reading, say)
    for warning in due.warnings:
        yield _("Careful"), say.said(warning.message)
    if due.steps:
        steps = element("ol", None, (element("li", None, say.said(step)) for step in due.steps))
        yield "", folded(_("How this was counted"), steps, kind="steps")


def _reading(reading: Reading, say: Speech) -> Child:
    assert reading.at is not None
    closes = reading.last_day is not None and reading.last_day < say.local(reading.at).date().isoformat()
    when = short(reading.at, reading.last_day, "civil_day" if closes else "elapsed", say)
    moment = strong("", say.time(reading.at, when))
    return fragment(moment, " ", _("if read otherwise:"), " ", say.said(reading.because))


def question(fact: str, say: Speech) -> Markup:
    """A fact to find out: its label, and the name under which the incident file takes it."""
    label = say.fact(fact)
    return fragment(label, " ", code(fact)) if label != fact else code(fact)


def facts(names: tuple[str, ...], say: Speech) -> Child:
    if len(names) == 1:
        return question(names[0], say)
    return listed((question(name, say) for name in names), "several")


def ended(duty: Duty, say: Speech) -> Markup:
    """How a duty ended, when and by whom."""
    words: list[Child] = [say.name("statuses", duty.status)]
    if duty.was and duty.was != duty.status:
        words += [" ", _("(was {status})").format(status=say.name("statuses", duty.was))]
    if duty.done_at:
        words += [", ", say.time(duty.done_at, say.moment(duty.done_at))]
    if duty.done_by:
        words += [" · ", say.role(duty.done_by)]
    if duty.due and duty.due.limit:
        limit = short(duty.due.limit, duty.due.last_day, duty.due.kind, say)
        words += [" · ", pgettext("before a moment", "limit"), " ", say.time(duty.due.limit, limit)]
    return paragraph("ended", words)


def _midnight(moment: str, say: Speech) -> bool:
    at = say.local(moment)
    return (at.hour, at.minute, at.second) == (0, 0, 0)
