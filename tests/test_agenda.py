"""The organisation's year: rhythms and standing duties between two days, and its own log."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

import protocolkit
from procedures import write_ruleset

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
