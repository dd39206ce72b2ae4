"""A duty with a choice of acts: either closes it, and a record says which was done, or nobody knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import protocolkit

MONDAY = "2026-11-16T10:00:00+05:00"
RULES = """\
ruleset: demo/choice
text: {title: {en: A choice}, language: en}
zone: Asia/Almaty
calendar: kz
in_force: {from: undated}
reviewed_through: "2030-01-01"
names:
  actions:
    accept: {label: {en: accept}}
    decline: {label: {en: decline}}
  events:
    accepted: {has: [by], when: {accept: true}, label: {en: accepted}}
    declined: {has: [by], when: {decline: true}, label: {en: declined}}
rules:
  - id: answer
    cites: {point: "1", words: accepts or declines}
    by: education_org_head
    must: {any: [accept, decline]}
    after: report_received
    due: 2 working_days
    say: {en: Accept or decline}
  - id: tell-founder
    cites: {point: "2", words: once accepted}
    by: education_org_head
    must: notify
    to: education_authority
    after: accepted
    due: 1 working_day
    say: {en: Tell the founder}
"""


def statuses(tmp_path: Path, *entries: dict[str, Any]) -> dict[str, str]:
    (tmp_path / "choice.yaml").write_text(RULES, encoding="utf-8")
    case = {
        "incident": "demo/1", "protocol": "demo/choice", "facts": {"offender.role": "pupil"}, "as_of": "2026-11-16T15:00:00+05:00",
        "events": [{"event": "report_received", "at": MONDAY}, *entries],
    }  # fmt: skip
    return {one.rule.partition("#")[2]: one.status for one in protocolkit.plan(case, rules=[tmp_path]).duties}


@pytest.mark.parametrize("event", ["accepted", "declined"])
def test_either_act_closes_the_duty(tmp_path: Path, event: str) -> None:
    assert statuses(tmp_path, {"event": event, "at": "2026-11-16T12:00:00+05:00"})["answer"] == "done"


def test_a_record_that_does_not_say_which_makes_neither_event(tmp_path: Path) -> None:
    found = statuses(tmp_path, {"event": "done", "rule": "answer", "at": "2026-11-16T12:00:00+05:00"})
    assert found["answer"] == "done"
    assert "tell-founder" not in found


def test_a_record_that_says_which_makes_its_event(tmp_path: Path) -> None:
    entry = {"event": "done", "rule": "answer", "at": "2026-11-16T12:00:00+05:00"}
    assert "tell-founder" in statuses(tmp_path, entry | {"do": "accept"})
    assert "tell-founder" not in statuses(tmp_path, entry | {"do": "decline"})
