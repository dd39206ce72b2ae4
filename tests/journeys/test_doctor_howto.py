"""The how-to about exports, and its examples: commands, files and outputs are as shown."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from command_line import CommandLine, cli
from protocolkit.analysis.file_check import check_paths
from protocolkit.records.mapping import check_mapping
from protocolkit.resources import data_root, examples_dir

__all__ = ["cli"]

PAGE = data_root() / "docs" / "how-to" / "map-an-export.md"
EXPORTS = examples_dir() / "exports"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The first export has times without an offset and one day without a time: that is bad news, and said so.
BAD_NEWS = ("--protocol", "journal.csv")

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the pages lie in the source tree only")


def test_the_page_runs_from_top_to_bottom(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("journal.csv", "cases.json", "cases-mapping.yaml"):
        shutil.copy(EXPORTS / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    said, ran = "", 0
    for language, text in _FENCE.findall(PAGE.read_text(encoding="utf-8")):
        if language == "yaml":
            assert (tmp_path / "mapping.yaml").is_file()
            (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
        elif language == "text":
            for line in text.splitlines():
                assert line in said.splitlines(), line
        else:
            for command in text.splitlines():
                done = cli(*shlex.split(command)[1:])
                expected = 1 if " doctor " in command and any(word in command for word in BAD_NEWS) else 0
                assert done.code == expected, (command, done.err)
                said, ran = done.out, ran + 1
    assert ran == 8
    assert len(list((tmp_path / "incidents").iterdir())) == 6


def test_the_mapping_of_the_page_is_the_one_among_the_examples() -> None:
    (shown,) = (text for language, text in _FENCE.findall(PAGE.read_text(encoding="utf-8")) if language == "yaml")
    assert yaml.safe_load(shown) == yaml.safe_load((EXPORTS / "journal-mapping.yaml").read_text(encoding="utf-8"))


def test_the_mappings_among_the_examples_have_no_problems() -> None:
    report = check_paths([EXPORTS], {"mapping": check_mapping})
    assert (report.files, report.problems) == (2, ())


def test_the_page_leads_only_where_something_is() -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / link).exists(), link
