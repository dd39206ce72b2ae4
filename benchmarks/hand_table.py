"""Plans beside the same duties by a hand-written function, which every run holds to the plan first."""

from __future__ import annotations

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import protocolkit
from benchmarks.by_hand import FUNCTIONS, WorkingDays, plain
from benchmarks.cases import MEASURED, Case, by_chance
from benchmarks.timing import Timed, Work, number, table, timed
from protocolkit import Incident, InputError, Protocol

Told = dict[str, tuple[object, ...]]


def by_hand(protocol: Protocol, incident: Incident, at: datetime, days: WorkingDays) -> Told:
    """What the function says of a case, by the ids of its duties."""
    found = FUNCTIONS[protocol.id](plain(incident), at, days, ZoneInfo(protocol.zone))
    return {one.id: (one.target, one.limit, one.status, one.done_at) for one in found}


def as_found(protocol: Protocol, incident: Incident) -> Told:
    """What `find` says of it."""
    duties = protocolkit.find(protocol, incident).duties
    return {one.lead.id: (one.target, one.limit, one.lead.life.status, one.lead.life.done_at) for one in duties}


def verified(tries: int, seed: int = 1) -> list[str]:
    """The cases, of those measured and of some by chance, over which the functions and the plan differ."""
    chance, wrong = random.Random(seed), list[str]()
    days = {id: WorkingDays(protocolkit.load(id)) for id in FUNCTIONS}
    cases = [make(id) for id in FUNCTIONS for make in MEASURED.values()]
    cases += [by_chance(tuple(FUNCTIONS)[n % 2], chance) for n in range(tries)]
    for case in cases:
        try:
            protocol, incident = protocolkit.load_incident(case)
        except InputError:
            continue
        assert incident.as_of is not None
        ours, theirs = as_found(protocol, incident), by_hand(protocol, incident, incident.as_of, days[protocol.id])
        differs = sorted(id for id in ours.keys() | theirs.keys() if ours.get(id) != theirs.get(id))
        if differs:
            wrong.append(f"{differs[0]}: found {ours.get(differs[0])}, by hand {theirs.get(differs[0])} in {case}")
    return wrong


def work_of(case: Case) -> dict[str, Work]:
    """What is timed of a case that was loaded beforehand."""
    protocol, incident = protocolkit.load_incident(case)
    assert incident.as_of is not None
    at = incident.as_of
    work: dict[str, Work] = {
        "duties": lambda: protocolkit.find(protocol, incident).duties,
        "findings": lambda: protocolkit.find(protocol, incident).content,
        "plan": lambda: protocolkit.evaluate(protocol, incident).to_json(),
        "reference": lambda: protocolkit.find(protocol, incident, engine="reference").duties,
    }
    if protocol.id in FUNCTIONS:
        given, days, zone, run = plain(incident), WorkingDays(protocol), ZoneInfo(protocol.zone), FUNCTIONS[protocol.id]
        work["hand"] = lambda: run(given, at, days, zone)
    return work


def ratios(rounds: int) -> dict[str, float]:
    """Duties beside the function, for each case of each text: what a reduced run watches."""
    found = {}
    for id in FUNCTIONS:
        for name, make in MEASURED.items():
            work = work_of(make(id))
            pair = timed({key: work[key] for key in ("duties", "hand")}, rounds)
            found[f"{id}, {name}"] = pair.ratio("duties", "hand")
    return found


def run(rounds: int, tries: int) -> str:
    wrong = verified(tries)
    if wrong:
        raise SystemExit("\n".join(wrong))
    head = ["text and case", "duties", "by hand, us", "`find(...).duties`, us", "x hand", "reference x hand",
            "all findings, us", "whole plan as JSON, us"]  # fmt: skip
    rows = []
    for id in (*FUNCTIONS, "kz/national"):
        for name, make in MEASURED.items():
            case = make(id)
            work = work_of(case)
            cells = _cells(timed(work, rounds), hand="hand" in work)
            rows.append([f"{id}, {name}", str(len(protocolkit.plan(case).duties)), *cells])
    tried = len(FUNCTIONS) * len(MEASURED) + tries
    said = f"The functions gave the ids, targets, limits, statuses and times of the plan in all {tried} cases tried."
    return f"{table(head, rows)}\n\n{said}"


def _cells(found: Timed, *, hand: bool) -> list[str]:
    def us(name: str) -> str:
        return number(found.seconds(name) * 1e6)

    def times(name: str) -> str:
        return number(found.ratio(name, "hand"))

    beside = [us("hand"), us("duties"), times("duties"), times("reference")] if hand else ["", us("duties"), "", ""]
    return [*beside, us("findings"), us("plan")]
