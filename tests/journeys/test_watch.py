"""Watching: at every change the problems and the plan that changed, from the files as they are and nothing older."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit import api as loading
from protocolkit.languages import speaking
from protocolkit.resources import rules_dir
from protocolkit.watching.look import Look, look
from protocolkit.watching.loop import PERIOD, Seen, watch
from protocolkit.watching.watch_page import Good, after, page
from protocolkit.watching.watched_files import matters, of_case, stamps

__all__ = ["cli"]

RULES = """\
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour, via: {only: [protected_email]}, say: {en: Tell the police}}
- {id: hold-meeting, by: education_org_head, must: hold_meeting, after: report_received, due: 3 working_days, if: {incident.ongoing: true}, say: {en: Hold the meeting}}
"""
CASE = """\
incident: demo/1
protocol: demo/school
facts: {incident.ongoing: true}
events:
  - {event: report_received, at: "2024-05-03T10:00:00+05:00"}
as_of: "2024-05-03T10:30:00+05:00"
"""


class Desk:
    """Rules and a case in a folder, and what a look at them shows since the last one."""

    def __init__(self, folder: Path) -> None:
        self.rules, self.case = folder / "rules", folder / "case.yaml"
        self.rules.mkdir()
        self.write_rules(RULES)
        self.case.write_text(CASE, encoding="utf-8")
        self.last: Good | None = None

    def write_rules(self, rules: str) -> None:
        self.file = write_ruleset(self.rules, rules)

    def look(self) -> Look:
        return look([self.rules], self.case, None)

    def page(self) -> str:
        found = self.look()
        shown = page(self.last, found, 100).plain()
        self.last = after(self.last, found)
        return shown


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def test_the_first_page_says_what_is_wrong_and_how_the_plan_stands(desk: Desk) -> None:
    shown = desk.page()
    assert shown.splitlines() == [
        "0 errors, 0 warnings in 2 files",
        "",
        "demo/1  demo/school",
        "as of Fri, 3 May 2024, 10:30 Asia/Almaty (UTC+5)",
        "open: 2",
    ]


def test_a_due_time_that_moved_is_told_with_both_times_and_the_reason(desk: Desk) -> None:
    desk.page()
    desk.write_rules(RULES.replace("1 hour", "2 hours"))
    assert desk.page().partition("Since the last good plan\n")[2].splitlines() == [
        "> Tell the police",
        "  moved: due Fri, 3 May 2024, 11:00 Asia/Almaty (UTC+5) before, now due Fri, 3 May 2024, 12:00",
        "    Asia/Almaty (UTC+5) (the rules changed)",
        "  demo/school#tell-police/police",
    ]
    assert "The plan is as it was." in desk.page()


def test_rules_that_come_and_go_are_duties_that_come_and_go(desk: Desk) -> None:
    desk.page()
    desk.write_rules(RULES.replace("tell-police", "notify-police"))
    shown = desk.page()
    assert "+ Tell the police\n  new: open, due Fri, 3 May 2024, 11:00" in shown
    assert "- Tell the police\n  gone: it was open, due Fri, 3 May 2024, 11:00" in shown
    assert "demo/school#notify-police/police" in shown


def test_what_the_case_says_counts_as_something_that_happened_or_became_known(desk: Desk) -> None:
    desk.page()
    done = '  - {event: done, rule: tell-police, at: "2024-05-03T10:20:00+05:00", by: education_org_head}\nas_of'
    desk.case.write_text(CASE.replace("as_of", done), encoding="utf-8")
    assert "~ Tell the police\n  open before, now done (something happened)" in desk.page()
    desk.case.write_text(CASE.replace("as_of", done).replace("incident.ongoing: true", ""), encoding="utf-8")
    shown = desk.page()
    assert "~ Hold the meeting\n  open before, now open (not certain: facts decide) (something became known)" in shown
    assert "(something became known)" in shown
    desk.case.write_text(CASE.replace("as_of", done), encoding="utf-8")
    back = desk.page()
    assert "~ Hold the meeting\n  open (not certain: facts decide) before, now open" in back


def test_a_duty_due_as_before_that_says_something_else_is_told_too(desk: Desk) -> None:
    desk.page()
    desk.write_rules(RULES.replace("protected_email", "secure_messenger").replace("Tell the", "Call the"))
    assert "~ Call the police\n  differs in via_only, label" in desk.page()


def test_recipients_that_change_alike_are_told_once(desk: Desk) -> None:
    desk.write_rules(RULES.replace("to: police", "to: [police, prosecutor]"))
    desk.page()
    desk.write_rules(RULES.replace("to: police", "to: [police, prosecutor]").replace("1 hour", "2 hours"))
    shown = desk.page()
    assert shown.count("> Tell the police") == 1
    assert "demo/school#tell-police/police; demo/school#tell-police/prosecutor" in shown


def test_what_returns_is_counted_once_and_its_changes_are_one_line(desk: Desk) -> None:
    daily = (
        "- {id: look, by: prosecutor, must: review, every: day, after: report_received, due: same_day, say: {en: Look}}"
    )
    desk.case.write_text(CASE.replace("05-03T10:30", "05-12T10:30"), encoding="utf-8")
    desk.page()
    desk.write_rules(f"{RULES}{daily}\n")
    shown = desk.page()
    assert "overdue: 3 · open: 1" in shown
    assert "+ Look\n  9 times: new: overdue, due end of Fri, 3 May 2024 (the rules changed)" in shown
    assert shown.count("+ Look") == 2


def test_bans_waits_and_warnings_are_part_of_the_plan(desk: Desk) -> None:
    desk.page()
    ban = "- {id: no-talk, by: anyone, must_not: disclose, after: report_received, until: case_closed, say: {en: No talk}}\n"
    wait = (
        "- {id: look-back, by: education_org_head, must: talk, after: case_closed, due: 1 hour, say: {en: Look back}}\n"
    )
    desk.write_rules(RULES + ban + wait)
    shown = desk.page()
    assert "+ No talk\n  new: forbidden\n  demo/school#no-talk" in shown
    assert "+ Look back\n  new: waiting" in shown
    desk.write_rules(RULES)
    assert "- No talk\n  gone: forbidden" in desk.page()
    text = desk.file.read_text(encoding="utf-8")
    desk.file.write_text(text.replace('reviewed_through: "2030-01-01"', 'reviewed_through: "2020-01-01"'), "utf-8")
    assert "new: a warning\n  not_reviewed" in desk.page()


def test_while_a_file_is_broken_the_last_good_plan_stands(desk: Desk) -> None:
    desk.page()
    desk.write_rules(RULES.replace("to: police", "to: polise").replace("1 hour", "2 hours"))
    broken = desk.page()
    assert "unknown-role no role `polise`\n  help: did you mean `police`?\n1 error, 0 warnings in 2 files" in broken
    assert "open: 2" in broken
    assert "No plan can be made now; this is the last good one, and it stands." in broken
    assert "Since the last good plan" not in broken
    desk.file.write_text("ruleset: [", encoding="utf-8")
    assert "it stands" in desk.page()
    desk.write_rules(RULES.replace("1 hour", "2 hours"))
    assert "> Tell the police" in desk.page()


def test_a_case_broken_from_the_start_has_no_plan_to_stand(desk: Desk) -> None:
    desk.case.write_text(CASE.replace("report_received", "report_recieved"), encoding="utf-8")
    shown = desk.page()
    assert "case.yaml:5:13 unknown-event" in shown
    assert "plan" not in shown.partition("in 2 files")[2]
    desk.case.write_text(CASE, encoding="utf-8")
    assert "open: 2" in desk.page()


def test_another_case_under_the_same_name_of_file_is_not_compared(desk: Desk) -> None:
    desk.page()
    desk.case.write_text(CASE.replace("demo/1", "demo/2"), encoding="utf-8")
    shown = desk.page()
    assert "demo/2" in shown
    assert "Since" not in shown


def test_problems_stand_as_check_prints_them(desk: Desk, cli: CommandLine) -> None:
    desk.write_rules(RULES.replace("police", "polise").replace("hold-meeting", "hold-the-meeting-of-this-very-town"))
    (desk.rules / "other.yaml").write_text("nothing: known\n", encoding="utf-8")
    printed = cli("check", desk.rules, desk.case).out
    assert " warning: " in printed
    assert desk.page().startswith(printed)


def test_problems_are_said_in_the_language_spoken(desk: Desk) -> None:
    english = desk.page()
    with speaking("uk"):
        shown = page(None, desk.look(), 100).plain()
    assert shown != english
    assert "demo/1  demo/school" in shown


def test_a_calendar_is_read_again(desk: Desk) -> None:
    shutil.copytree(rules_dir() / "calendars", desk.rules / "calendars")
    desk.page()
    calendar = desk.rules / "calendars" / "kz.yaml"
    text = calendar.read_text(encoding="utf-8")
    more = 'transfers:\n  - {off: "2024-05-06", work: "2024-05-11", status: official, source: made up}\n'
    assert "\ntransfers:\n" in text
    calendar.write_text(text.replace("transfers:\n", more), encoding="utf-8")
    shown = desk.page()
    assert "> Hold the meeting" in shown
    assert "(the calendar changed)" in shown


def test_a_vocabulary_of_ones_own_is_read_again(desk: Desk) -> None:
    named = "\nnames: {actions: {do_it: {label: {en: FIRST}, is: talk}}}"
    rules = "- {id: act, by: education_org_head, must: do_it, after: report_received, due: 1 hour}"
    desk.file = write_ruleset(desk.rules, rules, head=named)
    desk.page()
    desk.file = write_ruleset(desk.rules, rules.replace("1 hour", "2 hours"), head=named.replace("FIRST", "SECOND"))
    assert "> SECOND" in desk.page()


def test_the_shipped_rules_are_not_the_ones_this_process_read_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_shipped", [None])  # a use of it would fail
    desk.case.write_text(CASE.replace("demo/school", "kz/interagency"), encoding="utf-8")
    found = look([], desk.case, None)
    assert found.plan is not None
    assert found.plan.protocol == "kz/interagency"


def test_with_a_case_alone_what_it_rests_on_is_checked(desk: Desk) -> None:
    desk.case.write_text(CASE.replace("demo/school", "kz/national"), encoding="utf-8")
    names = {path.relative_to(rules_dir()).parts[:2] for path in of_case(desk.case)[1:]}
    assert names == {
        ("kz", "national.yaml"), ("kz", "interagency.yaml"), ("kz", "methodology"), ("kz", "staff-algorithm"),
    }  # fmt: skip
    assert look([], desk.case, None).report.files == len(of_case(desk.case))
    desk.case.write_text("incident: [", encoding="utf-8")
    assert of_case(desk.case) == [desk.case]


def test_rules_beside_a_case_are_watched_and_used(desk: Desk) -> None:
    beside = desk.file.rename(desk.case.parent / desk.file.name)
    found = look([], desk.case, None)
    assert found.plan is not None
    assert beside in stamps(matters([], desk.case))
    assert found.report.files == 2


def changed(desk: Desk, act: Callable[[], object]) -> bool:
    watched = matters([desk.rules], desk.case)
    before = stamps(watched)
    act()
    return stamps(watched) != before


def test_every_way_to_change_a_file_is_noticed(desk: Desk) -> None:
    assert not changed(desk, lambda: desk.file.read_text(encoding="utf-8"))
    assert changed(desk, lambda: desk.file.write_text(RULES, encoding="utf-8"))
    assert changed(desk, lambda: (desk.rules / "new.yaml").write_text("x: 1\n", encoding="utf-8"))
    assert changed(desk, lambda: (desk.rules / "new.yaml").rename(desk.rules / "newer.yaml"))
    assert changed(desk, lambda: (desk.rules / "newer.yaml").unlink())
    assert changed(desk, lambda: desk.case.unlink())

    def replaced() -> None:
        other, status = desk.case.parent / "other.tmp", desk.file.stat()
        shutil.copy(desk.file, other)
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        other.replace(desk.file)

    assert changed(desk, replaced)


class Clock:
    """Stands for waiting: each wait runs the next act; after the last somebody presses Ctrl-C."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self.acts = [*acts]
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        if seconds == PERIOD:
            if not self.acts:
                raise KeyboardInterrupt
            self.acts.pop(0)()


