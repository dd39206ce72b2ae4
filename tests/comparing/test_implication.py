"""Which condition holds whenever another does: laws over random conditions, against the three truths of the engine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from protocolkit.api import catalogue_of
from protocolkit.comparing.implication import implied, satisfying, truth
from protocolkit.model.conditions import ALWAYS, All, Any, Between, Condition, Happened, HasAll, Is, Known, Not
from protocolkit.model.moments import Occurs

NAMES = catalogue_of(()).vocabulary
TESTS: st.SearchStrategy[Condition] = st.sampled_from(
    [
        Is("victim.is_minor", (True,)), Is("incident.crime_signs", (True,)), Is("incident.crime_signs", (False,)),
        Between("offender.age", 14, 16), Between("offender.age", None, 14), Between("offender.age", 16, None),
        Is("incident.forms", ("bullying",)), HasAll("incident.forms", ("bullying", "cyberbullying")),
        Is("offender.role", ("pupil",)), Is("offender.age", (14,)), Known("offender.age"),
    ]
)  # fmt: skip
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: All(tuple(of))),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: Any(tuple(of))),
        inner.map(Not),
    ),
    max_leaves=4,
)


@given(CONDITIONS, CONDITIONS)
def test_each_example_makes_one_condition_true_and_the_other_false(one: Condition, other: Condition) -> None:
    found = implied(one, other, NAMES)
    if found.only_one is not None:
        assert (truth(one, found.only_one), truth(other, found.only_one)) == (True, False)
    if found.only_other is not None:
        assert (truth(one, found.only_other), truth(other, found.only_other)) == (False, True)


@given(CONDITIONS, CONDITIONS)
def test_a_condition_never_holds_less_often_than_with_another_beside_it(one: Condition, other: Condition) -> None:
    assert implied(All((one, other)), one, NAMES).only_one is None
    assert implied(one, Any((one, other)), NAMES).only_one is None


@given(CONDITIONS)
def test_a_condition_and_its_opposite_never_hold_together(one: Condition) -> None:
    found = implied(one, Not(one), NAMES)
    assert all(truth(one, given) is not truth(Not(one), given) for given in (found.only_one, found.only_other) if given)


@given(CONDITIONS)
def test_what_satisfies_a_condition_satisfies_it(one: Condition) -> None:
    for given_, _n in zip(satisfying(one, NAMES), range(5), strict=False):
        assert truth(one, given_) is True


def test_ages_that_meet_are_told_apart_at_the_first_that_differs() -> None:
    found = implied(Between("offender.age", 14, 16), Between("offender.age", 14, 18), NAMES)
    assert (found.only_one, found.only_other) == (None, {"offender.age": 16})


def test_what_waits_for_an_event_applies_less_often_than_what_does_not() -> None:
    waits = Happened(Occurs("fact_confirmed"))
    for one, other in ((ALWAYS, waits), (Is("victim.is_minor", (True,)), All((Is("victim.is_minor", (True,)), waits)))):
        found = implied(one, other, NAMES)
        assert found.only_one is not None
        assert found.only_other is None


def test_a_number_that_is_named_or_only_known_is_told_from_the_others() -> None:
    age = "offender.age"
    assert implied(Between(age, 14, None), Is(age, (14,)), NAMES).only_one == {age: 15}
    assert implied(Not(Is(age, (16,))), Is(age, (17,)), NAMES).only_one == {age: 15}
    assert implied(Known(age), Not(Known(age)), NAMES).only_one == {age: 0}


def test_every_value_of_a_set_counts_and_more_than_can_be_tried_are_not_decided() -> None:
    forms = NAMES.facts["incident.forms"].of
    assert implied(Is("incident.forms", forms[:8]), Is("incident.forms", forms[:7]), NAMES).only_one == {
        "incident.forms": frozenset({forms[7]})
    }
    many = tuple(f"value-{n}" for n in range(11))
    assert not implied(Is("incident.forms", many), Is("incident.forms", many[:10]), NAMES).decided
