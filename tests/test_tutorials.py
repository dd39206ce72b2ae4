"""The tutorials' commands and code run as written, and their ruleset passes."""

import re
import shlex
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.analysis.checking import check_paths
from protocolkit.resources import data_root
from protocolkit.testing.running import run_tests

__all__ = ["cli"]
LEARN = data_root() / "docs" / "learn"
PAGES = [LEARN / "report-to-plan.md", LEARN / "encode-a-text.md"]
_BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)


def commands(page: Path) -> list[str]:
    lines = [
        line
        for kind, text in _BLOCK.findall(page.read_text(encoding="utf-8"))
        if kind == "console"
        for line in text.splitlines()
    ]
    return [line for line in lines if line.startswith("protocolkit ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_each_command_of_a_tutorial_runs(
    page: Path, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("examples", "docs"):
        (tmp_path / name).symlink_to(data_root() / name)
    monkeypatch.chdir(tmp_path)
    assert commands(page)
    for command in commands(page):
        done = cli(*shlex.split(command)[1:])
        assert done.code == 0, f"{command}\n{done.out[-500:]}\n{done.err}"


@pytest.mark.parametrize("page", PAGES[:1], ids=lambda p: p.stem)
def test_the_python_of_a_tutorial_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data_root())
    blocks = [text for kind, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, page.name, "exec"), {})


def test_the_ruleset_of_the_tutorial_is_right_and_passes() -> None:
    assert [str(p) for p in check_paths([LEARN / "school-order"]).problems] == []
    report = run_tests([LEARN / "school-order"])
    assert len(report.outcomes) == 4
    assert [f for o in report.outcomes for f in o.failures] == []
