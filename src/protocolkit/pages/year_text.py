"""A calendar year in a terminal: twelve months with letters, and every day that is not ordinary with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.days import Day
from protocolkit.calendars.institution import Institution
from protocolkit.pages.months import ORDINARY, Month, kinds, month_names, months, settled, weekday_names
from protocolkit.pages.words import spell
from protocolkit.plans.layout import Page, Span, Style, cells

CELL = 4
GAP = 3
STYLES: dict[str, Style] = {
    "weekend": "dim", "holiday": "alarm", "holiday_substitute": "alarm", "day_off_moved": "ask",
    "working_day_moved": "good", "suspended_holiday": "soon", "institution_closed": "ask", "institution_open": "good",
    "unknown": "dim",
}  # fmt: skip


def year_page(
    calendar: Calendar, year: int, language: str = "en", *, institution: Institution | None = None, width: int = 100
) -> Page:
    """As many months beside each other as fit. Raises BeyondCoverage for a year the calendar says nothing about."""
    from babel import Locale

    found = months(calendar.days(institution=institution), year)
    locale = Locale("en", "GB") if language == "en" else Locale(language)
    names, short = month_names(locale), [name[:2] for name in weekday_names(locale, "short")]
    page = Page(width)
    page.put(Span(spell("year_title", language, id=calendar.id, year=year), "title"))
    worked, off = sum(month.worked for month in found), sum(not day.works for month in found for day in month.days)
    page.put(spell("year_counts", language, worked=worked, off=off))
    across = max(1, min(4, (page.width + GAP) // (7 * CELL + GAP)))
    for start in range(0, 12, across):
        page.blank()
        blocks = [list(_month(month, names, short, language)) for month in found[start : start + across]]
        for line in range(max(map(len, blocks))):
            page.lines.append(tuple(_joined([block[line] if line < len(block) else [] for block in blocks])))
    page.blank()
    for kind in (kind for kind in kinds(found) if kind not in ORDINARY):
        page.put([Span(spell(f"letter_{kind}", language), STYLES.get(kind, "")), "  ", spell(f"kind_{kind}", language)])
    _put_special(page, [day for month in found for day in month.days if day.why], language)
    for window in calendar.layers.coverage:
        if window.first.year <= year <= window.last.year:
            page.blank()
            status = spell(f"day_{window.status}", language)
            page.put(Span(f"{window.first} – {window.last}: {status}; {window.because}", "dim"))
    return page


def _month(month: Month, names: Sequence[str], short: Sequence[str], language: str) -> Iterator[list[Span]]:
    counts = spell("month_counts", language, worked=month.worked, all=len(month.days))
    yield [Span(names[month.number - 1], "heading"), Span(f" {counts}", "dim")]
    yield [Span("".join(f"{name:>3} " for name in short), "dim")]
    for week in month.weeks:
        yield [Span(" " * CELL) if day is None else _cell(day, language) for day in week]


def _cell(day: Day, language: str) -> Span:
    letter = "" if day.kind == "weekend" else spell(f"letter_{day.kind}", language)
    return Span(f"{day.date.day:>3}{letter or ' '}", STYLES.get(day.kind, ""))


def _joined(parts: Sequence[Sequence[Span]]) -> Iterator[Span]:
    for number, part in enumerate(parts):
        yield from part
        if number < len(parts) - 1:
            yield Span(" " * (7 * CELL - sum(cells(span.text) for span in part) + GAP))


def _put_special(page: Page, special: Sequence[Day], language: str) -> None:
    for day in special:
        if day is special[0]:
            page.blank()
            page.put(Span(spell("sources", language), "heading"))
        status = "" if settled(day) else f" [{spell(f'day_{day.status}', language)}]"
        letter = Span(spell(f"letter_{day.kind}", language), STYLES.get(day.kind, ""))
        source = Span(f" ({day.source})", "dim") if day.source else ""
        page.put([f"{day.date} ", letter, " ", day.why, Span(status, "ask"), source], hang=2)
