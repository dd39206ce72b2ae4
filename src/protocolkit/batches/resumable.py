"""A batch from file to file that can be killed at any instant and run again: no row is lost, none comes twice.

The answers of every thousand cases are a part in a folder beside the output, written whole or not at all. A second run
of the same batch takes the parts that are there; the output is put together from them at the end and takes its name in
one step. So its bytes do not depend on how often the run was broken off, nor on the number of processes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from protocolkit.batches.answering import Answered, Answering, Reject, chunks
from protocolkit.batches.case_source import Numbered, cases, refuse_ending
from protocolkit.batches.duty_table import digest_of, schema
from protocolkit.batches.table_files import Writer, read_arrow, write_arrow, writer_for
from protocolkit.diagnostics import Diagnostic, InputError, Place
from protocolkit.languages import language, speaking
from protocolkit.messages import say

CASES_A_PART = 1_000
_WAITING = 2  # parts read ahead for each process


class Batch(msgspec.Struct, frozen=True):
    """What is answered, and from what: `cases` and `events` are tables in files. Raises InputError for other files."""

    cases: Path
    answering: Answering
    events: Path | None = None

    def __post_init__(self) -> None:
        for table in filter(None, (self.cases, self.events)):
            refuse_ending(table)

    def sign(self) -> dict[str, Any]:
        """What two runs must share for the parts of one to be parts of the other."""
        asked = self.answering
        return {
            "versions": digest_of(asked.loaded),
            "protocol": asked.protocol,
            "as_of": asked.as_of.isoformat() if asked.as_of else None,
            "language": language(),
            "cases": _digest(self.cases),
            "events": _digest(self.events) if self.events else None,
            "cases_a_part": CASES_A_PART,
        }


class Done(msgspec.Struct, frozen=True):
    """How a run ended: cases answered, duties written, rows refused, and how many cases a run before had answered.

    `digest` is that of the versions, as each row has it.
    """

    cases: int
    duties: int
    rejected: int
    taken_over: int
    digest: str


class Part(msgspec.Struct, frozen=True):
    """What a part holds, beside its duties in an Arrow file."""

    cases: int
    duties: int
    rejects: tuple[Reject, ...]


def run(
    batch: Batch, out: Path, *, processes: int = 1, anew: bool = False, tick: Callable[[int], object] = bool
) -> Done:
    """Answers a batch into `out`, and what has no answer into `out` with `.rejects.jsonl` after its name.

    `anew` throws away what a broken run of another batch left; `tick` is told the number of cases done. Raises
    InputError where a table cannot be read, or where the parts beside `out` are of another batch.
    """
    write = writer_for(out)
    parts = _Parts(Path(f"{out}.parts"), batch.sign(), anew)
    made, taken_over = list[Part](), 0
    for number, answered in _answers(batch, parts, processes):
        if answered is None:
            made.append(parts.read(number))
            taken_over += made[-1].cases
        else:
            made.append(parts.write(number, answered))
        tick(sum(part.cases for part in made))
    rejects = [one for part in made for one in part.rejects]
    parts.put_together(out, write, schema(batch.answering.loaded), rejects)
    return Done(
        cases=sum(part.cases for part in made),
        duties=sum(part.duties for part in made),
        rejected=len(rejects),
        taken_over=taken_over,
        digest=digest_of(batch.answering.loaded),
    )


def _answers(batch: Batch, parts: _Parts, processes: int) -> Iterator[tuple[int, Answered | None]]:
    """Each part by its number, in order: its answers, or nothing where the part is there already."""
    numbered = enumerate(chunks(cases(batch.cases, batch.events), CASES_A_PART))
    if processes == 1:
        for number, chunk in numbered:
            yield number, None if parts.has(number) else batch.answering.answer(chunk)
        return
    # A new interpreter for each: what the parent holds (threads, locks, open files) is not copied into it.
    with ProcessPoolExecutor(processes, get_context("spawn"), _prepare, (batch.answering, language())) as pool:
        running: deque[tuple[int, Future[Answered] | None]] = deque()
        try:
            for number, chunk in numbered:
                running.append((number, None if parts.has(number) else pool.submit(_answer, chunk)))
                if len(running) > _WAITING * processes:
                    yield _result(*running.popleft())
            while running:
                yield _result(*running.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _result(number: int, future: Future[Answered] | None) -> tuple[int, Answered | None]:
    return number, future.result() if future is not None else None


_here: list[tuple[Answering, str]] = []  # of this process, made once


def _prepare(answering: Answering, spoken: str) -> None:
    _here.append((answering, spoken))


def _answer(chunk: list[Numbered]) -> Answered:
    answering, spoken = _here[0]
    with speaking(spoken):
        return answering.answer(chunk)


class _Parts:
    """The folder of parts of one batch."""

    def __init__(self, folder: Path, sign: dict[str, Any], anew: bool) -> None:
        self.folder = folder
        kept, written = folder / "batch.json", msgspec.json.encode(sign, order="sorted")
        if anew and folder.exists():
            shutil.rmtree(folder)
        if kept.exists() and kept.read_bytes() != written:
            before = msgspec.json.decode(kept.read_bytes())
            other = ", ".join(sorted(key for key in sign if before.get(key) != sign[key]))
            message = say("`{folder}` holds parts of another batch: {other} differ", folder=str(folder), other=other)
            raise InputError([Diagnostic("parts-differ", message, Place(str(folder)), say("run it with `--anew`"))])
        folder.mkdir(parents=True, exist_ok=True)
        _replace(kept, lambda path: path.write_bytes(written))

    def _of(self, number: int) -> tuple[Path, Path]:
        return self.folder / f"{number:08}.arrow", self.folder / f"{number:08}.json"

    def has(self, number: int) -> bool:
        return self._of(number)[1].exists()

    def read(self, number: int) -> Part:
        return msgspec.json.decode(self._of(number)[1].read_bytes(), type=Part)

    def write(self, number: int, answered: Answered) -> Part:
        """The duties first: a part is there once the file that counts them is."""
        duties, about = self._of(number)
        part = Part(answered.cases, answered.duties.num_rows, answered.rejects)
        _replace(duties, lambda path: write_arrow(path, answered.duties.schema, [answered.duties]))
        _replace(about, lambda path: path.write_bytes(msgspec.json.encode(part)))
        return part

    def put_together(self, out: Path, write: Writer, schema: Any, rejects: list[Reject]) -> None:
        """The rejects and the output from all parts, each under its name at once; then the parts go."""
        lines = msgspec.json.Encoder().encode_lines(rejects)
        _replace(Path(f"{out}.rejects.jsonl"), lambda path: path.write_bytes(lines), self.folder)
        batches = (batch for path in sorted(self.folder.glob("*.arrow")) for batch in read_arrow(path))
        _replace(out, lambda path: write(path, schema, batches), self.folder)
        shutil.rmtree(self.folder)


def _replace(path: Path, write: Callable[[Path], object], folder: Path | None = None) -> None:
    """Writes a file beside its place (or in a folder of the same disk), and gives it its name when it is safe."""
    beside = (folder or path.parent) / f"{path.name}.writing"
    write(beside)
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        message = say("no file `{path}`", path=str(path))
        raise InputError([Diagnostic("file-missing", message, Place(str(path)))]) from None
