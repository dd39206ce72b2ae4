"""Runs the command line in this process and hands back what it said."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from protocolkit.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class CommandLine:
    """`cli("plan", path)` runs one command; `stdin` is what it may read."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Ran:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self.capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.delenv("PROTOCOLKIT_LANG", raising=False)
    return CommandLine(capsys, monkeypatch)


CASE = """\
incident: demo/1
protocol: kz/interagency
facts: {incident.forms: [bullying], victim.is_minor: true, incident.ongoing: false}
events:
  - {event: report_received, at: "2026-11-20T14:30:00+05:00"}
as_of: "2026-11-20T14:50:00+05:00"
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """An incident file: a report at half past two, seen twenty minutes later."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path
