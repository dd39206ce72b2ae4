"""What a plan costs: medians over interleaved rounds, and ratios within one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import protocolkit
from protocolkit.calendars.calendar import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.plans.due_answer import due_answer

AT = "2026-11-20T14:30:00+05:00"
ROUNDS = 25


def case(protocol: str) -> dict[str, Any]:
    return {
        "incident": "bench/1", "protocol": protocol, "as_of": AT, "events": [{"event": "report_received", "at": AT}],
        "facts": {"incident.forms": ["bullying"], "victim.age": 12, "offender.role": "pupil"},
    }  # fmt: skip


def by_hand() -> list[tuple[str, datetime]]:
    """Seven notices within the hour, as a program without rules would have it."""
    start = datetime.fromisoformat(AT)
    bodies = ("police", "prosecutor", "education", "health", "social", "commissioner", "regional_commissioner")
    return [(body, start + timedelta(hours=1)) for body in bodies]


def main() -> None:
    calendar = load_calendar("kz", Problems())
    assert calendar is not None
    days = calendar.days()
    start = datetime.fromisoformat(AT).date()
    loaded = {name: protocolkit.load_incident(case(name)) for name in ("kz/interagency", "kz/national")}
    plans = {name: protocolkit.evaluate(*both) for name, both in loaded.items()}
    work: dict[str, Callable[[], object]] = {
        "by hand: seven notices": by_hand,
        "the tenth working day": lambda: days.nth(start, 10, "working"),
        "a due time with its steps": lambda: due_answer("10 working_days", AT, "kz"),
        "evaluate kz/interagency": lambda: protocolkit.evaluate(*loaded["kz/interagency"]),
        "evaluate kz/national": lambda: protocolkit.evaluate(*loaded["kz/national"]),
        "kz/national to JSON": plans["kz/national"].to_json,
        "load kz/national again": lambda: protocolkit.load("kz/national"),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, run in work.items():
            began = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(found) for name, found in times.items()}
    one = medians["evaluate kz/interagency"]
    print(f"{'what':32} {'median':>12} {'x kz/interagency':>18}")
    for name, median in medians.items():
        print(f"{name:32} {median * 1e6:>9.0f} us {median / one:>18.3f}")
    for id in ("kz/national", "kz/interagency"):
        print(f"{len(plans[id].duties)} duties in {id}")


if __name__ == "__main__":
    main()
