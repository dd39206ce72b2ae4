"""A calendar year: every day by colour, letter and words, with its source."""

from __future__ import annotations

from datetime import date

import pytest

from command_line import CommandLine, cli
from html_page import Element, flaws, read
from protocolkit.calendars import BeyondCoverage, Calendar, Institution, load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.languages import LANGUAGES
from protocolkit.languages.saying import said
from protocolkit.showing.day_words import letter
from shown import year_html, year_text

__all__ = ["cli"]


def calendar(id: str) -> Calendar:
    found = load_calendar(id, Problems())
    assert found is not None
    return found


def cells(html: Element) -> list[Element]:
    """The cells of the days, 1 January first."""
    return [
        cell
        for month in html.all("table", "month")
        for cell in month.one("tbody").all("td")
        if "none" not in cell.kinds
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("id", "number"), [("kz", 2024), ("kz", 2028), ("ua", 2026)])
def test_the_page_is_well_made_in_every_language(id: str, number: int, language: str) -> None:
    html = read(year_html(calendar(id), number, language))
    assert html.attributes["lang"] == language
    assert flaws(html) == []
    assert len(html.all("table", "month")) == 12
    assert [len(month.all("th")) for month in html.all("table", "month")] == [7] * 12


@pytest.mark.parametrize(("id", "number"), [("kz", 2024), ("kz", 2027), ("ua", 2021), ("ua", 2026)])
def test_each_day_shows_its_kind_in_colour_and_letter_and_the_reason_where_it_has_one(id: str, number: int) -> None:
    found = calendar(id)
    days = found.days()
    html = read(year_html(found, number))
    shown = cells(html)
    assert len(shown) == (366 if number == 2024 else 365)
    for place, cell in enumerate(shown):
        day = days.day(date.fromordinal(date(number, 1, 1).toordinal() + place))
        assert f"k-{day.kind}" in cell.kinds
        assert cell.one("span", "number").text == str(day.date.day)
        assert cell.one("span", "letter").text == letter(day.kind)
        assert ("unsettled" in cell.kinds) == (day.status not in ("official", "declared"))
        if day.why:
            row = html.one("tr", id=cell.one("a").attributes["href"][1:])
            assert said(day.why) in row.text
            assert day.source is not None
            assert said(day.source) in row.text
            assert said(day.why) in cell.one("a").attributes["title"]


def test_the_two_ends_of_a_moved_day_are_told_apart() -> None:
    shown = cells(read(year_html(calendar("kz"), 2024)))
    worked, off = (shown[date(2024, 5, day).timetuple().tm_yday - 1] for day in (4, 8))
    assert "k-working_day_moved" in worked.kinds
    assert "k-day_off_moved" in off.kinds
    assert worked.one("span", "letter").text != off.one("span", "letter").text


def test_days_without_a_published_calendar_are_hatched_and_the_legend_says_so() -> None:
    assert all("unsettled" in cell.kinds for cell in cells(read(year_html(calendar("kz"), 2027))))
    assert "hatched" in read(year_html(calendar("kz"), 2027)).one("ul", "legend").text
    assert "hatched" not in read(year_html(calendar("kz"), 2024)).one("ul", "legend").text


def test_months_say_how_many_days_are_worked() -> None:
    found = calendar("kz")
    html = read(year_html(found, 2024))
    worked = found.days().count(date(2023, 12, 31), date(2024, 12, 31))
    assert f"working days: {worked} · days off: {366 - worked}" in html.one("header").text
    may = found.days().count(date(2024, 4, 30), date(2024, 5, 31))
    assert f"{may} of 31 worked" in html.all("caption")[4].text


def test_an_institution_sees_its_own_week_and_days() -> None:
    own = Institution(week=6, closed=((date(2026, 12, 28), date(2026, 12, 31)),))
    shown = cells(read(year_html(calendar("kz"), 2026, institution=own)))
    assert "k-working" in shown[date(2026, 11, 21).timetuple().tm_yday - 1].kinds
    assert "k-institution_closed" in shown[date(2026, 12, 29).timetuple().tm_yday - 1].kinds


def test_a_regime_is_named_with_the_day_to_which_it_is_verified() -> None:
    assert "verified through" in read(year_html(calendar("ua"), 2026)).text
    assert "verified through" not in read(year_html(calendar("ua"), 2021)).text


@pytest.mark.parametrize("number", [2018, 2029])
def test_a_year_beyond_the_coverage_is_refused(number: int, cli: CommandLine) -> None:
    with pytest.raises(BeyondCoverage):
        year_html(calendar("kz"), number)
    ran = cli("calendar", "kz", "--year", str(number), "--format", "html")
    assert (ran.code, ran.out) == (2, "")
    assert f"--year year-not-covered calendar kz says nothing of `{number}`" in ran.err
    assert "it covers 2019 to 2028" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("zk", "--year", "2026"), "unknown-calendar"),
        (("kz", "--year", "2026", "--profile", "7day"), "unknown-profile"),
    ],
)
def test_a_calendar_or_profile_nobody_knows_is_refused(cli: CommandLine, arguments: tuple[str, ...], code: str) -> None:
    ran = cli("calendar", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert code in ran.err


def test_the_command_writes_the_page(cli: CommandLine) -> None:
    ran = cli("calendar", "kz", "--year", "2026", "--format", "html", "--lang", "kk")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == year_html(calendar("kz"), 2026, "kk")


def test_the_text_shows_the_same_days_with_their_letters_and_sources(cli: CommandLine) -> None:
    text = cli("calendar", "kz", "--year", "2024").out
    may = text[text.index("May ") :]
    assert "  4D" in may
    assert "  8O" in may
    assert "Sat, 4 May 2024 D working day, its day off moved to Wed 8 May 2024 (order of the Ministry of Labour" in text
    assert max(map(len, text.splitlines())) <= 100


def test_the_text_fits_a_narrow_terminal() -> None:
    lines = year_text(calendar("ua"), 2026, "uk", width=40).splitlines()
    assert max(map(len, lines)) <= 40
    assert sum("Січень" in line for line in lines) == 1
