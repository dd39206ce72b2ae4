"""The times of a plan as one drawing: what each card has on the line, and the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from protocolkit.calendars.instants import start_of
from protocolkit.languages import _
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, Gap
from protocolkit.plans.plan_parts import DueTime, Trigger
from protocolkit.plans.urgency import Urgency, one_decision
from protocolkit.showing.of_due import due_words, in_few
from protocolkit.showing.of_duty import Entry, tags
from protocolkit.showing.sheet import Card, Phrase, Span, Timeline, Times, joined, phrase, plain
from protocolkit.showing.states import state, state_words
from protocolkit.showing.wording import Wording

NAMED = 2


def times(plan: Plan, found: Sequence[Entry], gaps: Sequence[Card], say: Wording) -> Timeline | None:
    """A row for each gap and each card that has a moment; null where nothing has a time."""
    now = plan.as_of
    rows = [_of_gap(card.id, own[0], now, say) for card, own in zip(gaps, one_decision(plan.gaps), strict=True)]
    rows += [_of_card(entry, now, say) for entry in found]
    drawn = tuple(row for row in rows if row is not None)
    return Timeline(datetime.fromisoformat(now), say.zone, drawn) if drawn else None


def _of_gap(id: str, gap: Gap, as_of: str, say: Wording) -> Times | None:
    due = gap.due
    moment = _instant(due.at or due.target) if due else None
    if due is None or moment is None or gap.trigger is None:
        return None
    said = phrase(state_words("gap"), ": ", _standing(due, gap.trigger, gap.status, as_of, say))
    return Times(
        id, (say.titled(gap),), "", said, "overdue", moment, _began(gap.trigger, as_of, say),
        _instant(gap.trigger.at), _instant(due.not_before), _instant(due.target) if due.limit else None,
    )  # fmt: skip


def _of_card(entry: Entry, as_of: str, say: Wording) -> Times | None:
    block, name = entry.block, state(entry.block)
    moment = block.moment
    if moment is None:
        return None
    if block.question is not None:
        due = block.question.due
        standing = phrase(": ", _standing(due, None, block.question.status, as_of, say)) if due else ()
        return Times(entry.id, (say.titled(block.question),), "", phrase(_("not certain"), standing), name, moment)
    duty = block.duties[0]
    if duty.due is None:
        return None
    due, began = duty.due, _began(duty.trigger, as_of, say)
    title, beside = (say.titled(duty),), "; ".join([*map(plain, tags(duty, say)), *_told(block.duties, say)])
    begins = _instant(duty.trigger.at) if duty.trigger else None
    if block.urgency is Urgency.CLOSED:
        # What is over stands where it ended.
        at, status = _when_done(duty, say), say.name("statuses", duty.status)
        done = duty.done_at
        said = phrase(status, [", ", say.brief(done) if "T" in done else say.logged(done)] if done else None)
        limit = moment if at else None
        return Times(entry.id, title, beside, said, name, at or moment, began, begins, limit=limit)
    said = _standing(due, duty.trigger, duty.status, as_of, say)
    aim = _instant(due.target) if due.limit else None
    return Times(entry.id, title, beside, said, name, moment, began, begins, _instant(due.not_before), aim)


def _standing(due: DueTime, trigger: Trigger | None, status: str, as_of: str, say: Wording) -> Phrase:
    """When it is due and how that stands; the drawing has colours of its own."""
    words = joined(" — ", [in_few(due, say), due_words(due, trigger, status, as_of, say).standing])
    return tuple(Span(one.text, at=one.at) for one in words)


def _told(duties: Sequence[Duty], say: Wording) -> list[str]:
    """Whom it is owed to, where that fits beside a line; the card names them all."""
    lead, told = say.recipients(duties)
    if not told:
        return []
    people = ", ".join(told) if len(told) <= NAMED else str(len(told))
    return [_("to {people}").format(people=f"{lead} {people}" if lead else people)]


def _began(trigger: Trigger | None, as_of: str, say: Wording) -> str:
    if trigger is None:
        return ""
    when = say.began(trigger) if trigger.date_only is True else say.near(trigger.at, as_of)
    return f"{say.event(trigger.event)}, {when.text}"


def _when_done(duty: Duty, say: Wording) -> datetime | None:
    """Where on the line it was done: of a day alone, at its start, but not before what set it going."""
    if duty.done_at is None or "T" in duty.done_at:
        return _instant(duty.done_at)
    day = start_of(date.fromisoformat(duty.done_at), say.zone)
    return max(day, datetime.fromisoformat(duty.trigger.at)) if duty.trigger else day


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
