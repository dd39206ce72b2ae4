"""The words of the pages: complete in four languages, all of them used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import protocolkit.pages
from protocolkit.pages.words import spell, words
from protocolkit.plans.wording import LANGUAGES

FOLDER = Path(protocolkit.pages.__file__).parent
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.py")))
EMPTY = {"letter_working"}  # an ordinary day carries no letter


@pytest.mark.parametrize("key", sorted(words()))
def test_every_word_is_there_in_every_language_with_the_same_places(key: str) -> None:
    said = words()[key]
    assert len(said) == len(LANGUAGES)
    assert key in EMPTY or all(text.strip() for text in said)
    places = [sorted({name for _, name, _, _ in Formatter().parse(text) if name}) for text in said]
    assert all(one == places[0] for one in places), said


@pytest.mark.parametrize("key", sorted(words()))
def test_every_word_is_used(key: str) -> None:
    made = re.findall(r"f[\"']([a-z]+_)\{", SOURCE)
    assert f'"{key}"' in SOURCE or any(key.startswith(start) for start in made) or key.endswith("_of")


def test_every_word_asked_for_is_there() -> None:
    asked = set(re.findall(r'(?:\bt|\bspell)\(\s*"([a-z_]+)"', SOURCE))
    assert len(asked) > 100
    assert asked <= set(words())


def test_letters_of_kinds_of_day_differ_within_a_language() -> None:
    kinds = [key for key in words() if key.startswith("letter_") and key not in EMPTY]
    for language in LANGUAGES:
        letters = [spell(key, language) for key in kinds]
        assert len(set(letters)) == len(letters), language


def test_a_language_nobody_translated_falls_back_on_english() -> None:
    assert spell("late_by", "de", span="2 h") == "late by 2 h"
