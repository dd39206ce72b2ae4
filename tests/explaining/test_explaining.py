"""Why, why not, and what would change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, case, cli
from procedures import MONDAY, write_ruleset
from protocolkit.api import load_incident
from protocolkit.diagnostics import InputError
from protocolkit.explaining.explain import explain
from protocolkit.plans.explanation import Explanation

__all__ = ["case", "cli"]

RULES = """
- id: tell-police
  by: education_org_head
  must: notify
  to: police
  if: {incident.crime_signs: true, victim.is_minor: true}
  after: report_received
  due: 1 hour
- id: ask-why
  by: education_authority
  must: review
  after: {missed: tell-police}
  due: 1 day
- id: tell-either
  by: education_org_head
  must: notify
  to: health_authority
  if: {any: [{incident.ongoing: true}, {not: {incident.published: false}}]}
  after: report_received
  due: 1 hour
- id: act-later
  by: education_org_head
  must: draw_up
  document: short_note
  after: fact_confirmed
  due: 1 hour
- id: tell-both
  each: victim
  by: education_org_head
  must: notify
  to: guardianship_authority
  if: {victim.is_minor: true, incident.forms: [bullying, neglect]}
  after: report_received
  due: 3 working_days
- id: no-talk
  by: education_org_staff
  must_not: disclose
  to: anyone
  after: report_received
  until: case_closed
- id: gently
  by: education_org_head
  must: reassure
  during: notify
- id: keep-safe
  by: education_org_head
  must: keep
  standing: true
"""
SLOWER = """\
- id: tell-police-in-time
  by: education_org_head
  must: notify
  to: police
  after: report_received
  due: 30 hours
  restates: tell-police
