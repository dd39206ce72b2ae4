"""Each rung of the ladder, on rules small enough to see by eye that it is the right one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

pytest.importorskip("z3", reason="needs the extra solver")

from command_line import CommandLine, cli
from procedures import write_ruleset
from protocolkit import load_incident
from protocolkit.diagnostics import InputError
from protocolkit.model.conditions import Between
from protocolkit.plans.present import evaluate
from protocolkit.proving import symbols
from protocolkit.proving.answers import RUNGS, Answer
from protocolkit.proving.pairs import Pair
from protocolkit.proving.prove import prove
from protocolkit.proving.report import Report
from protocolkit.testing.running import run_tests

RULES = """
- {id: tell-police, by: education_org, must: notify, to: police, after: report_received, due: 24 hours}
- {id: tell-parents, by: education_org_head, must: notify, to: {any: victim.legal_representative}, after: report_received, due: 3 working_days}
- {id: tell-prosecutor, by: education_org, must: notify, to: prosecutor, after: report_received, if: {victim.age: {under: 14}}, due: 2 days}
"""
Proving = Callable[..., Report]


@pytest.fixture
def proving(tmp_path: Path) -> Proving:
    """Proves promises, given as YAML, about a few rules."""

    def made(promises: str, rules: str = RULES, head: str = "") -> Report:
        write_ruleset(tmp_path, rules, head)
        claims = indent(dedent(promises).strip("\n"), "  ").replace("- {id:", "- {of: demo/school, says: {en: so}, id:")
        (tmp_path / "promises.yaml").write_text(f"promises: demo\nclaims:\n{claims}\n", encoding="utf-8")
        return prove("demo/school", folders=[tmp_path])

    return made


def one(report: Report) -> Answer:
    assert len(report.answers) == 1, report.answers
    return report.answers[0]


def test_what_one_rule_gives_by_the_clock_is_proved_without_bounds(proving: Proving) -> None:
    answer = one(proving("- {id: p, after: report_received, owed: {to: police, within: 24 hours}}"))
    assert (answer.answer, answer.bounds, answer.rules) == ("proved", None, ("demo/school#tell-police",))


def test_what_hangs_on_persons_is_proved_within_bounds_that_are_named(proving: Proving) -> None:
    promise = (
        "- {id: p, after: report_received, if: {victim.is_minor: true}, owed: {to: legal_representative, or: gap}}"
    )
    answer = one(proving(promise))
    assert answer.answer == "bounded"
    assert answer.bounds is not None
    assert "1 victim, 2 offenders (listed)".replace("offenders", "offender") in answer.bounds.persons
    assert answer.bounds.events == ("report_received",)


def test_days_are_proved_over_the_calendar_and_it_is_named(proving: Proving) -> None:
    promise = "- {id: p, after: report_received, if: {victim.is_minor: true}, owed: {do: notify, by: education_org_head, within: 4 working_days, or: gap}}"
    answer = one(proving(promise))
    assert answer.answer == "bounded"
    assert answer.bounds is not None
    assert answer.bounds.calendar is not None
    assert answer.bounds.calendar.startswith("kz ")


@pytest.mark.parametrize(
    "promise",
    [
        "- {id: p, after: report_received, owed: {to: police, within: 23 hours}}",
        "- {id: p, after: report_received, owed: {to: prosecutor}}",
        "- {id: p, after: report_received, if: {victim.age: {under: 15}}, owed: {to: prosecutor}}",
        "- {id: p, after: report_received, if: {victim.is_minor: true}, owed: {to: legal_representative}}",
        "- {id: p, never_owed: {to: police}}",
        "- {id: p, after: report_received, if: {victim.is_minor: true}, owed: {to: legal_representative, within: 3 days, or: gap}}",
    ],
)
def test_what_is_false_is_refuted_by_a_case_that_the_engine_confirms(
    proving: Proving, promise: str, tmp_path: Path
) -> None:
    answer = one(proving(promise))
    assert answer.answer == "refuted"
    assert answer.fault is None
    protocol, incident = load_incident(answer.case or {}, rules=[tmp_path])
    assert evaluate(protocol, incident).incident == "prove/1"
    assert answer.rule_test is not None


def test_the_rule_test_of_a_counterexample_passes_as_it_stands(proving: Proving, tmp_path: Path) -> None:
    answer = one(proving("- {id: p, after: report_received, owed: {to: prosecutor}}"))
    (tmp_path / "tests").mkdir()
    file = tmp_path / "tests" / "refuted.yaml"
    file.write_text(f"tests: demo/school\ncases:\n{indent(answer.rule_test or '', '  ')}", encoding="utf-8")
    report = run_tests([tmp_path])
    assert [(o.name, o.failures) for o in report.outcomes] == [("breaks the promise p", ())]


def test_a_wrong_formula_is_caught_in_the_engine_and_never_called_refuted(
    proving: Proving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: `under 14` leaves those of thirteen out. The promise is true; the solver's case against it breaks nothing."""
    right = symbols.Symbol.passes

    def wrong(self: symbols.Symbol, test: Any) -> Pair:
        return right(self, Between(test.fact, test.low, (test.high or 0) - 1) if isinstance(test, Between) else test)

    promise = "- {id: p, after: report_received, if: {victim.age: 13}, owed: {to: prosecutor}}"
    assert one(proving(promise)).answer == "bounded"
    monkeypatch.setattr(symbols.Symbol, "passes", wrong)
    fooled = proving(promise)
    assert one(fooled).answer == "not_expressible"
    assert "in the engine" in str(one(fooled).fault)
    assert fooled.broken


