"""School years whose terms were read: what lies in a term, between two, and beyond what is listed."""

from __future__ import annotations

from datetime import date

import pytest

from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.calendar_file import load_calendar
from protocolkit.calendars.school_year import SchoolYear
from protocolkit.diagnostics import Problems


@pytest.fixture(scope="module")
def kz() -> Calendar:
    found = load_calendar("kz", Problems())
    assert found is not None
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


TERMS = [
    ("2026-09-01", ("2026-09-01", "2026-10-25")),
    ("2026-10-25", ("2026-09-01", "2026-10-25")),
    # Of a break the term is the one after it.
    ("2026-10-26", ("2026-11-02", "2026-12-27")),
    ("2027-01-10", ("2027-01-11", "2027-03-21")),
    ("2027-05-25", ("2027-03-29", "2027-05-25")),
]


@pytest.mark.parametrize(("on", "term"), TERMS)
def test_a_day_has_the_term_it_is_in_or_the_next_of_its_year(kz: Calendar, on: str, term: tuple[str, str]) -> None:
    assert kz.school_year.term(day(on)) == tuple(map(day, term))


@pytest.mark.parametrize("on", ["2026-08-31", "2027-05-26", "2027-09-01", "2025-10-01"])
def test_a_year_that_nobody_listed_has_no_terms(kz: Calendar, on: str) -> None:
    assert kz.school_year.term(day(on)) is None


def test_the_breaks_lie_between_the_terms_of_one_year(kz: Calendar) -> None:
    assert kz.school_year.breaks == [
        (day("2026-10-26"), day("2026-11-01")), (day("2026-12-28"), day("2027-01-10")), (day("2027-03-22"), day("2027-03-28")),
    ]  # fmt: skip


SCHOOL = [
    ("2026-10-23", True),
    ("2026-10-27", False),  # Tuesday of the autumn break, a working day
    ("2026-11-02", True),
    ("2026-12-28", False),
    ("2027-01-08", False),
    ("2027-01-11", True),
    ("2027-03-26", False),
    ("2027-03-29", True),
]


@pytest.mark.parametrize(("on", "taught"), SCHOOL)
def test_no_day_between_two_terms_is_a_school_day(kz: Calendar, on: str, taught: bool) -> None:
    assert kz.days().is_kind(day(on), "school") is taught


def test_working_days_know_nothing_of_school_breaks(kz: Calendar) -> None:
    assert kz.days().is_kind(day("2026-10-27"), "working")


def test_a_span_is_listed_only_if_every_school_year_in_it_is(kz: Calendar) -> None:
    year = kz.school_year
    assert year.lists(day("2026-09-01"), day("2027-08-31"))
    assert not year.lists(day("2026-08-31"), day("2026-12-01"))
    assert not year.lists(day("2027-01-01"), day("2027-09-01"))
    assert not SchoolYear((9, 1), (5, 25), "projected", "").lists(day("2026-09-01"), day("2026-09-02"))


def test_the_day_of_the_republic_was_renamed_and_is_the_same_day(kz: Calendar) -> None:
    before, after = (kz.days(day(known)).day(day("2026-10-25")) for known in ("2026-06-30", "2026-07-01"))
    assert not before.works
    assert not after.works
    assert [str(one.why.template) for one in (before, after) if one.why] == [
        "Republic Day",
        "Day of the Republic of Kazakhstan",
    ]
    assert kz.days().day(day("2025-10-25")).why.template == "Republic Day"  # type: ignore[union-attr]
