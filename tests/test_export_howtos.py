"""The how-tos about other programs: what they show is run as it stands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from command_line import CommandLine, cli
from protocolkit.resources import data_root, examples_dir

__all__ = ["cli"]

FOLDER = data_root() / "docs" / "how-to"
PAGES = ("be-reminded", "calendar-programs", "ci", "embed")
_FENCE = re.compile(r"^(?:<!-- needs: (\w+) -->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the pages lie in the source tree only")


class Block(NamedTuple):
    needs: str
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(*match) for match in _FENCE.findall((FOLDER / f"{page}.md").read_text(encoding="utf-8"))]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder as the pages assume it: a case, and rules with their tests."""
    shutil.copy(examples_dir() / "kz-interagency.yaml", tmp_path / "case.yaml")
    shutil.copytree(data_root() / "rules" / "ua", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", ["be-reminded", "calendar-programs", "embed"])
def test_the_python_of_a_page_runs_from_top_to_bottom(page: str, desk: Path) -> None:
    namespace: dict[str, Any] = {"__name__": page}
    ran = 0
    for block in blocks(page):
        if block.language != "python":
            continue
        code = compile(block.text, f"{desk.name}/{page}.md", "exec")
        if not block.needs:
            exec(code, namespace)
            ran += 1
    assert ran


@pytest.mark.parametrize("page", ["calendar-programs", "ci"])
def test_the_commands_of_a_page_do_what_it_says(page: str, desk: Path, cli: CommandLine) -> None:
    lines = [line for b in blocks(page) if b.language == "sh" for line in b.text.splitlines()]
    commands = [shlex.split(line.partition(" > ")[0]) for line in lines if line.startswith("protocolkit ")]
    assert commands
    for command in commands:
        ran = cli(*command[1:])
        assert ran.code == (1 if "--fail-on" in command else 0), (command, ran.err)
        assert ran.out or "github" in command
    assert (desk / "case.yaml").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_settings_a_page_shows_can_be_read(page: str) -> None:
    read = {"yaml": yaml.safe_load, "toml": tomllib.loads, "json": json.loads}
    for block in blocks(page):
        if block.language in read:
            assert read[block.language](block.text)


def test_the_pattern_a_page_shows_is_the_editors_own() -> None:
    tasks = json.loads((data_root() / ".vscode" / "tasks.json").read_text(encoding="utf-8"))
    shown = [b.text.strip() for b in blocks("ci") if b.language == "text"]
    assert tasks["tasks"][0]["problemMatcher"][0]["pattern"]["regexp"] in shown


@pytest.mark.parametrize("page", PAGES)
def test_every_page_beside_a_page_is_there(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text):
        assert (FOLDER / link).exists(), link