def seen(desk: Desk, clock: Clock, stale: Callable[[Look], bool] = lambda _: False) -> list[Seen]:
    looks = []
    with pytest.raises(KeyboardInterrupt):
        looks.extend(_each(desk, clock, stale, looks))
    return looks


def _each(desk: Desk, clock: Clock, stale: Callable[[Look], bool], looks: list[Seen]) -> list[Seen]:
    for one in watch(desk.look, lambda: matters([desk.rules], desk.case), clock, stale):
        looks.append(one)
    return []


def test_it_looks_once_at_first_and_once_for_each_change(desk: Desk) -> None:
    clock = Clock(
        lambda: None,
        lambda: desk.write_rules(RULES.replace("1 hour", "2 hours")),
        lambda: None,
        lambda: desk.write_rules(RULES.replace("police", "polise")),
        lambda: desk.write_rules(RULES),
    )
    first, moved, broken, mended = seen(desk, clock)
    assert first.last is None
    assert moved.last is not None
    assert broken.look.plan is None
    assert broken.last is not None
    assert mended.last is not None
    assert mended.last.plan == moved.look.plan
    assert mended.look.plan == first.look.plan
    assert all(one.seconds > 0 and one.files > 2 for one in (first, moved, broken, mended))


def test_what_is_written_during_a_look_is_looked_at_next(desk: Desk) -> None:
    looks = 0

    def late() -> Look:
        nonlocal looks
        looks += 1
        found = desk.look()
        if looks == 1:
            desk.write_rules(RULES.replace("1 hour", "2 hours"))
        return found

    watched = watch(late, lambda: matters([desk.rules], desk.case), Clock())
    assert "> Tell the police" not in page(None, next(watched).look, 100).plain()
    second = next(watched)
    assert "> Tell the police" in page(second.last, second.look, 100).plain()


