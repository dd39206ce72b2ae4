"""Rules changed in one place: which changes there are, which a rule test notices, and which test is missing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from textwrap import dedent, indent

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError, Problems
from protocolkit.mutating.mutants import Source, mutants
from protocolkit.mutating.run import mutate
from protocolkit.reading.yaml12 import read_file
from protocolkit.testing.running import run_tests

__all__ = ["cli"]

# What a rule says, and every change of one kind to it.
CHANGES = [
    ("due: 24 hours", "number", ["due: 25 hours", "due: 23 hours"]),
    ("due: 'immediately, at most 24 hours'", "unit", ["due: 'immediately, at most 24 days'"]),
    ("due: from 75 to 90 days", "number", ["due: from 76 to 90 days", "due: from 74 to 90 days", "due: from 75 to 91 days", "due: from 75 to 89 days"]),
    ("due: 3 working_days", "calendar", ["due: 3 days", "due: 3 school_days"]),
    ("due: 3 days", "calendar", ["due: 3 working_days"]),
    ("due: 3 days", "day_zero", ["time: day_zero: excluded", "time: day_zero: counts"]),
    ("due: 3 days", "roll", ["time: roll: none", "time: roll: next", "time: roll: previous"]),
    ("due: 3 working_days", "roll", []),
    ("to: [police, prosecutor]", "recipient", ["to: forensic_body", "(nothing)", "to: forensic_body", "(nothing)", "(nothing)"]),
    ("by: {any: [teacher], else: [class_teacher]}", "bearer", ["by: forensic_body", "by: forensic_body", "(nothing)"]),
    ("to: {any: [anyone], except: [police, prosecutor]}", "exception", ["(nothing)", "(nothing)"]),
    ("if: {victim.is_minor: true}", "condition", ["(nothing)", "if: {not: {victim.is_minor: true}}", "if: victim.is_minor: false"]),
    ("if: {offender.age: {from: 14, under: 16}}", "number", ["if: from: 15", "if: from: 13", "if: under: 17", "if: under: 15"]),
    ("after: fact_detected", "trigger", ["after: case_closed"]),
    ("after: {event: fact_detected, by: police}", "trigger", ["after: case_closed", "(nothing)"]),
    ("after: {any: [report_received, report_received_by_head]}", "trigger", ["(nothing)", "after: case_closed", "after: case_closed", "after: {all: [report_received, report_received_by_head]}"]),
    ("until: case_closed", "trigger", ["after: suspicion_arose", "(nothing)"]),
    ("via: {any: [oral, written]}", "channel", ["(nothing)", "(nothing)"]),
    ("readings: [{instead: {due: none}, because: no time is written}]", "reading", ["(nothing)"]),
    ("must: notify", "modality", ["should: notify"]),
]  # fmt: skip


def changes(folder: Path, rule: str, head: str = "") -> list[tuple[str, str]]:
    """The kind of each change to one rule, and what it says then."""
    keys = {"by": "teacher", "must": "notify", "after": "report_received", "due": "none"}
    given = rule.partition(":")[0]
    lines = [f"{key}: {value}" for key, value in keys.items() if key != given]
    file = write_ruleset(folder, "- id: tell\n" + indent("\n".join([*lines, rule]), "  "), head)
    document = read_file(file, Problems())
    assert document is not None
    source = Source("demo/school", "ruleset", file, document)
    return [(one.change.operator, one.change.after) for one in mutants(source, Catalogue([folder]))]


@pytest.mark.parametrize(("rule", "operator", "after"), CHANGES)
def test_what_a_rule_says_is_changed_in_one_place_at_a_time(
    tmp_path: Path, rule: str, operator: str, after: list[str]
) -> None:
    assert [said for kind, said in changes(tmp_path, rule) if kind == operator] == after


# What a text names once, how a rule uses it, and every change of one kind to both.
LETS = [
    ("heard: {any: [report_received, fact_detected]}", "after: $heard", "trigger", ["(nothing)", "heard: case_closed", "(nothing)", "heard: case_closed", "heard: {all: [report_received, fact_detected]}"]),
    ("heard: {event: report_received, by: police}", "after: $heard", "trigger", ["heard: case_closed", "(nothing)"]),
    ("of_age: {offender.age: {from: 14, under: 16}}", "if: $of_age", "number", ["of_age: from: 15", "of_age: from: 13", "of_age: under: 17", "of_age: under: 15"]),
    ("again: {happened: fact_detected, within: 1 month, of: report_received}", "if: $again", "unit", ["again: within: 1 year"]),
    ("young: {victim.is_minor: true}", "if: $young", "condition", ["young: victim.is_minor: false", "(nothing)", "if: {not: $young}"]),
]  # fmt: skip


@pytest.mark.parametrize(("named", "use", "operator", "after"), LETS)
def test_what_a_text_names_once_is_changed_where_it_is_named(
    tmp_path: Path, named: str, use: str, operator: str, after: list[str]
) -> None:
    found = changes(tmp_path, use, f"let:\n  {named}\n")
    assert [said for kind, said in found if kind == operator] == after


@pytest.mark.parametrize(
    ("expect", "unseen"),
    [("{duties: [{rule: tell, to: police}]}", []), ("{warnings: []}", ["young: victim.is_minor: false"])],
)
def test_a_change_of_what_is_named_once_is_noticed_by_a_case_of_a_rule_that_uses_it(
    tmp_path: Path, expect: str, unseen: list[str]
) -> None:
    rules = "- {id: tell, by: teacher, must: notify, to: police, after: report_received, if: $young, due: none}"
    of_minor = f"""
  - name: of a minor
    incident: {{facts: {{victim.is_minor: true}}}}
    as_of: "2026-11-16T10:00:00+05:00"
    expect: {expect}
