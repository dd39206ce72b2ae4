"""What tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, write_ruleset
from protocolkit import Plan


@pytest.fixture
def plan(tmp_path: Path) -> MakePlan:
    """The plan of an incident under made-up rules: `plan(rules, events=[...], facts={...}, as_of=...)`."""

    def make(
        rules: str,
        events: list[dict[str, Any]] | None = None,
        facts: dict[str, Any] | None = None,
        as_of: str | None = MONDAY,
        head: str = "",
        **more: Any,
    ) -> Plan:
        write_ruleset(tmp_path, rules, head)
        reported = [{"event": "report_received", "at": MONDAY}] if events is None else events
        case = {
            "incident": "demo/1", "protocol": "demo/school", "facts": facts or {}, "events": reported,
            **({"as_of": as_of} if as_of else {}), **more,
        }  # fmt: skip
        return protocolkit.plan(case, rules=[tmp_path])

    return make
