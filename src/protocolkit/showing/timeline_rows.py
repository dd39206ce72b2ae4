"""What the timeline draws of a card: its moments, its state, and the words beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from protocolkit.languages import _
from protocolkit.plans.plan import DueTime, Duty, Trigger
from protocolkit.plans.urgency import Urgency
from protocolkit.showing.card_fields import recipients
from protocolkit.showing.cards import Entry, state_words, tags
from protocolkit.showing.due_panel import remaining, short
from protocolkit.showing.gap_cards import GapEntry, gap_status
from protocolkit.showing.markup import Child, Markup, fragment
from protocolkit.showing.speech import Speech
from protocolkit.showing.symbols import state

NAMED = 2


class Row(NamedTuple):
    """One line of the drawing. `mark` is where its mark stands; the other moments are null where there is none.

    `beside` tells it apart from others under the same title: its act, its recipients.
    """

    anchor: str
    title: Child
    said: Child
    state: str
    mark: datetime
    trigger: Trigger | None = None
    opens: datetime | None = None
    aim: datetime | None = None
    limit: datetime | None = None
    beside: str = ""

    @property
    def begins(self) -> datetime | None:
        return _instant(self.trigger.at) if self.trigger else None

    @property
    def moments(self) -> Iterator[datetime]:
        """Everything that must have room on the line."""
        return (at for at in (self.mark, self.begins, self.opens, self.aim, self.limit) if at is not None)


def rows(entries: Sequence[Entry], gaps: Sequence[GapEntry], as_of: str, say: Speech) -> list[Row]:
    """A row for each gap and each card that has a moment, in the order given."""
    found = [row for gap in gaps if (row := _of_gap(gap, as_of, say))]
    return found + [row for entry in entries if (row := _of_card(entry, as_of, say))]


def _of_gap(entry: GapEntry, as_of: str, say: Speech) -> Row | None:
    gap = entry.gaps[0]
    due = gap.due
    moment = _instant(due.at or due.target) if due else None
    if due is None or moment is None or gap.trigger is None:
        return None
    status = gap_status(gap, as_of)
    said = fragment(_("a person must decide"), ": ", standing(due, gap.trigger, status, as_of, say))
    aim = _instant(due.target) if due.limit else None
    return Row(entry.anchor, say.titled(gap), said, "overdue", moment, gap.trigger, _instant(due.not_before), aim)


def _of_card(entry: Entry, as_of: str, say: Speech) -> Row | None:
    block = entry.block
    name, moment = state(block), block.moment
    if moment is None:
        return None
    if block.question is not None:
        status = "overdue" if block.urgency is Urgency.OVERDUE else "open"
        said = standing(block.question.due, None, status, as_of, say) if block.question.due else None
        words = fragment(state_words(block, say), ": " if said else None, said)
        return Row(entry.anchor, say.titled(block.question), words, name, moment)
    duty = block.duties[0]
    if duty.due is None:
        return None
    beside = "; ".join([*tags(duty, say), *_told(block.duties, say)])
    title = say.titled(duty)
    if block.urgency is Urgency.CLOSED:
        # What is over stands where it ended.
        done = duty.done_at
        ended = [", ", say.time(done, say.moment(done))] if done else None
        words = fragment(state_words(block, say), ended)
        at = _instant(done)
        return Row(
            entry.anchor, title, words, name, at or moment, duty.trigger, limit=moment if at else None, beside=beside
        )
    aim = _instant(duty.due.target) if duty.due.limit else None
    words = standing(duty.due, duty.trigger, duty.status, as_of, say)
    opens = _instant(duty.due.not_before)
    return Row(entry.anchor, title, words, name, moment, duty.trigger, opens, aim, beside=beside)


def _told(duties: Sequence[Duty], say: Speech) -> list[str]:
    """Whom it is owed to, where that fits beside a line; the card names them all."""
    told = list(dict.fromkeys(duty.to for duty in duties if duty.to))
    if not told:
        return []
    return [f"{recipients(len(told))}: {say.roles(told, ', ') if len(told) <= NAMED else len(told)}"]


def standing(due: DueTime, trigger: Trigger | None, status: str, as_of: str, say: Speech) -> Markup:
    """When it is due and how that stands, in one line."""
    left = remaining(due, trigger, status, as_of, say)
    moment = due.limit or due.at or due.target or due.not_before
    at_once = due.kind == "immediate" and due.limit is None
    when = say.time(moment, short(moment, due.last_day, due.kind, say)) if moment and not at_once else None
    return fragment(when, " — " if when and left else None, left)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