def test_a_file_still_being_written_is_waited_for(desk: Desk) -> None:
    clock = Clock(lambda: desk.file.write_text("ruleset: [", encoding="utf-8"))
    writing = clock.__call__

    def wait(seconds: float) -> None:
        if seconds != PERIOD and not desk.file.read_text(encoding="utf-8").startswith("\n"):
            desk.write_rules(RULES.replace("1 hour", "2 hours"))
            desk.file.write_text("\n" + desk.file.read_text(encoding="utf-8"), encoding="utf-8")
        writing(seconds)

    watched = watch(desk.look, lambda: matters([desk.rules], desk.case), wait)
    next(watched)
    assert next(watched).look.report.errors == 0


def test_folders_that_vanish_under_the_look_are_asked_about_again(desk: Desk) -> None:
    failures = [FileNotFoundError(), FileNotFoundError()]

    def unsteady() -> Look:
        if failures:
            raise failures.pop()
        return desk.look()

    watched = watch(unsteady, lambda: matters([desk.rules], desk.case), Clock())
    assert next(watched).look.plan is not None
    assert not failures


def test_a_plan_of_the_present_is_made_again_when_its_time_is_over(desk: Desk) -> None:
    over = [False, True]
    clock = Clock(lambda: None, lambda: None)
    assert len(seen(desk, clock, stale=lambda _: over.pop(0) if over else False)) == 2


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["--incident", "case.yaml"], "--incident"),
        (["--as-of", "now", "--watch"], "--as-of"),
        (["--watch", "--format", "json"], "--watch"),
    ],
)
def test_options_that_only_go_together_are_refused_apart(
    arguments: list[str], option: str, desk: Desk, cli: CommandLine
) -> None:
    ran = cli("check", desk.rules, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"{option} misplaced-option" in ran.err


def test_a_path_that_is_not_there_ends_at_once(desk: Desk, cli: CommandLine) -> None:
    for arguments in (["nowhere"], [str(desk.rules), "--incident", "nowhere"]):
        ran = cli("check", *arguments, "--watch")
        assert (ran.code, ran.out) == (2, "")
        assert "nowhere file-missing" in ran.err
    assert cli("check", desk.rules, "--watch", "--incident", desk.case, "--as-of", "noon").code == 2


class Process:
    """The real command in a pipe, read up to the end of each page."""

    def __init__(self, *arguments: str | Path, cwd: Path) -> None:
        command = [sys.executable, "-m", "protocolkit.cli", "check", *map(str, arguments)]
        self.process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def page(self) -> str:
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if re.match(r"── \d+\.\d\d s ── \d+ files? watched ── ", line):
                return "".join(lines)
        raise AssertionError(f"it ended: {lines} {self.process.stderr and self.process.stderr.read()}")

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        with self.process:
            self.process.kill()

    def interrupted(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_command_shows_a_page_at_each_change_and_ends_well(desk: Desk) -> None:
    with Process("rules", "--watch", "--incident", "case.yaml", cwd=desk.case.parent) as watching:
        first = watching.page()
        assert re.match(r"── \d\d:\d\d:\d\d ──\n0 errors, 0 warnings in 2 files\n", first)
        desk.write_rules(RULES.replace("1 hour", "2 hours"))
        assert "> Tell the police" in watching.page()
        desk.write_rules(RULES.replace("police", "polise"))
        assert "it stands" in watching.page()
        code, out, err = watching.interrupted()
        assert (code, out.strip(), err) == (0, "", "")
        assert "\x1b" not in first


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_with_the_present_as_instant_time_alone_brings_a_new_page(desk: Desk) -> None:
    reported = datetime.now(UTC).replace(microsecond=0)
    text = "- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}"
    desk.write_rules(text)
    begun = reported - timedelta(minutes=59, seconds=54)
    desk.case.write_text(CASE.replace("2024-05-03T10:00:00+05:00", begun.isoformat()), encoding="utf-8")
    arguments = ("rules", "--watch", "--incident", "case.yaml", "--as-of", "now")
    with Process(*arguments, cwd=desk.case.parent) as watching:
        first = watching.page()
        if "open: 1" not in first:
            pytest.skip("a busy machine: the hour was over before the first look")
        deadline = time.monotonic() + 30
        assert "(time passed)" in watching.page()
        assert time.monotonic() < deadline
