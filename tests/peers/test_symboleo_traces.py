"""The life of a duty, against the traces of the Symboleo compliance checker: a sale of goods, as rules of our own.

Their obligations are fulfilled, violated, suspended or in effect; ours done, overdue, suspended or open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import protocolkit
from peers import checkout, compared
from procedures import write_ruleset

# Day 0 is the day on which the contract starts; a thing done on its due day is late in theirs, so the terms are a day less.
START = datetime.fromisoformat("2026-11-02T12:00:00+05:00")
NAMES = """
names:
  events:
    contract_started: {label: {en: the contract started}}
"""
RULES = """
- {id: deliver, by: education_org, must: provide_services, to: police, after: contract_started, due: 9 days, clock: {suspend: {by: police}}}
- {id: pay, by: police, must: inform, to: education_org, after: contract_started, due: 6 days}
- {id: pay-late, by: police, must: report, to: education_org, after: {missed: pay}, due: none}
"""
RULE = {"oDel": "deliver", "oPay": "pay", "oLpay": "pay-late"}
ACT = {"delToBuyer": "deliver", "paidToSeller": "pay", "payToSeller": "pay", "paidLaToSeller": "pay-late"}
STATE = {
    "done": "fulfillment", "done_late": "violation", "overdue": "violation", "suspended": "suspension", "open": "inEffect",
}  # fmt: skip
_STATE = re.compile(r"(fulfillment|violation|suspension|inEffect)\((oDel|oPay|oLpay)\)")
EXPLAINED = {
    "violates payment, resume delivery, : oDel": "their delivery is in effect for ever once it is resumed; ours has the days "
    "that were left when it was suspended, and they are over",
}


def scenarios(path: Path) -> Iterator[dict[str, Any]]:
    yield from json.loads(path.read_text(encoding="utf-8"))


def entry(event: str) -> dict[str, Any] | None:
    """What one of their happenings is in our log; null for what no rule of ours reads."""
    name, _comma, day = event.rpartition(",")
    at = (START + timedelta(days=int(day))).isoformat()
    happening = re.fullmatch(r"(suspended|resumed)\((\w+)\)", name)
    if happening:
        return {"event": happening[1], "rule": RULE[happening[2]], "at": at, "by": "police"}
    if name in ACT:
        return {"event": "done", "rule": ACT[name], "at": at}
    return {"event": "contract_started", "at": at} if name == "started(cArgToCan)" else None


def proper(scenario: dict[str, Any], event: str) -> bool:
    """Whether goods came as they were ordered: what is delivered spoilt is no delivery."""
    return not event.startswith("delToBuyer") or "quality(meatPacked, aaa)" in scenario["attributes"]


def test_every_obligation_of_a_sale_ends_in_the_same_state(tmp_path: Path) -> None:
    path = checkout("Symboleo-Compliance-Checker") / "sample" / "sales_of_goods" / "traces.json"
    write_ruleset(tmp_path, RULES, NAMES)
    found: dict[str, tuple[object, object]] = {}
    for one in scenarios(path):
        log = [made for event in one["events"] if proper(one, event) and (made := entry(event))]
        case = {
            "incident": "sale/1", "protocol": "demo/school", "events": log,
            "as_of": (START + timedelta(days=21)).isoformat(),
        }  # fmt: skip
        status = {duty.rule.partition("#")[2]: duty.status for duty in protocolkit.plan(case, rules=[tmp_path]).duties}
        for expected in one["expectedStates"]:
            if known := _STATE.fullmatch(expected):
                ours = STATE.get(status.get(RULE[known[2]], ""))
                found[f"{one['name']}: {known[2]}"] = (ours, known[1])
    compared(found, EXPLAINED, at_least=12)
