"""Words of a text that the reader may not know are shown with a working translation, and called one."""

from pathlib import Path

import pytest
import yaml

import protocolkit
from command_line import CommandLine, cli
from protocolkit.languages import LANGUAGES, speaking, working_translation
from protocolkit.languages.written import quotes
from protocolkit.resources import examples_dir

__all__ = ["cli"]

RULESET = {
    "ruleset": "made-up/text",
    "text": [
        {"id": "ru", "language": "ru"},
        {"id": "kk", "language": "kk", "version_of": "ru"},
        {"id": "other", "language": "uk"},
    ],
}
CASE = examples_dir() / "kz-school.yaml"


def asked(tmp_path: Path, *cites: dict[str, str]) -> set[tuple[str, str]]:
    file = tmp_path / "ruleset.yaml"
    file.write_text(yaml.safe_dump(RULESET | {"rules": [{"id": "a", "cites": list(cites)}]}), "utf-8")
    return set(quotes(file))


def cite(words: str, text: str, point: str = "1") -> dict[str, str]:
    return {"point": point, "words": words, "text": text}


def test_a_quote_is_translated_for_those_of_the_other_languages(tmp_path: Path) -> None:
    assert asked(tmp_path, cite("а", "other")) == {("en", "а"), ("ru", "а"), ("kk", "а")}


def test_a_point_that_is_cited_in_a_language_is_not_translated_into_it(tmp_path: Path) -> None:
    """Everybody else reads the words cited first."""
    assert asked(tmp_path, cite("а", "ru"), cite("ә", "kk")) == {("en", "а"), ("uk", "а")}
    assert asked(tmp_path, cite("ә", "kk"), cite("а", "ru")) == {("en", "ә"), ("uk", "ә")}


def test_another_point_and_another_act_are_translated_for_themselves(tmp_path: Path) -> None:
    assert ("kk", "а") in asked(tmp_path, cite("а", "ru"), cite("ә", "kk", point="2"))
    assert {("ru", "і"), ("uk", "а")} <= asked(tmp_path, cite("а", "ru"), cite("і", "other"))


def test_every_quote_of_a_point_is_translated(tmp_path: Path) -> None:
    assert {("en", "а"), ("en", "б")} <= asked(tmp_path, cite("а", "ru"), cite("ә", "kk"), cite("б", "ru"))


def test_words_that_nobody_translated_have_no_translation() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert working_translation("слова, которых нет ни в одном тексте") == ""
            assert working_translation("") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_translates_every_quote_of_another_language_and_none_of_its_own(language: str) -> None:
    card = protocolkit.plan(CASE, language=language).view("card")
    every = [quote for task in (*card.mine, *card.others) if task.why for quote in task.why.quotes]
    assert every
    assert [quote.words for quote in every if bool(quote.translation) == (quote.language == language)] == []
    assert not {quote.words for quote in every} & {quote.translation for quote in every}


@pytest.mark.parametrize("format", ["text", "html", "md", "card", "ics"])
@pytest.mark.parametrize(
    ("language", "called"),
    [("en", "working translation"), ("ru", "рабочий перевод"), ("kk", "жұмыс аудармасы"), ("uk", "робочий переклад")],
)
def test_pages_call_it_a_working_translation(cli: CommandLine, language: str, called: str, format: str) -> None:
    foreign = examples_dir() / ("kz-interagency.yaml" if language in ("en", "uk") else "ua-pdyut.yaml")
    assert called in cli("plan", foreign, "--format", format, "--lang", language).out
    own = examples_dir() / ("ua-pdyut.yaml" if language == "uk" else "kz-interagency.yaml")
    assert (called in cli("plan", own, "--format", format, "--lang", language).out) == (language in ("en", "kk"))


def test_an_audit_translates_the_words_of_what_was_missed(cli: CommandLine) -> None:
    log, mapping = (examples_dir() / "exports" / name for name in ("journal.csv", "journal-mapping.yaml"))
    audit = ("audit", log, "--map", mapping, "--as-of", "2026-12-01T09:00:00+05:00", "--format", "html")
    assert "working translation" in cli(*audit, "--lang", "en").out
    assert "рабочий перевод" not in cli(*audit, "--lang", "ru").out
