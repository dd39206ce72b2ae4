"""What each day is, why, by which source, and since when that could be known."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from calendar import monthrange
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.calendars import BeyondCoverage, Calendar, Institution, UnknownDayKind, load_calendar
from protocolkit.calendars.comparing import compare_base, compare_with_library, compare_with_totals
from protocolkit.calendars.freeze import encode
from protocolkit.diagnostics import Problems
from protocolkit.languages import LANGUAGES, _, speaking
from protocolkit.resources import data_root

__all__ = ["cli"]

TABLE = Path(__file__).parents[1] / "tables" / "monthly_totals.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


@cache
def calendar(name: str) -> Calendar:
    problems = Problems()
    found = load_calendar(name, problems)
    problems.raise_if_errors()
    assert found is not None
    return found


@pytest.mark.parametrize("row", ROWS, ids=["-".join([*row.values()][:5]) for row in ROWS])
def test_working_days_of_each_month(row: dict[str, str]) -> None:
    known_at = date.fromisoformat(row["known_at"]) if row["known_at"] else None
    institution = Institution(week=int(row["week"]))
    days = calendar(row["calendar"]).days(known_at, institution, row["scenario"] or None)
    year = int(row["year"])
    found = [
        sum(days.is_kind(date(year, month, d)) for d in range(1, monthrange(year, month)[1] + 1))
        for month in range(1, 13)
    ]
    assert found == [int(n) for n in row["months"].split()]
    assert sum(found) == int(row["total"])


def tried() -> str:
    """The release of `holidays` that the project is tried with; what another says is for `calendar --compare` to tell."""
    found = re.search(r"^holidays==(\S+)", (data_root() / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


of_the_tried_library = pytest.mark.skipif(
    version("holidays") != tried(), reason=f"holidays {version('holidays')} is installed, {tried()} is tried"
)


@of_the_tried_library
@pytest.mark.parametrize("name", ["kz", "ua"])
def test_no_day_differs_from_the_library_it_froze(name: str) -> None:
    assert (compare_with_library(calendar(name)), compare_base(calendar(name))) == ([], [])


@pytest.mark.parametrize("name", ["kz", "ua"])
def test_the_frozen_base_has_the_digest_its_calendar_says(name: str) -> None:
    said = re.search(r'^  sha256: "(\w+)"$', calendar(name).path.read_text(encoding="utf-8"), re.MULTILINE)
    assert said
    assert said[1] == hashlib.sha256(calendar(name).base.read_bytes()).hexdigest()


@pytest.fixture
def doctored(tmp_path: Path) -> Path:
    """The Kazakh calendar on a base with a holiday less, one more, one renamed, and a moved day that moved elsewhere."""
    shutil.copytree(calendar("kz").path.parent, tmp_path / "calendars")
    path, base = tmp_path / "calendars" / "kz.yaml", tmp_path / "calendars" / "base" / "kz.json"
    old = base.read_bytes()
    data = json.loads(old)
    holidays = {one["date"]: one for one in data["holidays"]}
    del holidays["2025-12-16"]
    holidays["2025-11-12"] = {"date": "2025-11-12", "name": "Independence Day"}
    holidays["2025-10-25"]["name"] = "Republic's Day"
    data["holidays"] = sorted(holidays.values(), key=lambda one: one["date"])
    (moved,) = (one for one in data["transfers"] if one["off"] == "2025-01-03")
    moved["off"] = "2025-01-10"
    base.write_bytes(encode(data))
    digests = (hashlib.sha256(one).hexdigest() for one in (old, base.read_bytes()))
    path.write_text(path.read_text(encoding="utf-8").replace(*digests), encoding="utf-8")
    return path


def test_a_base_that_drifted_from_the_library_is_told_entry_by_entry(doctored: Path) -> None:
    problems = Problems()
    found = load_calendar(doctored, problems)
    problems.raise_if_errors()
    assert found is not None
    differing = {str(one.date): (one.frozen, one.library) for one in compare_base(found)}
    assert differing.items() >= {
        "2025-12-16": (None, "Independence Day"), "2025-11-12": ("Independence Day", None),
        "2025-10-25": ("Republic's Day", "Republic Day"), "2025-01-10": ("work 2025-01-05", None),
        "2025-01-03": (None, "work 2025-01-05"),
    }.items()  # fmt: skip
    days = {str(one.date): (one.works, one.library_works) for one in compare_with_library(found)}
    assert days.items() >= {"2025-12-16": (True, False), "2025-11-12": (False, True)}.items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_tells_of_drift(doctored: Path, cli: CommandLine, language: str) -> None:
    ran = cli("calendar", doctored, "--compare", "--year", "2025", "--lang", language)
    assert (ran.code, ran.err) == (1, "")
    with speaking(language):
        expected = _("{date} is off here and works in the installed `holidays`").format(date="2025-11-12")
        assert expected in ran.out
        assert (
            _("{date} is in the frozen base and not in the installed `holidays`").format(date="2025-11-12") in ran.out
        )
    assert version("holidays") in ran.out


def test_the_command_tells_programs_of_drift(doctored: Path, cli: CommandLine) -> None:
    ran = cli("calendar", doctored, "--compare", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    data = json.loads(ran.out)
    assert (data["compare"], data["calendar"], data["installed"]) == (1, "kz", version("holidays"))
    assert data["frozen"] == calendar("kz").base_version
    assert "2025-11-12" in [one["date"] for one in data["days"]]
    assert "2025-11-12" in [one["date"] for one in data["base"]]
    assert data["totals"], "a published total counted the holiday that was taken out"
    quiet = cli("calendar", doctored, "--compare", "--year", "2021", "--format", "json")
    assert [one for key in ("days", "base") for one in json.loads(quiet.out)[key] if one["date"][:4] != "2021"] == []


@of_the_tried_library
@pytest.mark.parametrize("name", ["kz", "ua"])
def test_the_command_is_content_where_nothing_drifted(name: str, cli: CommandLine) -> None:
    ran = cli("calendar", name, "--compare")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\nno difference\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--compare", "--format", "html"], "--compare misplaced-option `--compare` goes with `--format text`"),
        (["--compare", "--profile", "6day"], "--profile misplaced-option `--profile` goes with `--year`"),
        (["--format", "json", "--year", "2026"], "--format misplaced-option `--format json` goes with `--compare`"),
        ([], "command-line missing-argument `--year` needs a value"),
        (["--compare", "--year", "1990"], "--year year-not-covered calendar kz says nothing of `1990`"),
    ],
)
def test_what_does_not_go_together_is_refused(cli: CommandLine, arguments: list[str], said: str) -> None:
    ran = cli("calendar", "kz", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == said


def test_a_country_the_library_lacks_is_not_compared(tmp_path: Path, cli: CommandLine) -> None:
    shutil.copytree(calendar("kz").path.parent, tmp_path / "calendars")
    path = tmp_path / "calendars" / "kz.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("calendar: kz", "calendar: demo", 1), encoding="utf-8")
    ran = cli("calendar", path, "--compare")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "kz.yaml calendar-not-compared the installed library has no country `DEMO` to compare with\n"


@pytest.mark.parametrize("name", ["kz", "ua"])
def test_published_totals_are_explained(name: str) -> None:
    assert compare_with_totals(calendar(name)) == []


def test_a_total_that_no_longer_fits_is_reported(tmp_path: Path) -> None:
    head = "year,month,week,working_days,known_at,expected,source,class,note\n"
    wrong = tmp_path / "totals.csv"
    wrong.write_text(head + "2024,5,5,21,,agrees,x,press,\n2024,5,5,20,,error,x,press,\n2024,x,5,20,,agrees,x,press,\n")
    problems = Problems()
    found = compare_with_totals(calendar("kz"), wrong, problems)
    assert [(d.line, d.published, d.counted) for d in found] == [(2, 21, 20), (3, 20, 20)]
    assert [p.place.line for p in problems] == [4]


KINDS = [
    ("kz", "2024-05-04", "working_day_moved", True),
    ("kz", "2024-05-08", "day_off_moved", False),
    ("kz", "2025-01-05", "working_day_moved", True),
    ("kz", "2024-07-06", "holiday", False),
    ("kz", "2024-07-08", "holiday_substitute", False),
    ("kz", "2024-01-07", "holiday", False),
    ("kz", "2024-01-08", "working", True),
    ("kz", "2026-11-21", "weekend", False),
    ("kz", "2026-11-20", "working", True),
    ("ua", "2024-05-01", "suspended_holiday", True),
    ("ua", "2024-08-24", "weekend", False),
    ("ua", "2021-08-28", "working_day_moved", True),
    ("ua", "2022-07-02", "weekend", False),
]


@pytest.mark.parametrize(("name", "day", "kind", "works"), KINDS)
def test_each_day_has_a_kind(name: str, day: str, kind: str, works: bool) -> None:
    days = calendar(name).days()
    found = days.day(date.fromisoformat(day))
    assert (found.kind, found.works) == (kind, works)
    assert days.is_kind(found.date) == works
    assert bool(found.source) == bool(found.why) == (kind not in ("working", "weekend"))


@pytest.mark.parametrize("name", ["kz", "ua"])
def test_every_day_that_is_not_ordinary_has_a_source_and_a_status(name: str) -> None:
    days = calendar(name).days()
    for number in range(days.first.toordinal(), days.last.toordinal() + 1):
        day = days.day(date.fromordinal(number))
        assert day.status in ("official", "projected", "provisional", "estimated", "assumed")
        assert day.kind in ("working", "weekend") or (day.why and day.source)


STATUSES = [
    ("kz", None, "2026-12-31", "official"),
    ("kz", None, "2027-01-04", "projected"),
    ("kz", None, "2027-05-16", "estimated"),
    ("kz", None, "2026-05-27", "provisional"),
    ("kz", None, "2024-06-16", "official"),
    ("kz", "2024-05-20", "2024-06-17", "provisional"),
    ("ua", None, "2026-10-31", "official"),
    ("ua", None, "2026-11-02", "assumed"),
    ("ua", "2026-06-01", "2026-08-02", "official"),
    ("ua", "2026-06-01", "2026-08-03", "assumed"),
    ("ua", "2025-12-20", "2026-02-04", "assumed"),
    ("ua", "2026-02-01", "2026-02-04", "official"),
    ("ua", None, "2027-01-04", "projected"),
]


@pytest.mark.parametrize(("name", "known_at", "day", "status"), STATUSES)
def test_each_day_says_how_sure_it_is(name: str, known_at: str | None, day: str, status: str) -> None:
    known = date.fromisoformat(known_at) if known_at else None
    assert calendar(name).days(known).day(date.fromisoformat(day)).status == status


# -- what was known when


CHANGES = [
    ("kz", "2026-08-31", "2026-03-18"),
    ("kz", "2024-06-17", "2024-06-07"),
    ("kz", "2022-10-25", "2022-09-29"),
    ("kz", "2022-12-01", "2022-09-29"),
    ("kz", "2024-05-04", "2024-04-17"),
    ("ua", "2019-05-11", "2019-01-10"),
]


@pytest.mark.parametrize(("name", "day", "known_from"), CHANGES)
def test_a_change_shows_from_the_day_it_was_known_and_not_before(name: str, day: str, known_from: str) -> None:
    known, changed = date.fromisoformat(known_from), date.fromisoformat(day)
    before = calendar(name).days(date.fromordinal(known.toordinal() - 1)).day(changed)
    since = calendar(name).days(known).day(changed)
    assert before.works != since.works
    assert since == calendar(name).days().day(changed)


def test_knowledge_dates_between_two_changes_share_their_days() -> None:
    kz = calendar("kz")
    assert kz.days(date(2026, 8, 1)) is kz.days(date(2026, 11, 20)) is kz.days()
    assert kz.days(date(2026, 3, 1)) is not kz.days()


# -- the regime


@pytest.mark.parametrize(
    ("scenario", "day", "works"),
    [
        (None, "2024-05-01", True),
        ("never", "2024-05-01", False),
        ("peacetime", "2024-05-01", True),
        (None, "2026-12-25", True),
        ("peacetime", "2026-12-25", False),
        ("peacetime", "2026-05-01", True),
        (None, "2022-03-08", False),
        ("throughout", "2022-03-08", True),
        ("throughout", "2022-03-12", False),
        ("never", "2022-07-02", True),
    ],
)
def test_scenarios_of_martial_law(scenario: str | None, day: str, works: bool) -> None:
    assert calendar("ua").days(scenario=scenario).is_kind(date.fromisoformat(day)) == works


# -- institutions


def test_a_saturday_is_moved_only_for_those_who_had_it_off() -> None:
    kz = calendar("kz")
    six = kz.days(institution=Institution(week=6))
    assert six.is_kind(date(2024, 5, 8))
    assert six.is_kind(date(2024, 5, 4))
    assert not six.is_kind(date(2025, 1, 3)), "a day off moved from a Sunday concerns them too"
    assert six.is_kind(date(2025, 1, 5))


def test_a_holiday_on_a_saturday_gives_a_six_day_week_no_other_day() -> None:
    six = calendar("kz").days(institution=Institution(week=6))
    assert not six.is_kind(date(2024, 7, 6))
    assert six.is_kind(date(2024, 7, 8))


def test_recommended_days_are_left_out_where_the_institution_does_not_follow() -> None:
    ua, kz = calendar("ua"), calendar("kz")
    assert ua.days(institution=Institution(follows_transfers=False)).is_kind(date(2021, 8, 23))
    assert not kz.days(institution=Institution(follows_transfers=False)).is_kind(date(2024, 5, 8)), "binding there"


def test_the_institutions_own_days_win() -> None:
    own = Institution(
        closed=((date(2026, 11, 23), date(2026, 11, 24)),), open=((date(2026, 11, 28), date(2026, 11, 28)),)
    )
    days = calendar("kz").days(institution=own)
    assert days.nth(date(2026, 11, 20), 1) == date(2026, 11, 25)
    assert days.is_kind(date(2026, 11, 28))
    assert (days.day(date(2026, 11, 23)).kind, days.day(date(2026, 11, 23)).status) == (
        "institution_closed",
        "declared",
    )


def test_school_days_are_working_days_inside_the_terms_and_days_named_alone() -> None:
    terms = ((date(2026, 9, 1), date(2026, 10, 25)), (date(2026, 11, 28), date(2026, 11, 28)))
    days = calendar("kz").days(institution=Institution(school_days=terms))
    assert days.nth(date(2026, 10, 23), 1, "school") == date(2026, 11, 28)
    assert not days.is_kind(date(2026, 9, 5), "school")
    assert days.is_kind(date(2026, 9, 7), "school")
    assert days.is_kind(date(2026, 11, 2), "working")


def test_without_school_days_working_days_stand_in() -> None:
    days = calendar("kz").days()
    assert days.nth(date(2026, 11, 20), 3, "school") == days.nth(date(2026, 11, 20), 3, "working")


# -- limits


def test_outside_the_coverage_nothing_is_guessed() -> None:
    days = calendar("kz").days()
    for ask in (
        lambda: days.day(date(2018, 12, 31)),
        lambda: days.is_kind(date(2029, 1, 1)),
        lambda: days.nth(date(2028, 12, 29), 1),
        lambda: days.nth(date(2019, 1, 3), -1),
        lambda: days.count(date(2018, 12, 31), date(2019, 1, 5)),
        lambda: days.on_or_after(date(2028, 12, 30)),
    ):
        with pytest.raises(BeyondCoverage):
            ask()


def test_there_is_no_day_zero() -> None:
    with pytest.raises(ValueError, match="day 0"):
        calendar("kz").days().nth(date(2026, 11, 20), 0)


def test_a_kind_nobody_declares_is_refused() -> None:
    with pytest.raises(UnknownDayKind):
        calendar("kz").days().nth(date(2026, 11, 20), 1, "banking")


@pytest.mark.parametrize(
    ("name", "day", "last", "teaching"),
    [
        ("kz", "2026-11-20", "2027-08-31", "2027-05-25"),
        ("kz", "2026-03-01", "2026-08-31", "2026-05-25"),
        ("kz", "2026-05-25", "2026-08-31", "2026-05-25"),
        ("kz", "2026-07-01", "2026-08-31", None),
        ("kz", "2026-08-31", "2026-08-31", None),
        ("kz", "2026-09-01", "2027-08-31", "2027-05-25"),
        ("ua", "2026-06-30", "2026-08-31", "2026-06-30"),
    ],
)
def test_school_years_last_until_the_next_and_teaching_ends_before(
    name: str, day: str, last: str, teaching: str | None
) -> None:
    year = calendar(name).school_year
    assert year.last_day(date.fromisoformat(day)) == date.fromisoformat(last)
    assert year.end_of_teaching(date.fromisoformat(day)) == (date.fromisoformat(teaching) if teaching else None)
