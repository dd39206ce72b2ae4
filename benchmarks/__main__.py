"""`python -m benchmarks [TABLE ...]` prints the tables of docs/explanation/speed.md, side by side in one run.

`--reduced` is for every change: it fails on wrong answers, and on a ratio to hand-written code far worse than the one
that `recorded.json` has. A busy machine slows both sides alike, and no single round decides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RECORDED = Path(__file__).parent / "recorded.json"
MUCH_WORSE = 2.5
TRIES = 4  # somebody else's work may slow one side; not four times in a row


def tables() -> dict[str, Callable[[int, int], str]]:
    """Each table, given how many rounds and how many cases."""
    from benchmarks import batch_table, cold_table, growth_table, hand_table, peers_table

    return {
        "hand": hand_table.run,
        "peers": peers_table.run,
        "growth": growth_table.run,
        "cold": cold_table.run,
        "batch": batch_table.run,
    }


def machine() -> str:
    """What the figures were measured on."""
    releases = []
    for name in ("msgspec", "PyYAML", "pyarrow"):
        try:
            releases.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    cores = f"{os.cpu_count()} cores{load}"
    return f"CPython {platform.python_version()}, {platform.machine()}, {cores}; {', '.join(releases)}."


def reduced() -> int:
    """What a change must not break: 1 where an answer is wrong, or a ratio far worse than recorded."""
    from benchmarks.hand_table import ratios, verified

    wrong = verified(60)
    print(*wrong, f"{len(wrong)} cases in which hand-written functions and duties differ", sep="\n")
    before, worst = json.loads(RECORDED.read_text(encoding="utf-8")), dict[str, float]()
    for _ in range(TRIES):
        now = ratios(5)
        for name, ratio in now.items():
            worst[name] = min(ratio, worst.get(name, ratio))
        slower = [name for name, ratio in worst.items() if ratio > before[name] * MUCH_WORSE]
        if not slower:
            break
    for name, ratio in worst.items():
        print(f"{name}: {ratio:.0f} times by hand, recorded {before[name]:.0f}{'  TOO SLOW' if name in slower else ''}")
    return 1 if wrong or slower else 0


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("tables", nargs="*", help=f"default: all of {', '.join(tables())}")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cases", type=int, default=500, help="how many cases by chance are tried, or batched")
    parser.add_argument("--reduced", action="store_true", help="only what every change must hold")
    parser.add_argument("--record", action="store_true", help="write recorded.json anew: ratios as they are now")
    asked = parser.parse_args(given)
    if asked.reduced:
        return reduced()
    if asked.record:
        from benchmarks.hand_table import ratios

        found = {name: round(ratio, 1) for name, ratio in ratios(asked.rounds).items()}
        RECORDED.write_text(f"{json.dumps(found, indent=1)}\n", encoding="utf-8")
        return 0
    print(machine())
    for name in asked.tables or tables():
        print(f"\n## {name}\n\n{tables()[name](asked.rounds, asked.cases)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
