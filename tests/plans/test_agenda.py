"""The organisation's year: rhythms and standing duties between two days, and its own log."""

import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import protocolkit
from procedures import write_ruleset
from protocolkit.resources import rules_dir

RULES = """
- {id: meet-monthly, by: school_safety_service, must: hold_meeting, every: month, due: same_month}
- {id: monitor-twice-a-year, by: education_org, must: monitor, every: [june, december], due: same_month}
- {id: lock-cabinet, by: education_org_staff, must: keep, standing: true}
- {id: acquaint-newcomer, by: hr_staff, must: acquaint, to: new_staff, every: employment_started, due: 1 month}
- {id: notify-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
- {id: no-humiliation, by: education_org_staff, must_not: humiliate, to: pupil, standing: true}
"""


@pytest.fixture
def protocol(tmp_path: Path) -> protocolkit.Protocol:
    write_ruleset(tmp_path, RULES)
    return protocolkit.load("demo/school", rules=[tmp_path])


def test_rhythms_give_a_duty_for_each_period_and_cases_none(protocol: protocolkit.Protocol) -> None:
    year = protocolkit.agenda(protocol, date(2026, 9, 1), date(2027, 6, 30))
    found = [(d.rule.partition("#")[2], d.due.last_day) for d in year.dated if d.due]
    assert found.count(("monitor-twice-a-year", "2026-12-31")) == 1
    assert found.count(("monitor-twice-a-year", "2027-06-30")) == 1
    assert [day for rule, day in found if rule == "meet-monthly"] == [
        "2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
        "2027-05-31", "2027-06-30",
    ]  # fmt: skip
    assert [d.rule.partition("#")[2] for d in year.standing] == ["lock-cabinet"]
    assert [n.rule.partition("#")[2] for n in year.prohibitions] == ["no-humiliation"]
    assert [a.event for a in year.awaiting] == ["employment_started"]
    assert "notify-police" not in year.to_json()


@pytest.mark.usefixtures("protocol")
def test_the_organisations_own_log_starts_and_closes_duties(tmp_path: Path) -> None:
    file = tmp_path / "log.yaml"
    file.write_text(
        "agenda: school-12\nprotocol: demo/school\nevents:\n"
        '  - {event: employment_started, at: "2026-09-14T09:00:00+05:00"}\n'
        '  - {event: done, rule: meet-monthly, at: "2026-09-20T15:00:00+05:00"}\n',
        encoding="utf-8",
    )
    found, log = protocolkit.load_incident(file, rules=[tmp_path])
    at = datetime.fromisoformat("2026-11-02T09:00:00+05:00")
    year = protocolkit.agenda(found, date(2026, 9, 1), date(2026, 11, 30), log=log, as_of=at)
    states = {(d.rule.partition("#")[2], d.due.last_day if d.due else None): d.status for d in year.dated}
    assert states[("meet-monthly", "2026-09-30")] == "done"
    assert states[("meet-monthly", "2026-10-31")] == "overdue"
    assert states[("meet-monthly", "2026-11-30")] == "open"
    assert states[("acquaint-newcomer", "2026-10-14")] == "overdue"


