"""The boxes of a card one by one: each a duty that can be recorded, in the words of the card."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.card import Card, Row, Task
from protocolkit.showing.card_tags import Tag, Times
from protocolkit.showing.card_task import people
from protocolkit.web.addresses import short


class Box(msgspec.Struct, frozen=True):
    """A duty as a list shows it: its `id` in addresses, what is to be done, by whom, and a tag of how it stands."""

    id: str
    task: Task
    row: Row
    title: str
    by: str
    tag: str
    kind: str


def boxes(card: Card, tasks: Iterable[Task], vocabulary: Vocabulary) -> list[Box]:
    """The boxes of some tasks of a card, in its language."""
    times, found = Times(card), list[Box]()
    for task in tasks:
        tag = times.tag(task) or Tag("", "")
        words, act = " · ".join(filter(None, (tag.words, tag.aside))), telling(task, vocabulary, card.language)
        found += [
            Box(short(row.duty), task, row, titled(task, row, act), people(task), words, tag.kind) for row in task.rows
        ]
    return found


def telling(task: Task, vocabulary: Vocabulary, language: str) -> str:
    """The short word for telling somebody, where that is the act of a task; else nothing."""
    act = vocabulary.actions.get(task.do)
    return act.short.get(language, "") if act else ""


def titled(task: Task, row: Row, act: str = "") -> str:
    """What one box stands for, by itself: also of a notice to several, of which the title only says how many.

    >>> one = Row("a#b/police", "a#b", "police")
    >>> titled(Task("a#b", "notify", "Notify: to each of 2", "now", (), (one, one)), one, "Notify")
    'Notify: police'
    >>> own = Row("a#b/v1", "a#b", party="v1")
    >>> titled(Task("a#b", "keep", "Keep the papers", "now", (), (own,)), own)
    'Keep the papers (v1)'
    """
    party = f" ({row.party})" if row.party else ""
    if not row.label or task.title.endswith(row.label):
        return f"{task.title}{party}"
    return f"{act if act and len(task.rows) > 1 else task.title}: {row.label}{party}"


def every(card: Card, vocabulary: Vocabulary) -> list[Box]:
    """Everything on a card that is still open, its own and that of others."""
    return boxes(card, (*card.mine, *card.others), vocabulary)