"""
    write(tmp_path, of_minor, rules=rules)
    write_ruleset(tmp_path, rules, "let: {young: {victim.is_minor: true}, unused: {victim.is_pupil: true}}")
    report = mutate([tmp_path], at_least=0)
    assert [one.change.after for one in report.survivors if one.change.rule == "demo/school"] == unseen


def test_the_days_of_an_edition_are_moved_by_one(tmp_path: Path) -> None:
    file = write_ruleset(tmp_path, "- {id: tell, by: teacher, must: notify, after: report_received, due: none}")
    file.write_text(file.read_text(encoding="utf-8").replace("from: undated", 'from: "2026-01-01"'), encoding="utf-8")
    document = read_file(file, Problems())
    assert document is not None
    found = mutants(Source("demo/school", "ruleset", file, document), Catalogue([tmp_path]))
    said = [one.change.after for one in found if one.change.operator == "edition"]
    assert said == ["in_force: from: '2026-01-02'", "in_force: from: '2025-12-31'"]


def test_the_rank_a_protocol_gives_is_raised_and_lowered(tmp_path: Path) -> None:
    write_ruleset(tmp_path, "- {id: tell, by: teacher, must: notify, after: report_received, due: none}")
    file = tmp_path / "protocol.yaml"
    file.write_text("protocol: demo/all\nrulesets: [{id: demo/school, rank: law}]\n", encoding="utf-8")
    document = read_file(file, Problems())
    assert document is not None
    found = mutants(Source("demo/all", "protocol", file, document), Catalogue([tmp_path]))
    assert sorted(one.change.after for one in found) == ["rulesets: rank: code", "rulesets: rank: order"]


RULES = """
- {id: tell, by: teacher, must: notify, to: police, after: report_received, due: 2 hours}
- {id: keep, by: teacher, must_not: disclose, after: report_received}
"""
GIVEN = """
tests: demo/school
given: {events: [{event: report_received, at: "2026-11-16T10:00:00+05:00"}]}
cases:
"""
OF_TELL = """
  - name: the police are told within two hours
    as_of: "2026-11-16T10:00:00+05:00"
    expect: {duties: [{rule: tell, by: [teacher], to: police, modality: obligation, due: "2026-11-16T12:00:00+05:00"}]}
"""
OF_KEEP = """
  - name: nobody hears of it from the teacher
    as_of: "2026-11-16T10:00:00+05:00"
    expect: {prohibitions: [{rule: keep, by: [teacher]}]}
