"""The API under requests that its own description allows and forbids: never a fault, always an answer it describes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest.importorskip("starlette", reason="needs the extra web")
schemathesis = pytest.importorskip("schemathesis", reason="needs the extra fuzz")
pytestmark = [
    pytest.mark.slow,
    # What other libraries warn each other of is not ours to mend.
    pytest.mark.filterwarnings("ignore"),
]

if not isinstance(schemathesis, str):
    from schemathesis.checks import CHECKS

    from protocolkit.web.api import api

    SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", api())
    # What a schema allows may still contradict itself: facts of one child and a list of several, say. What it forbids
    # is what `/check` is for, and the address may give what the body lacks.
    LEFT = [CHECKS.get_one(name) for name in ("positive_data_acceptance", "negative_data_rejection")]

    @SCHEMA.parametrize()
    @settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_every_request_is_answered_as_described(case: Any) -> None:
        case.call_and_validate(excluded_checks=LEFT, timeout=120)
