"""Finding a point in a printed text, and numbers in its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolkit.letters import folded
from protocolkit.tracing.outline import Outline
from protocolkit.tracing.points import read_point
from protocolkit.tracing.quantities import numbers, quantities
from protocolkit.tracing.quoting import find

TEXT = """\
Approved by order
1. First of the order.
2. Second of the order.

1-тарау. Жалпы ережелер
Term – a definition.
Other – another one.
1. One opens:
1) first sub;
2) [bookmark: page3]second sub, with list:
- dash a;
- dash b.
Closing paragraph of one.
2. Two has a scale:
1. Full
2. Half
2-тарау. Екінші
3. Three.
▶ bullet a:
· item a;
· item b.
▶ bullet b.
3.1. Three point one.
4. Four.
Ережеге 2-қосымша
1. A row.
2. Another row.
* starred one
* starred two
Ережеге 3-қосымша
1. A row of three.
"""

PLACES = [
    ("1", "One opens", "ok"),
    ("1", "First of the order", "elsewhere"),
    ("Order, point 1", "First of the order", "ok"),
    ("Order, point 2", "First of the order", "elsewhere"),
    ("title", "Approved by order", "ok"),
    ("1(2)", "second sub", "ok"),
    ("1.2", "second sub", "ok"),
    ("1(1)", "second sub", "elsewhere"),
    ("1(2), dash 2", "dash b", "ok"),
    ("1(2), dash 1", "dash b", "elsewhere"),
    ("1, last para", "Closing paragraph", "ok"),
    ("1, introduction", "One opens", "ok"),
    ("2, scale 1", "Full", "ok"),
    ("2, scale 2", "Full", "elsewhere"),
    ("3, bullet 1, item 2", "item b", "ok"),
    ("3, bullet 2", "item b", "elsewhere"),
    ("3, last bullet", "bullet b", "ok"),
    ("3.1", "Three point one", "ok"),
    ("Chapter 1, definition 2 (unnumbered)", "Other", "ok"),
    ("app. 2, duty 2", "Another row", "ok"),
    ("app. 2, leader 2", "starred two", "ok"),
    ("app. 3", "A row of three", "ok"),
    ("4", "nowhere at all", "missing"),
    ("9", "One opens", "elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("point", "words", "status"), PLACES)
def test_words_are_found_in_their_point(point: str, words: str, status: str) -> None:
    outline = Outline(TEXT)
    assert find(words, point, outline).status == status


def test_a_sub_point_that_cannot_be_located_falls_back_to_its_number_and_says_so() -> None:
    found = find("Closing paragraph", "1, the sentence about the end", Outline(TEXT))
    assert (found.status, found.precision) == ("ok", "number")


def test_lists_inside_points_are_no_points() -> None:
    outline = Outline(TEXT)
    assert outline.numbers == [1, 2, 3, 4]
    assert list(outline.order) == [1, 2]
    assert outline.subs(1) == ["(1)", "(2)"]
    assert outline.subs(3) == [".1"]


def test_words_may_leave_something_out() -> None:
    outline = Outline(TEXT)
    assert find("first sub ... with list", "1", outline).status == "ok"
    assert find("with list ... first sub", "1", outline).status == "missing"


def test_nothing_stands_in_an_empty_text() -> None:
    assert find("words", "1", Outline("")).status == "missing"
    assert find(" ", "1", Outline(TEXT)).status == "missing"


@given(st.text())
def test_folding_look_alikes_twice_is_folding_them_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_any_text_has_an_outline(text: str) -> None:
    Outline(text).block(read_point("1(2), dash 3"))


QUANTITIES = [
    ("ru", "не позднее одного часа", "1 hour"),
    ("ru", "в течение 24 ч", "24 hours"),
    ("ru", "в течение пяти рабочих дней", "5 working_days"),
    ("ru", "в течение 1–2 ч", "1 hour, 2 hours"),
    ("ru", "в двухнедельный срок", ""),
    ("ru", "в течение двух недель или трёх месяцев", "2 weeks, 3 months"),
    ("ru", "сорока восьми часов", "48 hours"),
    ("ru", "двух суток", "48 hours"),
    ("ru", "он один", ""),
    ("uk", "не перевищує однієї доби", "24 hours"),
    ("uk", "упродовж трьох робочих днів", "3 working_days"),
    ("uk", "десяти робочих днів", "10 working_days"),
    ("uk", "у 7-денний період", "7 days"),
    ("uk", "п’яти календарних днів", "5 days"),
    ("uk", "від 20 до 40 годин", "20 hours, 40 hours"),
    ("uk", "особами віком від 14 до 16 років", "14 years, 16 years"),
    ("kk", "бір сағат ішінде", "1 hour"),
    ("kk", "12 сағат ішінде", "12 hours"),
    ("kk", "3 сағаттан кешіктірілмей", "3 hours"),
    ("kk", "3 күннен аспайтын мерзімде", "3 days"),
    ("kk", "екі жұмыс күні ішінде", "2 working_days"),
    ("kk", "он бес күн", "15 days"),
    ("kk", "бірінші айында", "1 month"),
    ("kk", "5-6 адамнан кем емес", ""),
    ("kk", "тәулік бойы", ""),
    ("en", "within three working days", "3 working_days"),
    ("de", "drei Tage", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "expected"), QUANTITIES)
def test_numbers_of_time_are_read_as_the_texts_write_them(language: str, words: str, expected: str) -> None:
    assert ", ".join(map(str, quantities(words, language))) == expected


def test_amounts_are_read_whatever_they_count() -> None:
    assert numbers("від 50 до 100 мінімумів, сто гривень", "uk") == {50, 100}


def test_letters_in_two_pieces_and_invisible_ones_are_the_same_words() -> None:
    outline = Outline("1. Класний керівник повідомляє поліцію протягом однієї години.\n")
    assert find("повідомля\u200bє полі\u00adцію", "1", outline).status == "ok"
    assert [str(one) for one in quantities("однієї\u00ad години", "uk")] == ["1 hour"]
    assert find("однієі\u0308", "1", outline).status == "ok"
