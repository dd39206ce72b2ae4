"""Fuzzing: `python tests/fuzz --seconds 120`, or `--cases N`; the same seed tries the same things.

With `--corpus FOLDER` what was found, how far it came and a log of the runs are kept there, and the next run goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "src")]

import holding  # noqa: E402
import inventing  # noqa: E402
import legislating  # noqa: E402

from mutating import mutated  # noqa: E402
from protocolkit import InputError  # noqa: E402
from protocolkit.analysis.schema_check import first_fault  # noqa: E402
from protocolkit.api import load  # noqa: E402
from protocolkit.cli import main  # noqa: E402
from protocolkit.diagnostics import Problems  # noqa: E402
from protocolkit.reading import kind_of  # noqa: E402
from protocolkit.reading.yaml12 import read_file  # noqa: E402

SHORT = ("kz/interagency", "ua/pdyut", "ua/vocational")
SEEDS = ("examples/**/*.yaml", "examples/**/*.csv", "examples/**/*.json", "rules/ua/*.yaml", "rules/kz/interagency.yaml",
         "rules/ua/tests/*.yaml", "tests/language/good/*.yaml")  # fmt: skip
SAME_BYTES = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
)
CASE = re.compile(r"incident:|\{\s*\"(incident|agenda)\"\s*:")
# A case in another process takes as long as a hundred in this one.
SELDOM = 150
KINDS = ("files", "incidents", "laws")
SAVED_EVERY = 50
# Seconds for one try, far more than any takes on a busy machine.
LONGEST = 120


def refused_by_schema(path: Path) -> bool:
    """What `check` asks only of files in which it finds a fault."""
    node = read_file(path, Problems())
    kind = kind_of(node) if node is not None else None
    return node is not None and kind is not None and first_fault(kind, node) is not None


class Run:
    """One run over numbered tries: each depends on the seed and its number alone."""

    def __init__(
        self, seed: int, corpus: Path | None, folder: Path, *, kinds: tuple[str, ...] = KINDS,
        protocols: tuple[str, ...] = SHORT, pythons: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.seed = seed
        self.kinds = kinds
        self.protocols = protocols
        self.pythons = pythons
        self.corpus = corpus
        self.folder = folder
        self.tried: Counter[str] = Counter()
        self.faults: list[str] = []
        self.seeds = sorted({path for pattern in SEEDS for path in ROOT.glob(pattern)})
        self.kept = sorted(corpus.glob("kept-*")) if corpus else []
        self.codes: set[str] = set()

    def once(self, number: int) -> None:
        chance = random.Random(f"{self.seed}/{number}")
        if number % SELDOM == SELDOM - 1 and "incidents" in self.kinds:
            self.same_bytes(number, chance)
            return
        match self.kinds[number % len(self.kinds)]:
            case "files":
                self.file(number, chance)
            case "incidents":
                self.incident(number, chance)
            case "laws":
                self.law(number, chance)

    def file(self, number: int, chance: random.Random) -> None:
        """A damaged file: every command that reads it ends with a code, and check and reader agree."""
        source = chance.choice(self.seeds + self.kept[:200])
        text = mutated(source.read_text(encoding="utf-8", errors="replace"), chance)
        path = self.folder / f"fuzz{source.suffix}"
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        self.tried[f"files {source.suffix}"] += 1
        if source.suffix == ".csv":
            self.command(number, text, "doctor", str(path), "--protocol", "kz/interagency")
            return
        checked, said = self.command(number, text, "check", str(path))
        if "schema-disagrees" in said or (checked == 0 and refused_by_schema(path)):
            self.fault(number, "schema and reader disagree", text, said)
        head = text.lstrip("\ufeff")
        if head.startswith("tests:"):
            self.command(number, text, "test", str(path))
        elif CASE.match(head):
            planned, why = self.command(number, text, "plan", str(path))
            if checked == 0 and planned == 2:
                self.fault(number, "check accepts what plan refuses", text, why)
            if checked == 1 and planned == 0:
                self.fault(number, "check refuses what plan accepts", text, said)
        fresh = {word for line in said.splitlines() for word in line.split()[1:2]} - self.codes
        if fresh and self.corpus:
            self.codes |= fresh
            (self.corpus / f"kept-{self.seed}-{number}{source.suffix}").write_text(
                text, encoding="utf-8", errors="replace"
            )

    def incident(self, number: int, chance: random.Random) -> None:
        """An invented case under a shipped text: its plan holds to every law."""
        case = inventing.invented(load(chance.choice(self.protocols)), chance)
        self.tried["incidents"] += 1
        self.holds(number, case, chance)

    def law(self, number: int, chance: random.Random) -> None:
        """An invented case under an invented ruleset, which may be refused, but then by `check` as well."""
        text = legislating.written(legislating.ruleset(chance))
        # Rules that were read once are not read again: each law has a file of its own.
        path = self.folder / f"law-{number}.yaml"
        path.write_text(text, encoding="utf-8")
        checked, said = self.command(number, text, "check", str(path))
        self.tried["laws" if checked == 0 else "laws refused"] += 1
        if "schema-disagrees" in said or (checked == 0 and refused_by_schema(path)):
            self.fault(number, "schema and reader disagree", text, said)
        try:
            protocol = load("fuzz/law", rules=[path])
        except InputError as error:
            if checked == 0:
                self.fault(number, "check accepts a ruleset that cannot be loaded", text, str(error))
            path.unlink()
            return
        if checked == 0:
            self.holds(number, inventing.invented(protocol, chance), chance, [path], text)
        path.unlink()

    def holds(
        self, number: int, case: dict[str, Any], chance: random.Random, rules: Sequence[Path] = (), law: str = ""
    ) -> None:
        try:
            untrue = list(holding.broken(case, chance, rules))
        except Exception as error:
            untrue = [f"{type(error).__name__}: {error}"]
        for one in untrue:
            self.fault(number, one, json.dumps(case, ensure_ascii=False, indent=1), law)

    def same_bytes(self, number: int, chance: random.Random) -> None:
        path = self.folder / "case.json"
        text = json.dumps(inventing.invented(load(chance.choice(self.protocols)), chance))
        path.write_text(text, encoding="utf-8")
        self.tried["bytes"] += 1
        ran = [
            subprocess.run(
                [python, "-m", "protocolkit.cli", "plan", str(path), "--format", "json"],
                env={**os.environ, **more}, capture_output=True, check=False,
            )
            for python in (sys.executable, *self.pythons)
            for more in SAME_BYTES
        ]  # fmt: skip
        if len({(one.returncode, one.stdout, one.stderr) for one in ran}) > 1:
            self.fault(number, "not the same bytes under another hash seed, zone, locale or Python", text, "")

    def command(self, number: int, text: str, *arguments: str) -> tuple[int, str]:
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = main(arguments)
        except (Exception, SystemExit) as error:
            self.fault(number, f"{arguments[0]}: {type(error).__name__}: {error}", text, out.getvalue())
            return -1, ""
        said = out.getvalue()
        if code not in (0, 1, 2) or "internal-error" in said or "Traceback" in said:
            line = next((one for one in said.splitlines() if "internal-error" in one), "")
            self.fault(number, f"{arguments[0]} ends with {code}: {line}", text, said)
        return code, said

    def fault(self, number: int, what: str, text: str, said: str) -> None:
        self.faults.append(f"seed {self.seed} try {number}: {what}")
        print(self.faults[-1][:400], flush=True)
        if self.corpus:
            (self.corpus / f"fault-{self.seed}-{number}.txt").write_text(
                f"{what}\n\n{text}\n\n{said}", encoding="utf-8", errors="replace"
            )


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """What hangs is a fault of its try, not the end of the run; where the system has no alarm, it is waited for."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"longer than {LONGEST} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)


