"""The working days of Kazakhstan, against the sessions of the Astana exchange in the library exchange_calendars."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import pytest

from peers import compared
from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems

FIRST, LAST = date(2019, 1, 1), date(2026, 11, 30)
_MOVED = "a weekend on which a day off was worked off: the exchange stays closed on it"
EXPLAINED = {
    **dict.fromkeys(
        [
            "2019-05-04", "2020-01-05", "2020-12-20", "2021-07-03", "2022-03-05", "2022-08-27", "2022-10-22",
            "2023-07-01", "2024-05-04", "2025-01-05",
        ],
        _MOVED,
    ),
    "2021-07-05": "off for everybody who worked on Saturday 3 July; the exchange had kept its session",
    "2026-05-08": "the exchange closed before the feast; by law Saturday 9 May gives Monday 11 May",
    "2026-05-11": "the day off in place of Saturday 9 May; the exchange had its own on 8 May",
    "2026-08-31": "planned as a day off until 18 March 2026, then a working day; the exchange kept the plan",
}  # fmt: skip


def test_every_session_is_a_working_day_and_every_other_difference_has_its_reason() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = pytest.importorskip("exchange_calendars", reason="exchange_calendars is not installed: extra `peers`")
        sessions = {one.date() for one in library.get_calendar("AIXK", start=FIRST, end=LAST).sessions}
    calendar = load_calendar("kz", Problems())
    assert calendar is not None
    days = calendar.days()
    every = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    found = {day.isoformat(): (days.is_kind(day), day in sessions) for day in every}
    compared(found, EXPLAINED, at_least=2_500)
