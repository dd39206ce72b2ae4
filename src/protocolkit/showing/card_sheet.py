"""What a printed card says below its tasks: counts, who decides, bans, what has no time; cut to a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocolkit.languages import _, pgettext
from protocolkit.plans.card import Asking, Card
from protocolkit.showing.card_tags import Tag, Times
from protocolkit.showing.html_parts import paragraph, strong
from protocolkit.showing.markup import Child, Markup, element

SHEET = 277 - 22
"""The height of a sheet between its margins, in millimetres, without what stands above and below all else."""
LINE, WIDTH = 3.8, 104
"""A line of small print in millimetres, and how many letters of a wide typeface it holds."""
LEAST = 8
"""So many lines are kept for what stands below the tasks."""
QUESTIONS = (2, 4)
"""At least and at most so many questions stand on a sheet; the screen has all."""


def asked(card: Card) -> Sequence[Asking]:
    """The questions of this hour that a sheet has room for."""
    every = [one for one in card.questions if one.now]
    least, most = QUESTIONS
    for n in range(most, least, -1):
        if SHEET - _above(card, every[:n]) >= LEAST * LINE:
            return every[:n]
    return every[:least]


def rest(card: Card, times: Times) -> Markup:
    """The lines, as many of their items as there is room for; what is left out is counted."""
    room = int(max(SHEET - _above(card, asked(card)), 4 * LINE) / LINE) * WIDTH
    counts = [
        (pgettext("a part of a card", "Today"), card.today), (_("Within a week"), card.week),
        (_("No time in the text"), card.untimed), (pgettext("a part of a card", "Questions"), card.questions),
        (_("Duties of others"), card.others),
    ]  # fmt: skip
    lines: list[Child] = [paragraph("", strong("", " · ".join(f"{title} {len(own)}" for title, own in counts)))]
    named = (
        (_("Bans broken"), card.breaches),
        (
            _("No one named: you decide"),
            [_tagged(one.title, times.time(one.time, late=bool(one.late))) for one in card.unnamed],
        ),
        (pgettext("a part of a card", "Forbidden"), card.prohibitions),
        (_("Today and within a week"), [_tagged(one.title, times.tag(one)) for one in (*card.today, *card.week)]),
        (_("No time in the text"), [one.title for one in card.untimed]),
    )
    for title, items in named:
        shown, room = _fitting(items, room)
        if shown:
            more = len(items) - len(shown)
            tail = " … " + _("and {n} more").format(n=more) if more else ""
            lines.append(paragraph("", strong("", f"{title}: "), "; ".join(shown) + tail))
    return element("section", {"class": "rest paper"}, lines)


def _tagged(title: str, tag: Tag | None) -> str:
    return f"{title} ({tag.words})" if tag else title


def _above(card: Card, asked: Sequence[Asking]) -> float:
    """How much of the sheet the rest of the card takes, in millimetres; rather too much than too little."""
    taken: float = 14 + 5 * len(card.accused) if card.accused else 9 + 4 * len(card.unnamed)
    taken += 10 + (9 if asked else 0) + sum(_lines(one.ask, 66) * 4.6 + 1 for one in asked)
    for task in card.lead:
        about = sum(len(one) for one in (*task.via_only, *task.via_any, *task.via_never, *task.content, task.cite))
        about += 12 * len(task.by) + sum(map(len, task.careful)) + 40 * (task.series is not None)
        if len(task.rows) == 1:
            taken += max(6.4, _lines(task.title, 40) * 4.6 + _letters(about, 50) * LINE) + 1.4
        else:
            taken += 12 + _letters(about, 90) * LINE
            taken += sum(max(6.6, _lines(row.label + row.party, 40) * 4.7) for row in task.rows)
    texts = sum(map(len, card.texts)) + sum(map(len, card.superseded))
    return taken + (5 + _letters(texts, 120)) * LINE


def _lines(words: str, width: int) -> int:
    return _letters(len(words), width)


def _letters(count: int, width: int) -> int:
    return -(-count // width)


def _fitting(items: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first of the items that have room, and the room that is left."""
    shown = []
    for item in dict.fromkeys(items):
        if len(item) > room:
            break  # what follows waits with it: a list with holes would mislead
        shown.append(item)
        room -= len(item) + 2
    return shown, room
