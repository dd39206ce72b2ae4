"""durable_rules as a witness: it decides what three-valued logic decides, or says that it cannot."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import protocolkit
from command_line import CASE, CommandLine, cli
from engines import a_case, a_law, as_rule_test, disagreements, shipped
from logic import ATOMS, conditions, kleene
from protocolkit import InputError, load_incident
from protocolkit.evaluation.durable import witness as witnesses
from protocolkit.evaluation.durable.formulas import asking
from protocolkit.evaluation.durable.witness import Witness, witness
from protocolkit.evaluation.kleene import Truth
from protocolkit.model.conditions import All, Any, Condition, Known, Not

__all__ = ["cli"]

pytest.importorskip(
    "durable.engine", reason="the extra `durable` is not installed, or does not import here", exc_type=ImportError
)

NOTICE = All((Known("a"), Any((Known("b"), Not(Known("c"))))))


def told(condition: Condition, truths: dict[Condition, Truth], one: Witness | None = None) -> Truth:
    """What the witness makes of a condition, given each atom."""
    asked = one or witness()
    inputs = [truths[part] if part in truths else told(part, truths, asked) for part in asking(condition).inputs]
    return asked.answer(condition, inputs)


@settings(deadline=None, max_examples=60)
@given(conditions(), st.lists(st.sampled_from((True, False, None)), min_size=7 * 12, max_size=7 * 12))
def test_it_decides_what_three_valued_logic_decides(condition: Condition, truths: list[Truth]) -> None:
    for start in range(0, len(truths), len(ATOMS)):
        known = dict(zip(ATOMS, truths[start : start + len(ATOMS)], strict=True))
        assert told(condition, known) == kleene(condition, known)


def test_many_conditions_are_told_at_once_and_none_is_taken_for_another() -> None:
    several = [All((Known(f"x{n}"), Any((Known("y"), Not(Known(f"z{n}")))))) for n in range(200)]
    witness().learn(several)
    for condition in several:
        assert witness().answer(condition, [True, False, False]) is True
        assert witness().answer(condition, [True, None, True]) is None
        assert witness().answer(condition, [False, None, None]) is False


def test_when_it_has_been_told_too_much_another_process_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnesses, "MOST_CONDITIONS", 10)
    one = Witness()
    processes = set()
    try:
        for n in range(40):
            condition = All((Known(f"x{n}"), Known("y")))
            assert one.answer(condition, [True, None]) is None
            assert one.answer(condition, [True, True]) is True
            processes.add(one.pid)
    finally:
        one.stop()
    assert len(processes) > 2


def test_a_process_that_ends_is_told_and_the_next_question_has_another() -> None:
    one = Witness()
    try:
        assert one.answer(NOTICE, [True, True, True]) is True
        assert one.pid is not None
        before = one.pid
        os.kill(before, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="the process of durable_rules ended with"):
            one.answer(NOTICE, [True, True, True])
        assert one.answer(NOTICE, [True, None, True]) is None
        assert one.pid != before
    finally:
        one.stop()


@pytest.mark.parametrize("reason", ["No module named 'durable'", "undefined symbol: PyEval_CallObject"])
def test_where_it_cannot_be_imported_one_line_says_so(
    reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text(f"raise ImportError({reason!r})\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(InputError) as raised:
        Witness()
    (problem,) = raised.value.problems
    assert problem.code == "missing-extra"
    assert reason in problem.message
    assert "protocolkit[durable]" in problem.help


def test_with_it_the_findings_of_rule_tests_are_the_same() -> None:
    several = list(shipped("rules/ua"))[::8] + list(shipped("rules/kz"))[::80]
    assert len(several) > 8
    for name, protocol, incident in several:
        assert [name, *disagreements(protocol, incident, engine="durable")] == [name]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(law=st.integers(0, 10**6), case=st.integers(0, 10**6))
def test_with_it_laws_and_cases_by_chance_come_to_the_same(tmp_path: Path, law: int, case: int) -> None:
    folder = a_law(law, tmp_path / str(law))
    try:
        incident = a_case(protocolkit.load("fuzz/law", rules=folder), random.Random(case))
        found = load_incident(incident, rules=folder)
    except InputError:
        return
    differs = list(disagreements(*found, engine="durable"))
    assert not differs, f"{differs}\n{(folder / 'law.yaml').read_text()}\n{as_rule_test(incident, folder)}"


def test_a_witness_that_says_otherwise_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Witness, "answer", lambda *_: False)
    cases = shipped("rules/ua")
    assert any(True for _name, protocol, incident in cases for _ in disagreements(protocol, incident, engine="durable"))


def test_it_is_asked_and_not_only_there(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    before = Witness.answer
    monkeypatch.setattr(Witness, "answer", lambda *given: asked.append(given[1]) or before(*given))  # type: ignore[func-returns-value]
    case = {"incident": "a/1", "protocol": "kz/national", "as_of": "2026-11-20T16:00:00+05:00",
            "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}]}  # fmt: skip
    assert protocolkit.plan(case, engine="durable").to_json() == protocolkit.plan(case, engine="reference").to_json()
    assert len(asked) > 500


def test_a_command_takes_it_by_name(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    plans = [cli("plan", str(tmp_path / "case.yaml"), "--engine", engine)[1] for engine in ("durable", "compiled")]
    assert plans[0] == plans[1] != ""
