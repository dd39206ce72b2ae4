"""A calendar year as one page: what each day is by colour, letter and words, and under which source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.days import Day, Days
from protocolkit.calendars.institution import Institution
from protocolkit.languages import _, ngettext, pgettext, speaking
from protocolkit.languages.civil_days import locale
from protocolkit.languages.saying import said as in_words
from protocolkit.showing.card_fields import fields
from protocolkit.showing.day_words import KINDS, certainty, letter
from protocolkit.showing.html_document import document
from protocolkit.showing.html_parts import code, listed, paragraph, section, span
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.showing.months import ORDINARY, Month, kinds, month_names, months, settled, weekday_names
from protocolkit.showing.tongue import Tongue


def year(calendar: Calendar, year: int, language: str = "en", *, institution: Institution | None = None) -> str:
    """Twelve months as HTML, complete in itself. Raises BeyondCoverage for a year the calendar says nothing about."""
    with speaking(language):
        return _page(calendar, calendar.days(institution=institution), year, _Dates(language))


def _page(calendar: Calendar, days: Days, year: int, say: _Dates) -> str:
    found = months(days, year)
    title = _("Calendar {id}, {year}").format(id=calendar.id, year=year)
    worked = sum(month.worked for month in found)
    off = sum(len(month.days) for month in found) - worked
    counts = _("working days: {worked} · days off: {off}").format(worked=worked, off=off)
    band = paragraph("kind", _("Working days and days off")), element("h1", None, title), paragraph("", counts)
    top = element("header", {"class": "top"}, element("div", {"class": "band"}, band))
    grid = element("div", {"class": "months"}, (_month(month, say) for month in found))
    main = element(
        "main", {"id": "main"},
        element("h2", {"class": "hidden"}, _("The months")), _legend(found, say), grid,
        _special([day for month in found for day in month.days if day.why], say),
        section("about", _("How far to trust it"), fields(_about(calendar, days, year, say))),
    )  # fmt: skip
    return document(title, say.language, top, main, styles=("year",), skip=_("Skip to the content"), running=title)


class _Dates(Tongue):
    """The words of the page, and the names of months and weekdays."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.months = month_names(language)
        self.weekdays = weekday_names(language)
        self.short = weekday_names(language, "abbreviated")

    def day(self, day: Day) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton("MMMEd", day.date, locale=locale(self.language), fuzzy=True))

    def kind(self, day: Day) -> str:
        return _(KINDS[day.kind])

    def sample(self, kind: str) -> Markup:
        """The colour and letter of a kind, beside its words."""
        return element("span", {"class": f"sample k-{kind}", "aria-hidden": "true"}, letter(kind))


def _month(month: Month, say: _Dates) -> Markup:
    names = zip(say.short, say.weekdays, strict=True)
    head = element("tr", None, (element("th", {"scope": "col", "abbr": whole}, short) for short, whole in names))
    rows = (element("tr", None, (_cell(day, say) for day in week)) for week in month.weeks)
    counts = _("{worked} of {all} worked").format(worked=month.worked, all=len(month.days))
    caption = span("line", span("name", say.months[month.number - 1]), " ", span("dim", counts))
    return element(
        "table", {"class": "month"},
        element("caption", None, caption), element("thead", None, head), element("tbody", None, rows),
    )  # fmt: skip


def _cell(day: Day | None, say: _Dates) -> Markup:
    if day is None:
        return element("td", {"class": "none"})
    sign = element("span", {"class": "letter", "aria-hidden": "true"}, letter(day.kind))
    said = span("hidden", f" {say.kind(day)}") if day.kind not in ORDINARY else None
    shown = fragment(span("number", str(day.date.day)), sign, said)
    if day.why:
        # What a pointer shows stands in full below, where the link leads.
        source = f" ({in_words(day.source)})" if day.source else ""
        tip = f"{say.kind(day)}: {in_words(day.why)}{source}"
        shown = element("a", {"href": f"#{_anchor(day)}", "title": tip}, shown)
    return element("td", {"class": f"k-{day.kind}" + ("" if settled(day) else " unsettled")}, shown)


def _legend(found: Sequence[Month], say: _Dates) -> Markup:
    items: list[Child] = [[say.sample(kind), _(KINDS[kind])] for kind in kinds(found)]
    if not all(settled(day) for month in found for day in month.days):
        hatched = element("span", {"class": "sample unsettled", "aria-hidden": "true"})
        items.append([hatched, _("hatched: projected, provisional, estimated or assumed")])
    return listed(items, "legend", bare=True)


def _special(special: Sequence[Day], say: _Dates) -> Markup | None:
    """Every day that is not ordinary, with its reason and its source."""
    if not special:
        return None
    titles = _("Day"), pgettext("a day", "Kind"), _("Why, and by which source")
    head = element("tr", None, (element("th", {"scope": "col"}, title) for title in titles))
    body = element("tbody", None, (_reasons(day, say) for day in special))
    table = element("table", {"class": "sources"}, element("thead", None, head), body)
    return section("sources", _("Days that are not ordinary, and their sources"), table)


def _reasons(day: Day, say: _Dates) -> Markup:
    source = span("source", say.said(day.source)) if day.source else None
    kind = fragment(say.kind(day), " ", span("source", certainty(day.status)))
    return element(
        "tr", {"id": _anchor(day)},
        element("th", {"scope": "row"}, say.day(day)), element("td", None, say.sample(day.kind), kind),
        element("td", None, say.said(day.why) if day.why else "", " ", source),
    )  # fmt: skip


def _about(calendar: Calendar, days: Days, year: int, say: _Dates) -> Iterator[tuple[str, Child]]:
    """How far the calendar is to be trusted, and what made it."""
    for window in calendar.layers.coverage:
        if window.first.year <= year <= window.last.year:
            span_ = f"{window.first} – {window.last}: {certainty(window.status)}; "
            yield pgettext("a calendar", "Coverage"), fragment(span_, say.said(window.because))
    for held in days.suspensions:
        if held.first.year <= year <= held.last.year:
            until = _("verified through {day}").format(day=held.verified_through)
            yield pgettext("a calendar", "Regime"), fragment(say.said(held.regime.source), " — ", until)
    if not calendar.layers.transfers_binding:
        yield _("Moved days"), _("recommended, not binding")
    yield _("Week"), ngettext("{n} working day", "{n} working days", days.view.week).format(n=days.view.week)
    yield _("Time zone"), calendar.zone
    yield pgettext("a calendar", "Version"), fragment(calendar.version, " ", code(calendar.digest[:16]))
    yield pgettext("a calendar", "Base"), f"{calendar.base_library} {calendar.base_version}".strip()


def _anchor(day: Day) -> str:
    return f"d-{day.date}"
