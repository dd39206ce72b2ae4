"""A made-up rule and its tests, of which one fails: what CI servers are told of."""

from __future__ import annotations

RULES = "- {id: tell, by: education_org_head, must: notify, to: ROLE, after: report_received, due: 1 hour}"
TESTS = """\
tests: demo/school
cases:
  - name: the police are told
    incident: {events: [{event: report_received, at: "2026-11-20T14:30:00+05:00"}]}
    as_of: "2026-11-20T14:30:00+05:00"
    expect:
      duties:
        - {rule: tell, to: police, due: "2026-11-20T15:30:00+05:00"}
        - {rule: tell, to: police, status: done}
  - name: before a report nothing is owed
    incident: {events: []}
    as_of: "2026-11-20T14:30:00+05:00"
    expect: {awaiting: [{rule: tell}]}
"""
