"""Large input is slow at worst, never wrong and never a traceback. Run with `-m slow`."""

from pathlib import Path

import pytest

import protocolkit
from procedures import write_ruleset
from protocolkit.analysis.file_check import check_paths

pytestmark = pytest.mark.slow
AT = "2026-11-16T10:00:00+05:00"


def test_ten_thousand_rules_are_checked_and_evaluated(tmp_path: Path) -> None:
    restates = ", restates: rule-0"
    lines = [
        f"- {{id: rule-{i}, by: education_org_head, must: notify, to: police, after: report_received, due: {i % 20 + 1} hours{restates * (i > 0)}}}"
        for i in range(10_000)
    ]
    path = write_ruleset(tmp_path, "\n".join(lines))
    assert not [p for p in check_paths([path]).problems if p.severity == "error"]
    case = {
        "incident": "scale/1",
        "protocol": "demo/school",
        "as_of": AT,
        "events": [{"event": "report_received", "at": AT}],
    }
    (duty,) = protocolkit.plan(case, rules=[tmp_path]).duties
    assert duty.due is not None
    assert duty.due.at == "2026-11-16T11:00:00+05:00"
    assert len(duty.also_required_by) == 9_999


def test_a_hundred_thousand_events_are_read_and_the_first_counts() -> None:
    events = [
        {"event": "report_received", "at": f"2026-11-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:00+05:00"}
        for i in range(100_000)
    ]
    case = {"incident": "scale/2", "protocol": "kz/interagency", "as_of": "2026-12-16T10:00:00+05:00", "events": events}
    plan = protocolkit.plan(case)
    first = next(d for d in plan.duties if d.rule.endswith("#notify-authorities"))
    assert first.trigger is not None
    assert first.trigger.at == "2026-11-01T00:00:00+05:00"
