"""How the cost grows: with the case (the four curves of `growth.py`), and with the number of rules."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

import protocolkit
from benchmarks.growth import CURVES, measured
from benchmarks.timing import table

RULES = (250, 500, 1_000, 2_000)
EVENTS = ("report_received", "fact_detected", "application_submitted", "police_informed", "case_closed")
FACTS = ("victim.is_minor", "incident.ongoing", "incident.crime_signs", "incident.fact_established")
ACTS = ("notify", "report", "review", "register", "investigate")
AT = "2026-11-20T14:30:00+05:00"


def ruleset(n: int) -> dict[str, Any]:
    """Rules of which a third begin with the report, a third depends on a fact, and a tenth follows another."""
    rules: list[dict[str, Any]] = []
    for number in range(n):
        rule: dict[str, Any] = {
            "id": f"r{number}", "cites": {"point": str(number), "words": "some words"}, "by": "education_org_head",
            "must": ACTS[number % 5], "to": ("police", "prosecutor", "health_authority")[number % 3],
            "after": EVENTS[number % 5], "due": f"{number % 9 + 1} working_days",
        }  # fmt: skip
        if number % 3 == 0:
            rule["if"] = {FACTS[number % 4]: number % 2 == 0}
        if number % 10 == 9:
            rule["after"] = {"done": f"r{number - 1}"}
        rules.append(rule)
    return {
        "ruleset": "speed/rules", "text": {"title": {"en": "Many rules"}, "language": "en"}, "zone": "Asia/Almaty",
        "calendar": "kz", "in_force": {"from": "undated"}, "rules": rules,
    }  # fmt: skip


def with_rules(n: int, folder: Path) -> tuple[float, float, float, int]:
    """Seconds of CPU time to load n rules, to find the duties of a case, and to make its whole plan; its duties."""
    (folder / "many.yaml").write_text(json.dumps(ruleset(n)), encoding="utf-8")
    case = {"incident": "speed/3", "protocol": "speed/rules", "as_of": AT, "facts": dict.fromkeys(FACTS[1:], True),
            "events": [{"event": "report_received", "at": AT}]}  # fmt: skip
    began = time.process_time()
    loaded = protocolkit.load_incident(case, rules=[folder])
    read = time.process_time()
    found = protocolkit.find(*loaded)
    duties = len(found.duties)
    decided = time.process_time()
    protocolkit.evaluate(*loaded)
    return read - began, decided - read, time.process_time() - decided, duties


def run(rounds: int, _tries: int) -> str:
    rows = []
    for kind, sizes in CURVES.items():
        found = measured(kind, sizes, rounds)
        for size, seconds in found.items():
            ratio = f"{seconds / found[size // 2]:.2f}" if size // 2 in found else ""
            rows.append([f"{kind.__name__}, {size}", f"{seconds * 1e3:,.0f}", ratio])
    of_cases = table(["what grows", "ms", "x half"], rows)
    rows, before = [], None
    for n in RULES:
        with tempfile.TemporaryDirectory() as folder:
            tried = [with_rules(n, Path(folder)) for _ in range(max(2, rounds // 3))]
        least = [min(column) for column in zip(*tried, strict=True)]
        times = [f"{a / b:.2f}" if b else "" for a, b in zip(least[:3], before or (0, 0, 0), strict=False)]
        cells = [cell for one, ratio in zip(least[:3], times, strict=True) for cell in (f"{one * 1e3:,.0f}", ratio)]
        rows.append([f"{n:,}", str(least[3]), *cells])
        before = least
    head = ["rules", "duties", "load, ms", "x half", "duties of the first case, ms", "x half", "plan, ms", "x half"]
    return f"{of_cases}\n\n{table(head, rows)}"
