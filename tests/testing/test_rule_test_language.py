"""What rule tests can say of a plan beyond one duty: readings, sources, the whole of a list, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from command_line import CommandLine, cli
from failing_tests import run_pytest
from judged_rules import RULES, run
from procedures import write_ruleset
from protocolkit import evaluate, load_incident
from protocolkit.analysis.file_check import check_paths
from protocolkit.model.incident import Why
from protocolkit.reading.grammar.ruletest_shapes import WHYS
from protocolkit.testing.running import run_tests
from protocolkit.watching.look import ALSO
from shown import plan_text

__all__ = ["cli"]

READ = '[{changes: {due: 3 days}, at: "2026-11-20T00:00:00+05:00", last_day: "2026-11-19", applies: true}]'
PASSES = [
    f"duties: [{{rule: tell-either, readings: {READ}}}]",
    "duties: [{rule: tell-either, readings: [{changes: due, because: the sentence says days}]}]",
    'duties: [{rule: tell-either, readings: ["2026-11-19T19:00:00Z"], by_mode: one}]',
    "duties: [{rule: tell-police, readings: [], warnings: [], asks: []}]",
    "duties: [{rule: tell-either, to_any: [education_authority, health_authority]}]",
    "permissions: [{rule: may-report, via_any: [written, oral]}]",
    "duties: [{rule: tell-police, manner: [tell-in-confidence]}]",
    "duties: [{rule: tell-police, manner: [{rule: tell-in-confidence, modality: recommendation, do: keep_confidential}]}]",
    "duties: [{rule: tell-police, manner: [{rule: tell-in-confidence, by: education_org, to: class_teacher, without: none}]}]",
    "duties: [{rule: tell-police, to_any: none, modality: obligation}]",
    "duties: [{rule: tell-police, sources: ['1']}]",
    "duties: [{rule: tell-police, late: false, done_at: none}]",
    "without_effect: []\nretracted: []",
    "duties: [{rule: tell-police, sources: ['demo/school#1']}]",
    "prohibitions: [{rule: no-press, due: none, readings: [], warnings: [], trigger: report_received}]",
    "sanctions: [{rule: faces-fine, asks: [], sources: ['1'], by: [education_org]}]",
    "gaps: []\nconflicts: []\nwarnings: []\nroutes: []\naccused: []",
    "only: true\nsanctions: [faces-fine]\npermissions: [may-report]\nprohibitions: [no-press]",
    "only: true\nduties: [{rule: tell-police}, {rule: tell-parents}, {rule: tell-either}]",
]
FAILS = [
    ("duties: [{rule: tell-either, readings: []}]", "readings: none / 2026-11-20T00:00:00+05:00 (due)"),
    ("duties: [{rule: tell-police, readings: [{changes: due}]}]", "readings: changes: due / none"),
    ("duties: [{rule: tell-either, readings: [{changes: due, applies: false}]}]",
     "readings: changes: due applies: false / 2026-11-20T00:00:00+05:00 (due)"),
    ("duties: [{rule: tell-either, to_any: [police]}]", "to_any: police / education_authority, health_authority"),
    ("duties: [{rule: tell-police, warnings: [beyond_coverage]}]", "warnings: beyond_coverage / none"),
    ("duties: [{rule: tell-police, sources: ['2']}]", "sources: 2 / 1"),
    ("permissions: [{rule: may-report, via_any: [oral]}]", "via_any: oral / oral, written"),
    ("duties: [{rule: tell-police, manner: []}]", "manner: none / demo/school#tell-in-confidence"),
    ("duties: [{rule: tell-police, manner: [{rule: tell-in-confidence, modality: obligation}]}]",
     "manner.modality: obligation / recommendation"),
    ("duties: [{rule: tell-police, manner: [{rule: tell-in-confidence, to: teacher}]}]", "manner.to: teacher / class_teacher"),
    ("duties: [{rule: tell-police, late: none}]", "late: none / false"),
    ("duties: [{rule: tell-police, late: true}]", "late: true / false"),
    ("without_effect: [{event: done, why: twice}]", "the plan has no such entry in `without_effect`"),
    ("duties: []", "duties: none / 3"),
    ("sanctions: [{rule: faces-fine, by: [teacher]}]", "by: teacher / education_org"),
    ("only: true\nduties: [{rule: tell-police}]", "the plan holds 2 more: "
     "demo/school#tell-either/health_authority+education_authority, demo/school#tell-parents/legal_representative/victim"),
    ("prohibitions: []", "the plan holds 1 more: demo/school#no-press"),
    ("routes: [demo/other]", "the plan has no such entry in `routes`"),
]  # fmt: skip


@pytest.mark.parametrize("expect", PASSES)
def test_whatever_a_plan_says_can_be_asserted(tmp_path: Path, expect: str) -> None:
    report = run(tmp_path, expect)
    assert [str(p) for p in report.diagnostics] == []
    assert [f for o in report.outcomes for f in o.failures] == []


@pytest.mark.parametrize(("expect", "shown"), FAILS)
def test_whatever_a_plan_says_otherwise_fails(tmp_path: Path, expect: str, shown: str) -> None:
    (failure,) = run(tmp_path, expect).outcomes[0].failures
    assert shown in [failure.message, *(f"{d.key}: {d.expected} / {d.actual}" for d in failure.differences)]


def test_every_reason_why_an_entry_changes_nothing_can_be_asserted() -> None:
    assert get_args(Why) == WHYS


def project(folder: Path, cases: str, rules: str = RULES) -> Path:
    write_ruleset(folder, rules)
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "school.yaml").write_text(f"tests: demo/school\n{cases}", encoding="utf-8")
    return folder


GIVEN = """\
given:
  facts: {victim.is_minor: true, incident.fact_established: false}
  events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}]
