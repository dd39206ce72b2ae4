"""Instants at the edge: what a text may say, what is refused, and zones that know the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolkit.calendars import zones
from protocolkit.calendars.instants import end_of, iso, parse_instant, start_of
from protocolkit.calendars.zones import parse_zone, tzdata_version
from protocolkit.diagnostics import InputError, Place, Problems

HERE = Place("incident.yaml", 3, 5)


def read(text: str, zone: str | None = None) -> tuple[datetime | date | None, Problems]:
    problems = Problems()
    return parse_instant(text, HERE, problems, zone), problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20T14:30:00+05:00", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20 14:30+05:00", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T09:30Z", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T14:30:00.000+0500", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T14:30+05:00[Asia/Almaty]", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T14:30[Asia/Almaty]", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2024-02-29T23:30+06:00", datetime(2024, 2, 29, 17, 30, tzinfo=UTC)),
        ("2024-02-29T23:30+05:00", datetime(2024, 2, 29, 18, 30, tzinfo=UTC)),
        ("20261120T143000+0500", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-W47-5", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
    ],
)
def test_what_a_text_may_say(text: str, expected: datetime | date) -> None:
    found, problems = read(text)
    assert (found, type(found)) == (expected, type(expected))
    assert not problems.found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-20T14:30:00", "instant-naive"),
        ("2026-11-20T14:30", "instant-naive"),
        ("20261120T143000", "instant-shape"),
        ("2024-02-29T23:30[Asia/Almaty]", "instant-ambiguous"),
        ("2026-10-25T03:30[Europe/Kyiv]", "instant-ambiguous"),
        ("2026-03-29T03:30[Europe/Kyiv]", "instant-nonexistent"),
        ("2026-11-20T14:30+05:00[Europe/Kyiv]", "instant-offset"),
        ("2026-11-20T14:30+15:00", "instant-offset"),
        ("2026-11-20T14:30[Asia/Almati]", "unknown-zone"),
        ("2026-02-30", "instant-date"),
        ("2026-02-30T10:00+05:00", "instant-date"),
        ("2026-13-01", "instant-date"),
        ("9999-01-01T00:00Z", "instant-range"),
        ("0026-11-20", "instant-range"),
        ("2026-11-20T24:00Z", "instant-shape"),
        ("2026-11-20T23:59:60Z", "instant-shape"),
        ("20.11.2026 14:30", "instant-shape"),
        ("tomorrow", "instant-shape"),
        ("", "instant-shape"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    found, problems = read(text)
    assert found is None
    assert [(p.code, p.place) for p in problems] == [(code, HERE)]


def test_a_bare_local_time_is_refused_with_the_text_to_write() -> None:
    _, problems = read("2026-11-20T14:30", "Asia/Almaty")
    assert problems.found[0].help == "if it is Asia/Almaty time, write `2026-11-20T14:30:00+05:00`"
    _, problems = read("2024-02-29T23:30", "Asia/Almaty")
    assert "`2024-02-29T23:30:00+06:00` or `2024-02-29T23:30:00+05:00`" in problems.found[0].help


def test_a_part_of_a_second_is_dropped_with_a_warning_so_that_no_term_gains_time() -> None:
    found, problems = read("2026-11-20T09:30:00.999Z")
    assert found == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert [(p.code, p.severity) for p in problems] == [("instant-fraction", "warning")]


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Asia/Almaty", "Europe/Kyiv", "Asia/Qyzylorda", "UTC"]),
)
def test_what_is_written_reads_back_even_in_a_repeated_hour(instant: datetime, zone: str) -> None:
    instant = instant.replace(microsecond=0)
    found, problems = read(iso(instant, zone))
    assert found == instant
    assert not problems.found


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)), st.sampled_from(["Asia/Almaty", "Europe/Kyiv"]))
def test_the_midnight_that_closes_a_day_opens_the_next(day: date, zone: str) -> None:
    assert end_of(day, zone) == start_of(day + timedelta(days=1), zone)
    assert start_of(day, zone) < end_of(day, zone)
    assert (end_of(day, zone) - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() == day


def test_days_of_23_24_and_25_hours() -> None:
    lengths = {
        (day, zone): (end_of(date.fromisoformat(day), zone) - start_of(date.fromisoformat(day), zone))
        / timedelta(hours=1)
        for day, zone in (
            ("2024-02-29", "Asia/Almaty"),
            ("2024-03-01", "Asia/Almaty"),
            ("2026-03-29", "Europe/Kyiv"),
            ("2026-10-25", "Europe/Kyiv"),
        )
    }
    assert list(lengths.values()) == [25, 24, 23, 25]


def test_old_spellings_of_kyiv_become_one() -> None:
    problems = Problems()
    assert parse_zone("Europe/Kiev", HERE, problems) == "Europe/Kyiv"
    assert not problems.found


@pytest.mark.parametrize("name", ["Asia/Almati", "", "/etc/localtime", "../zone", "+05:00"])
def test_unknown_zones_are_refused(name: str) -> None:
    problems = Problems()
    assert parse_zone(name, HERE, problems) is None
    assert [p.code for p in problems] == ["unknown-zone"]


def test_zone_data_that_still_has_almaty_at_six_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_KNOWN", (("Asia/Almaty", datetime(2024, 6, 1, tzinfo=UTC), 6),))
    zones._check_zone_data.cache_clear()
    zones.zone.cache_clear()
    try:
        with pytest.raises(InputError) as caught:
            zones.zone("Europe/Kyiv")
        assert caught.value.problems[0].code == "zone-data-too-old"
    finally:
        zones._check_zone_data.cache_clear()
        zones.zone.cache_clear()


def test_the_release_of_the_zone_data_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tzdata_version()[:4].isdigit()
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Almaty").touch()
    (tmp_path / "+VERSION").write_text("2031z\n", encoding="utf-8")
    monkeypatch.setattr(zones, "TZPATH", (str(tmp_path),))
    tzdata_version.cache_clear()
    try:
        assert tzdata_version() == "2031z"
    finally:
        tzdata_version.cache_clear()
