"""A calendar year in a terminal: twelve months with letters, and every day that is not ordinary with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.days import Day
from protocolkit.calendars.institution import Institution
from protocolkit.languages import _, speaking
from protocolkit.languages.saying import said
from protocolkit.showing.day_words import KINDS, certainty, letter
from protocolkit.showing.layout import Page, Span, Style, cells
from protocolkit.showing.months import ORDINARY, Month, kinds, month_names, months, settled, weekday_names

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
    with speaking(language):
        return _page(calendar, months(calendar.days(institution=institution), year), year, language, width)


def _page(calendar: Calendar, found: Sequence[Month], year: int, language: str, width: int) -> Page:
    names, short = month_names(language), [name[:2] for name in weekday_names(language, "short")]
    page = Page(width)
    page.put(Span(_("Calendar {id}, {year}").format(id=calendar.id, year=year), "title"))
    worked, off = sum(month.worked for month in found), sum(not day.works for month in found for day in month.days)
    page.put(_("working days: {worked} · days off: {off}").format(worked=worked, off=off))
    across = max(1, min(4, (page.width + GAP) // (7 * CELL + GAP)))
    for start in range(0, 12, across):
        page.blank()
        blocks = [list(_month(month, names, short)) for month in found[start : start + across]]
        for line in range(max(map(len, blocks))):
            page.lines.append(tuple(_joined([block[line] if line < len(block) else [] for block in blocks])))
    page.blank()
    for kind in (kind for kind in kinds(found) if kind not in ORDINARY):
        page.put([Span(letter(kind), STYLES.get(kind, "")), "  ", _(KINDS[kind])])
    _put_special(page, [day for month in found for day in month.days if day.why])
    for window in calendar.layers.coverage:
        if window.first.year <= year <= window.last.year:
            page.blank()
            because = _(window.because)
            page.put(Span(f"{window.first} – {window.last}: {certainty(window.status)}; {because}", "dim"))
    return page


def _month(month: Month, names: Sequence[str], short: Sequence[str]) -> Iterator[list[Span]]:
    counts = _("{worked} of {all} worked").format(worked=month.worked, all=len(month.days))
    yield [Span(names[month.number - 1], "heading"), Span(f" {counts}", "dim")]
    yield [Span("".join(f"{name:>3} " for name in short), "dim")]
    for week in month.weeks:
        yield [Span(" " * CELL) if day is None else _cell(day) for day in week]


def _cell(day: Day) -> Span:
    sign = "" if day.kind == "weekend" else letter(day.kind)
    return Span(f"{day.date.day:>3}{sign or ' '}", STYLES.get(day.kind, ""))


def _joined(parts: Sequence[Sequence[Span]]) -> Iterator[Span]:
    for number, part in enumerate(parts):
        yield from part
        if number < len(parts) - 1:
            yield Span(" " * (7 * CELL - sum(cells(span.text) for span in part) + GAP))


def _put_special(page: Page, special: Sequence[Day]) -> None:
    for day in special:
        if day is special[0]:
            page.blank()
            page.put(Span(_("Days that are not ordinary, and their sources"), "heading"))
        status = "" if settled(day) else f" [{certainty(day.status)}]"
        sign = Span(letter(day.kind), STYLES.get(day.kind, ""))
        source = Span(f" ({said(day.source)})", "dim") if day.source else ""
        page.put([f"{day.date} ", sign, " ", said(day.why), Span(status, "ask"), source], hang=2)
