"""A rule that facts must still decide, as a block among the duties: its clock does not wait for the answer."""

from __future__ import annotations

from protocolkit.languages import _
from protocolkit.plans.plan import Undetermined
from protocolkit.plans.urgency import Block, Urgency
from protocolkit.showing.duty_text import cited
from protocolkit.showing.field_names import inline, plan_column
from protocolkit.showing.layout import Page, Span, Words
from protocolkit.showing.wording import Wording

BOX = "[?]"


def put_question(page: Page, block: Block, say: Wording, *, bearer: bool = True) -> None:
    """The facts to find out, when it would be due, and the rest in one paragraph."""
    one = block.question
    assert one is not None
    tag = "" if one.modality == "obligation" else f" ({say.name('modalities', one.modality)})"
    page.put([Span(BOX, "ask"), " ", Span(say.what(one), "ask"), Span(tag, "dim")], hang=4)
    column = plan_column()
    page.field(_("find out"), Span("; ".join(map(say.question, one.facts)), "ask"), indent=4, column=column)
    page.field(_("due"), _would_be(one, block, say), indent=4, column=column)
    words: list[Words] = []
    for name, value in _who(one, say, bearer):
        words += [inline(name, value), " · "]
    page.put([*words, cited(one.sources, words=False), Span(f" · {one.rule}", "dim")], indent=4)


def _would_be(one: Undetermined, block: Block, say: Wording) -> Words:
    if one.would_be_due is None:
        return _("if it applies: no time given in the text")
    when = say.instant(one.would_be_due)
    if block.at_once:
        return Span(_("if it applies: at once (open since {when})").format(when=when), "soon")
    if block.urgency is Urgency.OVERDUE:
        return Span(_("if it applies: overdue since {when}").format(when=when), "alarm")
    return _("if it applies: {when}").format(when=when)


def _who(one: Undetermined, say: Wording, bearer: bool) -> list[tuple[str, str]]:
    found = [(_("to"), say.role(one.to))] if one.to else []
    if one.for_ and one.for_ != one.to:
        found.append((_("for"), say.role(one.for_)))
    if one.by and bearer:
        found.append((_("by"), say.roles(one.by)))
    return found
