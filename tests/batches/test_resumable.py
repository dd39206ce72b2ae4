"""A batch that is broken off anywhere ends, run again, with the bytes of one that ran through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from command_line import CommandLine, cli
from protocolkit import InputError
from protocolkit.batches import resumable
from protocolkit.batches.answering import Answering
from protocolkit.batches.resumable import Batch, run

__all__ = ["cli"]

ENDINGS = ("parquet", "arrow", "jsonl", "csv")


def written(path: Path, n: int = 25) -> Path:
    """A table of cases; every tenth line is no case."""
    lines = []
    for i in range(n):
        report = {"event": "report_received", "at": f"2026-11-{1 + i % 28:02}T14:30:00+05:00"}
        case = {"incident": f"demo/{i}", "as_of": "2026-11-30T16:00:00+05:00", "events": [report]}
        lines.append(b"no case" if i % 10 == 9 else msgspec.json.encode(case))
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.setattr(resumable, "CASES_A_PART", 4)
    return Batch(written(tmp_path / "cases.jsonl"), Answering("ua/pdyut"))


class BrokenOffError(Exception):
    """As if the power had gone."""


def broken_off_after(batch: Batch, out: Path, parts: int) -> None:
    done = 0

    def tick(_n: int) -> None:
        nonlocal done
        done += 1
        if done == parts:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        run(batch, out, tick=tick)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("parts", [1, 4, 7])
def test_a_broken_run_goes_on_to_the_same_bytes(batch: Batch, tmp_path: Path, ending: str, parts: int) -> None:
    through, broken = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    run(batch, through)
    broken_off_after(batch, broken, parts)
    assert not broken.exists()
    done = run(batch, broken)
    assert done.taken_over == min(parts * 4, 25) - parts * 4 // 10
    assert broken.read_bytes() == through.read_bytes()
    assert Path(f"{broken}.rejects.jsonl").read_bytes() == Path(f"{through}.rejects.jsonl").read_bytes()
    assert not Path(f"{broken}.parts").exists()


def test_a_part_half_written_is_made_again(batch: Batch, tmp_path: Path) -> None:
    through, broken = tmp_path / "a.parquet", tmp_path / "b.parquet"
    run(batch, through)
    broken_off_after(batch, broken, 2)
    parts = Path(f"{broken}.parts")
    (parts / "00000001.json").unlink()  # its duties were written, that it is whole was not
    (parts / "00000001.arrow").write_bytes(b"half")
    (parts / "00000002.arrow.writing").write_bytes(b"half")
    assert run(batch, broken).cases == 23
    assert broken.read_bytes() == through.read_bytes()


def test_the_number_of_processes_changes_nothing(batch: Batch, tmp_path: Path) -> None:
    one, two = tmp_path / "a.parquet", tmp_path / "b.parquet"
    assert run(batch, one, processes=1) == run(batch, two, processes=2)
    assert one.read_bytes() == two.read_bytes()


def test_every_row_is_answered_or_refused_once(batch: Batch, tmp_path: Path) -> None:
    done = run(batch, tmp_path / "out.jsonl")
    rows = [msgspec.json.decode(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    rejects = [msgspec.json.decode(line) for line in (tmp_path / "out.jsonl.rejects.jsonl").read_bytes().splitlines()]
    assert (done.cases, done.duties, done.rejected) == (23, len(rows), 2)
    assert [(one["row"], one["code"]) for one in rejects] == [(10, "table-row"), (20, "table-row")]
    assert list(dict.fromkeys(row["incident"] for row in rows)) == [f"demo/{i}" for i in range(25) if i % 10 != 9]
    assert len({row["id"] + row["incident"] for row in rows}) == len(rows)


def other_cases(batch: Batch, tmp_path: Path) -> Batch:
    return Batch(written(tmp_path / "other.jsonl", 26), batch.answering)


def other_protocol(batch: Batch, _tmp_path: Path) -> Batch:
    return Batch(batch.cases, Answering("ua/vocational"))


@pytest.mark.parametrize(("other", "named"), [(other_cases, "cases"), (other_protocol, "protocol, versions")])
def test_parts_of_another_batch_are_never_taken(batch: Batch, tmp_path: Path, other: Any, named: str) -> None:
    out = tmp_path / "out.parquet"
    broken_off_after(batch, out, 2)
    with pytest.raises(InputError, match=f"parts-differ.*another batch: {named} differ"):
        run(other(batch, tmp_path), out)
    assert run(other(batch, tmp_path), out, anew=True).taken_over == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system cannot kill a process at once")
def test_a_process_killed_at_any_instant_loses_nothing(tmp_path: Path) -> None:
    cases = written(tmp_path / "cases.jsonl", 700)
    small_parts = (
        "import sys; from protocolkit.batches import resumable; resumable.CASES_A_PART = 100;"
        "from protocolkit.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", small_parts, "batch", str(cases), "--protocol", "ua/vocational", "--to"]
    through, killed = tmp_path / "a.parquet", tmp_path / "b.parquet"
    # What matters is where it is killed, not how many work: two processes, and one part is there.
    process = subprocess.Popen([*command, str(killed), "--processes", "2"], start_new_session=True)
    parts = Path(f"{killed}.parts")
    until = time.monotonic() + 120
    while not list(parts.glob("*.json"))[1:] and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not killed.exists()
    assert 0 < len(list(parts.glob("0*.json"))) < 7
    for out in (killed, through):
        assert subprocess.run([*command, str(out)], capture_output=True, check=False).returncode == 1
    assert killed.read_bytes() == through.read_bytes()


def test_the_command_counts_what_it_did(cli: CommandLine, tmp_path: Path) -> None:
    cases, out = written(tmp_path / "cases.jsonl", 11), tmp_path / "out.csv"
    ran = cli("batch", cases, "--protocol", "ua/pdyut", "--to", out, "--processes", "1")
    assert ran.code == 1  # a row has no answer
    assert ran.out.splitlines()[0] == "10 cases answered"
    assert "1 row without an answer" in ran.out
    counted = cli("batch", cases, "--protocol", "ua/pdyut", "--to", out, "--processes", "1", "--format", "json")
    assert msgspec.json.decode(counted.out.encode())["rejected"] == 1


def test_a_system_that_tells_no_cores_of_a_process_has_those_of_the_machine(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    cases, out = written(tmp_path / "cases.jsonl", 2), tmp_path / "out.csv"
    ran = cli("batch", cases, "--protocol", "ua/pdyut", "--to", out)
    assert ran.code == 0, ran.err
    assert out.is_file()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--to", "out.xlsx"], "table-ending"),
        (["--to", "out.csv", "--processes", "0"], "bad-value"),
        (["--to", "out.csv", "--as-of", "yesterday"], "instant-shape"),
        (["--to", "out.csv", "--events", "none.csv"], "file-missing"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    cli: CommandLine, tmp_path: Path, arguments: list[str], code: str
) -> None:
    cases = written(tmp_path / "cases.jsonl", 2)
    placed = [str(tmp_path / one) if one.startswith("out.") else one for one in arguments]
    ran = cli("batch", cases, "--protocol", "ua/pdyut", *placed)
    assert ran.code == 2
    assert code in ran.err
