"""The catalogues of the languages are complete, up to date and fit to be filled in."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from protocolkit.languages import LANGUAGES, _, ngettext, pgettext, speaking
from protocolkit.languages import __main__ as updating
from protocolkit.languages.__main__ import catalogue, missing
from protocolkit.languages.catalogues import DOMAINS, QUOTES, read
from protocolkit.languages.compiling import compiled
from protocolkit.languages.extracting import KEYWORDS, PACKAGE, Messages, messages, quoted

TRANSLATED = [(language, domain) for language in LANGUAGES[1:] for domain in DOMAINS]
QUOTED = [(language, QUOTES) for language in LANGUAGES]
NO_QUOTES: dict[str, Messages] = {language: {} for language in LANGUAGES}
FOREIGN = {"ru": "іїєґәғқңөұүһ", "uk": "ыэъёәғқңөұүһ", "kk": "їєґ"}


@pytest.fixture(scope="module")
def wanted() -> dict[str, Messages]:
    return messages()


@pytest.fixture(scope="module")
def quotes() -> dict[str, Messages]:
    return quoted()


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def entries(language: str, domain: str) -> Iterator[tuple[Message, str, str]]:
    """Each message with each of its translations and the English form nearest to it."""
    for message in catalogue(language, domain):
        if message.id:
            english = forms(message.id)
            for i, said in enumerate(forms(message.string)):
                yield message, english[min(i, len(english) - 1)], said


def places(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{(\w*)[^{}]*\}", text.replace("{{", "").replace("}}", ""))))


@pytest.mark.parametrize(("language", "domain"), [*TRANSLATED, *QUOTED])
def test_every_message_is_said_in_the_language(language: str, domain: str) -> None:
    assert missing(catalogue(language, domain)) == []


@pytest.mark.parametrize(("language", "domain"), [*TRANSLATED, *QUOTED])
def test_the_catalogue_has_exactly_the_messages_of_the_code_and_the_rules(
    language: str, domain: str, wanted: dict[str, Messages], quotes: dict[str, Messages]
) -> None:
    """The messages are compared, not the bytes: each release of Babel writes its own."""
    fresh = updating.updated(language, domain, quotes[language] if domain == QUOTES else wanted[domain])
    assert updating.contents(catalogue(language, domain)) == updating.contents(fresh), (
        "run `nox -s fresh` and translate what is new"
    )


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


def test_every_marked_text_is_found(wanted: dict[str, Messages]) -> None:
    """Babel does not look into f-strings before Python 3.12: what is said inside one is marked in a line above."""
    found = {text for domain in wanted.values() for _context, text in domain}
    lost = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                text = tuple(said) if node.func.id in ("ngettext", "counted") else "".join(said[-1:])
                if text and text not in found:
                    lost.append(f"{path.relative_to(PACKAGE)}:{node.lineno}: {text}")
    assert lost == []


def in_folder(folder: Path, words: str) -> Path:
    """A folder with one Kazakh catalogue that says `words` for a message."""
    path = folder / "kk" / "interface.po"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "said"\nmsgstr "{words}"\n', "utf-8"
    )
    return folder


def test_edited_words_are_spoken_at_once_and_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read("kk", in_folder(tmp_path, "бір")).gettext("said") == "бір"
    kept = tmp_path / "kk" / "__pycache__" / "interface.mo"
    times = kept.stat().st_mtime_ns, (tmp_path / "kk" / "interface.po").stat().st_mtime_ns
    assert read("kk", in_folder(tmp_path, "екі")).gettext("said") == "екі"
    for path, ns in zip((kept, tmp_path / "kk" / "interface.po"), times, strict=True):
        os.utime(path, ns=(ns, ns))  # it is not the time that tells
    assert read("kk", in_folder(tmp_path, "үш")).gettext("said") == "үш"
    monkeypatch.setattr("protocolkit.languages.catalogues.compiled", lambda *_: pytest.fail("compiled again"))
    assert read("kk", in_folder(tmp_path, "үш")).gettext("said") == "үш"
    assert [path.name for path in kept.parent.iterdir()] == ["interface.mo"]


def test_a_tree_that_nobody_may_write_to_is_read_all_the_same(tmp_path: Path) -> None:
    (in_folder(tmp_path, "бір") / "kk" / "__pycache__").write_text("not a folder")
    assert read("kk", tmp_path).gettext("said") == "бір"


def test_a_wheel_has_the_compiled_words_alone(tmp_path: Path) -> None:
    path = in_folder(tmp_path, "бір") / "kk" / "interface.po"
    path.with_suffix(".mo").write_bytes(compiled(path.read_bytes(), "kk"))
    path.unlink()
    assert read("kk", tmp_path).gettext("said") == "бір"
    assert read("uk", tmp_path).gettext("said") == "said"


def test_a_catalogue_is_written_only_when_it_says_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted: dict[str, Messages] = {domain: {("", "said"): ["a.py"]} for domain in DOMAINS}
    path = in_folder(tmp_path, "бір") / "kk" / "interface.po"
    updating.write(wanted, NO_QUOTES, tmp_path)
    assert "kk/interface: 1 messages, 0 not translated\nkk/diagnostics: 1 messages, 0" in capsys.readouterr().out
    assert "#: a.py\nmsgid" in path.read_text("utf-8")
    written_otherwise = path.read_text("utf-8").replace("\n\n", "\n\n\n")
    path.write_text(written_otherwise, "utf-8")
    updating.write(wanted, NO_QUOTES, tmp_path)
    assert path.read_text("utf-8") == written_otherwise
    wanted["interface"]["", "said too"] = ["b.py"]
    updating.write(wanted, NO_QUOTES, tmp_path)
    assert 'msgid "said too"\nmsgstr ""' in path.read_text("utf-8")


def test_a_message_keeps_its_translation_in_another_domain(tmp_path: Path) -> None:
    in_folder(tmp_path, "бір")
    updating.write({"interface": {}, "diagnostics": {("", "said"): ["a.py"]}, "rules": {}}, NO_QUOTES, tmp_path)
    assert (tmp_path / "kk" / "interface.po").read_text("utf-8").count("msgid") == 1
    assert read("kk", tmp_path).gettext("said") == "бір"


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
