"""A calendar of any country: a few lines are enough, any day may be free, and nobody is told that it is official."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

import protocolkit
from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.calendars import BeyondCoverage, load_calendar
from protocolkit.calendars.calendar import Calendar
from protocolkit.calendars.freeze import main as freeze
from protocolkit.diagnostics import Problems
from protocolkit.resources import rules_dir
from protocolkit.watching.look import look

__all__ = ["cli"]

GULF = """
    calendar: gulf
    zone: Asia/Dubai
    weekend: [saturday, friday]
    years: 2026-2027
    holidays:
      - {date: "2026-12-02", name: National Day}
      - {date: "12-05", from_year: 2026, name: A feast on a Saturday}
"""
RULES = """
- {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 3 working_days}
- {id: ask, by: education_org_head, must: report, to: police, after: report_received, due: same_school_year}
- {id: close, by: education_org_head, must: review, after: report_received, due: 1 working_day, time: {ends: office_close}}
"""
MONDAY = "2026-11-30T10:00:00+04:00"


def written(folder: Path, text: str = GULF) -> Path:
    path = folder / "gulf.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def loaded(path: Path) -> Calendar:
    problems = Problems()
    found = load_calendar(path, problems)
    assert found is not None, [str(p) for p in problems]
    return found


def refused(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    problems = Problems()
    assert load_calendar(written(folder, GULF.replace(old, new)), problems) is None
    return [(p.code, p.help) for p in problems]


def test_a_few_lines_are_a_calendar(tmp_path: Path) -> None:
    path = written(tmp_path, "calendar: own\nzone: Asia/Dubai\nyears: 2026-2027\n")
    days = loaded(path).days()
    assert [str(p) for p in look([str(path)], None, None).problems] == []
    assert days.nth(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert days.count(date(2026, 11, 1), date(2026, 11, 30), "school") == 21
    assert days.day(date(2026, 11, 30)).status == "listed"


def test_friday_and_saturday_are_free_in_every_count(tmp_path: Path) -> None:
    calendar = loaded(written(tmp_path))
    days = calendar.days()
    # Monday 30 November: Tuesday 1 and Thursday 3, Wednesday is a holiday, Friday and Saturday the weekend.
    assert days.nth(date(2026, 11, 30), 2) == date(2026, 12, 3)
    assert days.nth(date(2026, 11, 30), 3) == date(2026, 12, 6)
    assert days.count(date(2026, 11, 30), date(2026, 12, 6)) == 3
    assert days.on_or_before(date(2026, 12, 5)) == date(2026, 12, 3)
    kinds = [days.day(date(2026, 12, d)).kind for d in range(1, 7)]
    assert kinds == ["working", "holiday", "working", "weekend", "holiday", "working"]
    # In a week of six days Saturday is worked, and its feast is a day off.
    six = days.other(week=6)
    assert (six.is_kind(date(2026, 12, 4)), six.is_kind(date(2026, 12, 12))) == (False, True)
    assert calendar.profiles == {"5day": 5, "6day": 6}


@pytest.mark.parametrize(("weekend", "free"), [("[sunday]", {6}), ("[friday]", {4}), ("[thursday, friday]", {3, 4})])
def test_a_week_is_as_long_as_its_weekend_leaves_it(tmp_path: Path, weekend: str, free: set[int]) -> None:
    days = loaded(written(tmp_path, GULF.replace("[saturday, friday]", weekend))).days()
    assert {d % 7 for d in range(7) if not days.is_kind(date(2026, 11, 2 + d))} == free
    shorter = days.other(week=5)
    assert sum(not shorter.is_kind(date(2026, 11, 2 + d)) for d in range(7)) == 2


def test_a_feast_on_the_weekend_moves_to_the_day_after_it(tmp_path: Path) -> None:
    more = GULF + "    substitution: {next_working_day: true, source: a decree}\n"
    days = loaded(written(tmp_path, more)).days()
    assert (days.day(date(2026, 12, 6)).kind, days.day(date(2026, 12, 7)).kind) == ("holiday_substitute", "working")
    moved = GULF + '    transfers: [{off: "2026-12-04", work: "2026-12-12", status: official, source: a decree}]\n'
    problems = Problems()
    assert load_calendar(written(tmp_path, moved), problems) is None
    assert [p.message for p in problems] == ["`2026-12-04` is a day off already"]
    # A Sunday is an ordinary day there, which may be moved.
    days = loaded(written(tmp_path, moved.replace("2026-12-04", "2026-12-13"))).days()
    assert (days.is_kind(date(2026, 12, 13)), days.is_kind(date(2026, 12, 12))) == (False, True)


def test_a_plan_counts_by_it_and_says_that_nobody_held_it_against_the_acts(tmp_path: Path) -> None:
    written(tmp_path)
    path = write_ruleset(tmp_path, RULES)
    path.write_text(
        path.read_text("utf-8").replace("calendar: kz", "calendar: gulf").replace("Asia/Almaty", "Asia/Dubai"), "utf-8"
    )
    case = {
        "incident": "demo/1", "protocol": "demo/school", "as_of": MONDAY, "institution": {"office_hours": "08:00-15:00"},
        "events": [{"event": "report_received", "at": "2026-12-03T10:00:00+04:00"}], "facts": {"offender.role": "pupil"},
    }  # fmt: skip
    found = {
        d.rule.partition("#")[2]: d.due
        for d in protocolkit.plan(case, as_of="2026-12-03T11:00:00+04:00", rules=tmp_path).duties
    }
    tell, ask, close = found["tell"], found["ask"], found["close"]
    assert tell is not None
    assert ask is not None
    assert close is not None
    assert tell.last_day == "2026-12-08"
    assert "calendar_projected" in [w.code for w in tell.warnings]
    # Of school years it says nothing, so there is no date; on a Sunday the office is open.
    assert (ask.at, [w.code for w in ask.warnings if w.code == "beyond_coverage"]) == (None, ["beyond_coverage"])
    assert close.at == "2026-12-06T15:00:00+04:00"
    assert protocolkit.plan(case, as_of=MONDAY, rules=tmp_path).made_with.holidays == "no base"


def test_pages_and_commands_know_it(tmp_path: Path, cli: CommandLine) -> None:
    path = written(tmp_path)
    for language in ("en", "ru", "kk", "uk"):
        for arguments in (["--format", "html"], [], ["--profile", "6day"]):
            ran = cli("calendar", path, "--year", "2026", "--lang", language, *arguments)
            assert (ran.code, ran.err) == (0, "")
    ran = cli("due", "3 working_days", "--after", MONDAY, "--calendar", path)
    assert "Sun, 6 Dec 2026" in ran.out
    assert "not held against the acts" in " ".join(ran.out.split())


def test_days_with_their_acts_are_official(tmp_path: Path) -> None:
    text = GULF.replace("years:", "status: official\n    source: Cabinet resolution 27\n    years:")
    days = loaded(written(tmp_path, text)).days()
    assert days.day(date(2026, 12, 1)).status == days.day(date(2026, 12, 2)).status == "official"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[saturday, friday]", "[friday, friday]", "calendar-weekend"),
        ("[saturday, friday]", "[thursday, friday, saturday]", "calendar-weekend"),
        ("[saturday, friday]", "[satturday]", "unknown-choice"),
        ("2026-2027", "2027-2026", "calendar-coverage"),
        ("2026-2027", "2026 to 2027", "wrong-form"),
        ('"2026-12-02"', '"2028-12-02"', "calendar-coverage"),
        ("    years: 2026-2027\n", "", "missing-key"),
        ("years:", "yaers: 1\n    years:", "unknown-key"),
    ],
)
def test_what_is_wrong_in_it_has_a_cure(tmp_path: Path, old: str, new: str, code: str) -> None:
    ((found, help),) = refused(tmp_path, old, new)
    assert found == code
    assert help or code == "missing-key"


def test_what_is_wrong_with_a_base_has_a_cure(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    shutil.copytree(rules_dir() / "calendars", folder)
    path = folder / "kz.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('through: "2028-12-31"', 'through: "2029-12-31"'), encoding="utf-8")
    problems = Problems()
    load_calendar(path, problems)
    assert [(p.code, p.help) for p in problems] == [
        ("calendar-coverage", "the base holds 2019 to 2028: end with it, or freeze it anew")
    ]
    (folder / "base" / "kz.json").unlink()
    problems = Problems()
    load_calendar(path, problems)
    assert [p.help for p in problems] == ["a base is optional: without `base` the days are listed under `holidays`"]


def test_one_called_after_a_country_nobody_has_is_told_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path, GULF.replace("calendar: gulf", "calendar: xx-yy"))
    (found,) = look([str(path)], None, None).problems
    assert (found.code, found.message) == (
        "calendar-not-compared", "the installed library has no country `XX-YY` to compare with"
    )  # fmt: skip
    assert found.help
    # One of a part of a country is compared with that part.
    path = written(tmp_path, GULF.replace("calendar: gulf", "calendar: us-nj"))
    assert {p.code for p in look([str(path)], None, None).problems} == {"calendar-differs"}


def test_freezing_touches_the_files_it_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "calendars"
    shutil.copytree(rules_dir() / "calendars", folder)
    for path in folder.rglob("*.json"):
        path.write_text("{}", encoding="utf-8")

    def digests(top: Path) -> dict[str, str]:
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(top.rglob("*")) if p.is_file()}

    shipped, before = digests(rules_dir()), digests(folder)
    assert freeze([]) == 2
    assert freeze([str(folder / "nowhere.yaml")]) == 2
    assert freeze([str(written(tmp_path))]) == 2  # it has no base
    assert digests(folder) == before
    assert freeze([str(folder / "ua.yaml")]) == 0
    changed = {Path(name).name for name, digest in digests(folder).items() if digest != before[name]}
    assert "ua.json" in changed
    assert changed <= {"ua.json", "ua.yaml"}  # the digest in the file is another one if the library is
    assert digests(rules_dir()) == shipped
    assert loaded(folder / "ua.yaml").base_version
    capsys.readouterr()


def test_a_base_of_another_country_can_be_frozen(tmp_path: Path) -> None:
    text = f"""
        calendar: pl
        zone: Europe/Warsaw
        years: 2026-2027
        base:
          file: base/pl.json
          sha256: "{"0" * 64}"
        holiday_law: the act on days free from work
    """
    path = written(tmp_path, text)
    assert freeze([str(path)]) == 0
    days = loaded(path).days()
    assert days.day(date(2026, 11, 11)).kind == "holiday"
    with pytest.raises(BeyondCoverage):
        days.day(date(2028, 1, 1))
