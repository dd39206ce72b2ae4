"""What shells complete, and where each command stands on the page of help."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from command_line import CommandLine, cli
from protocolkit.cli.app import COMMANDS, GROUPS

__all__ = ["cli"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_every_command_and_its_options(shell: str, cli: CommandLine) -> None:
    ran = cli("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert all(name in ran.out for name in COMMANDS)
    assert "as-of" in ran.out


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes_with_it(cli: CommandLine) -> None:
    script = (
        cli("completion", "bash").out
        + """
COMP_WORDS=(protocolkit expl); COMP_CWORD=1; COMP_LINE="protocolkit expl"; COMP_POINT=${#COMP_LINE}
name=$(complete -p protocolkit | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $name protocolkit expl protocolkit; echo "${COMPREPLY[@]}"
"""
    )
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["explain"]


def test_every_command_stands_in_one_group() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(COMMANDS)


def test_help_shows_the_groups_in_order(cli: CommandLine) -> None:
    shown = cli("--help").out
    places = [shown.index(f"{title}:") for title in GROUPS]
    assert places == sorted(places)
    assert shown.index("One case:") < shown.index("  plan: ") < shown.index("Rules:") < shown.index("  check: ")
