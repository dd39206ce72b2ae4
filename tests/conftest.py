"""What tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from procedures import MONDAY, MakePlan, write_ruleset
from protocolkit import Plan


@pytest.fixture(scope="session", autouse=True)
def _cache_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads what was kept before the run, and none leaves anything in the user's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROTOCOLKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


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