"""
REPORTED = [{"event": "report_received", "at": MONDAY}]


@pytest.fixture
def why(tmp_path: Path) -> Any:
    """`why("tell-police", facts={...})` explains a rule of the made-up procedure."""

    def ask(
        rule: str, facts: dict[str, Any] | None = None, events: Any = None, rules: str = RULES, **more: Any
    ) -> Explanation:
        write_ruleset(tmp_path, rules)
        given = {
            "incident": "demo/1", "protocol": "demo/school", "facts": facts or {},
            "events": REPORTED if events is None else events, "as_of": MONDAY, **more,
        }  # fmt: skip
        protocol, incident = load_incident(given, rules=[tmp_path])
        return explain(protocol, incident, None, rule)

    return ask


def changed(found: Explanation) -> list[dict[str, tuple[str, tuple[Any, ...], Any]]]:
    return [{one.fact: (one.how, one.values, one.was) for one in change.facts} for change in found.changes]


def test_a_duty_is_explained_by_its_trigger_its_facts_and_its_steps(why: Any) -> None:
    found = why("tell-police", {"incident.crime_signs": True, "victim.age": 13})
    assert found.outcome == "duty"
    (tried,) = found.tried
    assert tried.trigger.event == "report_received"
    assert [(part.test, part.truth, part.value) for part in tried.conditions[0].parts] == [
        ("incident.crime_signs is true", True, True),
        ("victim.is_minor is true", True, True),
    ]
    assert tried.conditions[0].parts[1].set_by == "follows from victim.age"
    assert not tried.failing
    assert not found.changes
    assert found.duties[0].due.steps


def test_failing_tests_come_in_source_order_with_the_value_and_who_said_so(why: Any) -> None:
    found = why("tell-police", {"incident.crime_signs": False, "victim.is_minor": False})
    assert found.outcome == "absent"
    assert [(test.fact, test.value) for test in found.tried[0].failing] == [
        ("incident.crime_signs", False),
        ("victim.is_minor", False),
    ]
    assert all(test.set_by == "given in incident" for test in found.tried[0].failing)
    assert "incident.crime_signs is true" in found.because


def test_a_fact_of_the_log_names_the_entry_that_said_it(why: Any) -> None:
    said = [*REPORTED, {"event": "done", "rule": "tell-either", "at": MONDAY, "facts": {"incident.crime_signs": False}}]
    found = why("tell-police", {"victim.is_minor": True}, said)
    assert (
        found.tried[0].failing[0].set_by.startswith("said with `done` of 2026-11-16T10:00:00+05:00, incident.events[1]")
    )


def test_the_smallest_change_is_one_fact_where_one_is_enough(why: Any) -> None:
    found = why("tell-police", {"incident.crime_signs": False, "victim.is_minor": True})
    assert changed(found) == [{"incident.crime_signs": ("is", (True,), False)}]
    assert found.searched == 1


def test_two_facts_are_changed_where_one_is_not_enough(why: Any) -> None:
    found = why("tell-police", {"incident.crime_signs": False, "victim.is_minor": False})
    assert changed(found) == [
        {"incident.crime_signs": ("is", (True,), False), "victim.is_minor": ("is", (True,), False)}
    ]
    assert found.searched == 2


def test_a_change_that_needs_three_facts_is_not_found_and_the_answer_says_how_far_it_looked(why: Any) -> None:
    rules = RULES.replace(
        "victim.is_minor: true}\n  after", "victim.is_minor: true, incident.ongoing: true}\n  after", 1
    )
    facts = {"incident.crime_signs": False, "victim.is_minor": False, "incident.ongoing": False}
    found = why("tell-police", facts, rules=rules)
    assert not found.changes
    assert found.searched == 2


def test_every_change_found_really_makes_the_rule_apply(why: Any) -> None:
    facts = {"victim.is_minor": True, "incident.forms": ["cyberbullying"]}
    found = why("tell-both", facts)
    assert changed(found) == [{"incident.forms": ("has", ("bullying", "neglect"), ["cyberbullying"])}]
    for value in found.changes[0].facts[0].values:
        assert why("tell-both", facts | {"incident.forms": ["cyberbullying", value]}).outcome == "duty"


def test_where_an_age_is_given_the_age_is_what_would_have_to_change(why: Any) -> None:
    found = why("tell-police", {"incident.crime_signs": True, "victim.age": 20})
    assert changed(found) == [{"victim.age": ("is", (17,), 20)}]


def test_nothing_impossible_is_suggested(why: Any) -> None:
    rules = RULES.replace("victim.is_minor: true}\n  after", "offender.is_head: true}\n  after", 1)
    found = why("tell-police", {"incident.crime_signs": True, "offender.role": "pupil"}, rules=rules)
    assert all(set(one) != {"offender.is_head"} for one in changed(found))


def test_an_open_rule_says_which_facts_decide_and_what_would_make_it_apply(why: Any) -> None:
    found = why("tell-either", {"incident.ongoing": False})
    assert found.outcome == "undetermined"
    assert found.tried[0].facts == ("incident.published",)
    # An answer to the open question comes before what would overturn something known.
    assert changed(found) == [
        {"incident.published": ("is", (True,), None)},
        {"incident.ongoing": ("is", (True,), False)},
    ]
    assert [(t.fact, t.truth, t.set_by) for t in found.tried[0].failing] == [
        ("incident.ongoing", False, "given in incident"),
        ("incident.published", None, "nobody has said"),
    ]


def test_a_rule_whose_trigger_has_not_come_names_the_event(why: Any) -> None:
    found = why("act-later")
    assert found.outcome == "awaiting"
    assert found.tried[0].awaits == ("fact_confirmed",)
    assert "fact_confirmed" in found.because


def test_each_party_is_explained_for_itself(why: Any) -> None:
    parties = {"victim": [{"id": "v1", "is_minor": True}, {"id": "v2", "is_minor": False}]}
    found = why("tell-both", {"incident.forms": ["neglect"]}, parties=parties)
    assert [(one.for_, one.outcome) for one in found.tried] == [("v1", "duty"), ("v2", "absent")]
    assert [d.for_ for d in found.duties] == ["v1"]
    assert [(t.fact, t.value) for t in found.tried[1].failing] == [("v2.is_minor", False)]


def test_bans_conduct_and_standing_rules_have_answers_of_their_own(why: Any) -> None:
    assert why("no-talk").outcome == "in_force"
    closed = [*REPORTED, {"event": "case_closed", "at": MONDAY}]
    ended = why("no-talk", events=closed)
    assert (ended.outcome, "it has ended" in ended.because) == ("absent", True)
    facts = {"incident.crime_signs": True, "victim.is_minor": True}
    assert why("gently", facts).outcome == "conduct"
    none = ("incident.crime_signs", "incident.ongoing", "incident.published", "victim.is_minor")
    idle = why("gently", dict.fromkeys(none, False))
    assert (idle.outcome, "no duty is open" in idle.because) == ("absent", True)
    assert why("keep-safe").outcome == "elsewhere"


def test_a_duty_another_rule_leads_is_found_under_it(why: Any) -> None:
    twin = RULES + SLOWER
    found = why("tell-police-in-time", {"incident.crime_signs": True, "victim.is_minor": True}, rules=twin)
    assert found.outcome == "merged"
    assert [d.rule for d in found.duties] == ["demo/school#tell-police"]


@pytest.mark.parametrize("name", ["tell-police", "demo/school#tell-police", "demo/school#tell-police/police"])
def test_a_rule_goes_by_its_id_its_short_name_or_its_duty(why: Any, name: str) -> None:
    assert why(name).rule == "demo/school#tell-police"


def test_an_unknown_rule_is_refused_with_the_nearest(why: Any) -> None:
    with pytest.raises(InputError) as refused:
        why("tell-polise")
    assert "did you mean `tell-police`?" in str(refused.value)


def test_explaining_leaves_the_evaluation_as_it_was(why: Any) -> None:
    facts = {"incident.crime_signs": False, "victim.is_minor": False}
    assert why("tell-police", facts) == why("tell-police", facts)


def test_a_rule_that_another_procedure_replaced_says_where_the_case_has_gone(why: Any) -> None:
    rules = (
        RULES
        + "- {id: to-elsewhere, route: kz/interagency, instead: true, keeps: [act-later], after: report_received}\n"
    )
    found = why("tell-police", {"incident.crime_signs": True, "victim.is_minor": True}, rules=rules)
    assert "the case has gone to kz/interagency under demo/school#to-elsewhere" in found.because
    assert why("act-later", rules=rules).outcome == "awaiting"


# -- on the command line


def test_the_command_explains_one_rule_as_text(cli: CommandLine, case: Path) -> None:
    ran = cli("explain", case, "stop-participants")
    assert ran.code == 0
    assert "Does not apply: its condition is false" in ran.out
    assert f"- incident.ongoing is true — it is false, given in {case}" in " ".join(ran.out.split())
    assert "it would apply if incident.ongoing were true (now false)" in ran.out
    assert "kz/interagency: 1 «" in ran.out


def test_the_command_explains_every_rule_behind_the_plan(cli: CommandLine, case: Path) -> None:
    out = cli("explain", case).out
    assert "Owed: its trigger came and its condition holds: 7 duties" in out
    assert out.count("\nanswer") >= 5


def test_json_is_the_explanations_and_nothing_else(cli: CommandLine, case: Path) -> None:
    import json

    ran = cli("explain", case, "notify-authorities", "--to", "police", "--format", "json")
    explained = json.loads(ran.out)
    (one,) = explained["explanations"]
    assert (explained["explain"], one["outcome"]) == (1, "duty")
    assert [duty["to"] for duty in one["duties"]] == ["police"]
    assert not ran.err


@pytest.mark.parametrize(
    ("options", "code"),
    [(["nosuch-rule"], "unknown-rule"), (["--for", "v9"], "unknown-party"), (["--to", "polise"], "unknown-role")],
)
def test_what_cannot_be_explained_is_refused(cli: CommandLine, case: Path, options: list[str], code: str) -> None:
    ran = cli("explain", case, *options)
    assert (ran.code, ran.out) == (2, "")
    assert f" {code} " in ran.err


def test_a_miss_that_nobody_knows_to_have_come_is_explained_as_one_that_may_have(why: Any) -> None:
    events = [{"event": "report_received", "at": MONDAY}, {"event": "police_informed", "at": MONDAY[:10]}]
    facts = {"incident.crime_signs": True, "victim.is_minor": True}
    later = "2026-11-17T10:00:00+05:00"
    (tried,) = why("ask-why", events=events, facts=facts, as_of=later).tried
    assert (tried.outcome, tried.may_have, tried.facts) == ("undetermined", True, ("police_informed.at",))
