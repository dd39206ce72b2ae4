"""The organisation's year as a page: month by month what is due, then what always holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from protocolkit.languages import _, ngettext, speaking
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.agenda import Agenda
from protocolkit.plans.plan import Duty
from protocolkit.showing.duty_text import BOXES
from protocolkit.showing.layout import Page, Span, woven
from protocolkit.showing.point_words import point_words
from protocolkit.showing.wording import Wording

UNNAMED = "organisation"


def agenda_page(agenda: Agenda, vocabulary: Vocabulary, *, language: str = "en", width: int = 100) -> Page:
    """The dated duties under the month they fall due in, the standing ones by bearer, then what is waited for."""
    with speaking(language):
        return _page(agenda, vocabulary, language, width)


def _page(agenda: Agenda, vocabulary: Vocabulary, language: str, width: int) -> Page:
    titles = {one.rule: one.label for one in (*agenda.dated, *agenda.standing)}
    titles |= {one.rule: one.label for one in agenda.awaiting}
    say, sheet = Wording(vocabulary, agenda.zone, language, titles), Page(width)
    sheet.put([Span(_organisation(agenda), "title"), "  ", Span(agenda.protocol, "title")])
    days = _("{first} to {last}, as of {now}").format(
        first=say.day(agenda.from_), last=say.day(agenda.to), now=say.instant(agenda.as_of)
    )
    sheet.put(days)
    dated, standing = len(agenda.dated), len(agenda.standing)
    counts = (
        ngettext("{n} dated", "{n} dated", dated).format(n=dated),
        ngettext("{n} at all times", "{n} at all times", standing).format(n=standing),
    )
    sheet.put(", ".join(counts))
    for month, duties in _by_month(agenda.dated).items():
        sheet.blank()
        sheet.put(Span(month or _("no date"), "heading"))
        for several in _alike(duties):
            _put_dated(sheet, several, say)
    _put_standing(sheet, agenda.standing, say)
    _put_rest(sheet, agenda, say)
    return sheet


def _organisation(agenda: Agenda) -> str:
    """Its reference; a word where nobody gave one."""
    return _("organisation") if agenda.organisation == UNNAMED else agenda.organisation


def _by_month(duties: Sequence[Duty]) -> dict[str | None, list[Duty]]:
    months: dict[str | None, list[Duty]] = {}
    for duty in duties:
        day = _day(duty)
        months.setdefault(day[:7] if day else None, []).append(duty)
    return months


def _day(duty: Duty) -> str | None:
    """The last day of the duty, else the day it arose."""
    if duty.due is not None and duty.due.last_day:
        return duty.due.last_day
    return duty.trigger.at[:10] if duty.trigger else None


def _alike(duties: Sequence[Duty]) -> list[list[Duty]]:
    """Occurrences of one rule in one state stand together: thirty daily reports are one line."""
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        groups.setdefault((duty.rule, duty.do, duty.to, duty.document, duty.for_, duty.status), []).append(duty)
    return list(groups.values())


def _put_dated(sheet: Page, several: Sequence[Duty], say: Wording) -> None:
    duty, day = several[0], _day(several[0])
    mark = Span(f"{BOXES[duty.status]} ", "alarm" if duty.status == "overdue" else "")
    sheet.put([mark, Span(say.what(duty), "strong")], hang=4)
    first = say.day(date.fromisoformat(day)) if day else _("no date")
    if len(several) > 1 and (last := _day(several[-1])):
        words = ngettext("{n} time, {first} to {last}", "{n} times, {first} to {last}", len(several))
        when = words.format(n=len(several), first=first, last=say.day(last))
    elif duty.due is not None and duty.due.last_day:
        when = _("by {day}").format(day=first)
    else:
        when = _("from {day}, no time given in the text").format(day=first)
    details = [when, _("by whom: {people}").format(people=say.roles(duty.by, between=", "))]
    if duty.to:
        details.append(_("to {people}").format(people=say.role(duty.to)))
    details.append(", ".join(dict.fromkeys(f"{s.ruleset}: {point_words(s.point)}" for s in duty.sources)))
    sheet.put(Span(" · ".join(details), "dim"), indent=4)


def _put_standing(sheet: Page, duties: Sequence[Duty], say: Wording) -> None:
    if not duties:
        return
    sheet.blank()
    sheet.put(Span(_("AT ALL TIMES"), "heading"))
    groups: dict[tuple[str, ...], list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.by, []).append(duty)
    for by, several in groups.items():
        bearer = Span(say.roles(by, between=", "), "heading")
        sheet.put(woven(_("by {people}"), "dim", people=bearer), indent=2)
        for duty in several:
            point = ", ".join(f"{s.ruleset}: {point_words(s.point)}" for s in duty.sources[:1])
            sheet.put([say.what(duty), Span(f" · {point}", "dim")], indent=4, hang=2)


def _put_rest(sheet: Page, agenda: Agenda, say: Wording) -> None:
    if agenda.awaiting:
        sheet.blank()
        sheet.put(Span(_("WHEN IT HAPPENS"), "heading"))
        for one in agenda.awaiting:
            sheet.put([say.what(one), Span(f" · {say.event(one.event)}", "dim")], indent=2, hang=2)
    if agenda.prohibitions:
        sheet.blank()
        sheet.put(Span(_("FORBIDDEN AT ALL TIMES"), "heading"))
        for norm in agenda.prohibitions:
            sheet.put([say.what(norm), Span(f" · {say.roles(norm.by, between=', ')}", "dim")], indent=2, hang=2)
    if agenda.permissions:
        sheet.blank()
        sheet.put(Span(_("ALLOWED"), "heading"))
        for norm in agenda.permissions:
            conduct = [f" · {say.what(one)}" for one in norm.manner]
            sheet.put(
                [say.what(norm), Span(f" · {say.roles(norm.by, between=', ')}", "dim"), *conduct], indent=2, hang=2
            )
    if agenda.warnings:
        sheet.blank()
        sheet.put(Span(_("WARNINGS"), "heading"))
        for warning in agenda.warnings:
            sheet.put(warning.message, indent=2, hang=2)
