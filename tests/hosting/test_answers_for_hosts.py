"""What a host asks beside a plan: every answer plain, typed by a schema, and frozen to the last label."""

from __future__ import annotations

import pickle
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

import protocolkit
from protocolkit.plans.questioning import in_order

AT = "2026-11-20T14:30:00+05:00"
CASE: dict[str, Any] = {
    "incident": "demo/1", "protocol": "kz/interagency", "events": [{"event": "report_received", "at": AT}], "as_of": AT,
}  # fmt: skip


def plain(answer: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(answer))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("questions", lambda: protocolkit.questions(CASE)),
        ("explanation", lambda: protocolkit.explain(CASE, "notify-authorities")),
        ("due", lambda: protocolkit.due("1 hour", AT, calendar="kz")),
        ("due", lambda: protocolkit.due("none", AT, calendar="kz")),
        ("facts", lambda: protocolkit.facts("kz/national")),
        ("plan", lambda: protocolkit.plan(CASE)),
    ],
)
def test_every_answer_is_what_its_schema_says(name: str, answer: Any) -> None:
    schema = protocolkit.schema(name)
    assert list(Draft202012Validator(schema).iter_errors(plain(answer()))) == []


def test_a_schema_refuses_what_is_not_its_answer() -> None:
    wrong = plain(protocolkit.facts("ua/pdyut"))
    wrong[0]["type"] = "yes or no"
    assert list(Draft202012Validator(protocolkit.schema("facts")).iter_errors(wrong))


def test_the_questions_of_a_case_are_those_of_its_plan() -> None:
    assert protocolkit.questions(CASE, language="kk") == protocolkit.plan(CASE, language="kk").questions()
    first, *_ = protocolkit.questions(CASE, most=1)
    assert first.fact not in {one.fact for one in protocolkit.questions(CASE, without={first.fact})}


@pytest.mark.parametrize("protocol", ["kz/national", "kz/in-force", "ua/in-force", "ua/vocational"])
def test_whatever_a_plan_asks_for_has_a_form(protocol: str) -> None:
    """With one victim and one offender, of whom nothing is known, a plan asks by the names of the forms."""
    plan = protocolkit.plan(
        CASE
        | {
            "protocol": protocol,
            "as_of": AT,
            "events": [{"event": "report_received", "at": "2026-11-20T09:30:00+00:00"}],
        }
    )
    vocabulary = protocolkit.load(protocol).vocabulary
    asked = {fact.name for name, _ in in_order(plan) if (fact := vocabulary.fact(name)) is not None}
    assert asked
    assert asked <= {form.fact for form in protocolkit.facts(protocol)}


def test_a_form_leaves_out_what_no_rule_reads_and_what_nobody_can_say() -> None:
    forms = {form.fact for form in protocolkit.facts("ua/pdyut")}
    vocabulary = protocolkit.load("ua/pdyut").vocabulary
    assert "incident.in_educational_process" in vocabulary.facts
    assert "incident.in_educational_process" not in forms
    assert not [name for name in forms if vocabulary.facts[name].derived]


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
def test_a_form_is_in_the_language_asked_for(language: str) -> None:
    for form in protocolkit.facts("kz/interagency", language=language):
        assert form.ask
        assert form.ask.endswith("?")
        assert all(choice.label for choice in form.values)
    assert set(protocolkit.names("kz/interagency", language=language)) >= {
        "roles",
        "actions",
        "events",
        "facts",
        "rules",
    }


def test_names_of_a_protocol_hold_those_of_its_plans() -> None:
    every = protocolkit.names("kz/interagency", language="ru")
    plan = protocolkit.plan(CASE, language="ru")
    assert plan.names["roles"].items() <= every["roles"].items()
    assert plan.names["rules"].items() <= every["rules"].items()


@pytest.mark.parametrize(
    "answer",
    [
        lambda: protocolkit.plan(CASE).duties[0].label,
        lambda: protocolkit.plan(CASE).names["roles"],
        lambda: protocolkit.plan(CASE).made_with.rulesets,
        lambda: protocolkit.explain(CASE, "notify-authorities").label,
        lambda: protocolkit.names("kz/interagency")["roles"],
    ],
)
def test_no_label_can_be_changed_for_whoever_asks_next(answer: Any) -> None:
    label = answer()
    with pytest.raises(TypeError):
        label["en"] = "X"
    with pytest.raises(TypeError):
        label |= {"en": "X"}
    assert dict(label) == dict(answer())


def test_a_plan_is_a_value_that_may_be_a_key_and_travels() -> None:
    plan = protocolkit.plan(CASE)
    assert hash(plan) == hash(protocolkit.plan(CASE))
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_a_due_that_cannot_be_read_is_refused_with_every_reason() -> None:
    with pytest.raises(protocolkit.InputError) as caught:
        protocolkit.due("3 fortnights", "yesterday", calendar="kz")
    assert len(caught.value.problems) == 2


def test_a_schema_of_another_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(protocolkit.InputError) as caught:
        protocolkit.schema("../pyproject")
    assert [one.code for one in caught.value.problems] == ["unknown-schema"]
