"""The plan as a page for the person on duty: what must not go wrong first, then what is due, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from protocolkit.languages import _, ngettext, speaking
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.plan import Plan
from protocolkit.plans.urgency import Block, Urgency, blocks
from protocolkit.showing.duty_text import bearers, put_closed, put_duty, put_short
from protocolkit.showing.folded_text import put_folded
from protocolkit.showing.layout import Page, Span, Style, Words, woven
from protocolkit.showing.question_text import put_question
from protocolkit.showing.safety_text import put_safety
from protocolkit.showing.wording import Wording, titles

DEFAULT_WIDTH = 100
SHORT = (Urgency.UNDATED, Urgency.UNTIMED, Urgency.HELD)


def text(plan: Plan, vocabulary: Vocabulary, *, language: str = "en", width: int = DEFAULT_WIDTH) -> str:
    """The plan as plain text in lines of at most `width` columns (40 at least)."""
    return page(plan, vocabulary, language=language, width=width).plain()


def page(
    plan: Plan, vocabulary: Vocabulary, *, language: str = "en", width: int = DEFAULT_WIDTH,
    whole: Plan | None = None, narrowed: Sequence[str] = (),
) -> Page:  # fmt: skip
    """The plan as lines of styled words.

    Where it is only a part, `whole` is the plan it was taken from and `narrowed` says in words what was left out.
    """
    with speaking(language):
        return _page(plan, narrowed, Wording(vocabulary, plan.zone, language, titles(whole or plan)), Page(width))


def _page(plan: Plan, narrowed: Sequence[str], say: Wording, sheet: Page) -> Page:
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
        sheet.put(Span(nothing_owed(whole=not narrowed), "strong"))
    put_folded(sheet, plan, say)
    _put_footer(sheet, plan, say)
    return sheet


def nothing_owed(*, whole: bool) -> str:
    """What a plan without duties says; a part of a plan must not speak for the whole."""
    if whole:
        return _("Nothing is owed at this moment under what is known.")
    return _("Nothing in this part of the plan is owed at this moment.")


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


def _in_summary(urgency: Urgency) -> str:
    """The same where the sections are counted in one line."""
    return {
        Urgency.OVERDUE: _("Overdue"),
        Urgency.NOW: _("At once and within the hour"),
        Urgency.TODAY: _("Today"),
        Urgency.LATER: _("Later"),
        Urgency.UNDATED: _("Date not set yet"),
        Urgency.UNTIMED: _("No time given in the text"),
        Urgency.HELD: _("On hold"),
        Urgency.CLOSED: _("Closed"),
    }[urgency]


def _count(section: Sequence[Block]) -> str:
    duties = sum(len(block.duties) for block in section)
    questions = sum(block.question is not None for block in section)
    parts = [str(duties)] if duties else []
    if questions:
        parts.append(ngettext("{n} not certain", "{n} not certain", questions).format(n=questions))
    # A comma would leave open whether the second number is part of the first.
    return " + ".join(parts)


def _put_section(sheet: Page, urgency: Urgency, section: Sequence[Block], as_of: str, say: Wording) -> None:
    if urgency in SHORT:
        for several in _by_bearer(section):
            sheet.blank()
            sheet.put(woven(_("by {people}"), "dim", people=Span(_bearer(several[0], say), "heading")))
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


def _by_bearer(section: Sequence[Block]) -> list[list[Block]]:
    """Blocks under whoever owes them, in the order in which bearers first appear."""
    groups: dict[tuple[tuple[str, ...], str], list[Block]] = {}
    for block in section:
        by, mode = (block.question.by, "each") if block.question else (block.duties[0].by, block.duties[0].by_mode)
        groups.setdefault((by, mode if len(by) > 1 else "one"), []).append(block)
    return [*groups.values()]


def _bearer(block: Block, say: Wording) -> str:
    if block.question is not None:
        return say.roles(block.question.by) or _("nobody is named")
    return bearers(block.duties[0].by, block.duties[0].by_mode, say)


def _put_header(sheet: Page, plan: Plan, found: Sequence[Block], narrowed: Sequence[str], say: Wording) -> None:
    sheet.put([Span(plan.incident, "title"), "  ", Span(plan.protocol, "title")])
    sheet.put(woven(_("as of {moment}"), "dim", moment=Span(say.instant(plan.as_of), "strong")))
    for words in narrowed:
        sheet.put(Span(words, "ask"))
    summary: list[Words] = []
    for urgency in Urgency:
        section = [block for block in found if block.urgency is urgency]
        if section:
            summary += [Span("  ·  ", "dim")] if summary else []
            summary.append(Span(f"{_in_summary(urgency)}: {_count(section)}", _title(urgency)[1]))
    sheet.put(summary or _("no duties"))
    for note in short_warnings(plan):
        sheet.put(Span(note, "ask"), hang=2)


def short_warnings(plan: Plan) -> list[str]:
    """The warnings about the texts, one line a kind; their full wording stands at the end of the page."""
    notes = {
        "possibly_superseded": _("Newer acts may have replaced: {texts} (see {heading})"),
        "not_reviewed": _("Not reviewed for amendments up to this case: {texts} (see {heading})"),
        "edition_not_loaded": _("DUTIES MISSING: an edition in force on that day is not loaded (see {heading})"),
    }
    found = []
    for code, note in notes.items():
        about = [w.ruleset for w in plan.warnings if w.code == code]
        if texts := dict.fromkeys(plan.protocol if one is msgspec.UNSET else one for one in about):
            found.append(note.format(texts=", ".join(texts), heading=_("WARNINGS")))
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
    calendar = _("calendar")
    sheet.put(Span(f"protocolkit {made.protocolkit} · {calendar} {made.calendar} · tzdata {made.tzdata}", "dim"))
