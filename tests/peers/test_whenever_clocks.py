"""Hours and midnights over clock changes in every zone, against the library whenever (the cases of ECMAScript's Temporal).

A day may begin at one in the morning, or be lived twice; hours are counted through all of it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from peers import compared, last_day
from protocolkit.calendars.instants import end_of, start_of
from protocolkit.plans.due_answer import due_answer

whenever = pytest.importorskip("whenever", reason="whenever is not installed: extra `peers`")

# Places, not the fixed offsets and old names beside them.
AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
ZONES = sorted(zone for zone in available_timezones() if zone.startswith(AREAS))
YEARS = (2011, 2018, 2024)  # with a day that Samoa skipped, midnights that Brazil skipped, an hour Almaty lived twice


def changes(zone: str, year: int) -> list[date]:
    """The days on which the clocks change."""
    place, first = ZoneInfo(zone), datetime(year, 1, 1, 12, tzinfo=UTC)
    days = [first + timedelta(days=n) for n in range(366)]
    offsets = [day.astimezone(place).utcoffset() for day in days]
    return [day.date() for n, day in enumerate(days) if n and offsets[n] != offsets[n - 1]]


def test_a_day_begins_at_the_same_instant_whatever_the_clocks_do() -> None:
    found: dict[str, tuple[object, object]] = {}
    for zone in ZONES:
        for year in YEARS:
            for change in changes(zone, year):
                for day in (change - timedelta(days=1), change, change + timedelta(days=1)):
                    noon = whenever.ZonedDateTime(day.year, day.month, day.day, 12, tz=zone, disambiguation="later")
                    begins = noon.start_of("day")
                    if begins.date().to_stdlib() == day:  # of a day that was skipped there is no beginning
                        found[f"{day} {zone}"] = (start_of(day, zone), begins.to_instant().to_stdlib())
    compared(found, {}, at_least=2_000)


@pytest.mark.parametrize(
    "zone", ["Asia/Almaty", "Europe/Kyiv", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe"]
)
def test_hours_and_days_end_at_the_same_instant(zone: str) -> None:
    found: dict[str, tuple[object, object]] = {}
    for year in YEARS:
        for change in changes(zone, year):
            begins = start_of(change - timedelta(days=1), zone)
            for hour in range(0, 50, 3):
                at = begins + timedelta(hours=hour)
                theirs = whenever.Instant(at).to_tz(zone)
                for count in (1, 24, 72):
                    ours = due_answer(f"{count} hours", at.isoformat(), "kz", zone)
                    assert ours is not None
                    assert ours.at is not None
                    ended = datetime.fromisoformat(ours.at)
                    found[f"{at} + {count} h"] = (ended, theirs.add(hours=count).to_instant().to_stdlib())
                day = last_day("1 day", at, "kz", zone)
                following = theirs.date().add(days=1).to_stdlib()
                found[f"{at} + 1 day"] = ((day, end_of(day, zone) > at), (following, True))
    compared(found, {}, at_least=60)
