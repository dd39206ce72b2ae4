"""Letters: which duty has one, what the case fills in, and that names, hostile texts and the accused stay out."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import msgspec
import pytest

from command_line import CommandLine, cli
from html_page import read
from procedures import A_PARENT_ACCUSED
from protocolkit.api import catalogue_of, load_incident
from protocolkit.correspondence.contacts import Contact, Contacts, read_contacts
from protocolkit.correspondence.letter import Field, Filled, Letter, Paragraph, Ticks, letter
from protocolkit.correspondence.letter_docx import WORD, letter_docx
from protocolkit.correspondence.letter_html import letter_page
from protocolkit.correspondence.templates import offered
from protocolkit.diagnostics import InputError
from protocolkit.languages import speaking
from protocolkit.plans.present import Judged, evaluate

__all__ = ["cli"]

CASE = A_PARENT_ACCUSED | {"protocol": "kz/interagency"}
POLICE = "kz/interagency#notify-authorities/police"
LANGUAGES = ("en", "ru", "kk", "uk")


@cache
def judged(protocol: str = "kz/interagency", language: str = "ru") -> Judged:
    case = CASE if protocol.startswith("kz/") else CASE | {"as_of": "2026-11-20T14:45:00+02:00"}
    found, incident = load_incident(case | {"protocol": protocol})
    with speaking(language):
        return Judged(found, incident, evaluate(found, incident))


def made(
    duty: str = POLICE, language: str = "ru", protocol: str = "kz/interagency", contacts: Contacts | None = None
) -> Letter:
    about = judged(protocol, language)
    own, template = next(one for one in offered(about, catalogue_of(())) if one[0].id == duty)
    return letter(about, own, template, contacts or Contacts())


def test_what_the_case_knows_is_written_in_and_names_are_left_blank() -> None:
    pieces = made().pieces
    assert Filled("Предполагаемая форма насилия", "психологическое насилие; кибербуллинг") in pieces
    children = [one for one in pieces if isinstance(one, Field) and one.label.startswith("Ребёнок")]
    assert [one.label for one in children] == ["Ребёнок 1, возраст: 13", "Ребёнок 2, возраст: 11"]
    assert [one.head for one in children] == ["Фамилия, имя, отчество ребёнка", ""]
    assert any("20 ноября 2026 г., 14:30" in one.words for one in pieces if isinstance(one, Paragraph))
    assert (
        Ticks(
            "Отправлено",
            ("защищённая электронная почта", "защищённый мессенджер", "служебная система документооборота"),
        )
        in pieces
    )


def test_it_says_that_the_accused_parent_was_not_told_and_only_where_one_is() -> None:
    def said(letter: Letter) -> str:
        return " ".join(one.words for one in letter.pieces if isinstance(one, Paragraph))

    assert "Ему о случае не сообщалось" in said(made())
    pupil = CASE | {"parties": CASE["parties"] | {"offender": [{"id": "o1", "role": "pupil", "age": 14}]}}
    found, incident = load_incident(pupil)
    other = Judged(found, incident, evaluate(found, incident))
    own, template = next(one for one in offered(other, catalogue_of(())) if one[0].id == POLICE)
    assert "не сообщалось" not in said(letter(other, own, template))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", ["kz/in-force", "kz/national", "kz/interagency", "ua/pdyut"])
def test_every_letter_of_the_shipped_rules_can_be_made_in_every_language(protocol: str, language: str) -> None:
    about = judged(protocol, language)
    every = offered(about, catalogue_of(()))
    assert every
    for duty, template in every:
        made = letter(about, duty, template)
        assert made.title
        assert made.pieces
        text = read(letter_page(made)).one("main").text
        assert "{" not in text
        assert "#" not in text
        ElementTree.fromstring(ZipFile(BytesIO(letter_docx(made))).read("word/document.xml"))


def test_a_notice_is_for_bodies_and_parents_have_their_own() -> None:
    every = {duty.id: template.id for duty, template in offered(judged("kz/in-force"), catalogue_of(()))}
    assert every["kz/order-506#inform-in-writing/police"] == "kz/notice"
    assert every["kz/order-506#talk-with-victim/legal_representative/v2"] == "kz/parents"
    assert not any("legal_representative/v1" in duty for duty in every)


# -- the page


def test_what_is_typed_is_in_no_form_and_has_no_name() -> None:
    page = read(letter_page(made()))
    typed = [*page.all("input"), *page.all("textarea")]
    assert len(typed) > 8
    assert page.all("form") == []
    assert [one for one in typed if "name" in one.attributes] == []
    assert all(one.attributes.get("autocomplete") == "off" for one in page.all("input", type="text"))


def test_every_blank_is_named_for_those_who_listen() -> None:
    page = read(letter_page(made()))
    for one in (*page.all("input"), *page.all("textarea")):
        parent = one.parent
        assert one.attributes.get("aria-label") or (parent is not None and parent.tag == "label" and parent.text)


def test_hostile_words_stay_words_in_both_formats() -> None:
    hostile = "</w:t><script>alert(1)</script>"
    about = msgspec.structs.replace(
        made(), title=hostile, recipient=hostile, pieces=(Paragraph(hostile), Filled("x", hostile))
    )
    assert "<script>alert" not in letter_page(about)
    words = document(about)
    assert [one.text for one in words.iter(f"{{{WORD}}}t")].count(hostile) == 3


# -- the Word file


def document(letter: Letter) -> ElementTree.Element:
    with ZipFile(BytesIO(letter_docx(letter))) as package:
        assert package.testzip() is None
        return ElementTree.fromstring(package.read("word/document.xml"))


def test_the_word_file_holds_the_same_words_and_lines_to_write_on() -> None:
    words = " ".join(one.text or "" for one in document(made()).iter(f"{{{WORD}}}t"))
    for part in (
        "Уведомление",
        "Ребёнок 1, возраст: 13: ____",
        "психологическое насилие; кибербуллинг",
        "☐ защищённый мессенджер",
    ):
        assert part in words


def test_the_same_letter_makes_the_same_bytes() -> None:
    assert letter_docx(made()) == letter_docx(made())


# -- contacts


def test_addresses_of_the_school_come_from_its_own_file(tmp_path: Path, cli: CommandLine) -> None:
    file = tmp_path / "contacts.yaml"
    file.write_text(
        "contacts: school-7\nsender: {office: Школа № 7}\n"
        "roles:\n  police: {office: Отдел полиции района, address: 'ул. Мира, 1', email: duty@example.org}\n",
        encoding="utf-8",
    )
    contacts = read_contacts(file)
    assert contacts.sender == Contact(office="Школа № 7")
    text = read(letter_page(made(contacts=contacts))).one("main").text
    assert "Кому: Отдел полиции района" in text
    assert "duty@example.org" in text
    assert cli("check", str(file)).code == 0


def test_a_role_nobody_has_and_an_address_that_says_nothing_are_refused(tmp_path: Path, cli: CommandLine) -> None:
    file = tmp_path / "contacts.yaml"
    file.write_text("contacts: school-7\nroles:\n  polise: {phone: '102'}\n", encoding="utf-8")
    said = cli("check", str(file))
    assert (said.code, "unknown-role" in said.out, "did you mean `police`" in said.out) == (1, True, True)
    file.write_text("contacts: school-7\nroles:\n  police: {}\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_contacts(file)


# -- templates


def test_a_template_that_names_what_nobody_has_is_refused(tmp_path: Path, cli: CommandLine) -> None:
    file = tmp_path / "notice.yaml"
    file.write_text(
        "letter: kz/mine\ntitle: {en: Notice}\nserves: {do: notfy, to: polise, documents: short_nte, rules: notify-authoritys}\n"
        "content: [circumstanses]\nparts:\n  - text: {en: 'On {recieved}.'}\n",
        encoding="utf-8",
    )
    said = cli("check", str(file)).out
    for code in (
        "unknown-action",
        "unknown-role",
        "unknown-document",
        "unknown-rule",
        "unknown-list-item",
        "unknown-place",
    ):
        assert code in said, code


def test_a_folder_of_rules_may_bring_a_letter_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "police.yaml"
    file.write_text(
        "letter: kz/police\ntitle: {en: To the police}\nserves: {rules: notify-authorities, to: police}\n"
        "parts:\n  - text: {en: 'Case {incident}.'}\n",
        encoding="utf-8",
    )
    chosen = {duty.id: template.id for duty, template in offered(judged(), catalogue_of(tmp_path))}
    assert chosen[POLICE] == "kz/police"
    assert chosen["kz/interagency#notify-authorities/prosecutor"] == "kz/notice"


# -- the command


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_bytes(msgspec.json.encode(CASE))
    return file


def test_the_command_lists_writes_and_refuses(case_file: Path, tmp_path: Path, cli: CommandLine) -> None:
    listed = cli("letter", str(case_file), "--lang", "ru")
    assert f"{POLICE}  Уведомление" in listed.out.splitlines()
    html, word = tmp_path / "l.html", tmp_path / "l.docx"
    for file in (html, word):
        assert cli("letter", str(case_file), "--duty", POLICE, "--to", str(file), "--lang", "kk").code == 0
    assert "ХАБАРЛАМА" in html.read_text("utf-8").upper()
    assert word.read_bytes().startswith(b"PK")
    assert cli("letter", str(case_file), "--duty", POLICE).out.startswith("<!doctype html>")
    refused = cli("letter", str(case_file), "--duty", f"{POLICE}x")
    assert (refused.code, "unknown-duty" in refused.err) == (2, True)
    assert cli("letter", str(case_file), "--duty", POLICE, "--to", str(tmp_path / "l.pdf")).code == 2
