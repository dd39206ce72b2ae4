"""A calendar file and its base are read whole or refused with everything wrong in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from protocolkit.calendars import holidays_version, load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.resources import rules_dir

SHIPPED = rules_dir() / "calendars"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "calendars")
    return tmp_path / "calendars"


def problems_after(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    path = folder / "kz.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = Problems()
    assert load_calendar(path, problems) is None
    return [(p.code, p.message) for p in problems]


@pytest.mark.parametrize("name", ["kz", "ua"])
def test_shipped_calendars_load_by_id_and_by_path(name: str) -> None:
    problems = Problems()
    by_id, by_path = load_calendar(name, problems), load_calendar(SHIPPED / f"{name}.yaml", problems)
    assert not problems.found
    assert by_id is not None
    assert by_path is not None
    assert by_id.digest == by_path.digest
    assert len(by_id.digest) == 64
    assert (holidays_version(by_id), by_id.version) == ("0.108", "2026-11-30.1")


def test_an_unknown_calendar_names_the_known_ones() -> None:
    problems = Problems()
    assert load_calendar("kzz", problems) is None
    assert [(p.code, p.help) for p in problems] == [("unknown-calendar", "did you mean `kz`?")]


def test_a_missing_file_is_a_problem_and_no_traceback() -> None:
    problems = Problems()
    assert load_calendar("nowhere/kz.yaml", problems) is None
    assert [p.code for p in problems] == ["file-missing"]


def test_a_base_that_changed_is_refused(folder: Path) -> None:
    base = folder / "base" / "kz.json"
    base.write_text(base.read_text(encoding="utf-8").replace("2024-06-16", "2024-06-17"), encoding="utf-8")
    problems = Problems()
    assert load_calendar(folder / "kz.yaml", problems) is None
    (problem,) = problems.found
    assert (problem.code, problem.place.line) == ("calendar-base", 9)


def test_a_missing_base_is_refused(folder: Path) -> None:
    (folder / "base" / "kz.json").unlink()
    problems = Problems()
    assert load_calendar(folder / "kz.yaml", problems) is None
    assert [p.code for p in problems] == ["calendar-base"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('date: "2024-06-17"', 'date: "2024-06-31"', "calendar-date"),
        ("except: [Orthodox Christmas (7 January), ", "except: [Orthodox Easter, ", "calendar-holiday"),
        ("  Nowruz Holiday: Nauryz", "  Nowruz: Nauryz", "calendar-holiday"),
        ('from: "2027-01-01"', 'from: "2027-01-02"', "calendar-coverage"),
        ('through: "2028-12-31"', 'through: "2029-12-31"', "calendar-coverage"),
        ('work: "2019-05-04"', 'work: "2018-12-29"', "calendar-transfer"),
        ('off: "2019-05-10"', 'off: "2019-05-11"', "calendar-transfer"),
        ("starts: 1 september", "starts: 31 september", "calendar-date"),
        ("zone: Asia/Almaty", "zone: Asia/Almati", "unknown-zone"),
        ("  working: {label", "  workday: {label", "calendar-kind"),
        ("status: provisional", "status: maybe", "unknown-choice"),
        ("known_until:", "known_unti:", "unknown-key"),
    ],
)
def test_each_fault_has_its_diagnostic(folder: Path, old: str, new: str, code: str) -> None:
    assert code in [found for found, _ in problems_after(folder, old, new)]


def test_all_faults_of_a_file_are_reported_at_once(folder: Path) -> None:
    path = folder / "kz.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("zone: Asia/Almaty", "zone: Asia/Almati").replace('date: "2024-06-17"', 'date: "2024-06-31"')
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    assert load_calendar(path, problems) is None
    assert {p.code for p in problems} == {"unknown-zone", "calendar-date"}


def test_another_day_kind_can_be_declared(folder: Path) -> None:
    from datetime import date

    path = folder / "kz.yaml"
    text = path.read_text(encoding="utf-8")
    kinds = '  banking: {except: ["2026-11-23", "2026-12-28/2027-01-03"], also: ["2026-11-28"]}\n  business:'
    path.write_text(text.replace("  business:", kinds, 1), encoding="utf-8")
    problems = Problems()
    calendar = load_calendar(path, problems)
    assert not problems.found
    assert calendar is not None
    days = calendar.days()
    assert days.nth(date(2026, 11, 20), 1, "banking") == date(2026, 11, 24)
    assert days.nth(date(2026, 11, 27), 1, "banking") == date(2026, 11, 28)
    assert days.nth(date(2026, 12, 25), 1, "banking") == date(2027, 1, 5)
