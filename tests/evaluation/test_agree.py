"""The run in which the engines agree: it sees a disagreement, makes it small, and goes on where it was stopped."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from protocolkit.evaluation.compiled.evaluation import CompiledEvaluation
from protocolkit.resources import data_root

pytestmark = pytest.mark.skipif(not (data_root() / "benchmarks").is_dir(), reason="they lie in the source tree only")


@pytest.fixture(scope="module")
def agree() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agree", data_root() / "benchmarks" / "agree.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(log: Path) -> list[dict[str, object]]:
    return [{**json.loads(line), "at": None} for line in log.read_text(encoding="utf-8").splitlines()]


def test_a_short_run_agrees_and_says_how_many(agree: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert agree.main(["--cases", "20", "--seed", "4", "--engine", "compiled"]) == 0
    said = capsys.readouterr().out
    assert "cases agreed on by reference, compiled" in said
    assert "0 disagreements" in said
    assert int(said.split()[0]) > 5


def test_a_run_that_was_stopped_goes_on_to_the_same_lines(
    agree: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agree, "CASES_A_LAW", 5)
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    common = ("--seed", "5", "--engine", "compiled", "--log")
    agree.main(["--cases", "15", *common, str(whole)])
    agree.main(["--cases", "5", *common, str(broken)])
    with broken.open("a", encoding="utf-8") as file:
        file.write('{"seed": 5, "law": 1, "agr')
    agree.main(["--cases", "15", *common, str(broken)])
    assert lines(broken) == lines(whole)
    assert len(lines(whole)) > 2


def test_a_wrong_engine_is_caught_and_the_case_made_small(
    agree: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CompiledEvaluation, "begun", lambda _: {})
    monkeypatch.setattr(agree, "CASES_A_LAW", 5)
    assert agree.main(["--cases", "2", "--seed", "13", "--engine", "compiled"]) == 1
    told = capsys.readouterr().out
    law, _, case = told[told.index("# law.yaml\n") + 11 :].partition("# tests/law.yaml\n")
    rules = json.loads(law)["rules"]
    (test,) = json.JSONDecoder().raw_decode(case)[0]["cases"]
    assert len(rules) == 1
    assert len(test["incident"]["events"]) <= 2
    assert not test["incident"].get("facts")
    assert "expect" in test


def test_a_case_is_made_small_under_the_rules_that_still_stand(agree: ModuleType, tmp_path: Path) -> None:
    """What was left out of the rules on trial, and was needed, is back before anything is left out of the case."""
    file, needed = tmp_path / "law.yaml", {"id": "needed", "if": {}}
    rules = {"rules": [needed, {"id": "idle"}]}
    law = agree.Law("fuzz/law", rules, agree.put_down(rules, tmp_path))
    events = [{"event": name, "at": "2026-11-20"} for name in ("idle", "needed", "idle", "idle")]

    def holds(_law: object, case: dict[str, list[object]]) -> bool:
        return needed in json.loads(file.read_text(encoding="utf-8"))["rules"] and events[1] in case["events"]

    smallest, case = agree.shrunk(law, {"events": events}, holds)
    assert case == {"events": [events[1]]}
    assert smallest.rules == {"rules": [needed]} == json.loads(file.read_text(encoding="utf-8"))
