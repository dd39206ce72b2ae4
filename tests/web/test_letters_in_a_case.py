"""The letters of a case: reached from its card, filled in the browser, kept nowhere."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
from officer import Clock, Officer
from protocolkit.correspondence.contacts import Contact, Contacts
from protocolkit.web import MemoryStore, application

CASE = "/case/school-7~2026-101"
LETTER = re.compile(r'href="(/case/[^"]+/letter/[0-9a-f]+)"')


@pytest.fixture(scope="module")
def officer() -> Officer:
    contacts = Contacts(roles={"police": Contact(office="Police of the district <7>")})
    clock = Clock("2026-11-20T14:45:00+05:00")
    found = Officer(
        application(MemoryStore(), protocols=["kz/national", "ua/pdyut"], clock=clock, contacts=contacts), language="ru"
    )
    found.begin()
    return found


def first_letter(officer: Officer) -> str:
    officer.open(CASE)
    link = re.search(LETTER, officer.page.text)
    assert link is not None
    return link[1]


def test_the_card_leads_to_the_letters_and_each_to_those_of_the_same_notice(officer: Officer):
    officer.open(CASE)
    for link in dict.fromkeys(LETTER.findall(officer.page.text)):
        officer.open(link)
        assert officer.page.status_code == 200
        assert "14:30" in officer.words()
        if others := LETTER.findall(officer.page.text):
            break
    assert len(others) == 6, "to six of the seven whom one notice tells, beside the one on this page"


def test_what_is_typed_into_a_letter_is_sent_nowhere(officer: Officer):
    officer.open(first_letter(officer))
    assert not officer.forms()
    fields = re.findall(r"<(?:input|textarea)[^>]*>", officer.page.text)
    assert len(fields) > 5
    assert not [one for one in fields if " name=" in one]


def test_the_institutions_own_address_stands_in_the_letter_as_text(officer: Officer):
    officer.open(CASE)
    for link in dict.fromkeys(LETTER.findall(officer.page.text)):
        text = officer.open(link)
        assert "<7>" not in text
        if "Police of the district &lt;7&gt;" in text:
            return
    pytest.fail("no letter to the police has their address")


def test_a_letter_can_be_had_for_a_word_processor(officer: Officer):
    officer.open(f"{first_letter(officer)}/docx")
    assert officer.page.headers["content-disposition"].endswith('.docx"')
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(officer.page.content)).namelist()


def test_of_a_duty_without_a_letter_there_is_no_page(officer: Officer):
    officer.open(f"{CASE}/letter/0123456789abcdef")
    assert officer.page.status_code == 404
