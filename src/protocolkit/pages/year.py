"""A calendar year as one page: what each day is by colour, letter and words, and under which source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.days import Day, Days
from protocolkit.calendars.institution import Institution
from protocolkit.pages.document import document
from protocolkit.pages.fields import fields
from protocolkit.pages.markup import Child, Markup, element, fragment
from protocolkit.pages.months import ORDINARY, Month, kinds, month_names, months, settled, weekday_names
from protocolkit.pages.parts import code, listed, paragraph, section, span
from protocolkit.pages.words import Tongue


def year(calendar: Calendar, year: int, language: str = "en", *, institution: Institution | None = None) -> str:
    """Twelve months as HTML, complete in itself. Raises BeyondCoverage for a year the calendar says nothing about."""
    days = calendar.days(institution=institution)
    found = months(days, year)
    say = _Dates(language)
    title = say.t("year_title", id=calendar.id, year=year)
    worked = sum(month.worked for month in found)
    counts = say.t("year_counts", worked=worked, off=sum(len(month.days) for month in found) - worked)
    band = paragraph("kind", say.t("working_calendar")), element("h1", None, title), paragraph("", counts)
    top = element("header", {"class": "top"}, element("div", {"class": "band"}, band))
    grid = element("div", {"class": "months"}, (_month(month, say) for month in found))
    main = element(
        "main", {"id": "main"},
        element("h2", {"class": "hidden"}, say.t("months")), _legend(found, say), grid,
        _special([day for month in found for day in month.days if day.why], say),
        section("about", say.t("about_calendar"), fields(_about(calendar, days, year, say))),
    )  # fmt: skip
    return document(title, language, top, main, styles=("year",), skip=say.t("skip"), running=title)


class _Dates(Tongue):
    """The words of the page, and the names of months and weekdays."""

    def __init__(self, language: str) -> None:
        from babel import Locale

        super().__init__(language)
        self.locale: Any = Locale("en", "GB") if language == "en" else Locale(language)
        self.months = month_names(self.locale)
        self.weekdays = weekday_names(self.locale)
        self.short = weekday_names(self.locale, "abbreviated")

    def day(self, day: Day) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton("MMMEd", day.date, locale=self.locale, fuzzy=True))

    def kind(self, day: Day) -> str:
        return self.t(f"kind_{day.kind}")

    def sample(self, kind: str) -> Markup:
        """The colour and letter of a kind, beside its words."""
        return element("span", {"class": f"sample k-{kind}", "aria-hidden": "true"}, self.t(f"letter_{kind}"))


def _month(month: Month, say: _Dates) -> Markup:
    names = zip(say.short, say.weekdays, strict=True)
    head = element("tr", None, (element("th", {"scope": "col", "abbr": whole}, short) for short, whole in names))
    rows = (element("tr", None, (_cell(day, say) for day in week)) for week in month.weeks)
    counts = say.t("month_counts", worked=month.worked, all=len(month.days))
    caption = span("line", span("name", say.months[month.number - 1]), " ", span("dim", counts))
    return element(
        "table", {"class": "month"},
        element("caption", None, caption), element("thead", None, head), element("tbody", None, rows),
    )  # fmt: skip


def _cell(day: Day | None, say: _Dates) -> Markup:
    if day is None:
        return element("td", {"class": "none"})
    letter = element("span", {"class": "letter", "aria-hidden": "true"}, say.t(f"letter_{day.kind}"))
    said = span("hidden", f" {say.kind(day)}") if day.kind not in ORDINARY else None
    shown = fragment(span("number", str(day.date.day)), letter, said)
    if day.why:
        # What a pointer shows stands in full below, where the link leads.
        source = f" ({day.source})" if day.source else ""
        tip = f"{say.kind(day)}: {day.why}{source}"
        shown = element("a", {"href": f"#{_anchor(day)}", "title": tip}, shown)
    return element("td", {"class": f"k-{day.kind}" + ("" if settled(day) else " unsettled")}, shown)


def _legend(found: Sequence[Month], say: _Dates) -> Markup:
    items: list[Child] = [[say.sample(kind), say.t(f"kind_{kind}")] for kind in kinds(found)]
    if not all(settled(day) for month in found for day in month.days):
        hatched = element("span", {"class": "sample unsettled", "aria-hidden": "true"})
        items.append([hatched, say.t("unsettled_days")])
    return listed(items, "legend", bare=True)


def _special(special: Sequence[Day], say: _Dates) -> Markup | None:
    """Every day that is not ordinary, with its reason and its source."""
    if not special:
        return None
    titles = ("day", "kind", "why_source")
    head = element("tr", None, (element("th", {"scope": "col"}, say.t(title)) for title in titles))
    body = element("tbody", None, (_reasons(day, say) for day in special))
    return section(
        "sources", say.t("sources"), element("table", {"class": "sources"}, element("thead", None, head), body)
    )


def _reasons(day: Day, say: _Dates) -> Markup:
    source = span("source", say.english(day.source)) if day.source else None
    kind = fragment(say.kind(day), " ", span("source", say.t(f"day_{day.status}")))
    return element(
        "tr", {"id": _anchor(day)},
        element("th", {"scope": "row"}, say.day(day)), element("td", None, say.sample(day.kind), kind),
        element("td", None, say.english(day.why), " ", source),
    )  # fmt: skip


def _about(calendar: Calendar, days: Days, year: int, say: _Dates) -> Iterator[tuple[str, Child]]:
    """How far the calendar is to be trusted, and what made it."""
    for window in calendar.layers.coverage:
        if window.first.year <= year <= window.last.year:
            span_ = f"{window.first} – {window.last}: {say.t(f'day_{window.status}')}; "
            yield say.t("coverage"), fragment(span_, say.english(window.because))
    for held in days.suspensions:
        if held.first.year <= year <= held.last.year:
            until = say.t("verified_through", day=held.verified_through)
            yield say.t("regime"), fragment(say.english(held.regime.source), " — ", until)
    if not calendar.layers.transfers_binding:
        yield say.t("moved_days"), say.t("not_binding")
    yield say.t("week"), say.t("days_a_week", n=days.view.week)
    yield say.t("zone"), calendar.zone
    yield say.t("version"), fragment(calendar.version, " ", code(calendar.digest[:16]))
    yield say.t("base"), f"{calendar.base_library} {calendar.base_version}"


def _anchor(day: Day) -> str:
    return f"d-{day.date}"
