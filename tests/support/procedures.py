"""A made-up procedure in a few lines of YAML, and short ways to ask its plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from protocolkit import Duty, Plan

HEAD = """
    ruleset: demo/school
    text: {title: {en: A made-up order}, language: en}
    zone: Asia/Almaty
    calendar: kz
    in_force: {from: undated}
    reviewed_through: "2030-01-01"
    verified_by: {date: "2026-11-01", role: a jurist who does not exist, checked: nothing but the form}
"""
MONDAY = "2026-11-16T10:00:00+05:00"
TELL_POLICE = """
- id: tell
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: 3 hours
"""
A_PARENT_ACCUSED: dict[str, Any] = {
    "incident": "school-7/2026-101",
    "protocol": "kz/national",
    "as_of": "2026-11-20T14:45:00+05:00",
    "parties": {
        "victim": [{"id": "v1", "age": 13}, {"id": "v2", "age": 11}],
        "offender": [{"id": "o1", "role": "legal_representative", "represents": ["v1"]}],
    },
    "facts": {"incident.forms": ["cyberbullying", "psychological_violence"]},
    "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
}

MakePlan = Callable[..., Plan]


def write_ruleset(folder: Path, rules: str, head: str = "", id: str = "demo/school") -> Path:
    """A ruleset file of the given rules, each with a citation if it has none."""
    text = (
        dedent(HEAD).replace("demo/school", id) + dedent(head) + "\nrules:\n" + indent(dedent(rules).strip("\n"), "  ")
    )
    lines = []
    for line in text.splitlines():
        lines.append(line.replace("- {id:", '- {cites: {point: "1", words: some words}, id:'))
        if line.startswith("  - id:"):
            lines.append('    cites: {point: "1", words: some words}')
    path = folder / f"{id.replace('/', '-')}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def duty(plan: Plan, rule: str, to: str | None = None, for_: str | None = None) -> Duty:
    """The one duty of a rule, to a recipient and for a party where they are given."""
    found = [
        d for d in plan.duties
        if d.rule.endswith(f"#{rule}") and (to is None or d.to == to) and (for_ is None or d.for_ == for_)
    ]  # fmt: skip
    assert len(found) == 1, f"{len(found)} duties of {rule}: {[d.id for d in plan.duties]}"
    return found[0]


def rules_of(entries: Any) -> list[str]:
    """The short names of the rules of some entries of a plan."""
    return [entry.rule.partition("#")[2] for entry in entries]
