"""What pages and exports say: in every language, in the one asked for, and marked where nobody has translated it."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Any

import pytest

from protocolkit import Plan, load_incident
from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.exports.ics import ics
from protocolkit.exports.plan_csv import plan_csv
from protocolkit.languages import LANGUAGES, N_, _, language, ngettext, pgettext, speaking
from protocolkit.languages.extracting import messages
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.plans.present import evaluate
from protocolkit.resources import examples_dir
from protocolkit.showing.day_words import KINDS, letter
from protocolkit.showing.sheet import Span
from protocolkit.showing.wording import Wording
from shown import plan_html, trace_html, year_html, year_text

NUMBERS = (1, 2, 5, 21, 112)  # the plural forms of all four languages
OTHERS = LANGUAGES[1:]


@cache
def own() -> tuple[tuple[str, str | tuple[str, str]], ...]:
    """The messages of pages and exports: context and text, or the two forms of a plural."""
    found = (one for domain in messages().values() for one in domain.items())
    return tuple(key for key, places in found if any(place.startswith(("showing/", "exports/")) for place in places))


def spoken(context: str, text: str | tuple[str, str]) -> list[str]:
    """All forms in the language being spoken."""
    if isinstance(text, tuple):
        return [ngettext(*text, n) for n in NUMBERS]
    return [pgettext(context, text) if context else _(text)]


def places(text: str) -> set[str | None]:
    return {name for _before, name, _format, _conversion in Formatter().parse(text) if name is not None}


def test_pages_and_exports_have_many_messages() -> None:
    assert len(own()) > 200
    assert ("", "Who must do what") in own()
    assert ("urgency", "overdue") in own()
    assert ("", ("{n} more fact", "{n} more facts")) in own()


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_said_in_letters_of_the_language_with_the_same_places(language: str) -> None:
    wrong = []
    for context, text in own():
        with speaking(language):
            said = spoken(context, text)
        wanted = places(text if isinstance(text, str) else text[1])
        # Some languages say with a sign what English says with a word: `{fact} = {values}`.
        letters = [re.sub(r"\{\w*\}|[\W\d_]", "", one) for one in said]
        foreign = [one for one, own in zip(said, letters, strict=True) if own and not re.search("[\u0400-\u04ff]", own)]
        wrong += [(text, one) for one in said if one in foreign or places(one) != wanted]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 more source", "2 more sources", "5 more sources", "21 more sources"]),
        ("ru", ["ещё 1 источник", "ещё 2 источника", "ещё 5 источников", "ещё 21 источник"]),
        ("kk", ["тағы 1 дереккөз", "тағы 2 дереккөз", "тағы 5 дереккөз", "тағы 21 дереккөз"]),
        ("uk", ["ще 1 джерело", "ще 2 джерела", "ще 5 джерел", "ще 21 джерело"]),
    ],
)
def test_what_is_counted_has_the_form_of_its_number(language: str, said: list[str]) -> None:
    with speaking(language):
        assert [ngettext("{n} more source", "{n} more sources", n).format(n=n) for n in NUMBERS[:4]] == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_kinds_of_day_differ_within_a_language(language: str) -> None:
    with speaking(language):
        letters = [letter(kind) for kind in KINDS]
    assert letters[0] == ""
    assert len(set(letters)) == len(letters)
    assert {len(one) for one in letters[1:]} == {1}


@cache
def example() -> tuple[Plan, Vocabulary]:
    found, incident = load_incident(examples_dir() / "kz-interagency.yaml")
    return evaluate(found, incident), found.vocabulary


def everything(language: str) -> list[Any]:
    plan, vocabulary = example()
    calendar = load_calendar("kz", Problems())
    assert calendar is not None
    return [
        plan_html(plan, vocabulary, language), plan_csv(plan, vocabulary, language=language),
        ics(plan, vocabulary, language=language), year_html(calendar, 2026, language),
        year_text(calendar, 2026, language), trace_html({"rules": [], "points": []}, language),
    ]  # fmt: skip


@pytest.mark.parametrize("around", ["en", "kk"])
def test_the_language_asked_for_is_spoken_whatever_is_spoken_around(around: str) -> None:
    plain = everything("uk")
    with speaking(around):
        assert everything("uk") == plain
        assert language() == around
    assert len({str(made) for made in plain} & {str(made) for made in everything("en")}) == 0


def test_a_language_nobody_translated_falls_back_on_english() -> None:
    plan, vocabulary = example()
    assert "Who must do what" in plan_html(plan, vocabulary, "de")


def speaker(language: str) -> Wording:
    return Wording(Vocabulary(), "UTC", language)


@pytest.mark.parametrize("language", OTHERS)
def test_english_that_nobody_translated_is_marked_for_those_who_listen(language: str) -> None:
    with speaking(language):
        assert speaker(language).said("as agreed by phone") == Span("as agreed by phone", language="en")


@pytest.mark.parametrize("text", ["п. 5", "2 дня после `done`", "3", "2026-11-20", "x/y: сроки расходятся", ""])
def test_what_is_in_the_reader_s_letters_or_in_none_is_not_marked(text: str) -> None:
    with speaking("ru"):
        assert speaker("ru").said(text) == Span(text)


def test_what_the_catalogue_knows_is_said_in_the_language() -> None:
    text = N_("nobody is named")
    with speaking("uk"):
        assert speaker("uk").said(text) == Span("нікого не названо")
    assert speaker("en").said(text) == Span(text)
