"""Matching alone, of the real rules of kz/national, by engines of others that are installed; each is verified first."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import protocolkit
from benchmarks.engines_of_others import ENGINES, Match
from benchmarks.matching import Flat, Workload, holds
from benchmarks.timing import Work, number, table, timed
from protocolkit import InputError

VERIFIED = 40
TOGETHER = 20  # cases of one sample: they differ
OTHERS = ("openfisca-core",)  # of which one case takes ten milliseconds of building alone


def _made(workload: Workload, cases: list[Flat]) -> tuple[dict[str, tuple[str, Match]], list[str]]:
    """The engines that are here, with their releases, and what is said of the others."""
    found, missing = {}, list[str]()
    truth = [[n for n, rule in enumerate(workload.rules) if holds(rule, case)] for case in cases[:VERIFIED]]
    for name, (distribution, make) in ENGINES.items():
        try:
            release = f" {version(distribution)}" if distribution else ""
            match = make(workload.rules)
        except (ImportError, PackageNotFoundError, InputError):
            missing.append(f"{name} is not installed here")
            continue
        except Exception as error:  # another's engine, which another release of it calls otherwise
            missing.append(f"{name}{release} could not be asked: {type(error).__name__}: {error}"[:160])
            continue
        if [match(case) for case in cases[:VERIFIED]] != truth:
            missing.append(f"{name}{release} matches other rules, so that its time says nothing")
            continue
        found[name] = release, match
    return found, missing


def _whole(workload: Workload, cases: list[Flat]) -> Work:
    """What protocolkit does beside matching: duties with who, to whom, by when and how they stand."""
    names = {field: what for what, field in workload.fields.items()}
    loaded = []
    for case in cases:
        given = [what for field, what in names.items() if case[field]]
        events = [{"event": of, "at": "2026-11-20T14:30:00+05:00"} for kind, of in given if kind == "event"]
        plain: dict[str, Any] = {"incident": "speed/4", "protocol": workload.protocol.id, "events": events,
                                 "as_of": "2026-11-20T15:00:00+05:00"}  # fmt: skip
        loaded.append(protocolkit.load_incident(plain))
    return lambda: [protocolkit.find(*one).duties for one in loaded]


def run(rounds: int, _tries: int) -> str:
    workload = Workload()
    cases = workload.cases(200)
    engines, missing = _made(workload, cases)

    def asked(match: Match) -> Work:
        return lambda: [match(case) for case in cases[:TOGETHER]]

    work = {name: asked(match) for name, (_, match) in engines.items()}
    work["`find(...).duties`: duties, times and statuses"] = _whole(workload, cases[:TOGETHER])
    found = timed(work, rounds)
    first = next(iter(engines))
    rows = [
        [f"{name}{engines[name][0] if name in engines else ''}", number(found.seconds(name) / TOGETHER * 1e6),
         number(found.ratio(name, first))]
        for name in work
    ]  # fmt: skip
    matched = sum(len(engines[first][1](case)) for case in cases) / len(cases)
    said = (
        f"{len(workload.rules)} rules over {len(workload.fields)} facts, {matched:.0f} of which match a case; "
        f"all facts given, none unknown. Each engine matched what the rules mean in {VERIFIED} cases. Times are "
        "of this process: what durable-rules does in its own is not counted."
    )
    return "\n\n".join([table(["engine", "us a case", "x hand"], rows), said, *missing, *map(_not_asked, OTHERS)])


def _not_asked(name: str) -> str:
    return f"{name} was not asked."
