"""A comparison of two facts is explained by both, and what would have to be otherwise is worked out for either."""

from __future__ import annotations

from pathlib import Path

import protocolkit
from procedures import MONDAY, write_ruleset
from protocolkit.explaining.explain import explain
from protocolkit.plans.explanation import Explanation

HEAD = """
names:
  facts:
    commission.members: {type: integer, label: {en: members}}
    commission.votes_for: {type: integer, label: {en: votes for}}
"""
RULES = """
- {id: adopt, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour,
   if: {commission.votes_for: {over_half_of: commission.members}}}
"""


def why(folder: Path, **facts: int) -> Explanation:
    write_ruleset(folder, RULES, HEAD)
    case = {
        "incident": "demo/1", "protocol": "demo/school", "as_of": MONDAY,
        "facts": {f"commission.{name}": value for name, value in facts.items()},
        "events": [{"event": "report_received", "at": MONDAY}],
    }  # fmt: skip
    protocol, incident = protocolkit.load_incident(case, rules=[folder])
    return explain(protocol, incident, None, "demo/school#adopt")


def test_both_sides_are_told_with_who_said_them(tmp_path: Path) -> None:
    (tried,) = why(tmp_path, members=14, votes_for=7).tried
    (test,) = tried.conditions
    assert (test.truth, test.fact, test.value) == (False, "commission.votes_for", 7)
    assert test.test == "commission.votes_for is over half of commission.members"
    assert test.set_by is not None
    assert "commission.members is 14" in test.set_by


def test_one_vote_more_is_the_smallest_change(tmp_path: Path) -> None:
    changes = why(tmp_path, members=14, votes_for=7).changes
    votes = {
        value for one in changes for fact in one.facts if fact.fact == "commission.votes_for" for value in fact.values
    }
    assert 8 in votes
    assert not {7, 6} & votes


def test_the_side_that_nobody_gave_is_asked(tmp_path: Path) -> None:
    (tried,) = why(tmp_path, votes_for=7).tried
    assert tried.facts == ("commission.members",)
