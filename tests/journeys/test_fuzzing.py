"""A fuzzing run goes on where the last one stopped, keeps a log, and finds what is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).resolve().parents[1] / "fuzz"


def fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(FUZZ), *arguments], capture_output=True, text=True, check=False)


def test_a_run_goes_on_where_it_stopped_and_each_selection_counts_for_itself(tmp_path: Path) -> None:
    corpus = ("--corpus", str(tmp_path), "--only", "incidents")
    for until in ("3", "5", "5"):
        ran = fuzz("--seed", "5", "--until", until, *corpus)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads((tmp_path / "state-5-incidents.json").read_text()) == {"next": 5}
    tries = [line.partition("tries ")[2].partition(";")[0] for line in (tmp_path / "log.txt").read_text().splitlines()]
    assert tries == ["0 to 2", "3 to 4", "5 to 4"]
    assert fuzz("--seed", "5", "--only", "laws", "--until", "2", *corpus[:2]).returncode == 0
    assert json.loads((tmp_path / "state-5-laws.json").read_text()) == {"next": 2}


def test_a_selection_that_does_not_exist_is_refused() -> None:
    assert fuzz("--only", "nothing").returncode == 2
