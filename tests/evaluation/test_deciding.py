"""The facts that are asked are those on which the answer turns: as exact as trying everything, and far quicker."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import protocolkit
from procedures import MakePlan
from protocolkit.diagnostics import Place
from protocolkit.evaluation import deciding, match
from protocolkit.evaluation.deciding import Deciding
from protocolkit.evaluation.facts import Binding, Key, Knowledge
from protocolkit.evaluation.kleene import Truth, both, either
from protocolkit.evaluation.match import Matcher, holds
from protocolkit.evaluation.persons import bindings, variables
from protocolkit.model.conditions import All, Between, Compared, Condition, Happened, HasAll, Is, Known, Not, atoms
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import Holds, OfAnybody, Represents, Several, Under, When
from protocolkit.model.incident import Incident, Person, SetValue
from protocolkit.model.incident import Known as Said
from protocolkit.model.moments import Occurs
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Fact, Group, Vocabulary

FORMS = ("bullying", "neglect", "exploitation")
FACTS = [
    Fact("incident.serious"),
    Fact("incident.published"),
    Fact("incident.forms", type="set", of=FORMS),
    Fact("incident.any_minor", derived=True, follows=(OfAnybody("is_minor"),)),
    Fact("party.age", type="integer"),
    Fact("commission.members", type="integer"),
    Fact("commission.votes", type="integer"),
    Fact("party.is_minor", follows=(Under("age", 18),)),
    Fact("victim.hurt"),
    Fact("victim.at_risk"),
    Fact("offender.role", type="one_of", of=("pupil", "staff", "parent")),
    Fact("offender.is_head", follows=(Holds("head"), When("role", {"pupil": False}))),
    Fact("offender.represents_victim", follows=(Represents("victim"), When("role", {"parent": True, "pupil": False}))),
    Fact("offender.is_group", follows=(Several("offender"),)),
]
VOCABULARY = Vocabulary(
    facts={fact.name: fact for fact in FACTS}, groups={"party": Group("party", of=("victim", "offender", "witness"))}
)
CAME, NOT_CAME = Occurs("came"), Occurs("not_came")

FLAGS = (
    "incident.serious", "incident.published", "incident.any_minor", "party.is_minor", "victim.is_minor", "victim.hurt",
    "victim.at_risk", "offender.is_minor", "offender.is_head", "offender.represents_victim", "offender.is_group",
)  # fmt: skip
TESTS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Is, st.sampled_from(FLAGS), st.sampled_from([(True,), (False,), (True, False)])),
    st.builds(Known, st.sampled_from((*FLAGS, "offender.role", "victim.age", "incident.forms"))),
    st.builds(
        Between, st.sampled_from(("victim.age", "party.age")), st.sampled_from((None, 14)), st.sampled_from((16, 18))
    ),
    st.builds(Is, st.just("offender.role"), st.sampled_from([("pupil",), ("staff", "parent")])),
    st.builds(Is, st.just("incident.forms"), st.sampled_from([("bullying",), ("neglect", "bullying")])),
    st.builds(HasAll, st.just("incident.forms"), st.sampled_from([("bullying",), ("neglect", "exploitation")])),
    st.builds(Happened, st.sampled_from((CAME, NOT_CAME))),
    st.builds(Compared, st.just("over_half_of"), st.just("commission.votes"), st.just("commission.members")),
    st.builds(
        Compared, st.just("same_as"), st.just("victim.age"), st.sampled_from(("offender.age", "commission.votes"))
    ),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=7,
)
DEFINITIONS = st.fixed_dictionaries(
    {},
    optional={
        "victim.at_risk": st.lists(
            st.tuples(CONDITIONS, st.sampled_from((None, CAME, NOT_CAME))), min_size=1, max_size=2
        ),
        "incident.serious": st.lists(
            st.tuples(CONDITIONS, st.sampled_from((None, CAME, NOT_CAME))), min_size=1, max_size=2
        ),
    },
)
PERSONS = st.fixed_dictionaries(
    {
        "v1": st.builds(Person, st.just("v1"), st.sampled_from([("victim",), ("victim", "offender")])),
        "o1": st.builds(
            Person, st.just("o1"), st.just(("offender",)),
            holds=st.sampled_from([None, None, (), ("head",)]), represents=st.sampled_from([None, None, (), ("v2",)]),
        ),
    },
    optional={
        "v2": st.builds(Person, st.just("v2"), st.just(("victim",))),
        "o2": st.builds(Person, st.just("o2"), st.just(("offender",))),
    },
)  # fmt: skip
GIVEN = st.dictionaries(
    st.sampled_from([
        ("v1", "age"), ("v2", "age"), ("o1", "age"), ("v1", "is_minor"), ("o1", "is_minor"), ("v1", "hurt"), ("o1", "role"),
        ("o2", "role"), ("o1", "is_head"), (None, "incident.published"), (None, "incident.serious"), (None, "incident.forms"),
    ]),
    st.integers(0, 5),
    max_size=5,
)  # fmt: skip
VALUES: dict[str, tuple[Any, ...]] = {
    "age": (13, 14, 17, 18), "role": ("pupil", "staff", "parent"),
    "incident.forms": (
        SetValue(frozenset({"bullying"})), SetValue(frozenset()), SetValue(frozenset({"neglect"}), complete=False),
    ),
}  # fmt: skip
MOST = 1_500


def definition(fact: str, number: int, condition: Condition, after: Occurs | None) -> Rule:
    return Rule(
        id=f"demo#{fact}-{number}", ruleset="demo", place=Place("demo"), modality="definition", acts=(fact,),
        act_mode="each", cites=(), if_=condition, after=after,
    )  # fmt: skip


class Case:
    """A case made up for the test, answered by trying every choice of persons and every completion."""

    def __init__(self, persons: dict[str, Person], said: dict[Key, int], definitions: dict[str, Any]) -> None:
        facts = []
        for (subject, fact), number in said.items():
            if subject is None or subject in persons:
                values = VALUES.get(fact, (True, False))
                facts.append(Said(subject, fact, values[number % len(values)]))
        incident = Incident(
            "demo/1", "demo", None, "school", tuple(persons.values()), ("victim", "offender"), tuple(facts), (), Place("demo")
        )  # fmt: skip
        made = {f: [definition(f, n, *one) for n, one in enumerate(several)] for f, several in definitions.items()}
        self.knowledge = Knowledge(incident, VOCABULARY, datetime.now(UTC), made)
        self.definitions = made

    @staticmethod
    def happened(condition: Happened, _binding: Binding) -> Truth:
        return True if condition.moment == CAME else None

    def exhaustive(self, condition: Condition, binding: Binding) -> Truth:
        knowledge = self.knowledge
        choices = bindings(variables(condition, VOCABULARY), binding, knowledge.incident, VOCABULARY)
        return either([holds(condition, one, knowledge, self.happened) for one in choices])

    def define(self, rule: Rule, binding: Binding) -> Truth:
        own = VOCABULARY.variable(rule.acts[0])
        truth = self.exhaustive(rule.if_, {own: binding[own]} if own and own in binding else {})
        if rule.after is None:
            return truth
        return both([truth, True if rule.after == CAME else None]) if truth is not False else None

    def tests(self, condition: Condition) -> list[Any]:
        conditions = match.definitions_in([condition], self.definitions)
        return [a for c in conditions for a in atoms(c) if not isinstance(a, Happened)]

    def oracle(self, condition: Condition, binding: Binding) -> tuple[Key, ...] | None:
        """The facts on which the answer turns in some completion; none of this if there are too many to try."""
        knowledge = self.knowledge
        knowledge.defined_by = self.define
        knowledge.asked = {}
        self.exhaustive(condition, binding)
        unknown, knowledge.asked = knowledge.asked, None
        unknown = {key: fact for key, fact in unknown.items() if key[1] != "is_minor" or (key[0], "age") not in unknown}
        values = {key: self.values(key, fact, condition) for key, fact in unknown.items()}
        size = 1
        for options in values.values():
            size *= len(options)
        if size > MOST:
            return None
        answers, before = {}, knowledge.given
        for chosen in product(*(range(len(options)) for options in values.values())):
            supposed = {key: values[key][place] for key, place in zip(values, chosen, strict=True)}
            knowledge.given = before | supposed
            answers[chosen] = self.exhaustive(condition, binding)
        knowledge.given = before
        return tuple(key for place, key in enumerate(values) if turns(answers, place, len(values[key])))

    def values(self, key: Key, fact: str, condition: Condition) -> list[Any]:
        found = deciding.candidates(fact, self.knowledge, self.tests(condition))
        if VOCABULARY.facts.get(fact, Fact("")).type != "set":
            return found
        # What a set is said to include it has in every completion.
        sure = said.values if (said := self.knowledge.given.get(key)) else frozenset()
        kept = product(*((True,) if value in sure else (False, True) for value in found))
        return [SetValue(frozenset(v for v, keep in zip(found, one, strict=True) if keep)) for one in kept]


def turns(answers: dict[tuple[int, ...], Truth], place: int, options: int) -> bool:
    """Whether changing one fact alone changes the answer anywhere."""
    return any(
        answers[(*chosen[:place], option, *chosen[place + 1 :])] is not answer
        for chosen, answer in answers.items()
        for option in range(options)
    )


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(CONDITIONS, PERSONS, GIVEN, DEFINITIONS, st.sampled_from(["", "v1", "o1", "v1 o1"]))
def test_what_is_asked_is_what_trying_everything_would_ask(
    condition: Condition, persons: dict[str, Person], said: dict[Key, int], definitions: dict[str, Any], chosen: str
) -> None:
    case = Case(persons, said, definitions)
    binding = {{"v": "victim", "o": "offender"}[id[0]]: id for id in chosen.split()}
    expected = case.oracle(condition, binding)
    assume(expected is not None)
    truth = case.exhaustive(condition, binding)
    matcher = Matcher(case.knowledge, case.happened, lambda rule, _binding: rule.after == CAME)
    asking = Deciding(matcher)
    assert asking.deciding(condition, binding) == expected
    assert matcher.holds(condition, binding) is truth
    # Asked again, and after something else was supposed for a while, the answers are the same.
    given_, case.knowledge.given = case.knowledge.given, {}
    asking.deciding(condition, binding)
    case.knowledge.given = given_
    assert asking.deciding(condition, binding) == expected
    assert matcher.holds(condition, binding) is truth


def first_report(protocol: str, victims: int, offenders: int) -> dict[str, Any]:
    country = protocol[:2]
    at = {"kz": "2026-11-20T14:30:00+05:00", "ua": "2026-11-19T18:40:00+02:00"}[country]
    return {
        "incident": "growth/1", "protocol": protocol, "as_of": at,
        "parties": {
            "victim": [{"id": f"v{n}"} for n in range(victims)], "offender": [{"id": f"o{n}"} for n in range(offenders)],
        },
        "events": [{"event": "report_received" if country == "kz" else "application_submitted", "at": at}],
    }  # fmt: skip


def work(monkeypatch: pytest.MonkeyPatch, protocol: str, victims: int) -> tuple[int, int]:
    """The most steps that any one question took, and all steps of a first report together."""
    taken: list[int] = []

    class Counted(deciding.Diagrams):
        def __init__(self, most_steps: int) -> None:
            super().__init__(most_steps)
            taken.append(0)

        def _step(self) -> None:
            super()._step()
            taken[-1] += 1

    monkeypatch.setattr(deciding, "Diagrams", Counted)
    protocolkit.evaluate(*protocolkit.load_incident(first_report(protocol, victims, 2)))
    return max(taken), sum(taken)


@pytest.mark.parametrize(
    "protocol", ["kz/national", "kz/interagency", "kz/methodology", "kz/staff-algorithm", "ua/pdyut", "ua/vocational"]
)
def test_a_first_report_on_many_children_is_asked_about_in_steps_that_grow_with_their_number(
    monkeypatch: pytest.MonkeyPatch, protocol: str
) -> None:
    (hardest, ten), (harder, twenty) = (work(monkeypatch, protocol, n) for n in (10, 20))
    assert harder < deciding.MOST_STEPS / 100
    assert harder <= 2.6 * hardest
    assert twenty <= 2.6 * ten


def test_beyond_the_most_steps_every_unknown_fact_mentioned_is_asked(
    monkeypatch: pytest.MonkeyPatch, plan: MakePlan
) -> None:
    # Published or not, it is the crime that decides.
    rule = """
    - {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour,
       if: {any: [{all: [{incident.crime_signs: true}, {incident.published: true}]}, {all: [{incident.crime_signs: true}, {not: {incident.published: true}}]}]}}
    """
    assert plan(rule, facts={}).undetermined[0].facts == ("incident.crime_signs",)
    monkeypatch.setattr(deciding, "MOST_STEPS", 0)
    assert plan(rule, facts={}).undetermined[0].facts == ("incident.crime_signs", "incident.published")


def test_more_forms_than_could_be_combined_are_all_told_apart(plan: MakePlan) -> None:
    forms = (
        "physical_violence",
        "psychological_violence",
        "neglect",
        "exploitation",
        "bullying",
        "cyberbullying",
        "economic_violence",
    )
    parts = ", ".join(f"{{incident.forms: [{form}]}}" for form in forms[:6])
    rule = f"""
    - {{id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour,
       if: {{all: [{{not: {{any: [{parts}]}}}}, {{incident.forms: [{forms[6]}]}}, {{incident.crime_signs: true}}]}}}}
    """
    assert plan(rule, facts={}).undetermined[0].facts == ("incident.forms", "incident.crime_signs")


def test_what_a_set_is_said_to_include_is_not_asked_again(plan: MakePlan) -> None:
    rule = """
    - {id: tell, by: education_org_head, must: notify, to: police, after: report_received, due: 1 hour,
       if: {all: [{any: [{incident.forms: bullying}, {incident.forms: neglect}]}, {incident.crime_signs: true}]}}
    """
    assert plan(rule, facts={}).undetermined[0].facts == ("incident.forms", "incident.crime_signs")
    included = {"incident.forms": {"includes": ["bullying"]}}
    assert plan(rule, facts=included).undetermined[0].facts == ("incident.crime_signs",)
