"""Fuzzing: `python tests/fuzz --seconds 120`, or `--cases N`; the same seed tries the same things.

With `--corpus FOLDER` what was found and how far it came is kept there, and the next run goes on from it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "src")]

import holding  # noqa: E402
import inventing  # noqa: E402
from mutating import mutated  # noqa: E402

from protocolkit.api import load  # noqa: E402
from protocolkit.cli import main  # noqa: E402

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


class Run:
    """One run over numbered tries: each depends on the seed and its number alone."""

    def __init__(self, seed: int, corpus: Path | None, folder: Path) -> None:
        self.seed = seed
        self.corpus = corpus
        self.folder = folder
        self.tried: Counter[str] = Counter()
        self.faults: list[str] = []
        self.seeds = sorted({path for pattern in SEEDS for path in ROOT.glob(pattern)})
        self.kept = sorted(corpus.glob("kept-*")) if corpus else []
        self.codes: set[str] = set()

    def once(self, number: int) -> None:
        chance = random.Random(f"{self.seed}/{number}")
        if number % SELDOM == SELDOM - 1:
            self.same_bytes(number, chance)
        elif number % 2:
            self.file(number, chance)
        else:
            self.incident(number, chance)

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
        if "schema-disagrees" in said:
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
        """An invented case: its plan holds to every law."""
        case = inventing.invented(load(chance.choice(SHORT)), chance)
        self.tried["incidents"] += 1
        try:
            untrue = list(holding.broken(case, chance))
        except Exception as error:
            untrue = [f"{type(error).__name__}: {error}"]
        for one in untrue:
            self.fault(number, one, json.dumps(case, ensure_ascii=False, indent=1), "")

    def same_bytes(self, number: int, chance: random.Random) -> None:
        path = self.folder / "case.json"
        text = json.dumps(inventing.invented(load(chance.choice(SHORT)), chance))
        path.write_text(text, encoding="utf-8")
        self.tried["bytes"] += 1
        command = [sys.executable, "-m", "protocolkit.cli", "plan", str(path), "--format", "json"]
        ran = [
            subprocess.run(command, env={**os.environ, **more}, capture_output=True, check=False) for more in SAME_BYTES
        ]
        if len({(one.returncode, one.stdout, one.stderr) for one in ran}) > 1:
            self.fault(number, "not the same bytes under another hash seed, zone and locale", text, "")

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


def run() -> int:
    """0 if nothing was found, 1 if something was."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--cases", type=int, default=None, help="How many tries, however long they take.")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--corpus", type=Path, default=None)
    given = asked.parse_args()
    state = given.corpus / f"state-{given.seed}.json" if given.corpus else None
    if given.corpus:
        given.corpus.mkdir(parents=True, exist_ok=True)
    number = first = json.loads(state.read_text())["next"] if state and state.is_file() else 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        one = Run(given.seed, given.corpus, Path(folder))
        while number - first < given.cases if given.cases is not None else time.monotonic() - begun < given.seconds:
            one.once(number)
            number += 1
            if state and number % 50 == 0:
                state.write_text(json.dumps({"next": number}))
    if state:
        state.write_text(json.dumps({"next": number}))
    tried = ", ".join(f"{n} {what}" for what, n in sorted(one.tried.items()))
    print(f"{tried}; seed {given.seed}, tries {first} to {number - 1}; {len(one.faults)} faults")
    return 1 if one.faults else 0


if __name__ == "__main__":
    sys.exit(run())
