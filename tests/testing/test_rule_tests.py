"""Rule tests: what passes, what fails, and that nothing passes by mistake."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent, indent

import pytest

from command_line import CommandLine, cli
from judged_rules import CASE, EVENTS, FAILS, PASSES, RULES, run
from procedures import write_ruleset
from protocolkit.languages import speaking
from protocolkit.testing.running import run_tests
from protocolkit.testing.selecting import selected

__all__ = ["cli"]


@pytest.mark.parametrize("expect", PASSES)
def test_what_the_plan_holds_passes(tmp_path: Path, expect: str) -> None:
    report = run(tmp_path, expect)
    assert [f.message for o in report.outcomes for f in o.failures] == []
    assert (report.passed, report.failed, report.exit_code) == (1, 0, 0)


@pytest.mark.parametrize(("expect", "shown"), FAILS)
def test_what_the_plan_does_not_hold_fails_and_says_so(tmp_path: Path, expect: str, shown: str) -> None:
    report = run(tmp_path, expect)
    (failure,) = report.outcomes[0].failures
    said = [f"{d.key}: {d.expected} / {d.actual}" for d in failure.differences]
    assert shown in [failure.message, *said]
    assert report.exit_code == 1


MISSPELT = [
    ("absent: [tell-polise]", "unknown-rule"),
    ("absent: [{rule: tell-police, to: polise}]", "unknown-role"),
    ("absent: [{rule: tell-parents, for: v9}]", "unknown-party"),
    ("duties: [{rule: tell-police, manner: [listn]}]", "unknown-rule"),
    ("duties: [{rule: tell-police, do: notfy}]", "unknown-action"),
    ("awaiting: [{rule: tell-police, event: report_recieved}]", "unknown-event"),
    ("awaiting: [{rule: tell-police, event: 'done:tell-polise'}]", "unknown-rule"),
    ("conflicts: [{rules: [tell-police, tell-polise]}]", "unknown-rule"),
]


@pytest.mark.parametrize(("expect", "code"), MISSPELT)
def test_a_misspelt_name_never_passes(tmp_path: Path, expect: str, code: str) -> None:
    report = run(tmp_path, expect)
    assert [p.code for p in report.diagnostics] == [code]
    assert (report.passed, report.failed, report.exit_code) == (0, 1, 2)


def test_a_rule_in_no_bucket_is_absent_and_an_open_question_is_not(tmp_path: Path) -> None:
    without = CASE.replace("victim.is_minor: true", "victim.is_minor: false")
    unknown = CASE.replace("victim.is_minor: true, ", "")
    assert run(tmp_path, "absent: [tell-police]", without).exit_code == 0
    assert run(tmp_path, "absent: [tell-police]", unknown).exit_code == 1
    assert run(tmp_path, "undetermined: [{rule: tell-police, facts: [victim.is_minor]}]", unknown).exit_code == 0


def test_what_is_awaited_is_owed_by_nobody(tmp_path: Path) -> None:
    quiet = CASE.replace(EVENTS, "[]")
    assert (
        run(tmp_path, "absent: [tell-police]\nawaiting: [{rule: tell-police, event: report_received}]", quiet).exit_code
        == 0
    )


def test_a_rule_for_the_whole_year_is_not_looked_for_in_a_case(tmp_path: Path) -> None:
    (failure,) = run(tmp_path, "prohibitions: [never-hide]").outcomes[0].failures
    assert failure.message == "it reads nothing of the case: it belongs to the organisation's agenda"


def test_an_ambiguous_match_fails_and_names_the_duties(tmp_path: Path) -> None:
    two = CASE.replace("facts: {victim.is_minor: true, ", "parties: {victim: [{id: v1}, {id: v2}]}\n  facts: {")
    report = run(tmp_path, "duties: [{rule: tell-parents}]", two)
    (failure,) = report.outcomes[0].failures
    assert failure.message.startswith("ambiguous: 2 duties match")
    assert "legal_representative/v2" in failure.message
    assert run(tmp_path, "duties: [{rule: tell-parents, for: v2}]", two).exit_code == 0


def test_a_failure_shows_the_trace_of_the_rule(tmp_path: Path) -> None:
    late = run(tmp_path, 'duties: [{rule: tell-police, due: "2026-11-18T10:00:00+05:00"}]')
    assert any(line.startswith("due: 24 hours run from") for line in late.outcomes[0].failures[0].trace)
    off = run(tmp_path, "duties: [{rule: tell-police}]", CASE.replace("is_minor: true", "is_minor: false"))
    (failure,) = off.outcomes[0].failures
    assert failure.message == "it is nowhere in the plan"
    assert "if victim.is_minor is true: false" in failure.trace


def test_a_changed_copy_of_a_shipped_rule_fails_the_shipped_tests(tmp_path: Path) -> None:
    from protocolkit.resources import rules_dir

    (tmp_path / "tests").mkdir()
    for name in ("interagency.yaml", "tests/interagency.yaml"):
        text = (rules_dir() / "kz" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("due: 1 hour\n", "due: 2 hours\n"), encoding="utf-8")
    assert run_tests([tmp_path], "seven addressees").exit_code == 1


def test_a_log_the_engine_refuses_is_a_diagnostic_of_its_case(tmp_path: Path) -> None:
    refused = CASE.replace(
        "[{event: report_received",
        "[{event: done, rule: tell-polise, at: '2026-11-16T11:00:00+05:00'}, {event: report_received",
    )
    report = run(tmp_path, "duties: [{rule: tell-police}]", refused)
    assert [p.code for p in report.outcomes[0].problems] == ["unknown-rule"]
    assert report.exit_code == 2


def test_a_case_under_broken_rules_does_not_pass(tmp_path: Path) -> None:
    run(tmp_path, "absent: [tell-either]")
    path = tmp_path / "demo-school.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("to: police", "to: polise"), encoding="utf-8")
    report = run_tests([tmp_path])
    assert {p.code for p in report.diagnostics} == {"unknown-role", "rules-unusable"}
    assert (report.passed, report.exit_code) == (0, 2)


def test_broken_rules_of_another_text_do_no_harm(tmp_path: Path) -> None:
    run(tmp_path, "duties: [{rule: tell-police}]")
    other = write_ruleset(tmp_path, "- {id: x, by: polise, must_not: notify, standing: true}", id="demo/other")
    assert other.is_file()
    assert run_tests([tmp_path]).exit_code == 0


@pytest.mark.parametrize("which", ["folder", "file"])
def test_a_tests_file_alone_finds_the_rules_it_is_about(tmp_path: Path, which: str) -> None:
    run(tmp_path, "duties: [{rule: tell-police}]")
    assert run_tests([tmp_path / "tests" / "school.yaml" if which == "file" else tmp_path]).exit_code == 0


def test_nothing_to_run_is_no_success(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULES)
    ran = cli("test", tmp_path)
    assert (ran.code, ran.out.splitlines()[-1]) == (2, "0 passed, 0 failed")
    assert "nothing-to-run" in ran.err
    assert cli("test", tmp_path / "nowhere").code == 2


def test_the_command_ends_with_the_count_and_shows_both_sides(tmp_path: Path, cli: CommandLine) -> None:
    run(tmp_path, "duties:\n  - {rule: tell-police, status: done}\n  - {rule: tell-parents}")
    ran = cli("test", tmp_path)
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert lines[-1] == "0 passed, 1 failed"
    assert any(line.split() == ["status", "done", "open"] for line in lines)
    data = json.loads(cli("test", tmp_path, "--format", "json").out)
    assert (data["test"], data["passed"], data["failed"]) == (1, 0, 1)
    assert data["cases"][0]["failures"][0]["differences"] == [{"key": "status", "expected": "done", "actual": "open"}]


def test_keywords_choose_cases(tmp_path: Path, cli: CommandLine) -> None:
    run(tmp_path, "duties: [{rule: tell-police}]")
    assert cli("test", tmp_path, "-k", "a case and not another").code == 0
    assert cli("test", tmp_path, "-k", "not case").code == 2
    assert selected("police or parents", "tell the Parents")
    assert not selected("police and parents", "tell the Parents")


def test_coverage_lists_what_no_case_asserts(tmp_path: Path) -> None:
    report = run(tmp_path, "duties: [{rule: tell-police}]\npermissions: [may-report]", coverage=True)
    missing = {u.rule.partition("#")[2]: (u.missing, u.asserted) for u in report.coverage}
    assert missing["tell-police"] == (("absent", "undetermined", "awaiting"), ("applies",))
    assert missing["no-press"] == (("applies", "awaiting"), ())
    assert missing["never-hide"] == (("belongs to the agenda",), ())
    assert missing["may-report"] == (("awaiting",), ("applies",))


@pytest.mark.slow
def test_the_shipped_rules_pass_their_tests() -> None:
    report = run_tests()
    assert [o.name for o in report.outcomes if not o.passed] == []
    assert report.exit_code == 0


def test_why_a_rule_is_no_duty_is_told_in_the_language_spoken(tmp_path: Path) -> None:
    write_ruleset(tmp_path, RULES)
    case = CASE.replace("victim.is_minor: true", "victim.is_minor: false").replace(EVENTS, "[]")
    (tmp_path / "tests").mkdir()
    body = indent(dedent(case).strip("\n"), "    ")
    (tmp_path / "tests" / "a.yaml").write_text(
        "tests: demo/school\ncases:\n  - name: told\n" + body + "\n    expect: {duties: [{rule: tell-police}]}\n",
        encoding="utf-8",
    )
    with speaking("ru"):
        (failure,) = run_tests([tmp_path]).outcomes[0].failures
    assert any(line.startswith("если victim.is_minor") for line in failure.trace)
    assert not any(" is true" in line for line in failure.trace)


def test_what_kept_a_case_from_running_is_told_once(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULES)
    (tmp_path / "tests").mkdir()
    body = indent(dedent(CASE).strip("\n"), "    ")
    (tmp_path / "tests" / "a.yaml").write_text(
        "tests: demo/school\ncases:\n  - name: told\n" + body + "\n    expect: {absent: [tell-polise]}\n",
        encoding="utf-8",
    )
    ran = cli("test", tmp_path)
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.count("unknown-rule no rule `tell-polise`") == 1


def test_a_rule_of_an_edition_not_in_force_is_missed_for_that_reason(tmp_path: Path, cli: CommandLine) -> None:
    path = write_ruleset(tmp_path, RULES)
    path.write_text(path.read_text("utf-8").replace("from: undated", 'from: "2027-01-01"'), encoding="utf-8")
    (tmp_path / "tests").mkdir()
    body = indent(dedent(CASE).strip("\n"), "    ")
    (tmp_path / "tests" / "a.yaml").write_text(
        "tests: demo/school\ncases:\n  - name: told\n" + body + "\n    expect: {absent: [tell-police]}\n",
        encoding="utf-8",
    )
    said = " ".join(cli("test", tmp_path).out.split())
    assert (
        "no rule `tell-police` under `demo/school` (no edition of `demo/school` was in force when the case began)"
        in said
    )


@pytest.mark.parametrize(
    ("expect", "help"),
    [
        ("duties: [{rule: tell-police, to: person}]", "`tell-police` names police"),
        ("duties: [{rule: tell-police, by: [somebody]}]", "`tell-police` names education_org_head"),
        ("permissions: [none]", "an empty list says that there is none: `[]`"),
        ("conflicts: [{rules: [tell-police, no-press], governs: person}]", "`none` says that a person must decide"),
    ],
)
def test_what_nobody_is_called_is_answered_with_what_may_stand_there(tmp_path: Path, expect: str, help: str) -> None:
    (problem,) = run(tmp_path, expect).outcomes[0].problems
    assert str(problem.help) == help
