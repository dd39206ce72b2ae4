"""An institution's own time, from an inline map or a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from protocolkit.calendars import Institution, parse_institution
from protocolkit.diagnostics import Problems
from protocolkit.reading.yaml12 import read_text

WHOLE = """
office_hours: {mon-fri: "09:00-18:00", sat: 09:00-13:00, sunday: closed}
week: 6
closed: ["2026-11-23", "2026-12-28/2027-01-08", {from: "2027-03-20", through: "2027-03-28"}]
open: ["2026-11-22"]
school_days: [{from: "2026-09-01", through: "2026-10-25"}]
follows_transfers: false
absent: [school_psychologist]
board_meeting: ["2026-12-03T10:00:00+05:00", "2026-11-05"]
"""


def parsed(
    text: str, folder: Path | None = None, agendas: tuple[str, ...] | None = None
) -> tuple[Institution | None, list[str]]:
    problems = Problems()
    home = folder / "incident.yaml" if folder else Path("incident.yaml")
    if folder:
        home.write_text(text, encoding="utf-8")
    node = read_text(text, str(home), problems)
    assert node is not None
    return parse_institution(node, problems, agendas), [p.code for p in problems]


def test_everything_an_institution_may_say() -> None:
    found, problems = parsed(WHOLE)
    assert problems == []
    assert found is not None
    assert found.hours_on(date(2026, 11, 20)) == (time(9), time(18))
    assert found.hours_on(date(2026, 11, 21)) == (time(9), time(13))
    assert found.hours_on(date(2026, 11, 22)) is None
    assert (found.week, found.follows_transfers, found.absent) == (6, False, ("school_psychologist",))
    assert found.closed[1] == (date(2026, 12, 28), date(2027, 1, 8))
    assert found.closed[2] == (date(2027, 3, 20), date(2027, 3, 28))
    assert found.agendas == {"board_meeting": (date(2026, 11, 5), datetime(2026, 12, 3, 5, tzinfo=UTC))}


def test_hours_alone_are_those_of_monday_to_friday() -> None:
    found, _ = parsed('office_hours: "08:30-17:00"')
    assert found is not None
    assert found.hours_on(date(2026, 11, 20)) == (time(8, 30), time(17))
    assert found.hours_on(date(2026, 11, 21)) is None


def test_what_is_not_said_is_null() -> None:
    found, problems = parsed("week: 5")
    assert problems == []
    assert found == Institution(week=5)


def test_it_may_stand_in_a_file_beside_the_incident(tmp_path: Path) -> None:
    (tmp_path / "school.yaml").write_text(WHOLE, encoding="utf-8")
    found, problems = parsed("school.yaml", tmp_path)
    assert problems == []
    assert found == parsed(WHOLE)[0]
    assert parsed("missing.yaml", tmp_path) == (None, ["file-missing"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("week: 7", "institution-week"),
        ("week: true", "institution-week"),
        ('office_hours: "18:00-09:00"', "institution-hours"),
        ('office_hours: "9-18"', "institution-hours"),
        ('office_hours: {mnday: "09:00-18:00"}', "institution-hours"),
        ('office_hours: {fri-mon: "09:00-18:00"}', "institution-hours"),
        ('closed: ["2026-02-30"]', "calendar-date"),
        ('closed: ["2026-11-24/2026-11-23"]', "calendar-span"),
        ('closed: [{from: "2026-11-24", until: "2026-11-25"}]', "calendar-span"),
        ("follows_transfers: maybe", "institution-shape"),
        ("ofice_hours: 09:00-18:00", "institution-key"),
        ('board_meeting: ["2026-12-03T10:00"]', "instant-naive"),
        ("[1, 2]", "institution-shape"),
    ],
)
def test_faults_are_diagnosed(text: str, code: str) -> None:
    assert code in parsed(text)[1]


@pytest.mark.parametrize(
    ("key", "code"), [("closd", "institution-key"), ("bord_meeting", "institution-key"), ("open_day", "unknown-agenda")]
)
@pytest.mark.parametrize("apart", [False, True])
def test_a_key_nobody_knows_is_never_taken_in_silence(tmp_path: Path, key: str, code: str, apart: bool) -> None:
    text = f'{key}: ["2026-12-28"]'
    if apart:
        (tmp_path / "school.yaml").write_text(text, encoding="utf-8")
        text = "school.yaml"
    assert parsed(text, tmp_path, ("board_meeting",))[1] == [code]
