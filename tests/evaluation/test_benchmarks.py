"""Benchmarks compare what answers alike, and the reduced run sees what is wrong or far too slow."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from protocolkit.resources import data_root

pytestmark = pytest.mark.skipif(not (data_root() / "benchmarks").is_dir(), reason="they lie in the source tree only")


@pytest.fixture(scope="module")
def benchmarks() -> Iterator[ModuleType]:
    sys.path.insert(0, str(data_root()))
    try:
        import benchmarks
        import benchmarks.__main__
        import benchmarks.engines_of_others
        import benchmarks.hand_table
        import benchmarks.matching

        yield benchmarks
    finally:
        sys.path.remove(str(data_root()))


def test_hand_written_functions_give_the_duties_of_a_plan(benchmarks: ModuleType) -> None:
    assert benchmarks.hand_table.verified(10, seed=3) == []


def test_a_hand_written_function_that_forgets_a_duty_is_caught(
    benchmarks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = benchmarks.hand_table.FUNCTIONS
    whole = functions["ua/pdyut"]
    monkeypatch.setitem(functions, "ua/pdyut", lambda *given: whole(*given)[1:])
    (first, *_) = benchmarks.hand_table.verified(0)
    assert "ua/pdyut#notify-police/police" in first


def test_the_reduced_run_fails_on_wrong_answers_and_on_ratios_far_worse_than_recorded(
    benchmarks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main, hand = benchmarks.__main__, benchmarks.hand_table
    recorded = json.loads(main.RECORDED.read_text(encoding="utf-8"))
    wrong: list[str] = []
    slower = 1.0
    monkeypatch.setattr(hand, "verified", lambda _tries: wrong)
    monkeypatch.setattr(hand, "ratios", lambda _rounds: {name: ratio * slower for name, ratio in recorded.items()})
    assert main.reduced() == 0
    wrong = ["a duty differs"]
    assert main.reduced() == 1
    wrong, slower = [], 2 * main.MUCH_WORSE
    assert main.reduced() == 1
    assert "TOO SLOW" in capsys.readouterr().out


def test_a_ratio_is_recorded_for_each_case_that_is_watched(benchmarks: ModuleType) -> None:
    names = {f"{id}, {name}" for id in benchmarks.hand_table.FUNCTIONS for name in benchmarks.cases.MEASURED}
    assert json.loads(benchmarks.__main__.RECORDED.read_text(encoding="utf-8")).keys() == names


def test_engines_are_compared_over_what_the_rules_mean(benchmarks: ModuleType) -> None:
    workload = benchmarks.matching.Workload()
    cases = workload.cases(20)
    truth = [[n for n, rule in enumerate(workload.rules) if benchmarks.matching.holds(rule, case)] for case in cases]
    assert len(workload.rules) > 150
    assert sum(map(len, truth)) > 200
    for name in ("by_hand", "generated"):
        match = getattr(benchmarks.engines_of_others, name)(workload.rules)
        assert [match(case) for case in cases] == truth
