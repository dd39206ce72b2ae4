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
from protocolkit.pages.words import spell


def year(calendar: Calendar, year: int, language: str = "en", *, institution: Institution | None = None) -> str:
    """Twelve months as HTML, complete in itself. Raises BeyondCoverage for a year the calendar says nothing about."""
    days = calendar.days(institution=institution)
    found = months(days, year)
    says = _Says(language)
    title = says.t("year_title", id=calendar.id, year=year)
    special = [day for month in found for day in month.days if day.why]
    grid = element("div", {"class": "months"}, (_month(month, says) for month in found))
    main = element(
        "main", {"id": "main"},
        element("h2", {"class": "hidden"}, says.t("months")), _legend(found, says), grid, _special(special, says), _about(calendar, days, year, says),
    )  # fmt: skip
    worked, off = sum(month.worked for month in found), sum(not day.works for month in found for day in month.days)
    band = element(
        "div", {"class": "band"},
        element("p", {"class": "kind"}, says.t("working_calendar")), element("h1", None, title),
        element("p", None, says.t("year_counts", worked=worked, off=off)),
    )  # fmt: skip
    return document(title, language, element("header", {"class": "top"}, band), main, styles=("year",), skip=says.t("skip"), running=title)


class _Says:
    """Words, names of months and weekdays, and days as the language writes them."""

    def __init__(self, language: str) -> None:
        from babel import Locale

        self.language = language
        self.locale: Any = Locale("en", "GB") if language == "en" else Locale(language)
        self.months = month_names(self.locale)
        self.weekdays = weekday_names(self.locale)
        self.short = weekday_names(self.locale, "abbreviated")

    def t(self, key: str, **values: object) -> str:
        return spell(key, self.language, **values)

    def english(self, text: str) -> Child:
        return text if self.language == "en" else element("span", {"lang": "en"}, text)

    def day(self, day: Day) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton("MMMMEEEd", day.date, locale=self.locale, fuzzy=True))


def _month(month: Month, says: _Says) -> Markup:
    names = zip(says.short, says.weekdays, strict=True)
    head = (element("th", {"scope": "col", "abbr": whole}, short) for short, whole in names)
    rows = (element("tr", None, (_cell(day, says) for day in week)) for week in month.weeks)
    counts = says.t("month_counts", worked=month.worked, all=len(month.days))
    name = element("span", {"class": "name"}, says.months[month.number - 1])
    caption = element("span", {"class": "line"}, name, " ", element("span", {"class": "dim"}, counts))
    return element(
        "table", {"class": "month"},
        element("caption", None, caption), element("thead", None, element("tr", None, head)), element("tbody", None, rows),
    )  # fmt: skip


def _cell(day: Day | None, says: _Says) -> Markup:
    if day is None:
        return element("td", {"class": "none"})
    letter = says.t(f"letter_{day.kind}")
    kind = says.t(f"kind_{day.kind}")
    shown: Child = [element("span", {"class": "number"}, str(day.date.day)), element("span", {"class": "letter", "aria-hidden": "true"}, letter)]
    if day.kind not in ORDINARY:
        shown = [shown, element("span", {"class": "hidden"}, f" {kind}")]
    if day.why:
        # What a pointer shows stands in full below, where the link leads.
        tip = f"{kind}: {day.why} ({day.source})" if day.source else f"{kind}: {day.why}"
        shown = element("a", {"href": f"#{_anchor(day)}", "title": tip}, shown)
    return element("td", {"class": f"k-{day.kind}" + ("" if settled(day) else " unsettled")}, shown)


def _legend(found: list[Month], says: _Says) -> Markup:
    items = [
        element("li", None, element("span", {"class": f"sample k-{kind}", "aria-hidden": "true"}, says.t(f"letter_{kind}")), says.t(f"kind_{kind}"))
        for kind in kinds(found)
    ]  # fmt: skip
    if any(not settled(day) for month in found for day in month.days):
        items.append(element("li", None, element("span", {"class": "sample unsettled", "aria-hidden": "true"}), says.t("unsettled_days")))
    return element("ul", {"class": "legend", "role": "list", "aria-label": says.t("legend")}, items)


def _special(special: Sequence[Day], says: _Says) -> Markup | None:
    """Every day that is not ordinary, with its reason and its source."""
    if not special:
        return None
    head = element("tr", None, (element("th", {"scope": "col"}, says.t(key)) for key in ("day", "kind", "why_source", "status")))
    rows = (
        element("tr", {"id": _anchor(day)}, element("th", {"scope": "row"}, says.day(day)),
                element("td", None, element("span", {"class": f"sample k-{day.kind}", "aria-hidden": "true"}, says.t(f"letter_{day.kind}")), says.t(f"kind_{day.kind}")),
                element("td", None, says.english(day.why), element("span", {"class": "source"}, says.english(day.source)) if day.source else None),
                element("td", None, says.t(f"day_{day.status}")))
        for day in special
    )  # fmt: skip
    table = element("table", {"class": "sources"}, element("thead", None, head), element("tbody", None, rows))
    return element("section", {"aria-labelledby": "sources"}, element("h2", {"id": "sources"}, says.t("sources")), table)


def _about(calendar: Calendar, days: Days, year: int, says: _Says) -> Markup:
    """How far the calendar is to be trusted, and what made it."""
    return element(
        "section", {"aria-labelledby": "about"},
        element("h2", {"id": "about"}, says.t("about_calendar")), fields(_facts(calendar, days, year, says)),
    )  # fmt: skip


def _facts(calendar: Calendar, days: Days, year: int, says: _Says) -> Iterator[tuple[str, Child]]:
    for window in calendar.layers.coverage:
        if window.first.year <= year <= window.last.year:
            span = f"{window.first} – {window.last}: "
            yield says.t("coverage"), fragment(span, says.t(f"day_{window.status}"), "; ", says.english(window.because))
    for regime in calendar.layers.regimes:
        if regime.suspends_from.year <= year and days.suspensions:
            until = max(one.verified_through for one in days.suspensions)
            yield says.t("regime"), fragment(says.english(regime.source), " — ", says.t("verified_through", day=until))
    if not calendar.layers.transfers_binding:
        yield says.t("moved_days"), says.t("not_binding")
    yield says.t("week"), says.t("days_a_week", n=days.view.week)
    yield says.t("zone"), calendar.zone
    yield says.t("version"), fragment(calendar.version, " ", element("code", None, calendar.digest[:16]))
    yield says.t("base"), f"{calendar.base_library} {calendar.base_version}"


def _anchor(day: Day) -> str:
    return f"d-{day.date}"