cases:
  - name: nothing added
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {sanctions: [], duties: [{rule: tell-police}, {rule: tell-parents}], only: true}
  - name: a fact replaced and an event added
    incident:
      facts: {incident.fact_established: true}
      events: [{event: fact_detected, at: "2026-11-16T11:00:00+05:00"}]
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {sanctions: [faces-fine], duties: [{rule: tell-police}, {rule: tell-parents}, {rule: tell-either}]}
"""


def test_each_case_adds_to_the_incident_that_is_given(tmp_path: Path) -> None:
    folder = project(tmp_path, GIVEN)
    report = run_tests([folder])
    assert [(o.name, o.failures, o.problems) for o in report.outcomes if not o.passed] == []
    assert report.passed == 2
    assert [str(p) for p in check_paths([folder], ALSO).problems if "tests" in p.place.file] == []


def test_what_is_wrong_with_the_given_incident_fails_every_case(tmp_path: Path) -> None:
    report = run_tests([project(tmp_path, GIVEN.replace("  facts: {victim", "  fact: {victim"))])
    assert [(o.passed, [p.code for p in o.problems]) for o in report.outcomes] == [(False, ["unknown-key"])] * 2
    assert report.problems == ()


def test_a_projected_time_is_an_instant_or_the_last_day(tmp_path: Path) -> None:
    expect = "expect: {awaiting: [{rule: press-later, projected: %s}]}"
    head = GIVEN.partition("    expect")[0]
    rules = RULES + "- {id: press-later, by: education_org, must: notify, after: {done: tell-police}, due: 2 hours}\n"
    for projected, passes in (
        ('"2026-11-17T12:00:00+05:00"', True), ('{last_day: "2026-11-17"}', True), ('{last_day: "2026-11-18"}', False),
        ("none", False),
    ):  # fmt: skip
        report = run_tests([project(tmp_path, f"{head}    {expect % projected}\n", rules)])
        assert report.outcomes[0].passed is passes, (projected, report.outcomes[0])


def test_what_is_asked_of_an_awaited_event_is_asserted_and_shown(tmp_path: Path) -> None:
    rules = (
        RULES
        + "- {id: heed, by: education_org, must: review, after: {event: fact_detected, by: police}, due: 2 hours}\n"
    )
    head = GIVEN.partition("    expect")[0]
    for asked, passes in (("{by: police}", True), ("{}", False), ("{by: teacher}", False), ("{from: police}", False)):
        expect = f"expect: {{awaiting: [{{rule: heed, event: fact_detected, event_with: {asked}}}]}}"
        report = run_tests([project(tmp_path, f"{head}    {expect}\n", rules)])
        assert report.outcomes[0].passed is passes, (asked, report.outcomes[0])
    folder = [tmp_path]
    case = {"incident": "demo/1", "protocol": "demo/school", "as_of": "2026-11-16T12:00:00+05:00"}
    protocol, incident = load_incident(case, rules=folder)
    assert "fact detected, by police (fact_detected)" in plan_text(evaluate(protocol, incident), protocol.vocabulary)


REFUSED = """\
cases:
  - name: an unknown event
    incident: {events: [{event: report_recieved, at: "2026-11-16T10:00:00+05:00"}]}
    as_of: "2026-11-16T12:00:00+05:00"
    refused: CODE
