"""A calendar year as a sheet: the months, every day that is not ordinary with its source, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.days import Day, Days
from protocolkit.calendars.institution import Institution
from protocolkit.languages import _, ngettext, pgettext, speaking
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.showing.day_words import KINDS, certainty, letter
from protocolkit.showing.months import day_anchor, months
from protocolkit.showing.sheet import Field, Item, Months, Row, Section, Sheet, Span, Table, phrase
from protocolkit.showing.wording import Wording


def year_sheet(calendar: Calendar, year: int, language: str = "en", *, institution: Institution | None = None) -> Sheet:
    """Twelve months. Raises BeyondCoverage for a year the calendar says nothing about."""
    with speaking(language):
        return _sheet(calendar, calendar.days(institution=institution), year, Wording(Vocabulary(), "UTC", language))


def _sheet(calendar: Calendar, days: Days, year: int, say: Wording) -> Sheet:
    found = months(days, year)
    worked = sum(month.worked for month in found)
    off = sum(len(month.days) for month in found) - worked
    counts = _("working days: {worked} · days off: {off}").format(worked=worked, off=off)
    special = tuple(_special(day, say) for month in found for day in month.days if day.why)
    columns = _("Day"), pgettext("a day", "Kind"), _("Why, and by which source")
    title = _("Days that are not ordinary, and their sources")
    sections = [
        Section("months", (Span(_("The months")),), (Months(tuple(found)),), kind="months"),
        Section("sources", (Span(title),), (Table(columns, special),) if special else ()),
        Section("about", (Span(_("How far to trust it")),), tuple(_about(calendar, days, year, say))),
    ]
    return Sheet(
        say.language, _("Working days and days off"),
        (Span(_("Calendar {id}, {year}").format(id=calendar.id, year=year), "title"),), about=((Span(counts),),),
        sections=tuple(one for one in sections if one.blocks), look="year",
    )  # fmt: skip


def _special(day: Day, say: Wording) -> Row:
    """A day that is not ordinary, with its reason and its source; how sure it is, where it is not official."""
    status = Span(f" [{certainty(day.status)}]", "ask") if day.status != "official" else None
    source = (" (", say.said(day.source), ")") if day.source else None
    why = phrase(say.said(day.why) if day.why else None, status, source)
    sample = (day.kind, letter(day.kind))
    cells = ((Item((Span(_(KINDS[day.kind])),)),), (Item(why),))
    return Row((Span(say.day(day.date)),), cells, id=day_anchor(day), sample=sample)


def _about(calendar: Calendar, days: Days, year: int, say: Wording) -> Iterator[Field]:
    """How far the calendar is to be trusted, and what made it."""
    for window in calendar.layers.coverage:
        if window.first.year <= year <= window.last.year:
            reach = f"{window.first} – {window.last}: {certainty(window.status)}; "
            yield Field(pgettext("a calendar", "Coverage"), phrase(reach, say.said(window.because)))
    for held in days.suspensions:
        if held.first.year <= year <= held.last.year:
            until = _("verified through {day}").format(day=held.verified_through)
            yield Field(pgettext("a calendar", "Regime"), phrase(say.said(held.regime.source), " — ", until))
    if not calendar.layers.transfers_binding:
        yield Field(_("Moved days"), (Span(_("recommended, not binding")),))
    week = ngettext("{n} working day", "{n} working days", days.view.week).format(n=days.view.week)
    yield Field(_("Week"), (Span(week),))
    yield Field(_("Time zone"), (Span(calendar.zone),))
    yield Field(pgettext("a calendar", "Version"), phrase(calendar.version, " ", Span(calendar.digest[:16], "code")))
    if calendar.base_library:
        base = f"{calendar.base_library} {calendar.base_version}"
        yield Field(pgettext("a calendar", "Base"), (Span(base),))
