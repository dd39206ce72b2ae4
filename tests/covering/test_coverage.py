"""What rule tests cover, criterion by criterion; and that less is covered where less is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit.building.build_term import parse_term
from protocolkit.covering.coverage import Coverage, Covered, cover
from protocolkit.covering.coverage_page import coverage_sheet
from protocolkit.covering.criteria import CROSSED, crossed
from protocolkit.diagnostics import Place, Problems
from protocolkit.model.terms import TERMS
from protocolkit.showing.to_html import html
from protocolkit.showing.to_text import text

__all__ = ["cli"]

RULES = """
- {id: tell, by: education_org_head, must: notify, to: police, after: {any: [report_received, fact_detected]}, due: 3 working_days,
   if: {all: [{incident.crime_signs: true}, {victim.is_minor: true}]}, readings: [{instead: {due: 1 day}, because: a day may be meant}]}
- {id: decide, by: bullying_commission, must: decide, after: report_received, due: 24 hours}
"""
REPORT = '{event: report_received, at: "2026-11-18T15:00:00+05:00"}'  # a Wednesday: the third working day is Monday
FACTS = "facts: {offender.role: pupil, incident.crime_signs: true, victim.is_minor: true}"
CASE = f"""
  - name: reported
    incident: {{{FACTS}, events: [{REPORT}]}}
    as_of: "2026-11-18T15:00:00+05:00"
    expect: {{duties: [{{rule: tell}}]}}
