"""The walk through one case: each page it shows is what the command beside it answers, in four languages."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from command_line import CommandLine, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.demo.demo_case import case
from protocolkit.demo.demo_output import chosen
from protocolkit.demo.story import KZ, STORIES, UA, Story
from protocolkit.languages.extracting import messages

__all__ = ["cli"]

STEPS = 8


def steps(shown: str) -> list[str]:
    """What is shown of each step, the end apart."""
    return re.split(r"^(?:\w+ \d \w+ 8|\d-қадам \(барлығы 8\))  ", shown, flags=re.MULTILINE)[1:]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("country", "lang"), [("kz", "en"), ("kz", "kk"), ("kz", "ru"), ("ua", "en"), ("ua", "uk")])
def test_each_page_is_what_its_command_answers(country: str, lang: str, cli: CommandLine, folder: Path) -> None:
    told = cli("demo", country, "--lang", lang, "--write", "try")
    assert (told.code, told.err) == (0, "")
    os.chdir(folder / "try")
    story = STORIES[country]
    asked = [step for step in story.steps if step.command]
    listed = (folder / "try" / "commands.txt").read_text(encoding="utf-8").splitlines()
    assert len(listed) == len(asked)
    for step, command in zip(asked, listed, strict=True):
        assert f"\n  $ {command}\n" in told.out
        answer = cli(*shlex.split(command)[1:])
        assert answer.code == 0
        page, left_out = chosen(answer.out, step.marks)
        assert f"  $ {command}\n\n{page}" in told.out
        assert len(page.splitlines()) + left_out == len(answer.out.rstrip("\n").splitlines())


def test_kazakhstan_shows_what_is_done_late_unknown_learned_counted_and_forbidden(cli: CommandLine) -> None:
    _file, at_once, later, unknown, learned, why, days, bans = steps(cli("demo", "kz").out)
    assert "[ ] Inform the education authority and the police in writing, at once" in at_once
    assert "[x] Inform the education authority and the police in writing, at once" in later
    assert "[!] Talk with the child that suffered and the parents within one working day" in later
    assert "[?] Tell the police at once of an offence" in unknown
    assert "(incident.administrative_offence_signs)" in unknown
    assert "facts: {incident.administrative_offence_signs: true}" in learned
    assert "[ ] Tell the police at once of an offence" in learned
    assert "[?]" not in learned
    assert "at once (since Fri, 20 Nov 2026, 14:30" in learned
    assert "Owed" in why
    assert "«сообщают незамедлительно" in why
    assert "Sat 4 May 2024 is working day 1" in days
    assert "Wed 8 May 2024 is skipped (day off moved from Sat 4 May 2024" in days
    assert "\n  x No psychological work with the child before the written consent" in bans


def test_ukraine_counts_whose_age_nobody_knows_as_a_child_and_turns_a_question_into_a_duty(cli: CommandLine) -> None:
    _file, at_once, later, unknown, learned, why, days, bans = steps(cli("demo", "ua").out)
    assert "[ ] Notify the police" in at_once
    assert "[x] Notify the police" in later
    assert "[!] Notify at least one legal representative" in later
    assert "each of: o1; w1; w2" in later
    assert "[?] Call an emergency medical team" in unknown
    assert "(w2.medical_emergency)" in unknown
    assert "facts: {w2.medical_emergency: true}" in learned
    assert "[ ] Call an emergency medical team" in learned
    assert "[?]" not in learned
    assert "Owed" in why
    assert "Mon 24 August 2026 is working day 1 (Independence Day" in days
    assert bans.count("\n  x ") == 2


def test_ukrainian_speakers_are_told_the_ukrainian_case(cli: CommandLine) -> None:
    assert UA.example in cli("demo", "--lang", "uk").out
    assert KZ.example in cli("demo", "--lang", "kk").out


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
def test_what_is_learned_later_changes_no_earlier_page(story: Story, cli: CommandLine, folder: Path) -> None:
    whole = case(story, "schema.json")
    assert story.learned in whole
    early = [step.command.format(case="case.yaml") for step in story.steps[1:4]]
    answers = []
    for text in (whole, whole.replace(story.learned, "")):
        (folder / "case.yaml").write_text(text, encoding="utf-8")
        answers.append([cli(*shlex.split(command)[1:]).out.split("\n\nThis plan stands")[0] for command in early])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
def test_the_case_left_behind_is_right_and_finds_its_schema(story: Story, cli: CommandLine, folder: Path) -> None:
    cli("demo", story.name, "--write", "try")
    path = folder / "try" / story.example
    assert [str(problem) for problem in check_paths([path]).problems] == []
    schema = path.read_text(encoding="utf-8").splitlines()[0].rpartition("$schema=")[2]
    # From far away the schemas are named by their address.
    named = url2pathname(urlsplit(schema).path) if schema.startswith("file:") else schema
    assert (path.parent / named).is_file()


def test_nothing_that_is_there_is_overwritten(cli: CommandLine, folder: Path) -> None:
    assert cli("demo", "kz", "--write", "try").code == 0
    assert cli("demo", "kz", "--write", "try").code == 0
    path = folder / "try" / KZ.example
    path.write_text("mine", encoding="utf-8")
    ran = cli("demo", "kz", "--write", "try")
    assert (ran.code, ran.out) == (2, "")
    assert "file-exists" in ran.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_without_a_folder_nothing_is_left(cli: CommandLine, folder: Path) -> None:
    assert "protocolkit demo ua --lang uk --write" in cli("demo", "--lang", "uk").out
    assert list(folder.iterdir()) == []


def test_every_word_said_can_be_translated() -> None:
    marked = {text for _context, text in messages()["interface"]}
    for story in STORIES.values():
        for step in story.steps:
            assert {step.title, *step.says} <= marked


def test_an_example_that_lost_what_is_told_of_it_is_noticed() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        case(Story("kz", KZ.example, "no such words", "x", "", ()), "schema.json")


def test_a_step_takes_no_time_to_speak_of(cli: CommandLine) -> None:
    begun = time.process_time()  # what else the machine does meanwhile must not count
    cli("demo", "kz")
    assert (time.process_time() - begun) / STEPS < 1.0  # measured at 0.15 s; the rest is for a slow machine


def played(keys: list[str], folder: Path, browser: str | None) -> tuple[int, str]:
    """The demo on a terminal with some keys, and with a browser or without."""
    import pty

    main, end = pty.openpty()
    command = [sys.executable, "-m", "protocolkit.cli", "demo", "kz", "--color", "never"]
    env = {name: value for name, value in os.environ.items() if name not in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")}
    env |= {"COLUMNS": "100"} | ({"BROWSER": browser} if browser else {})
    process = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, cwd=folder, env=env)
    os.close(end)
    heard = b""
    left = list(keys)
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:
            break
        if not chunk:
            break
        heard += chunk
        asked = heard.count(b"q ends: ") + heard.count(b"q does not: ")
        if left and asked > len(keys) - len(left):
            key = left.pop(0)
            os.write(main, key.encode() if key == "\x04" else f"{key}\n".encode())
    os.close(main)
    return process.wait(), heard.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize(("keys", "seen"), [(["q"], 1), (["", "Q"], 2), (["\x04"], 1), ([""] * 7, 8)])
def test_on_a_terminal_enter_goes_on_and_q_ends(keys: list[str], seen: int, folder: Path) -> None:
    code, text = played(keys, folder, None)
    assert code == 0
    assert len(re.findall(r"Step \d of 8  ", text)) == seen
    assert ("Your turn" in text) == (seen == STEPS)
    assert "Traceback" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize("key", ["", "q"])
def test_it_ends_with_the_card_in_a_browser_where_somebody_wants_it(key: str, folder: Path, tmp_path: Path) -> None:
    """A browser that keeps what it was asked to open."""
    opened, script = tmp_path / "opened", tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n', encoding="utf-8")
    script.chmod(0o755)
    code, text = played([*[""] * 7, key], folder, f"{script} %s &")
    assert code == 0
    assert "--format card" in text
    assert "Your turn" in text
    for _ in range(100 if key == "" else 3):
        if opened.exists():
            break
        time.sleep(0.1)
    assert opened.exists() == (key == "")
    if key == "":
        page = Path(opened.read_text("utf-8").strip().removeprefix("file://"))
        assert "<!doctype html>" in page.read_text("utf-8").lower()
        shutil.rmtree(page.parent)


@pytest.mark.usefixtures("folder")
def test_the_card_it_ends_with_can_be_made(cli: CommandLine) -> None:
    for country in ("kz", "ua"):
        command = next(line for line in cli("demo", country).out.splitlines() if "--format card" in line)
        cli("demo", country, "--write", f"try-{country}")
        asked = command.strip().removeprefix("$ protocolkit ").partition(" >")[0].split()
        example = asked[1]
        ran = cli(*[f"try-{country}/{example}" if one == example else one for one in asked])
        assert (ran.code, ran.err) == (0, "")
        assert "<html" in ran.out


@pytest.mark.usefixtures("folder")
def test_remarks_of_the_example_are_shown_to_those_who_read_english(cli: CommandLine) -> None:
    assert "{id: w2}  # seen on" in cli("demo", "ua", "--lang", "en").out
    shown = cli("demo", "ua", "--lang", "uk").out
    assert "{id: w2}\n" in shown
    assert "seen on" not in shown
