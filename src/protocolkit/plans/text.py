"""The plan as a page for the person on duty: what must not go wrong first, then what is due, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from protocolkit.languages import _
from protocolkit.plans.duty_text import bearers, put_closed, put_duty, put_short
from protocolkit.plans.folded_text import put_folded
from protocolkit.plans.layout import Page, Span, Style, Words
from protocolkit.plans.names import Label, Names
from protocolkit.plans.plan import Plan
from protocolkit.plans.question_text import put_question
from protocolkit.plans.safety_text import put_safety
from protocolkit.plans.urgency import Block, Urgency, blocks
from protocolkit.plans.wording import Labelled, Wording

DEFAULT_WIDTH = 100
SHORT = (Urgency.UNDATED, Urgency.UNTIMED, Urgency.HELD)


def text(plan: Plan, vocabulary: Names, *, language: str = "en", width: int = DEFAULT_WIDTH) -> str:
    """The plan as plain text in lines of at most `width` columns (40 at least)."""
    return page(plan, vocabulary, language=language, width=width).plain()


def page(
    plan: Plan, vocabulary: Names, *, language: str = "en", width: int = DEFAULT_WIDTH,
    whole: Plan | None = None, narrowed: Sequence[str] = (),
) -> Page:  # fmt: skip
    """The plan as lines of styled words.

    Where it is only a part, `whole` is the plan it was taken from and `narrowed` says in words what was left out.
    """
    say, sheet = Wording(vocabulary, plan.zone, language, _titles(whole or plan)), Page(width)
    found = blocks(plan)
    _put_header(sheet, plan, found, narrowed, say)
    put_safety(sheet, plan, say)
    for urgency in Urgency:
        if section := [block for block in found if block.urgency is urgency]:
            title, style = _title(urgency)
            sheet.blank()
            sheet.put([Span(title, style), Span(f"  ({_count(section)})", "dim")])
            _put_section(sheet, urgency, section, plan.as_of, say)
    if not any(block.urgency is not Urgency.CLOSED for block in found):
        sheet.blank()
        sheet.put(Span(_("Nothing is owed at this moment under what is known."), "strong"))
    put_folded(sheet, plan, say)
    _put_footer(sheet, plan, say)
    return sheet


def _title(urgency: Urgency) -> tuple[str, Style]:
    titles: dict[Urgency, tuple[str, Style]] = {
        Urgency.OVERDUE: (_("OVERDUE"), "alarm"),
        Urgency.NOW: (_("AT ONCE AND WITHIN THE HOUR"), "soon"),
        Urgency.TODAY: (_("TODAY"), "heading"),
        Urgency.LATER: (_("LATER"), "heading"),
        Urgency.UNDATED: (_("DATE NOT SET YET"), "heading"),
        Urgency.UNTIMED: (_("NO TIME GIVEN IN THE TEXT"), "heading"),
        Urgency.HELD: (_("ON HOLD"), "heading"),
        Urgency.CLOSED: (_("CLOSED"), "dim"),
    }
    return titles[urgency]


def _count(section: Sequence[Block]) -> str:
    duties = sum(len(block.duties) for block in section)
    questions = sum(block.question is not None for block in section)
    parts = [str(duties)] if duties else []
    if questions:
        parts.append(_("{n} not certain").format(n=questions))
    return ", ".join(parts)


def _put_section(sheet: Page, urgency: Urgency, section: Sequence[Block], as_of: str, say: Wording) -> None:
    if urgency in SHORT:
        for bearer, several in _by_bearer(section, say).items():
            sheet.blank()
            sheet.put([Span(_("by "), "dim"), Span(bearer, "heading")])
            for block in several:
                if block.question is not None:
                    put_question(sheet, block, say, bearer=False)
                else:
                    put_short(sheet, block.duties, as_of, say)
        return
    for block in section:
        # What is over stands close together.
        if urgency is not Urgency.CLOSED:
            sheet.blank()
        if block.question is not None:
            put_question(sheet, block, say)
        elif urgency is Urgency.CLOSED:
            put_closed(sheet, block.duties, say)
        else:
            put_duty(sheet, block.duties, as_of, say)


def _by_bearer(section: Sequence[Block], say: Wording) -> dict[str, list[Block]]:
    """Blocks under whoever owes them, in the order in which bearers first appear."""
    groups: dict[str, list[Block]] = {}
    for block in section:
        if block.question is not None:
            name = say.roles(block.question.by) or _("nobody is named")
        else:
            name = bearers(block.duties[0].by, block.duties[0].by_mode, say)
        groups.setdefault(name, []).append(block)
    return groups


def _titles(plan: Plan) -> dict[str, Label]:
    entries: list[Labelled] = [*plan.duties, *plan.awaiting, *plan.undetermined, *plan.gaps]
    entries += [*plan.permissions, *plan.prohibitions]
    return {one.rule: one.label for one in entries}


def _put_header(sheet: Page, plan: Plan, found: Sequence[Block], narrowed: Sequence[str], say: Wording) -> None:
    sheet.put([Span(plan.incident, "title"), "  ", Span(plan.protocol, "title")])
    sheet.put([Span(_("as of "), "dim"), Span(say.instant(plan.as_of), "strong")])
    for words in narrowed:
        sheet.put(Span(words, "ask"))
    summary: list[Words] = []
    for urgency in Urgency:
        section = [block for block in found if block.urgency is urgency]
        if section:
            title, style = _title(urgency)
            summary += [Span("  ·  ", "dim")] if summary else []
            summary.append(Span(f"{title.capitalize()}: {_count(section)}", style))
    sheet.put(summary or _("no duties"))
    for note in short_warnings(plan):
        sheet.put(Span(note, "ask"), hang=2)


def short_warnings(plan: Plan) -> list[str]:
    """The warnings about the texts, one line a kind; their full wording stands at the end of the page."""
    notes = {
        "possibly_superseded": _("Newer acts may have replaced: {texts} (see WARNINGS)"),
        "not_reviewed": _("Not reviewed for amendments up to this case: {texts} (see WARNINGS)"),
        "edition_not_loaded": _("DUTIES MISSING: an edition in force on that day is not loaded (see WARNINGS)"),
    }
    found = []
    for code, note in notes.items():
        if about := [w.message.split(" ", 1)[0] for w in plan.warnings if w.code == code]:
            found.append(note.format(texts=", ".join(dict.fromkeys(about))))
    return found


def _put_footer(sheet: Page, plan: Plan, say: Wording) -> None:
    sheet.blank()
    if plan.next_change_at:
        left = datetime.fromisoformat(plan.next_change_at) - datetime.fromisoformat(plan.as_of)
        words = _("This plan stands until {moment} ({span} from now) or until something new is known.")
        sheet.put(Span(words.format(moment=say.instant(plan.next_change_at), span=say.span(left)), "strong"))
    else:
        sheet.put(Span(_("This plan stands until something new is known."), "strong"))
    made = plan.made_with
    sheet.put(Span(f"protocolkit {made.protocolkit} · {_('calendar')} {made.calendar} · tzdata {made.tzdata}", "dim"))
