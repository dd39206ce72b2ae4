"""Terms of the German civil code (sections 187, 188 and 193), a ruleset of one page, against the library lexdays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import protocolkit
from peers import compared
from protocolkit.diagnostics import Problems
from protocolkit.scaffold.new_calendar import new_calendar

lexdays = pytest.importorskip("lexdays", reason="lexdays is not installed: extra `peers`")

TERMS = {
    "P1D": "1 day", "P3D": "3 days", "P10D": "10 days", "P1W": "1 week", "P2W": "2 weeks", "P6W": "6 weeks",
    "P1M": "1 month", "P3M": "3 months", "P6M": "6 months", "P1Y": "1 year",
}  # fmt: skip
RULESET = """
ruleset: de/terms
text: {title: {en: Terms of the civil code}, language: de}
zone: Europe/Berlin
calendar: de
in_force: {from: "1900-01-01"}
reviewed_through: "2030-01-01"
# The day of the event is not counted; what would end on a Saturday, Sunday or holiday ends on the next working day.
time: {day_zero: excluded, roll: next, ends: midnight}
rules:
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    problems = Problems()
    new_calendar("de", "2023-2028", None, tmp_path, today=date(2026, 1, 1), schemas="schemas", problems=problems)
    assert not problems.errors
    rules = "\n".join(
        f'  - {{id: term-{id.lower()}, cites: {{point: "188", words: Ende der Frist}}, by: police, must: review, '
        f"after: report_received, due: {due}}}"
        for id, due in TERMS.items()
    )
    (tmp_path / "terms.yaml").write_text(RULESET + rules + "\n", encoding="utf-8")
    return tmp_path


def test_every_term_ends_on_the_same_day(folder: Path) -> None:
    """Begun on 190 days: each seventh of three years, a leap year among them, and every last day of a month."""
    starts = {date(2024, 1, 1) + timedelta(days=7 * n) for n in range(156)}
    starts |= {date(2024 + n // 12, n % 12 + 1, 1) - timedelta(days=1) for n in range(1, 36)}
    found: dict[str, tuple[object, object]] = {}
    for start in sorted(starts):
        case = {
            "incident": "terms/1", "protocol": "de/terms", "as_of": f"{start}T12:00:00+01:00",
            "events": [{"event": "report_received", "at": f"{start}T12:00:00+01:00", "by": "police"}],
        }  # fmt: skip
        for duty in protocolkit.plan(case, rules=[folder]).duties:
            id = duty.rule.partition("#term-")[2].upper()
            assert duty.due is not None
            theirs = lexdays.compute("de/zpo", start, id).deadline.isoformat()
            found[f"{start} + {id}"] = (duty.due.last_day, theirs)
    compared(found, {}, at_least=1_500)