def test_a_wrong_formula_that_proves_too_much_is_caught_as_well(
    proving: Proving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: an unknown age counts as under fourteen, so the solver finds no case against the promise."""
    right = symbols.Symbol.passes

    def wrong(self: symbols.Symbol, test: Any) -> Pair:
        found = right(self, test)
        return Pair(symbols.z3().Not(found.false), found.false) if isinstance(test, Between) else found

    monkeypatch.setattr(symbols.Symbol, "passes", wrong)
    answer = one(proving("- {id: p, after: report_received, if: {not: {known: victim.age}}, owed: {to: prosecutor}}"))
    assert answer.answer == "not_expressible"
    assert answer.fault is not None


def test_a_beginning_that_the_formulas_do_not_say_is_tried_and_not_called_proved(proving: Proving) -> None:
    rules = (
        RULES
        + "- {id: tell-office, by: education_org, must: notify, to: education_authority, after: {done: tell-police}, due: 1 hour}\n"
    )
    answer = one(proving("- {id: p, after: report_received, never_owed: {to: education_authority}}", rules))
    assert answer.answer == "tested"
    assert answer.left_open == (("demo/school#tell-office", "a beginning that follows other duties"),)
    assert answer.bounds is not None
    assert answer.bounds.cases


def test_what_is_taken_for_granted_or_said_in_words_is_called_so(proving: Proving) -> None:
    report = proving("- {id: a, assumed: no file can show it}\n- {id: b, in_words: nobody can count it}")
    assert [(a.id, a.answer) for a in report.answers] == [("a", "assumed"), ("b", "not_expressible")]
    assert report.counts == dict.fromkeys(RUNGS, 0) | {"assumed": 1, "not_expressible": 1}


def test_an_obligation_of_the_head_is_left_to_nobody_if_the_head_is_the_accused(proving: Proving) -> None:
    answer = one(proving("- {id: p, holds: every_obligation_has_a_bearer}"))
    assert answer.answer == "refuted"
    assert answer.rules == ("demo/school#tell-parents",)
    rules = RULES.replace("by: education_org_head", "by: {any: [education_org_head], else: [education_authority]}")
    kept = one(
        proving(
            "- {id: p, holds: every_obligation_has_a_bearer}",
            rules.replace("{any: victim.legal_representative}", "police"),
        )
    )
    assert kept.answer == "bounded"


def test_a_rule_whose_condition_contradicts_itself_is_dead_and_vacuous(proving: Proving) -> None:
    rules = (
        RULES
        + "- {id: never, by: teacher, must: talk, after: report_received, if: {victim.age: {under: 10}, victim.is_minor: false}, due: none}\n"
    )
    report = proving("- {id: p, holds: no_rule_is_dead}", rules)
    assert one(report).answer == "refuted"
    assert one(report).rules == ("demo/school#never",)
    assert ("vacuous", "demo/school#never") in [(f.kind, f.rule) for f in report.findings]
    assert one(proving("- {id: p, holds: no_rule_is_dead}")).answer == "proved"


def test_rules_that_say_what_others_say_are_found(proving: Proving) -> None:
    rules = """
    - {id: tell, by: teacher, must: notify, to: police, after: report_received, due: 2 hours}
    - {id: tell-again, by: teacher, must: notify, to: police, after: report_received, due: 2 hours}
    - {id: tell-of-children, by: teacher, must: notify, to: police, after: report_received, if: {victim.is_minor: true}, due: 2 hours}
    - {id: always-so, by: teacher, must: talk, after: report_received, if: {any: [{known: victim.age}, {not: {known: victim.age}}]}, due: none}
    - {id: inform, by: teacher, must: inform, to: prosecutor, after: report_received, due: none}
    - {id: inform-nobody, by: teacher, must_not: inform, to: prosecutor, after: report_received}
    """
    found = {(f.kind, f.rule.partition("#")[2]) for f in proving("- {id: p, holds: no_rule_is_dead}", rules).findings}
    assert {("redundant", "tell-again"), ("shadowed", "tell-of-children"), ("always", "always-so")} <= found
    assert ("overridden", "inform") in found


def test_a_term_is_held_against_every_day_of_the_calendar(proving: Proving) -> None:
    short = one(proving("- {id: p, term: 3 working_days, spans_at_most: 3}"))
    assert short.answer == "refuted"
    assert short.case is not None
    assert set(short.case) == {"due", "after", "calendar", "last_day"}
    assert one(proving("- {id: p, term: 3 working_days, spans_at_most: 30}")).answer == "bounded"


def test_nobody_accused_is_told(proving: Proving) -> None:
    rules = (
        "- {id: tell-head, by: teacher, must: notify, to: education_org_head, after: report_received, due: 1 hour}\n"
    )
    assert one(proving("- {id: p, holds: nobody_accused_is_told}", rules)).answer == "bounded"


def test_the_command_prints_json_and_fails_on_what_is_refuted(tmp_path: Path, cli: CommandLine) -> None:
    write_ruleset(tmp_path, RULES)
    promise = "promises: demo\nclaims:\n  - {id: p, of: demo/school, says: {en: so}, owed: {to: prosecutor}}\n"
    (tmp_path / "promises.yaml").write_text(promise, encoding="utf-8")
    ran = cli("prove", "demo/school", "--rules", tmp_path, "--format", "json")
    data = json.loads(ran.out)
    assert (ran.code, data["prove"], data["promises"][0]["answer"]) == (0, 1, "refuted")
    assert {"bounds", "case", "rule_test"} <= data["promises"][0].keys()
    assert cli("prove", "demo/school", "--rules", tmp_path, "--fail-on", "refuted").code == 1
    assert "rule test" in cli("prove", "demo/school", "--rules", tmp_path).out
    assert "<pre>" in cli("prove", "demo/school", "--rules", tmp_path, "--format", "html").out
    assert cli("prove", "demo/nothing").code == 2


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    with pytest.raises(InputError, match="protocolkit\\[solver\\]"):
        prove("ua/pdyut")


def test_two_runs_say_the_same(proving: Proving) -> None:
    promise = "- {id: p, after: report_received, owed: {to: prosecutor}}"
    assert proving(promise).as_data() == proving(promise).as_data()


__all__ = ["cli"]
