"""Counting working days, against the library lexdays, which is given our days off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from peers import compared
from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems

lexdays = pytest.importorskip("lexdays", reason="lexdays is not installed: extra `peers`")

FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)


@pytest.mark.parametrize("country", ["kz", "ua"])
def test_the_nth_working_day_is_the_same_where_no_weekend_is_worked(country: str) -> None:
    """It knows no weekend on which people work: a count across one is ours alone."""
    ours = load_calendar(country, Problems())
    assert ours is not None
    days = ours.days()
    every = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    worked = [day for day in every if day.weekday() > 4 and days.is_kind(day)]
    off = [day for day in every if day.weekday() < 5 and not days.is_kind(day)]
    theirs = lexdays.calendar({
        "id": f"{country}-given", "name": {"en": "days off as given"}, "weekend": [6, 7],
        "one_off": [{"id": f"d{day:%Y%m%d}", "name": {"en": "off"}, "date": day.isoformat()} for day in off],
    })  # fmt: skip
    found: dict[str, tuple[object, object]] = {}
    for day in every[:-40]:
        for n in (1, 2, 3, 5, 10, 15):
            nth = days.nth(day, n)
            if not any(day < one <= nth for one in worked):
                found[f"{day} + {n}"] = (nth, theirs.add_business_days(day, n))
    compared(found, {}, at_least=3_000)
