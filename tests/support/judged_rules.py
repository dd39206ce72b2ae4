"""Made-up rules with expectations that their plan meets, and others that it does not, each with what is said of it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from procedures import write_ruleset
from protocolkit.testing.rule_test_report import Report
from protocolkit.testing.running import run_tests

RULES = """
- id: tell-police
  by: education_org_head
  must: notify
  to: police
  if: {victim.is_minor: true}
  after: report_received
  due: immediately, at most 24 hours
- id: tell-parents
  each: victim
  by: education_org_head
  must: notify
  to: victim.legal_representative
  after: report_received
  due: none
- id: tell-either
  by: education_org_head
  must: notify
  to: {any: [health_authority, education_authority]}
  after: fact_detected
  due: 3 working_days
  readings:
    - {instead: {due: 3 days}, because: the sentence says days}
- {id: no-press, by: education_org, must_not: disclose, after: report_received}
- {id: may-report, by: teacher, may: report, after: report_received, via: {any: [oral, written]}}
- {id: never-hide, by: education_org, must_not: disclose, standing: true}
- {id: tell-in-confidence, by: education_org, should: keep_confidential, to: class_teacher, during: notify}
- id: faces-fine
  by: education_org
  faces: fine
  if: {incident.fact_established: true}
  amount: 50 to 100 UAH
"""
# Monday 16 November 2026; three working days later is Thursday 19, three days later the same Thursday.
REPORTED = '{event: report_received, at: "2026-11-16T10:00:00+05:00"}'
EVENTS = f'[{REPORTED}, {{event: fact_detected, at: "2026-11-16T11:00:00+05:00"}}]'
CASE = f"""
incident:
  facts: {{victim.is_minor: true, incident.fact_established: true}}
  events: {EVENTS}
as_of: "2026-11-16T12:00:00+05:00"
"""


def run(folder: Path, expect: str, case: str = CASE, **more: object) -> Report:
    write_ruleset(folder, RULES)
    text = (
        "tests: demo/school\ncases:\n  - name: a case\n" + indent(dedent(case).strip("\n"), "    ") + "\n    expect:\n"
    )
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "school.yaml").write_text(
        text + indent(dedent(expect).strip("\n"), "      ") + "\n", encoding="utf-8"
    )
    return run_tests([folder], **more)  # type: ignore[arg-type]


PASSES = [
    'duties: [{rule: tell-police, to: police, due: "2026-11-17T10:00:00+05:00", status: open}]',
    'duties: [{rule: demo/school#tell-police, due: "2026-11-17T05:00:00Z"}]',
    'duties: [{rule: tell-police, due: {target: "2026-11-16T10:00:00+05:00", kind: elapsed, last_day: "2026-11-17"}}]',
    "duties: [{rule: tell-parents, for: victim, due: none}]",
    "duties: [{rule: tell-parents, to: victim.legal_representative}]",
    "duties: [{rule: tell-either, to: health_authority}]",
    "duties: [{rule: tell-either, to: none}]",
    'duties: [{rule: tell-either, due: {last_day: "2026-11-19", kind: working_day, asks: []}}]',
    'duties: [{rule: tell-police, trigger: {event: report_received, at: "2026-11-16T05:00:00Z"}}]',
    "duties: [{rule: tell-police, trigger: report_received, by: [education_org_head]}]",
    "duties: [{id: demo/school#tell-police/police, do: notify}]",
    "prohibitions: [no-press]",
    "permissions: [{rule: may-report, by: [teacher]}]",
    "sanctions: [{rule: faces-fine, amount: 50 to 100 UAH}]",
    'next_change_at: "2026-11-17T10:00:01+05:00"',
]
LIMIT = "2026-11-17T10:00:00+05:00"
FAILS = [
    ('duties: [{rule: tell-police, due: "2026-11-18T10:00:00+05:00"}]', f"due: 2026-11-18T10:00:00+05:00 / {LIMIT}"),
    ("duties: [{rule: tell-police, due: none}]", f"due: none / {LIMIT}"),
    ('duties: [{rule: tell-parents, due: "2026-11-17T10:00:00+05:00"}]', "due: 2026-11-17T10:00:00+05:00 / none"),
    ("duties: [{rule: tell-police, status: done}]", "status: done / open"),
    ("duties: [{rule: tell-police, to: prosecutor}]", "to: prosecutor / police"),
    ("duties: [{rule: tell-police, by: [teacher]}]", "by: teacher / education_org_head"),
    ("duties: [{rule: tell-police, content: [circumstances]}]", "content: circumstances / none"),
    ("duties: [{rule: tell-police, due: {warnings: [beyond_coverage]}}]", "due.warnings: beyond_coverage / none"),
    ("absent: [tell-police]", "bucket: absent / a duty (open)"),
    ("absent: [{rule: tell-parents, for: victim}]", "bucket: absent / a duty (open)"),
    ("absent: [no-press]", "bucket: absent / a ban in force"),
    ("awaiting: [{rule: tell-police, event: report_received}]", "it gives demo/school#tell-police/police (open)"),
    ("undetermined: [{rule: tell-police, facts: [victim.is_minor]}]", "it gives demo/school#tell-police/police (open)"),
    ("gaps: [{rule: tell-police, role: police}]", "it gives demo/school#tell-police/police (open)"),
    ("sanctions: [{rule: faces-fine, amount: 60 to 100 UAH}]", "amount: 60 to 100 UAH / 50 to 100 UAH"),
    ("warnings: [beyond_coverage]", "the plan does not warn of it"),
    ("conflicts: [{rules: [tell-police, tell-parents]}]", "the plan has no such entry in `conflicts`"),
    ('next_change_at: "2026-11-17T10:00:00+05:00"', f"next_change_at: {LIMIT} / 2026-11-17T10:00:01+05:00"),
]  # fmt: skip