"""


def write(folder: Path, *cases: str, rules: str = RULES) -> Path:
    write_ruleset(folder, rules)
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "cases.yaml").write_text(dedent(GIVEN) + "".join(cases), encoding="utf-8")
    return folder


def test_all_is_noticed_where_the_cases_say_all_that_a_rule_says(tmp_path: Path) -> None:
    report = mutate([write(tmp_path, OF_TELL, OF_KEEP)])
    assert [(one.change.rule, one.change.before, one.change.after) for one in report.survivors] == []
    assert report.as_data()["killed"] == report.as_data()["mutants"] > 10
    assert report.exit_code == 0


def test_without_the_case_of_a_rule_its_mutants_survive(tmp_path: Path) -> None:
    report = mutate([write(tmp_path, OF_TELL)])
    assert {one.change.rule for one in report.survivors} == {"demo/school#keep"}
    assert report.exit_code == 1


def test_the_missing_test_passes_before_and_notices_after_it_is_pasted(tmp_path: Path) -> None:
    weak = OF_TELL.replace(', due: "2026-11-16T12:00:00+05:00"', "")
    report = mutate([write(tmp_path, weak, OF_KEEP)])
    late = next(one for one in report.survivors if one.change.after == "due: 3 hours")
    assert late.test is not None
    write(tmp_path, weak, OF_KEEP, late.test)
    assert run_tests([tmp_path]).exit_code == 0
    assert late.change.hash not in {one.change.hash for one in mutate([tmp_path]).survivors}


def test_a_change_that_cannot_be_read_is_not_noticed_but_counted_apart(tmp_path: Path) -> None:
    rules = RULES.replace("due: 2 hours}", "due: 2 hours, clock: {extend: {by: police, times: 1}}}")
    (group,) = mutate([write(tmp_path, OF_TELL, OF_KEEP, rules=rules)], at_least=0).groups
    assert group.unreadable == 1
    assert group.killed + group.survived + group.unreadable == group.mutants


def test_where_nothing_can_be_changed_nothing_is_shown(tmp_path: Path, cli: CommandLine) -> None:
    rules = "- {id: elsewhere, route: kz/interagency}"
    done = cli("mutate", str(write(tmp_path, _NOBODY, rules=rules)), "--processes", "1")
    assert done.code == 1
    assert "no mutant to judge" in done.out
    assert "100" not in done.out


_NOBODY = """
  - name: nothing is owed
    as_of: "2026-11-16T10:00:00+05:00"
    expect: {duties: []}
"""


def test_a_mutant_reviewed_as_equivalent_no_longer_counts(tmp_path: Path) -> None:
    weak = OF_TELL.replace("modality: obligation, ", "")
    (survivor,) = mutate([write(tmp_path, weak, OF_KEEP)]).survivors
    review = f"- {{hash: {survivor.change.hash}, because: told by another law as a duty}}\n"
    (tmp_path / "tests" / "mutants.yaml").write_text(review, encoding="utf-8")
    report = mutate([tmp_path])
    assert (report.survivors, report.groups[0].equivalent, report.problems) == ((), 1, ())


def test_a_review_of_what_a_test_notices_or_of_nothing_is_told(tmp_path: Path) -> None:
    write(tmp_path, OF_TELL, OF_KEEP)
    weak = tmp_path / "weak"
    weak.mkdir()
    hash = mutate([write(weak, OF_KEEP)]).survivors[0].change.hash
    (tmp_path / "tests" / "mutants.yaml").write_text(
        f"- {{hash: {hash}, because: once so}}\n- {{hash: '000000000000', because: once so}}\n", encoding="utf-8"
    )
    shutil.rmtree(weak)
    assert sorted(one.code for one in mutate([tmp_path]).problems) == ["mutant-killed", "mutant-unknown"]


def test_tests_that_fail_already_cannot_judge(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        mutate([write(tmp_path, OF_TELL.replace("T12:00", "T13:00"), OF_KEEP)])
    assert [one.code for one in refused.value.problems] == ["fails-unchanged"]


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    folder = write(tmp_path, OF_TELL)
    assert mutate([folder], processes=2) == mutate([folder])


def test_the_answer_for_programs_has_every_survivor_with_its_test(tmp_path: Path, cli: CommandLine) -> None:
    done = cli("mutate", str(write(tmp_path, OF_TELL)), "--format", "json", "--at-least", "50", "--processes", "1")
    said = json.loads(done.out)
    assert said["mutate"] == 1
    assert said["mutants"] == said["killed"] + said["unreadable"] + said["equivalent"] + len(said["survivors"])
    assert {"rule", "operator", "before", "after", "hash", "test"} == set(said["survivors"][0])
    assert done.code == 0
