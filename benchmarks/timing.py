"""Work timed in turn, round by round: a busy machine slows all of it alike. What is quoted are ratios by pairs."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]
AT_LEAST = 0.004  # seconds of one sample: shorter work is done several times


class Timed:
    """Seconds of CPU time of one run of each work, a number a round."""

    def __init__(self, samples: Mapping[str, list[float]]) -> None:
        self.samples = samples

    def seconds(self, name: str) -> float:
        """The median."""
        return statistics.median(self.samples[name])

    def ratio(self, one: str, other: str) -> float:
        """The median of the ratios of each round."""
        pairs = zip(self.samples[one], self.samples[other], strict=True)
        return statistics.median(a / b for a, b in pairs)


def timed(work: Mapping[str, Work], rounds: int) -> Timed:
    """Every work once a round, in turn."""
    loops = {}
    for name, run in work.items():
        run()
        began = time.process_time()
        run()
        loops[name] = max(1, int(AT_LEAST / max(time.process_time() - began, 1e-7)))
    samples: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            gc.collect()
            began = time.process_time()
            for _ in range(loops[name]):
                run()
            samples[name].append((time.process_time() - began) / loops[name])
    return Timed(samples)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown; what is not in the first column is ranged right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    """A number as precise as it is."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
