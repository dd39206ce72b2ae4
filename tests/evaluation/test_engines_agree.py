"""The compiled engine finds what the reference finds: in every shipped rule test, and in laws and cases by chance."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import protocolkit
from engines import a_case, a_law, as_rule_test, disagreements, shipped, words_differ
from protocolkit import InputError, load_incident
from protocolkit.evaluation.compiled.tables import tables_of
from protocolkit.evaluation.engines import DEFAULT
from protocolkit.evaluation.rules import Evaluation


def test_every_engine_has_a_name_and_no_other_is_taken() -> None:
    case = {"incident": "a/1", "protocol": "ua/pdyut", "as_of": "2026-11-19T18:40:00+02:00", "events": []}
    assert (
        protocolkit.plan(case, engine="reference") == protocolkit.plan(case) == protocolkit.plan(case, engine=DEFAULT)
    )
    with pytest.raises(ValueError, match="no engine 'fast': there are compiled, reference, durable"):
        protocolkit.plan(case, engine="fast")  # type: ignore[arg-type]


def test_they_agree_on_the_ukrainian_rule_tests_in_four_languages() -> None:
    several = list(shipped("rules/ua"))
    assert len(several) > 40
    for name, protocol, incident in several:
        assert [name, *disagreements(protocol, incident)] == [name]
    for name, protocol, incident in several[::6]:
        assert [name, *words_differ(protocol, incident)] == [name]


@pytest.mark.slow
def test_they_agree_on_every_rule_test() -> None:
    for name, protocol, incident in shipped("rules"):
        assert [name, *disagreements(protocol, incident), *words_differ(protocol, incident)] == [name]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(law=st.integers(0, 10**6), case=st.integers(0, 10**6))
def test_they_agree_on_laws_and_cases_by_chance(tmp_path: Path, law: int, case: int) -> None:
    folder = a_law(law, tmp_path / str(law))
    try:
        protocol = protocolkit.load("fuzz/law", rules=folder)
        given = a_case(protocol, random.Random(case))
        loaded, incident = load_incident(given, rules=folder)
    except InputError:
        return
    differs = list(disagreements(loaded, incident))
    assert not differs, f"{differs}\n{(folder / 'law.yaml').read_text()}\n{as_rule_test(given, folder)}"


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(("kz/interagency", "ua/pdyut", "kz/in-force")), st.integers(0, 10**6))
def test_they_agree_on_cases_by_chance_under_shipped_texts(id: str, seed: int) -> None:
    case = a_case(protocolkit.load(id), random.Random(seed))
    try:
        protocol, incident = load_incident(case)
    except InputError:
        return
    assert not list(disagreements(protocol, incident)), as_rule_test(case)


def test_an_engine_that_is_wrong_is_told_from_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    _name, protocol, incident = next(shipped("rules/ua"))
    monkeypatch.setattr("protocolkit.evaluation.compiled.evaluation.CompiledEvaluation.begun", lambda _self: {})
    assert list(disagreements(protocol, incident))


def test_a_report_alone_sends_the_compiled_engine_to_few_of_the_rules() -> None:
    """All that is left out would wait: what begins otherwise than by an event is among the rules that are tried."""
    protocol = protocolkit.load("kz/national")
    tables = tables_of(protocol)
    tried = {rule.id for rule in tables.begun({"report_received"})}
    left = [one for one in tables.shown if one.by_event is None and one.rule.id not in tried]
    assert len(left) > 40
    assert all(one.waits_for is not None and "report_received" not in one.waits_for for one in left)


def test_the_reference_is_not_what_the_compiled_engine_is() -> None:
    assert protocolkit.find.__kwdefaults__["engine"] == "compiled"
    found = protocolkit.find(*load_incident({"incident": "a/1", "protocol": "ua/pdyut", "events": [],
                                             "as_of": "2026-11-19T18:40:00+02:00"}), engine="reference")  # fmt: skip
    assert type(found.evaluation) is Evaluation