"""


def test_a_case_may_expect_to_be_refused(tmp_path: Path) -> None:
    folder = project(tmp_path, REFUSED.replace("CODE", "unknown-event"))
    assert run_tests([folder]).passed == 1
    assert [str(p) for p in check_paths([folder], ALSO).problems if "tests" in p.place.file] == []


def test_another_refusal_or_none_has_failed(tmp_path: Path) -> None:
    other = run_tests([project(tmp_path, REFUSED.replace("CODE", "unknown-role"))])
    (failure,) = other.outcomes[0].failures
    assert (failure.message, other.exit_code) == ("the incident is refused for another reason", 1)
    assert [(d.expected, d.actual) for d in failure.differences] == [("unknown-role", "unknown-event")]
    none = REFUSED.replace("recieved", "received").replace("CODE", "unknown-event")
    (failure,) = run_tests([project(tmp_path, none)]).outcomes[0].failures
    assert failure.message == "the incident is not refused"


def test_only_and_refused_stand_where_they_mean_something(tmp_path: Path) -> None:
    both = REFUSED.replace("CODE", "unknown-event\n    expect: {only: true}")
    (outcome,) = run_tests([project(tmp_path, both)]).outcomes
    assert {p.code for p in outcome.problems} == {"exclusive-keys", "misplaced-key"}
    (outcome,) = run_tests([project(tmp_path, REFUSED.replace("    refused: CODE\n", ""))]).outcomes
    assert "missing-key no expectations (one of `expect`, `refused`)" in str(outcome.problems[0])


BROKEN = """\
cases:
  - name: one that can be read
    incident: {events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}]}
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: [{rule: tell-parents, status: open}]}
  - name: a key of no list
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {undetermind: [tell-police]}
  - name: a key of no entry
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: [{rule: tell-police, event: report_received}]}
  - name: a wrong type
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: {rule: tell-police}}
  - name: an incident nobody can read
    incident: {events: [{event: report_received, at: monday}]}
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: []}
  - name: a key twice
    as_of: "2026-11-16T12:00:00+05:00"
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: []}
  - no case at all
  - name: no instant
    expect: {duties: []}
  - name: the last one can be read too
    as_of: "2026-11-16T12:00:00+05:00"
    expect: {duties: []}
"""
CODES = [
    "",
    "unknown-key",
    "unknown-key",
    "wrong-type",
    "instant-shape",
    "duplicate-key",
    "wrong-type",
    "missing-key",
    "",
]


def test_a_case_that_cannot_be_read_has_failed_and_the_others_run(tmp_path: Path) -> None:
    report = run_tests([project(tmp_path, BROKEN)])
    assert [o.problems[0].code if o.problems else "" for o in report.outcomes] == CODES
    assert [o.passed for o in report.outcomes] == [not code for code in CODES]
    assert (report.problems, report.exit_code) == ((), 2)


def test_every_output_says_which_cases_could_not_be_read(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, BROKEN)
    monkeypatch.chdir(tmp_path)
    text = cli("test", ".")
    assert text.code == 2
    assert text.out.count("not run: ") == 7
    assert text.out.endswith("2 passed, 7 failed\n")
    data = json.loads(cli("test", ".", "--format", "json").out)
    assert [one["problems"][0]["code"] if one["problems"] else "" for one in data["cases"]] == CODES
    suite = ElementTree.fromstring(cli("test", ".", "--format", "junit").out.split("?>", 1)[1])
    assert suite.attrib == {"tests": "9", "failures": "0", "errors": "7"}
    github = cli("test", ".", "--format", "github").out
    assert "line=10" not in github
    assert "::error file=tests/school.yaml,line=12," in github
    sarif = json.loads(cli("test", ".", "--format", "sarif").out)["runs"][0]
    assert [one["ruleId"] for one in sarif["results"]] == [code for code in CODES if code]
    assert sarif["invocations"] == [{"executionSuccessful": False}]
    ran = run_pytest(tmp_path)
    assert "7 failed, 2 passed" in ran.stdout
    assert "unknown-key no key `undetermind`" in " ".join(ran.stdout.split())


def test_a_fault_of_the_program_is_one_case_and_not_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from protocolkit.testing import running

    real = running.evaluate
    monkeypatch.delenv("PROTOCOLKIT_DEBUG", raising=False)
    monkeypatch.setattr(running, "evaluate", lambda *a, **more: real(*a, **more) if a[1].log[1:] else {}["lost"])
    first, second = run_tests([project(tmp_path, GIVEN)]).outcomes
    assert ([p.code for p in first.problems], second.passed) == (["internal-error"], True)


def test_an_unmet_expectation_is_a_result_in_sarif(cli: CommandLine, tmp_path: Path) -> None:
    project(tmp_path, GIVEN.replace("sanctions: []", "sanctions: [faces-fine]"))
    ran = cli("test", tmp_path, "--format", "sarif")
    (one,) = json.loads(ran.out)["runs"][0]["results"]
    assert (ran.code, one["ruleId"]) == (1, "expectation-unmet")
    assert one["message"]["text"].startswith("nothing added: sanctions[0] faces-fine: ")


TWINS = """
- {id: tell-police, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour}
- {id: tell-all, by: education_org_head, must: notify, to: [police, prosecutor], after: report_received, due: 3 hours}
"""


def test_a_merged_duty_is_named_with_the_entry_that_asserts_it(tmp_path: Path) -> None:
    expect = "    expect: {duties: [{rule: tell-all, to: police, due: none}]}\n"
    report = run_tests([project(tmp_path, GIVEN.partition("    expect")[0] + expect, TWINS)])
    (failure,) = report.outcomes[0].failures
    entry = "{rule: demo/school#tell-police, also_required_by: [demo/school#tell-all]}"
    if "nearest" not in failure.message:  # where rules of one text are not merged, the duty is its own
        assert failure.message.endswith(f"assert it as `{entry}`")


def test_a_person_who_must_decide_is_written_none(tmp_path: Path) -> None:
    (outcome,) = run(tmp_path, "conflicts: [{rules: [tell-police, tell-parents], governs: person}]").outcomes
    assert outcome.problems[0].help == "`none` says that a person must decide"
