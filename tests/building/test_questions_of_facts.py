"""How the shipped vocabulary asks for facts: in every language, with no place to fill but the party."""

from __future__ import annotations

import re

import pytest

from protocolkit.building.catalogue import Catalogue
from protocolkit.languages import LANGUAGES

FACTS = {name: fact for name, fact in Catalogue().vocabulary.facts.items() if fact.ask}


@pytest.mark.parametrize("name", FACTS)
def test_a_question_stands_in_every_language_and_leaves_open_nothing_but_the_party(name: str) -> None:
    fact = FACTS[name]
    for words in (fact.ask, fact.hint):
        assert set(words) in ({*LANGUAGES}, set())
        assert {place for text in words.values() for place in re.findall(r"\{(.*?)\}", text)} <= {"v"}
    assert all(text.rstrip().endswith("?") for text in fact.ask.values())


@pytest.mark.parametrize("name", ["rehabilitation", "adaptation", "mediator", "accompaniment", "psychologist"])
def test_a_consent_is_given_refused_or_was_never_asked(name: str) -> None:
    fact = FACTS[f"consent.{name}"]
    assert fact.consent
    assert fact.of == ("granted", "refused", "not_asked")


def test_every_fact_that_somebody_may_say_is_asked() -> None:
    every = Catalogue().vocabulary.facts
    assert [name for name, fact in every.items() if not fact.ask and not fact.derived] == []


def test_where_the_natural_question_is_the_reverse_yes_means_no() -> None:
    reversed_ = [name for name, fact in FACTS.items() if not fact.answer_yes_means]
    assert reversed_ == ["victim.needs_safe_placement"]
