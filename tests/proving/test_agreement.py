"""The formulas say of a case what the engine says of it: whether each condition holds, and what each rule comes to."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

pytest.importorskip("z3", reason="needs the extra solver")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocolkit import load
from protocolkit.proving.expressed import unexpressed
from protocolkit.proving.tries import Tries
from protocolkit.proving.worlds import PERSONS, World
from proved import disagreements, drawn

SMALL = ("ua/pdyut", "ua/vocational", "ua/in-force", "kz/interagency")
LARGE = ("kz/in-force", "kz/methodology", "kz/staff-algorithm")


@cache
def tries(protocol: str, number: int) -> Tries:
    made = Tries(World(load(protocol), PERSONS[number]))
    for rule in made.world.protocol.rules:
        made.of(rule)
    return made


def wrong_in(protocol: str, persons: int, random: Random) -> list[object]:
    one = drawn(tries(protocol, persons), random)
    rules = tries(protocol, persons).world.protocol.rules
    return [] if one is None else [
        (one.file, rule.id, *each) for rule in rules for each in disagreements(one, tries(protocol, persons), rule)
    ]  # fmt: skip


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SMALL), st.integers(0, len(PERSONS) - 1), st.randoms(use_true_random=False))
def test_formulas_and_engine_agree_on_random_cases(protocol: str, persons: int, random: Random) -> None:
    """Unknown facts, several persons, any order of events: two bits of a formula are the engine's one answer."""
    assert wrong_in(protocol, persons, random) == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(LARGE), st.integers(0, len(PERSONS) - 1), st.randoms(use_true_random=False))
def test_formulas_and_engine_agree_on_the_large_texts(protocol: str, persons: int, random: Random) -> None:
    assert wrong_in(protocol, persons, random) == []


@pytest.mark.parametrize("protocol", ["kz/staff-algorithm", "kz/order-506", "ua/kupap-173-4"])
def test_every_rule_of_a_text_is_said_or_left_out_with_a_reason(protocol: str) -> None:
    """A construct that the formulas do not know is named; none breaks them off."""
    made = Tries(World(load(protocol), PERSONS[0]))
    for rule in made.world.protocol.rules:
        assert all((one.open == unexpressed(rule)) for one in made.of(rule))


def test_a_wrong_formula_is_seen() -> None:
    """The comparison itself is broken here: with conditions turned round, it must find something."""
    made = Tries(World(load("ua/pdyut"), PERSONS[0]))
    right = made.truths.holds
    made.truths.holds = lambda condition, binding: type(right(condition, binding))(*reversed(right(condition, binding)))  # type: ignore[method-assign]
    rules = made.world.protocol.rules
    for rule in rules:
        made.of(rule)
    found = [
        each
        for n in range(6)
        if (one := drawn(made, Random(n)))
        for rule in rules
        for each in disagreements(one, made, rule)
    ]
    assert found
