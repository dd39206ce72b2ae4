"""How the cost of a plan grows with its case: sizes in turn in one run, the least CPU time of several rounds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import protocolkit

START = datetime.fromisoformat("2024-11-20T14:30:00+05:00")
ROUNDS = 5


def _case(as_of: datetime, persons: int, events: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "incident": "growth/1", "protocol": "kz/interagency", "as_of": as_of.isoformat(),
        "parties": {"victim": [{"id": f"v{number}", "age": 12} for number in range(persons)]},
        "events": [{"event": "report_received", "at": START.isoformat()}, *events],
    }  # fmt: skip


def victims(n: int) -> dict[str, Any]:
    """One report, n victims of twelve, half an hour later."""
    return _case(START + timedelta(minutes=30), n, [])


def questioned(n: int) -> dict[str, Any]:
    """One report and n victims, each of whom was questioned, a minute apart."""
    times = [START + timedelta(minutes=number + 1) for number in range(n)]
    done = [
        {"event": "done", "rule": "question-child-first", "for": f"v{number}", "at": at.isoformat()}
        for number, at in enumerate(times)
    ]
    return _case(START + timedelta(days=2), n, done)


def days(n: int) -> dict[str, Any]:
    """A case open for n days, with a duty a day that was done each morning."""
    first = START.replace(hour=9, minute=0)
    mornings = [first + timedelta(days=day) for day in range(1, n + 1)]
    police = {"event": "police_informed", "at": (START + timedelta(minutes=30)).isoformat()}
    done = [{"event": "done", "rule": "check-progress-daily", "at": at.isoformat()} for at in mornings]
    return _case(mornings[-1] + timedelta(hours=3), 1, [police, *done])


def notices(n: int) -> dict[str, Any]:
    """The prosecutor informed n times, a minute apart, each of which starts a duty of its own."""
    told = [
        {"event": "prosecutor_informed", "at": (START + timedelta(minutes=number)).isoformat()}
        for number in range(1, n + 1)
    ]
    return _case(START + timedelta(minutes=n + 60), 1, told)


Kind = Callable[[int], dict[str, Any]]

CURVES: dict[Kind, tuple[int, ...]] = {
    victims: (50, 100, 200, 400),
    questioned: (50, 100, 200, 400),
    days: (100, 200, 400, 800),
    notices: (100, 200, 400, 800),
}


def measured(kind: Kind, sizes: Iterable[int], rounds: int = ROUNDS) -> dict[int, float]:
    """The seconds of CPU time that a plan of each size takes, the least of several rounds."""
    loaded = {size: protocolkit.load_incident(kind(size)) for size in sizes}
    protocolkit.evaluate(*loaded[min(loaded)])
    best = dict.fromkeys(loaded, float("inf"))
    for _ in range(rounds):
        for size, both in loaded.items():
            gc.collect()  # else one size pays for looking through what another left behind
            gc.disable()
            began = time.process_time()
            protocolkit.evaluate(*both)
            best[size] = min(best[size], time.process_time() - began)
            gc.enable()
    return best


def main() -> None:
    for kind, sizes in CURVES.items():
        found = measured(kind, sizes)
        print(kind.__name__)
        for size, seconds in found.items():
            times = f"{seconds / found[size // 2]:>8.2f}" if size // 2 in found else ""
            print(f"{size:>8}{seconds * 1e3:>10.0f} ms{times}".rstrip())


if __name__ == "__main__":
    main()
