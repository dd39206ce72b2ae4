"""Plans a minute of one core from a table to Parquet; threads and processes; what stays in memory."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import protocolkit
from benchmarks.timing import table

TEXTS = {"kz/interagency": 10, "ua/pdyut": 10, "kz/national": 1}  # how many times as many cases as of the largest


def cases(protocol: str, n: int) -> list[dict[str, Any]]:
    """Cases of one to three entries on different days."""
    zone = "+05:00" if protocol.startswith("kz") else "+02:00"
    made = []
    for number in range(n):
        day = f"2026-{number % 11 + 1:02}-{number % 27 + 1:02}T"
        told = {"event": "police_informed", "at": f"{day}15:30:00{zone}"}
        made.append({
            "incident": f"speed/{number}", "as_of": f"{day}17:00:00{zone}", "victim.age": 7 + number % 12,
            "events": [{"event": "report_received", "at": f"{day}14:30:00{zone}"}, told][: 1 + number % 2],
        })  # fmt: skip
    return made


def to_parquet(protocol: str, given: list[dict[str, Any]]) -> tuple[float, int]:
    """Seconds of CPU time from Arrow to a Parquet file, and how many rows that has."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    read = pa.Table.from_pylist(given)
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        rows = protocolkit.batch(read, protocol).read_all()
        parquet.write_table(rows, Path(folder, "duties.parquet"), compression="zstd")
        return time.process_time() - began, rows.num_rows


def duties(protocol: str, given: list[dict[str, Any]]) -> int:
    return protocolkit.batch(given, protocol).read_all().num_rows


def resident() -> float | None:
    """MiB of memory of this process; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _side_by_side(given: list[dict[str, Any]]) -> list[list[str]]:
    """Seconds of the clock on the wall for the same cases by one thread, two threads, two processes."""
    halves = (given[::2], given[1::2])
    rows = []

    def threads() -> None:
        running = [threading.Thread(target=duties, args=("kz/interagency", half)) for half in halves]
        for one in running:
            one.start()
        for one in running:
            one.join()

    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(duties, ["kz/interagency"] * 2, [half[:2] for half in halves]))  # begun, and rules read
        ways = {
            "one thread": lambda: duties("kz/interagency", given),
            "two threads": threads,
            "two processes": lambda: list(pool.map(duties, ["kz/interagency"] * 2, halves)),
        }
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            rows.append([name, f"{time.perf_counter() - began:.2f}"])
    return rows


def run(_rounds: int, tries: int) -> str:
    start, rows = resident(), []
    for protocol, share in TEXTS.items():
        given = cases(protocol, max(20, tries * share))
        duties(protocol, given[:5])
        before = resident()
        seconds, n = to_parquet(protocol, given)
        memory = f"{resident() or 0:.0f}" if start else "?"
        rows.append([protocol, f"{len(given):,}", f"{n / len(given):.1f}", f"{len(given) / seconds * 60:,.0f}",
                     f"{before or 0:.0f}", memory])  # fmt: skip
    head = ["text", "cases", "rows a case", "cases a minute and core", "MiB before", "MiB after"]
    side = table(
        ["the same cases of kz/interagency", "seconds on the wall"], _side_by_side(cases("kz/interagency", tries * 4))
    )
    return f"{table(head, rows)}\n\n{side}"
