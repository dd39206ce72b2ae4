"""What a command costs from nothing: CPU time of a new process over that of the bare interpreter."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import table

ROOT = Path(__file__).resolve().parents[1]
CASE = str(ROOT / "examples" / "kz-interagency.yaml")
BARE = "the bare interpreter"
PLAN = ("plan", CASE, "--protocol", "kz/national")
COMMANDS = {
    "`import protocolkit`": ("-c", "import protocolkit"),
    "up to the first `protocolkit.plan`": ("-c", "import protocolkit; protocolkit.plan"),
    "`load('kz/national')`": ("-c", "import protocolkit; protocolkit.load('kz/national')"),
    "`--version`": ("-m", "protocolkit", "--version"),
    "`due`": ("-m", "protocolkit", "due", "5 working_days", "--after", "2024-12-31", "--calendar", "kz"),
    "`plan`, kz/interagency": ("-m", "protocolkit", "plan", CASE),
    "`plan`, kz/national": ("-m", "protocolkit", *PLAN),
    "`plan`, kz/national, Kazakh": ("-m", "protocolkit", *PLAN, "--lang", "kk"),
    "`check` of one file": ("-m", "protocolkit", "check", str(ROOT / "rules" / "ua" / "pdyut.yaml")),
    "`check rules`": ("-m", "protocolkit", "check", str(ROOT / "rules")),
    "`test rules`": ("-m", "protocolkit", "test", str(ROOT / "rules")),
}
SLOW = ("`check rules`", "`test rules`")


def spent(arguments: tuple[str, ...], env: dict[str, str]) -> float:
    """Seconds of CPU time, user and system, of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, *arguments], capture_output=True, stdin=subprocess.DEVNULL, env=env)
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(rounds: int, tries: int) -> str:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        # Without byte code every start would compile the program anew.
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        kept = {"kept": {**env, "PROTOCOLKIT_CACHE": folder}, "off": {**env, "PROTOCOLKIT_CACHE": "off"}}
        found: dict[tuple[str, str], list[float]] = {}
        for number in range(rounds):
            for name, arguments in {BARE: ("-c", "pass"), **COMMANDS}.items():
                for cache in kept if not (name in SLOW and number >= max(1, tries // 50)) else ():
                    if number == 0:
                        spent(arguments, kept[cache])  # fills the cache, and compiles
                    found.setdefault((name, cache), []).append(spent(arguments, kept[cache]))
    median = {key: statistics.median(samples) for key, samples in found.items()}
    for name in COMMANDS:
        rows.append([name, *(f"{median[name, cache] - median[BARE, cache]:.3f}" for cache in kept)])
    head = ["command", "seconds of CPU time, rules kept from before", "`PROTOCOLKIT_CACHE=off`"]
    return f"{table(head, rows)}\n\nOver the bare interpreter, which takes {median[BARE, 'kept']:.3f} s."
