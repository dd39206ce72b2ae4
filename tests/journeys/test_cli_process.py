"""The installed command as other programs meet it: pipes, locales, terminals, speed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import case

__all__ = ["case"]

COMMAND = [sys.executable, "-m", "protocolkit.cli"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "PYTHONUTF8")}
    return kept | more


def test_output_is_utf8_whatever_the_locale(case: Path) -> None:
    ran = subprocess.run(
        [*COMMAND, "plan", str(case), "--lang", "kk"],
        capture_output=True,
        env=environment(LC_ALL="C", PYTHONIOENCODING="ascii"),
    )
    assert ran.returncode == 0
    assert "ішкі істер органдары" in ran.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_said_and_no_fault(case: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "plan", str(case), "--protocol", "kz/national"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read().startswith(b"output output-lost not everything could be written: broken pipe\n")
    process.stderr.close()
    assert process.wait() == 2


def test_the_case_comes_through_a_real_pipe(case: Path) -> None:
    ran = subprocess.run([*COMMAND, "plan", "-", "--format", "json"], input=case.read_bytes(), capture_output=True)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"{")


def test_a_bad_file_ends_with_two_and_no_traceback(tmp_path: Path) -> None:
    ran = subprocess.run([*COMMAND, "plan", str(tmp_path)], capture_output=True)
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert b"file-is-folder" in ran.stderr
    assert b"Traceback" not in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_a_terminal_gets_colours_and_its_own_width(case: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    from protocolkit.showing.layout import cells

    def seen(**more: str) -> str:
        main, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        process = subprocess.Popen(
            [*COMMAND, "plan", str(case)], stdout=end, env=environment(TERM="xterm-256color", **more)
        )
        os.close(end)
        found = b""
        while True:
            try:
                chunk = os.read(main, 65536)
            except OSError:
                break
            if not chunk:
                break
            found += chunk
        process.wait()
        os.close(main)
        return found.decode()

    import re

    coloured = seen()
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured).replace("\r\n", "\n")
    assert max(map(cells, bare.splitlines())) <= 60
    assert "\x1b[" not in seen(NO_COLOR="1")


def test_a_command_answers_without_loading_what_it_does_not_need() -> None:
    code = "import sys; from protocolkit.cli import main; main(['--version']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
    assert not {"cyclopts", "rich", "babel", "msgspec", "yaml", "jsonschema", "holidays", "pendulum"} & set(loaded)
    due = "['due', '1 hour', '--after', 'now', '--calendar', 'kz']"
    code = f"import sys; from protocolkit.cli import main; main({due}); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
    assert "msgspec" in loaded
    assert not {"rich.console", "jsonschema", "holidays", "pendulum"} & set(loaded)


def test_help_is_there_at_once() -> None:
    """By the processor's time, which does not grow with what else the machine is doing (and which Windows has not)."""
    quickest = 9.0
    for _ in range(5):
        begun = of_children()
        subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        quickest = min(quickest, of_children() - begun)
    assert quickest < 1.0  # measured at 0.2 s; the rest is for a slow machine


def of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system
