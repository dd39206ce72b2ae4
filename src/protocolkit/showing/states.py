"""The states a thing to do can be in, and their words."""

from __future__ import annotations

from protocolkit.languages import _, pgettext
from protocolkit.model.rule import DONE
from protocolkit.plans.urgency import STATES, Block, Urgency


def state(block: Block) -> str:
    """The state of a block: its urgency, or how it ended, or that it is a question."""
    if block.question is not None:
        return "question"
    status = block.duties[0].status
    if block.urgency is Urgency.CLOSED:
        return "late" if status == "done_late" else "done" if status in DONE else "closed"
    return STATES[block.urgency]


def state_words(name: str) -> str:
    """A state in few words, the same in a heading, on a card, where it is counted and where a mark is explained."""
    return {
        "overdue": pgettext("urgency", "overdue"), "now": _("at once or within the hour"),
        "today": pgettext("urgency", "today"), "later": pgettext("urgency", "later"),
        "undated": _("date not set yet"), "untimed": _("no time given in the text"), "held": _("on hold"),
        "closed": pgettext("urgency", "closed"), "done": pgettext("urgency", "done"), "late": _("done late"),
        "question": _("not certain: facts decide"), "gap": _("a person must decide"),
        "target": _("aim before the limit"), "limit": _("the limit it had"),
    }[name]  # fmt: skip