def test_the_command_answers_for_the_national_protocol() -> None:
    command = [
        sys.executable,
        "-m",
        "protocolkit.cli",
        "agenda",
        "--protocol",
        "kz/national",
        "--from",
        "2026-09-01",
        "--to",
        "2027-06-30",
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2026-12" in done.stdout
    turned = subprocess.run(
        [*command[:-2], "--to", "2026-01-01"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert turned.returncode == 2
    assert "no-such-span" in turned.stderr


RHYTHM = """
    - {id: teach, by: education_org, must: train, every: school_year, due: same_school_year}
"""


def school_years(folder: Path, starts: str, first: date, last: date) -> list[tuple[str | None, str, str | None]]:
    """Occurrence, beginning and last day of each year of a rule, under a calendar whose school year starts so."""
    shipped = rules_dir() / "calendars"
    shutil.copytree(shipped / "base", folder / "base")
    calendar = (shipped / "kz.yaml").read_text(encoding="utf-8").replace("calendar: kz\n", "calendar: own\n", 1)
    calendar = calendar.replace("  starts: 1 september\n", f"  starts: {starts}\n", 1)
    (folder / "own.yaml").write_text(calendar, encoding="utf-8")
    path = write_ruleset(folder, RHYTHM)
    path.write_text(path.read_text(encoding="utf-8").replace("calendar: kz", "calendar: own"), encoding="utf-8")
    found = protocolkit.load("demo/school", rules=[folder])
    dated = protocolkit.agenda(found, first, last).dated
    return [(d.occurrence, d.trigger.at[:10], d.due.last_day) for d in dated if d.trigger and d.due]


@pytest.mark.parametrize(
    ("starts", "occurrence", "begins", "ends"),
    [
        ("1 september", "2026-09", "2026-09-01", "2027-08-31"),
        ("1 august", "2026-08", "2026-08-01", "2027-07-31"),
        ("15 august", "2026-08", "2026-08-15", "2027-08-14"),
        ("1 january", "2027-01", "2027-01-01", "2027-12-31"),
    ],
)
def test_a_rhythm_by_the_school_year_runs_as_the_calendar_says(
    tmp_path: Path, starts: str, occurrence: str, begins: str, ends: str
) -> None:
    years = school_years(tmp_path, starts, date(2026, 6, 1), date(2027, 6, 30))
    assert (occurrence, begins, ends) in years
    # The year already running on the first day asked for began before it, and ends the day before the next begins.
    first = years[0]
    assert first[:2] == (str(first[0]), "2026-06-01")
    assert date.fromisoformat(str(first[2])) == date.fromisoformat(years[1][1]) - timedelta(days=1)
    assert len(years) == 2


OLD = """
- {id: meet, by: education_org, must: hold_meeting, every: month, due: same_month}
- {id: keep-list, by: education_org, must: keep, standing: true}
"""
NEW = """
- {id: meet, by: education_org, must: hold_meeting, every: month, due: "aim same_day, at most same_month"}
- {id: watch, by: education_org, must: monitor, every: month, due: same_month}
- {id: no-press, by: education_org_staff, must_not: disclose, standing: true}
"""


def test_each_period_goes_by_the_edition_of_the_day_on_which_it_begins(tmp_path: Path) -> None:
    """A text of 15 October: the meeting of October was the old one's, what is new begins that day."""
    for name, rules, force in (("old", OLD, 'until: "2026-10-15"'), ("new", NEW, 'from: "2026-10-15"')):
        path = write_ruleset(tmp_path, rules)
        since = 'from: "2020-01-01", ' if name == "old" else ""
        path.write_text(path.read_text("utf-8").replace("from: undated", since + force), encoding="utf-8")
        path.rename(tmp_path / f"{name}.yaml")
    protocol = protocolkit.load("demo/school", on="2026-09-01", rules=[tmp_path])
    year = protocolkit.agenda(protocol, date(2026, 9, 1), date(2026, 11, 30))
    found = [
        (d.rule.partition("#")[2], d.occurrence, d.due is not None and d.due.target is not None) for d in year.dated
    ]
    assert sorted(found) == [
        ("meet", "2026-09", False), ("meet", "2026-10", False), ("meet", "2026-11", True),
        ("watch", "2026-10", False), ("watch", "2026-11", False),
    ]  # fmt: skip
    assert [d.rule.partition("#")[2] for d in year.standing] == ["keep-list"]
    assert [n.rule.partition("#")[2] for n in year.prohibitions] == ["no-press"]
    assert len(year.made_with.rulesets["demo/school"].split(", ")) == 2
    # Whoever loads the edition of another day has chosen it.
    chosen = protocolkit.load("demo/school", on="2026-11-01", rules=[tmp_path])
    assert {d.rule.partition("#")[2] for d in protocolkit.agenda(chosen, date(2026, 9, 1), date(2026, 9, 30)).dated} == {
        "meet", "watch",
    }  # fmt: skip
