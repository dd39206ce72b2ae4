"""Whatever is typed, however the system answers: a diagnostic and an exit code, never a fault of the program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import protocolkit
from command_line import CASE, CommandLine, case, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.cli.stderr import report
from protocolkit.diagnostics import Diagnostic, InputError, Place, Severity
from protocolkit.exports.github import command
from protocolkit.exports.junit import JUnitCase, junit
from protocolkit.exports.sarif import sarif
from protocolkit.exports.spreadsheet_cells import safe
from protocolkit.messages import say
from protocolkit.site import site_files
from protocolkit.watching.look import ALSO
from protocolkit.watching.watch_page import to_be_read

__all__ = ["case", "cli"]
PROGRAM = [sys.executable, "-m", "protocolkit.cli"]
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")


@pytest.mark.parametrize(
    "arguments",
    [("plan", "a" * 5000), ("check", "x/" * 3000), ("test", "a" * 300), ("due", "9" * 100_000, "--after", "now", "--calendar", "kz"),
     ("agenda", "--protocol", "kz/national", "--from", "0001-01-01", "--to", "9999-12-31"),
     ("due", "3 days", "--after", "9999-12-31", "--calendar", "kz"), ("due", "3 days", "--after", "0001-01-01", "--calendar", "kz"),
     ("calendar", "kz", "--year", "9999"), ("calendar", "a" * 5000, "--year", "2026"), ("explain", "a" * 5000, "b")],
    ids=lambda a: a[0],
)  # fmt: skip
def test_what_is_too_long_or_too_far_away_is_refused_in_few_words(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = cli(*arguments)
    assert ran.code == 2
    assert "internal-error" not in ran.err
    assert 0 < len(ran.err) < 15_000


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize(
    "line",
    ["in_force: {from: %s-01-01}", "in_force: {from: 2020-01-01, until: %s-12-31}", "reviewed_through: %s-12-31"],
)
def test_a_date_of_no_year_there_can_be_is_a_diagnostic(tmp_path: Path, line: str, year: str) -> None:
    head = "ruleset: demo/a\ntitle: {en: a}\nzone: Asia/Almaty\ncalendar: kz\n"
    (tmp_path / "a.yaml").write_text(f"{head}{line % year}\nrules: []\n", encoding="utf-8")
    found = [p for p in check_paths([tmp_path]).problems if p.place.line == 5]
    assert "instant-range" in [p.code for p in found]


@pytest.mark.parametrize("source", [["a"], 3, None, ("a", "b"), {"incident": ["a"]}])
def test_a_source_that_is_no_case_is_a_diagnostic(source: object) -> None:
    with pytest.raises(InputError):
        protocolkit.plan(source)  # type: ignore[arg-type]


def test_a_megabyte_in_a_value_is_shortened(cli: CommandLine) -> None:
    ran = cli("plan", "-", stdin=CASE.replace("report_received", "x" * 1_000_000).encode())
    assert ran.code == 2
    assert len(ran.err) < 10_000
    assert "unknown-event" in ran.err


TURNING = "late\u202e\x1b[2J\u200f"


def test_what_turns_or_drives_is_written_out_in_what_other_programs_show() -> None:
    assert safe(TURNING) == "late\\u202e\\u001b[2J\\u200f"
    assert command("error", Place("a.yaml", 3), TURNING, f"{TURNING}\n") == (
        "::error file=a.yaml,line=3,title=late\\u202e\\u001b[2J\\u200f::late\\u202e\\u001b[2J\\u200f%0A"
    )
    assert "\u202e" not in junit("a", [JUnitCase(TURNING, "b", "c", failed=TURNING)])
    problem = Diagnostic("unknown-role", say("no role `{name}`", name=TURNING), Place("a.yaml", 1, 1))
    assert json.loads(sarif([problem]))["runs"][0]["results"][0]["message"]["text"].count("\\u202e") == 1


@needs_full
@pytest.mark.parametrize(
    "arguments", [["plan", "CASE"], ["--version"], ["--help"], ["check"], ["plan", "CASE", "--format", "json"]]
)
def test_a_full_disk_is_said_and_is_no_fault_of_the_program(case: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*PROGRAM, *(str(case) if a == "CASE" else a for a in arguments)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[0] == "output output-lost not everything could be written: no space left on device"
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


@needs_full
def test_where_nothing_can_be_said_at_all_the_exit_code_says_it(case: Path) -> None:
    with Path("/dev/full").open("w") as full:
        assert subprocess.run([*PROGRAM, "plan", str(case)], stdout=full, stderr=full).returncode == 2
        assert subprocess.run([*PROGRAM, "plan", "nowhere.yaml"], stdout=full, stderr=full).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes streams")
def test_closed_streams_are_said(case: Path) -> None:
    shell = f'"{sys.executable}" -m protocolkit.cli plan "{case}"'
    out = subprocess.run(f"{shell} >&-", shell=True, capture_output=True, text=True)
    assert (out.returncode, out.stderr) == (
        2, "output output-lost there is nowhere to write to: standard output is closed\n",
    )  # fmt: skip
    both = subprocess.run(f"{shell} >&- 2>&-", shell=True, capture_output=True, text=True)
    assert (both.returncode, both.stdout + both.stderr) == (2, "")


def test_nobody_is_told_where_standard_error_is_gone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    report([Diagnostic("file-missing", say("no file `{path}`", path="a"), Place("a"))])
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("after", [0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5])
def test_an_interrupt_prints_no_traceback(case: Path, after: float) -> None:
    code = "import sys; from protocolkit.cli import main; print('begun', file=sys.stderr, flush=True); sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "plan", str(case), "--protocol", "kz/national"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == "begun\n"
    # Until `main` has its first word a process is Python's own.
    time.sleep(after + 0.005)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130, -signal.SIGINT)
    assert err == ""


def test_a_site_half_made_can_be_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_given: object) -> object:
        yield "en/a.html", "a"
        raise KeyboardInterrupt

    monkeypatch.setattr(site_files, "files", stopped)
    with pytest.raises(KeyboardInterrupt):
        site_files.write_site(None, tmp_path / "site", ["en"])  # type: ignore[arg-type]
    monkeypatch.setattr(site_files, "files", lambda *_given: iter([("en/b.html", "b")]))
    assert site_files.write_site(None, tmp_path / "site", ["en"]) == 1  # type: ignore[arg-type]
    # What the first run had written is the site's, and gone with it.
    assert sorted(p.name for p in (tmp_path / "site").rglob("*.html")) == ["b.html"]


def test_what_was_sent_was_sent_before(cli: CommandLine, case: Path) -> None:
    ran = cli("export", "events", case, "--since", "2026-11-21T00:00:00+05:00")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        "--since since-later `2026-11-21T00:00:00+05:00` is later than `2026-11-20T14:50:00+05:00`"
    )
    assert cli("export", "events", case, "--since", "2026-11-20T14:50:00+05:00").code == 0


def test_a_difference_runs_forward_in_time(case: Path) -> None:
    old, new = (protocolkit.plan(str(case), as_of=f"2026-11-20T{at}:00+05:00") for at in ("15:00", "14:40"))
    assert protocolkit.diff(new, old) == ()
    with pytest.raises(ValueError, match="before that of the old"):
        protocolkit.diff(old, new)


def test_an_old_name_of_a_zone_is_printed_under_its_own(cli: CommandLine) -> None:
    ran = cli("due", "3 days", "--after", "2026-11-20T10:00:00+02:00", "--calendar", "ua", "--zone", "Europe/Kiev")
    assert ran.code == 0
    assert "Europe/Kyiv" in ran.out
    assert "Europe/Kiev" not in ran.out


def test_a_fraction_of_a_second_is_said(cli: CommandLine, case: Path) -> None:
    ran = cli("plan", case, "--as-of", "2026-11-20T17:00:00.9+05:00")
    assert ran.code == 0
    assert ran.err.startswith("--as-of instant-fraction warning: ")
    assert cli("plan", case, "--as-of", "2026-11-20T17:00:00+05:00").err == ""


def test_no_advice_is_refused_when_followed(cli: CommandLine) -> None:
    given = ("--after", "2024-12-31T17:00:00+05:00", "--calendar", "kz")
    assert "write `3 working_days`" in cli("due", "3 working days", *given).err
    russian = cli("due", "3 рабочих дня", *given)
    assert russian.code == 2
    assert "рабочих_дня" not in russian.err
    assert "write it as `" in russian.err


def test_a_check_of_nothing_says_so(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli("check", tmp_path)
    assert ran.code == 0
    assert f"{tmp_path} nothing-to-check warning: no file to check in `{tmp_path}`" in ran.out
    assert cli("check", tmp_path, "--strict").code == 1


def test_errors_come_last_and_labels_first() -> None:
    def problem(code: str, severity: Severity, line: int) -> Diagnostic:
        return Diagnostic(code, "", Place("a.yaml", line), severity=severity)

    found = [problem("unknown-role", "error", 1), problem("missing-label", "warning", 2), problem("idle", "warning", 3),
             problem("unknown-event", "error", 4), problem("missing-label", "warning", 5)]  # fmt: skip
    assert [p.place.line for p in to_be_read(found)] == [2, 5, 3, 1, 4]


LEAGUE = """
calendar: demo-league
version: "1"
title: {en: A league}
zone: Asia/Tbilisi
base: {file: nowhere.json, sha256: "%s"}
holiday_law: statutes
profiles: {5day: {week: 5}}
day_kinds: {match: {label: {en: match day}, except: ["2026-1-21"], also: [none]}}
substitution: {next_working_day: false, source: statutes}
transfers_binding: true
coverage: [{from: "2026-01-01", through: "2027-12-31", status: official, because: the league says so}]
"""


def test_a_schema_disagrees_only_with_a_reader_who_has_read_on(tmp_path: Path) -> None:
    (tmp_path / "league.yaml").write_text(LEAGUE % ("0" * 64), encoding="utf-8")
    codes = {p.code for p in check_paths([tmp_path]).problems}
    assert "calendar-base" in codes or "missing-key" in codes
    assert "schema-disagrees" not in codes
    case = tmp_path / "tests" / "t.yaml"
    case.parent.mkdir()
    case.write_text(
        "tests: kz/interagency\ncases: [{name: a, as_of: '2026-11-20T1`:00', expect: {duties: []}}]\n", encoding="utf-8"
    )
    assert {p.code for p in check_paths([case], ALSO).problems} == {"instant-shape"}