"""


@pytest.mark.parametrize("text", [text for term in TERMS for text in term.form().examples])
def test_of_every_term_it_is_said_what_may_lie_within_it(text: str) -> None:
    term = parse_term(text, Problems(), Place("term"))
    assert term is not None
    assert crossed(term) <= set(CROSSED.values()) | {"clock_change"}


def covered(folder: Path, cases: str = CASE, rules: str = RULES) -> Coverage:
    (folder / "tests").mkdir(exist_ok=True)
    write_ruleset(folder, rules)
    (folder / "tests" / "cases.yaml").write_text(f"tests: demo/school\ncases:{cases}", encoding="utf-8")
    return cover([folder])


def of(coverage: Coverage, rule: str, ruleset: str = "demo/school") -> Covered:
    return next(
        one for each in coverage.rulesets if each.ruleset.id == ruleset for one in each.rules if one.rule.name == rule
    )


def met(coverage: Coverage, rule: str = "tell", ruleset: str = "demo/school") -> set[str]:
    return {one.criterion.key for one in of(coverage, rule, ruleset).met if one.case is not None}


def test_what_there_is_to_cover_follows_from_what_the_rule_says(tmp_path: Path) -> None:
    keys = [one.criterion.key for one in of(covered(tmp_path), "tell").met]
    assert keys == [
        "applies", "true", "false", "unknown", "decides:0", "decides:1", "awaiting", "begins:report_received",
        "begins:fact_detected", "due", "before", "after", "over:weekend", "over:holiday", "over:moved", "bearer",
        "recipient", "reading:0",
    ]  # fmt: skip


def test_a_case_covers_what_it_shows_of_the_rules_it_speaks_of_and_nothing_of_others(tmp_path: Path) -> None:
    found = covered(tmp_path)
    assert met(found) == {"applies", "true", "decides:0", "decides:1", "begins:report_received", "over:weekend"}
    assert met(found, "decide") == set()


# What a case says or does otherwise, and the criterion that it then covers as well.
MORE = [
    ("{rule: tell}", "{rule: tell, by: [education_org_head]}", "bearer"),
    ("{rule: tell}", "{rule: tell, to: police}", "recipient"),
    ("{rule: tell}", '{rule: tell, due: {last_day: "2026-11-23"}}', "due"),
    ("{rule: tell}", "{rule: tell, readings: [{changes: due}]}", "reading:0"),
    ('as_of: "2026-11-18T15:00:00', 'as_of: "2026-11-23T23:59:59', "before"),
    ('as_of: "2026-11-18T15:00:00', 'as_of: "2026-11-24T00:00:01', "after"),
    ("report_received", "fact_detected", "begins:fact_detected"),
    ("duties: [{rule: tell}]", "absent: [tell]", "false"),
    ("duties: [{rule: tell}]", "undetermined: [{rule: tell}]", "unknown"),
    ("2026-11-18T15", "2026-12-29T15", "over:holiday"),
    ("2026-11-18T15", "2024-05-01T15", "over:moved"),
]


@pytest.mark.parametrize(("said", "instead", "key"), MORE, ids=[key for _s, _i, key in MORE])
def test_each_criterion_is_met_by_a_case_that_shows_it_and_by_no_other(
    tmp_path: Path, said: str, instead: str, key: str
) -> None:
    case = CASE.replace(said, instead)
    if key == "false":
        case = case.replace("incident.crime_signs: true", "incident.crime_signs: false")
    if key == "unknown":
        case = case.replace("incident.crime_signs: true, ", "")
    assert key not in met(covered(tmp_path))
    found = covered(tmp_path, case)
    assert found.failed == ()
    assert key in met(found)


def test_a_test_that_another_outweighs_decides_nothing(tmp_path: Path) -> None:
    case = CASE.replace("duties: [{rule: tell}]", "absent: [tell]").replace("signs: true", "signs: false")
    neither = case.replace("is_minor: true", "is_minor: false")
    assert met(covered(tmp_path, case)) & {"decides:0", "decides:1"} == {"decides:0"}
    assert met(covered(tmp_path, neither)) & {"decides:0", "decides:1"} == set()


def test_a_rule_that_is_disabled_lowers_the_coverage(tmp_path: Path) -> None:
    before = covered(tmp_path).rulesets[0]
    never = RULES.replace("{victim.is_minor: true}", "{victim.is_minor: true}, {victim.is_minor: false}")
    disabled = covered(tmp_path, rules=never)
    assert [name for name, _place in disabled.failed] == ["reported"]
    assert disabled.rulesets[0].share < before.share


def test_a_rule_that_is_taken_out_lowers_the_coverage_of_what_its_cases_show_too(tmp_path: Path) -> None:
    both = CASE.replace("[{rule: tell}]", "[{rule: tell}, {rule: decide}]")
    whole = covered(tmp_path, both)
    assert met(whole, "decide") != set()
    without = "\n".join(RULES.strip().splitlines()[2:])
    less = covered(tmp_path, both, without)
    assert met(less, "decide") == set()
    assert less.rulesets[0].share < whole.rulesets[0].share


def test_a_variant_has_the_cases_of_its_base_for_what_it_leaves_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "strict.yaml").write_text(
        "ruleset: demo/strict\nextends: demo/school\ntext: {title: {en: Stricter}, language: en}\n"
        "change:\n  tell: {because: sooner, set: {due: 2 working_days}}\n",
        encoding="utf-8",
    )
    case = CASE.replace("{rule: tell}", '{rule: tell, by: [education_org_head], due: {last_day: "2026-11-23"}}')
    found = covered(tmp_path, case)
    assert met(found) - met(found, "tell", "demo/strict") == {"due", "over:weekend"}
    assert "bearer" in met(found, "tell", "demo/strict")
    assert all(one.inherited for one in of(found, "tell", "demo/strict").met if one.case is not None)


def test_an_edition_has_the_cases_of_another_for_what_it_leaves_as_it_was(tmp_path: Path) -> None:
    written = write_ruleset(tmp_path, RULES).read_text(encoding="utf-8")
    later = written.replace("from: undated", 'from: "2027-01-01"').replace("due: 3 working_days", "due: 2 working_days")
    (tmp_path / "later.yaml").write_text(later, encoding="utf-8")
    earlier = written.replace("from: undated", 'from: undated, until: "2027-01-01"')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "cases.yaml").write_text(f"tests: demo/school\ncases:{CASE}", encoding="utf-8")
    (tmp_path / "demo-school.yaml").write_text(earlier, encoding="utf-8")
    first, second = (
        {met.criterion.key for met in rule.met if met.case is not None}
        for edition in cover([tmp_path]).rulesets for rule in edition.rules if rule.rule.name == "tell"
    )  # fmt: skip
    assert first - second == {"over:weekend"}
    assert second


def test_a_rule_without_a_condition_a_term_or_a_recipient_has_less_to_cover(tmp_path: Path) -> None:
    keys = {one.criterion.key for one in of(covered(tmp_path), "decide").met}
    assert not keys & {"true", "false", "unknown", "recipient", "over:holiday"}
    assert {"over:weekend", "over:clock_change"} <= keys


def test_the_command_prints_every_criterion_with_the_case_that_met_it(cli: CommandLine, tmp_path: Path) -> None:
    covered(tmp_path)
    ran = cli("coverage", tmp_path, "--format", "json")
    data = json.loads(ran.out)
    assert (ran.code, data["coverage"], data["cases"]) == (0, 1, 1)
    (ruleset,) = data["rulesets"]
    first = ruleset["rules"][0]
    assert (first["rule"], first["points"]) == ("demo/school#tell", ["1"])
    assert first["criteria"][0] | {"said": ""} == {
        "group": "outcome", "key": "applies", "said": "", "case": "reported", "inherited": False
    }  # fmt: skip
    assert cli("coverage", tmp_path, "--at-least", "90").code == 1


def test_a_failing_case_covers_nothing_and_is_named(cli: CommandLine, tmp_path: Path) -> None:
    found = covered(tmp_path, CASE.replace("rule: tell", "rule: tell, to: prosecutor"))
    assert met(found) == set()
    ran = cli("coverage", tmp_path)
    assert (ran.code, "reported" in ran.out) == (1, True)


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
def test_the_page_says_what_is_left_open_in_words(tmp_path: Path, language: str) -> None:
    found = covered(tmp_path)
    for show in (text, html):
        page = show(coverage_sheet(found, 0, language))
        assert "demo/school" in page.lower()
        assert "incident.crime_signs" not in page
