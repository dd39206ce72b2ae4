"""One question of a plan for a terminal: what is asked, of whom, and what comes of each answer."""

from __future__ import annotations

from typing import assert_never

import msgspec

from protocolkit.languages import _, ngettext
from protocolkit.plans.question import Answer, Effect, Question
from protocolkit.showing.layout import Page, Span
from protocolkit.showing.wording import Wording

SHOWN = 4
"""So many duties an answer names; the plan has the others."""


def question_page(question: Question, page: Page, say: Wording) -> Page:
    """The question with its numbered answers. Of a number the answer is typed, its ranges are only listed."""
    party = question.party if question.party and question.party not in question.ask else ""
    page.put([Span(question.ask, "title"), Span(f"  {party}" if party else "", "dim")])
    if question.hint:
        page.put(Span(question.hint, "dim"))
    if question.urgent_at:
        page.put(Span(_("The first that hangs on it: {moment}").format(moment=say.instant(question.urgent_at)), "soon"))
    page.put(Span(_how(question), "dim"))
    typed = question.type in ("integer", "number")
    for number, one in enumerate(question.values, 1):
        mark = "·" if typed else f"{number}"
        page.put([Span(mark, "strong"), f" {one.label}"], indent=2, hang=2)
        _effects(one, page, say)
    if question.type == "set":
        page.put([Span("0", "strong"), " " + (_("none more") if question.known else _("none of these"))], indent=2)
    return page


def _how(question: Question) -> str:
    match question.type:
        case "set":
            return _("Several may be true: write their numbers with commas between.")
        case "integer" | "number":
            return _("Write the number.")
        case "date" | "text":
            return _("Write it as the case file has it.")
        case "bool" | "one_of":
            return _("One is true: write its number or its words.")
        case _:
            assert_never(question.type)


def _effects(one: Answer, page: Page, say: Wording) -> None:
    lines = [f"+ {_titled(effect, say)}" for effect in one.opens]
    lines += [f"− {effect.label}" for effect in one.closes]
    lines += [f"~ {_moved(effect, say)}" for effect in one.moves]
    lines = list(dict.fromkeys(lines))
    for line in lines[:SHOWN]:
        page.put(Span(line, "dim"), indent=6, hang=2)
    if more := len(lines[SHOWN:]):
        page.put(Span(ngettext("and {n} more", "and {n} more", more).format(n=more), "dim"), indent=6)


def _titled(effect: Effect, say: Wording) -> str:
    by = say.roles(effect.by[:1])
    told = f"{effect.label} ({by})" if by else effect.label
    return f"{told}: {say.moment(effect.due)}" if effect.due else told


def _moved(effect: Effect, say: Wording) -> str:
    if effect.was == effect.due:
        return _titled(msgspec.structs.replace(effect, due=None), say)
    undated = _("undated")
    old, new = (say.moment(at) if at else undated for at in (effect.was, effect.due))
    return _("{what}: {new}, not {old}").format(what=effect.label, new=new, old=old)
