"""The catalogues of the languages are complete, up to date and fit to be filled in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from protocolkit.languages import LANGUAGES, _, ngettext, pgettext, speaking
from protocolkit.languages import __main__ as updating
from protocolkit.languages.catalogues import DOMAINS, FOLDER
from protocolkit.languages.extracting import PACKAGE, Messages, messages

TRANSLATED = [(language, domain) for language in LANGUAGES[1:] for domain in DOMAINS]
FOREIGN = {"ru": "іїєґәғқңөұүһ", "uk": "ыэъёәғқңөұүһ", "kk": "їєґ"}


@pytest.fixture(scope="module")
def wanted() -> dict[str, Messages]:
    return messages()


def catalogue(language: str, domain: str) -> Catalog:
    with (FOLDER / language / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def entries(language: str, domain: str) -> Iterator[tuple[Message, str, str]]:
    """Each message with each of its translations and the English form nearest to it."""
    for message in catalogue(language, domain):
        if message.id:
            english = forms(message.id)
            for i, said in enumerate(forms(message.string)):
                yield message, english[min(i, len(english) - 1)], said


def missing(found: Catalog) -> list[str]:
    return [str(m.id) for m in found if m.id and not (forms(m.string) and all(forms(m.string)))]


def places(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{(\w*)[^{}]*\}", text.replace("{{", "").replace("}}", ""))))


@pytest.mark.parametrize(("language", "domain"), TRANSLATED)
def test_every_message_is_said_in_the_language(language: str, domain: str) -> None:
    assert missing(catalogue(language, domain)) == []


@pytest.mark.parametrize(("language", "domain"), TRANSLATED)
def test_the_catalogue_has_exactly_the_messages_of_the_code(
    language: str, domain: str, wanted: dict[str, Messages]
) -> None:
    fresh = updating.updated(language, domain, wanted[domain])
    assert (FOLDER / language / f"{domain}.po").read_bytes() == updating.as_po(fresh), (
        "run `python -m protocolkit.languages` and translate what is new"
    )
    assert (FOLDER / language / f"{domain}.mo").read_bytes() == updating.as_mo(fresh)


def test_a_new_message_is_missing_until_it_is_translated(tmp_path: Path) -> None:
    (tmp_path / "uk").mkdir()
    fresh = updating.updated("uk", "interface", {("", "never said before"): ["a.py"]}, tmp_path)
    assert missing(fresh) == ["never said before"]


@pytest.mark.parametrize(("language", "domain"), TRANSLATED)
def test_translations_have_the_places_of_the_message(language: str, domain: str) -> None:
    # The form for one thing may say the number in words.
    wrong = [
        (english, said)
        for message, english, said in entries(language, domain)
        if places(said) != places(english) and not (isinstance(message.id, tuple) and set(places(said)) <= {*places(message.id[1])})
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize(("language", "domain"), TRANSLATED)
def test_no_word_mixes_alphabets(language: str, domain: str) -> None:
    mixed = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[а-яА-ЯёЁіїєґІЇЄҐәғқңөұүһӘҒҚҢӨҰҮҺ])[^\W\d_]+\b")
    assert [(said, mixed.findall(said)) for _m, _e, said in entries(language, domain) if mixed.search(said)] == []


@pytest.mark.parametrize(("language", "domain"), TRANSLATED)
def test_no_word_has_a_letter_of_another_language(language: str, domain: str) -> None:
    found = []
    for _message, english, said in entries(language, domain):
        # Words that the English quotes from a text, or leaves in backticks, keep their language.
        ours = re.sub(r"`[^`]*`|“[^”]*”|«[^»]*»|\"[^\"]*\"", "", said)
        if set(ours.lower()) & set(FOREIGN[language]) and not set(english.lower()) & set(FOREIGN[language]):
            found.append(said)
    assert found == []


def test_nothing_is_marked_that_no_catalogue_could_hold() -> None:
    """A marked text is a constant: an f-string or a glued one would never be found in a catalogue."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "N_", "ngettext")
            ):
                for argument in node.args[: 2 if node.func.id == "ngettext" else 1]:
                    if isinstance(argument, ast.JoinedStr | ast.BinOp):
                        wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert wrong == []


def test_what_is_spoken_ends_with_the_context() -> None:
    text = "nobody is named"
    with speaking("uk"):
        inside = _(text)
        with speaking("en"):
            assert _(text) == text
    assert inside != text
    assert _(text) == text


def test_a_language_without_a_catalogue_is_spoken_in_english() -> None:
    with speaking("de"):
        assert (_("nobody is named"), pgettext("anywhere", "rule")) == ("nobody is named", "rule")
        assert [ngettext("{n} rule", "{n} rules", n) for n in (1, 2)] == ["{n} rule", "{n} rules"]


def test_numbers_follow_the_plural_rules_of_the_language() -> None:
    """In Ukrainian and Russian 1, 3 and 5 of something take three forms."""
    for language in ("ru", "uk"):
        several = [m for m in catalogue(language, "interface") if isinstance(m.id, tuple)]
        assert several
        assert all(len(forms(m.string)) == 3 for m in several)
