"""Rules are found by their words in whatever form, in the reader's language and in that of the text."""

from __future__ import annotations

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
pytest.importorskip("snowballstemmer", reason="the web application is an extra")
from officer import Officer
from protocolkit.languages.stems import found, stem, words
from protocolkit.web import MemoryStore, application

FORMS = [
    ("ru", "полиция полицию полиции полицией"), ("ru", "родители родителям родителей"), ("ru", "опека опеки опеку опекой"),
    ("uk", "батьки батькам батьків батьками"), ("uk", "поліція поліцію поліції поліцією"), ("uk", "робочі робочих робочими"),
    ("kk", "полиция полициясы полициясына полицияны"), ("kk", "өкіл өкілге өкілдің өкілі өкілдері"), ("kk", "ана анасы анасына"),
    ("en", "parent parents"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "forms"), FORMS)
def test_the_forms_of_a_word_have_one_stem(language: str, forms: str):
    assert len({stem(one, language) for one in forms.split()}) == 1, [stem(one, language) for one in forms.split()]


def test_a_word_that_is_not_there_is_not_found():
    text = words("Сообщить родителям ребёнка")
    assert found(words("родители ребёнок"), text, "ru")
    assert not found(words("родители полиция"), text, "ru")
    assert not found(words("час"), words("Участковый и часть"), "ru"), "a short word is no beginning of a longer one"


@pytest.mark.parametrize(
    ("language", "protocol", "query"),
    [
        ("ru", "kz/national", "опеке сообщают"), ("ru", "kz/national", "сообщить родителям"), ("kk", "kz/national", "ата-анасына хабарлау"),
        ("kk", "kz/national", "заңды өкілге"), ("uk", "ua/pdyut", "батькам"), ("uk", "ua/pdyut", "три робочі дні"),
        ("uk", "ua/pdyut", "поліцію повідомити"), ("en", "kz/national", "guardianship authorities"),
    ],
)  # fmt: skip
def test_what_officers_search_for_is_found(language: str, protocol: str, query: str):
    officer = Officer(application(MemoryStore(), protocols=[protocol]), language=language)
    officer.open("/find")
    officer.send(words=query)
    assert officer.page.status_code == 200
    assert "<q" in officer.page.text, officer.words()
    assert query.split()[0] not in str(officer.page.url)


def test_nothing_is_found_where_nothing_fits_and_a_search_becomes_no_markup():
    officer = Officer(application(MemoryStore(), protocols=["ua/pdyut"]), language="uk")
    officer.open("/find")
    text = officer.send(words="<script>alert(1)</script>")
    assert "<script>alert" not in text
    assert "<q" not in text
