"""Three-valued conditions as pairs of two-valued formulas: what neither certainly is, is unknown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from logic import ATOMS, conditions, kleene
from protocolkit.evaluation.durable.formulas import (
    FALSE,
    MOST_BRANCHES,
    TRUE,
    Formula,
    Settled,
    asking,
    branches,
    pattern,
)
from protocolkit.evaluation.kleene import Truth
from protocolkit.model.conditions import All, Any, Condition, Known, Not


def certain(formula: Formula, inputs: list[Truth]) -> bool:
    """Whether a formula holds of inputs, in two values."""
    if isinstance(formula, Settled):
        return inputs[formula.input] is bool(formula.value)
    holds = [certain(one, inputs) for one in formula.of]
    return all(holds) if formula.how == "$and" else any(holds)


def asked(condition: Condition, truths: dict[Condition, Truth]) -> Truth:
    """A condition as it is asked, its inputs first."""
    how = asking(condition)
    inputs = [truths[one] if one in truths else asked(one, truths) for one in how.inputs]
    true, false = certain(how.if_true, inputs), certain(how.if_false, inputs)
    assert not (true and false)
    return True if true else False if false else None


@given(conditions(), st.lists(st.sampled_from((True, False, None)), min_size=len(ATOMS), max_size=len(ATOMS)))
def test_a_pair_of_formulas_says_what_three_valued_logic_says(condition: Condition, truths: list[Truth]) -> None:
    known = dict(zip(ATOMS, truths, strict=True))
    assert asked(condition, known) == kleene(condition, known)


@given(conditions())
def test_no_formula_has_more_alternatives_than_one_fact_may_match(condition: Condition) -> None:
    waiting = [condition]
    while waiting:
        how = asking(waiting.pop())
        assert branches(how.if_true) <= MOST_BRANCHES
        assert branches(how.if_false) <= MOST_BRANCHES
        waiting += [one for one in how.inputs if isinstance(one, All | Any | Not)]


def test_what_has_too_many_alternatives_is_asked_by_its_parts() -> None:
    several = [Any((Known(f"a{n}"), Known(f"b{n}"), Known(f"c{n}"))) for n in range(4)]
    assert asking(All((*several[:2],))).inputs[0] == Known("a0")
    assert asking(All((*several,))).inputs == (*several,)
    long = All(tuple(Known(f"x{n}") for n in range(100)))
    assert [len(one.of) for one in asking(long).inputs if isinstance(one, All)] == [50, 50]
    assert asking(Not(long)).inputs == asking(long).inputs


def test_what_is_always_so_has_no_inputs() -> None:
    assert (asking(All(())).if_true, asking(All(())).if_false) == (TRUE, FALSE)
    assert asking(Any((All(()), Known("a")))).if_true == TRUE
    assert asking(All((Any(()), Known("a")))).if_true == FALSE


def test_a_pattern_is_about_numbers_only() -> None:
    how = asking(All((Known("a"), Not(Known("b")))))
    assert pattern(how.if_true) == {"$and": [{"a0": 1}, {"a1": 0}]}
    assert pattern(how.if_false) == {"$or": [{"a0": 0}, {"a1": 1}]}