def run() -> int:
    """0 if nothing was found, 1 if something was."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--cases", type=int, default=None, help="How many tries, however long they take.")
    asked.add_argument("--until", type=int, default=None, help="Up to which number: with a corpus, what is left of it.")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--corpus", type=Path, default=None)
    asked.add_argument("--only", action="append", choices=KINDS, help="What to try; may be repeated.")
    asked.add_argument(
        "--protocol", action="append", help=f"Under which protocol cases are invented: {', '.join(SHORT)}."
    )
    asked.add_argument("--python", action="append", default=[], help="Another Python that has to give the same bytes.")
    given = asked.parse_args()
    kinds, protocols = tuple(given.only or KINDS), tuple(given.protocol or SHORT)
    # Each selection counts for itself: the number of a try means another thing in each.
    name = "-".join([str(given.seed), *(given.only or ()), *(one.replace("/", "_") for one in given.protocol or ())])
    state = given.corpus / f"state-{name}.json" if given.corpus else None
    if given.corpus:
        given.corpus.mkdir(parents=True, exist_ok=True)
    number = first = json.loads(state.read_text())["next"] if state and state.is_file() else 0
    begun, last = time.monotonic(), given.until
    if given.cases is not None:
        last = first + given.cases
    with tempfile.TemporaryDirectory() as folder:
        one = Run(given.seed, given.corpus, Path(folder), kinds=kinds, protocols=protocols, pythons=tuple(given.python))
        while number < last if last is not None else time.monotonic() - begun < given.seconds:
            with in_time():
                one.once(number)
            number += 1
            if state and number % SAVED_EVERY == 0:
                _save(state, number)
    seconds = time.monotonic() - begun
    tried = ", ".join(f"{n} {what}" for what, n in sorted(one.tried.items()))
    rate = f"{(number - first) / max(seconds, 0.001):.1f} a second"
    line = f"{tried}; seed {name}, tries {first} to {number - 1}; {len(one.faults)} faults; {seconds:.0f} s, {rate}"
    if state and given.corpus:
        _save(state, number)
        with (given.corpus / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}\n")
    print(line)
    return 1 if one.faults else 0


def _save(state: Path, number: int) -> None:
    """How far it came; a run that is stopped while writing leaves the earlier file."""
    fresh = state.with_suffix(".new")
    fresh.write_text(json.dumps({"next": number}))
    fresh.replace(state)


if __name__ == "__main__":
    sys.exit(run())
