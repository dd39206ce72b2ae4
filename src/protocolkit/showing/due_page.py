"""One due time by itself: the answer, each step of it, and what is uncertain."""

from __future__ import annotations

from protocolkit.languages import _, speaking
from protocolkit.plans.plan import DueTime
from protocolkit.showing.due_text import closing, due_notes
from protocolkit.showing.field_names import due_column
from protocolkit.showing.layout import Page, Span, Words
from protocolkit.showing.wording import Wording


def due_page(due: DueTime | None, asked: str, say: Wording, width: int) -> Page:
    """The due time of a due asked for in its own language, such as `3 working_days`."""
    with speaking(say.language):
        return _page(due, asked, say, width)


def _page(due: DueTime | None, asked: str, say: Wording, width: int) -> Page:
    page, column = Page(width), due_column()
    page.put(Span(asked, "title"))
    for name, words in _moments(due, say):
        page.field(name, words, indent=0, column=column)
    for name, words in due_notes(due, say):
        page.field(name, words, indent=0, column=column)
    for number, step in enumerate(due.steps if due else (), 1):
        page.field(_("steps") if number == 1 else "", f"{number}. {step}", indent=0, column=column)
    return page


def _moments(due: DueTime | None, say: Wording) -> list[tuple[str, Words]]:
    if due is None:
        return [(_("due"), _("no time given in the text"))]
    found: list[tuple[str, Words]] = []
    if due.not_before:
        found.append((_("not before"), say.instant(due.not_before)))
    if due.kind == "immediate" and due.limit is None and due.at:
        return [*found, (_("due"), [Span(_("at once"), "soon"), f" ({say.instant(due.at)})"])]
    if due.target and due.target != due.limit:
        found.append((_("target"), say.instant(due.target)))
    if due.limit:
        found.append((_("due"), Span(closing(due.limit, due.last_day, due.kind, say), "strong")))
    elif due.at is None and not found:
        found.append((_("due"), Span(_("not known"), "ask")))
    found.append((_("counted in"), say.name("kinds", due.kind)))
    return found
