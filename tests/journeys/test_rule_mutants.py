"""Rule tests notice when a bearer of a rule is another, or one of its readings is gone."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from procedures import write_ruleset
from rule_mutants import judged, survivors

RULES = """
- id: tell
  by: {any: [education_org_head, social_pedagogue]}
  must: notify
  to: police
  after: report_received
  due: 2 hours
  readings:
    - {instead: {due: none}, because: the words give no time}
- {id: keep-silent, by: teacher, must_not: disclose, after: report_received}
"""
CASE = """
tests: demo/school
cases:
  - name: a report
    incident: {events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}]}
    as_of: "2026-11-16T10:00:00+05:00"
    expect: EXPECT
"""


@pytest.mark.parametrize(
    ("expect", "unseen"),
    [
        ("{duties: [{rule: tell, to: police}]}", ["by", "by", "by", "without reading"]),
        ("{duties: [{rule: tell, by: [education_org_head, social_pedagogue]}]}", ["by", "without reading"]),
        ("{duties: [{rule: tell, readings: [{changes: due}]}], prohibitions: [{rule: keep-silent, by: [teacher]}]}", ["by", "by"]),
    ],
)  # fmt: skip
def test_a_change_is_unseen_until_a_case_asserts_what_it_changes(
    tmp_path: Path, expect: str, unseen: list[str]
) -> None:
    write_ruleset(tmp_path, RULES)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "cases.yaml").write_text(dedent(CASE).replace("EXPECT", expect), encoding="utf-8")
    found = [one.partition(": ")[2] for one in survivors(judged((str(tmp_path),)))]
    assert [next(kind for kind in ("by", "without reading") if one.startswith(kind)) for one in sorted(found)] == unseen


@pytest.mark.slow
def test_every_bearer_and_every_reading_of_the_shipped_rules_is_asserted() -> None:
    """`protocolkit mutate` names every kind of change; these two have no exception."""
    assert list(survivors(judged())) == []
