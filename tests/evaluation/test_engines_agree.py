"""The compiled engine finds what the reference finds: in every shipped rule test, and in laws and cases by chance."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import protocolkit
from engines import TRUTH, a_case, a_law, as_rule_test, disagreements, refused_or_found, shipped, truth_of, words_differ
from protocolkit import Findings, InputError, agenda, load_incident
from protocolkit.evaluation.compiled.crew import Cast
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


@pytest.mark.parametrize("id", ["kz/national", "ua/pdyut"])
def test_they_agree_on_the_year_of_an_organisation(id: str) -> None:
    protocol = protocolkit.load(id)
    for first in (date(2026, 9, 1), date(2027, 1, 11)):
        ours, truth = (agenda(protocol, first, first + timedelta(days=60), engine=one) for one in (DEFAULT, TRUTH))
        assert msgspec.json.encode(ours) == msgspec.json.encode(truth)


def test_threads_that_fill_the_same_tables_find_what_the_reference_finds() -> None:
    cases = [(protocol, incident) for _name, protocol, incident in shipped("rules/kz/tests/interagency.yaml")]
    own = {id(protocol): copy(protocol) for protocol, _incident in cases}  # whose tables nobody has filled
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(6) as pool:
            ours = list(pool.map(lambda one: refused_or_found(own[id(one[0])], one[1], None, DEFAULT), cases * 2))
    finally:
        sys.setswitchinterval(before)
    for (protocol, incident), found in zip(cases * 2, ours, strict=True):
        truth = truth_of(protocol, incident).found
        assert isinstance(found, Findings) == isinstance(truth, Findings)
        if isinstance(found, Findings) and isinstance(truth, Findings):
            assert found.content == truth.content


WRONG = {
    "rules that have begun are passed over": ("evaluation.CompiledEvaluation.begun", lambda _self: {}),
    "what closes a duty otherwise is not looked at": ("rounds._closed_alike", lambda *_given: True),
    "whatever is said of a fact is the same": ("conditions.CompiledMatcher.state", lambda _self, one, _of: (id(one),)),
    "what the log did is not looked at": ("duties.Duties.is_calm", lambda _self, _plain: True),
    "whatever decides a rule, it comes to the same": ("conditions.CompiledMatcher.lasting", lambda _self, _one: ()),
    "the log changes no duty": ("duties.Duties.is_left_alone", lambda _self, *_given: True),
    "every case has the same accused": ("crew.Crew.cast", lambda self, _knowledge: self.__dict__.setdefault("x", Cast())),
    "all moments are one": ("tables.LogMoments.number", lambda _self, _moment: 1),
    "all due times are one": ("dues.Dues.number", lambda _self, _due, _time: 1),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_table_that_is_wrong_is_told_from_the_reference(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    name, broken = WRONG[wrong]
    monkeypatch.setattr(f"protocolkit.evaluation.compiled.{name}", broken)
    texts = ("ua", "kz/tests/interagency.yaml", "kz/tests/staff-algorithm-chapter-response.yaml")
    cases = [one for text in texts for one in shipped(f"rules/{text}")]
    own = {id(protocol): copy(protocol) for _name, protocol, _incident in cases}  # whose tables nobody has filled
    assert any(True for _name, protocol, incident in cases for _one in disagreements(own[id(protocol)], incident))


def test_few_rules_are_asked_as_the_reference_asks_them() -> None:
    """What the tables do not speak of: what waits for an answer before it can be read, and duties of whoever acts."""
    left = {}
    for id in ("kz/interagency", "kz/national", "kz/in-force", "ua/pdyut", "ua/vocational"):
        protocol = protocolkit.load(id)
        plain = tables_of(protocol).plain.rules
        left[id] = [rule for rule in protocol.rules if rule.id not in plain]
        assert all(rule.acting or any(patch.ask for patch in rule.readings) for rule in left[id])
    counted = {"kz/interagency": 0, "kz/national": 3, "kz/in-force": 14, "ua/pdyut": 0, "ua/vocational": 0}
    assert {id: len(rules) for id, rules in left.items()} == counted


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
