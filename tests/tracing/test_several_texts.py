"""Rulesets of several texts: each quotation is looked for in its own, and a point is one in all its languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import CommandLine, cli
from protocolkit.tracing.outline import Outline
from protocolkit.tracing.points import read_point
from protocolkit.tracing.trace_report import Trace
from protocolkit.tracing.tracing import trace

__all__ = ["cli"]

LAW = """\
### Статья 4. Сообщение

1 Школа сообщает:

   1) полиции в течение двух часов;

   1-1) семье.

2. Прочее.

<a id="st4-1"></a>

**Статья 4-1. Сроки**

1) три рабочих дня.
"""
LAW_KK = """\
**4-бап. Хабарлау**

1. Мектеп:

   1) полицияға екі сағат ішінде хабарлайды;

   1-1) отбасыға.

2. Басқа.
"""
ORDER = """\
1. Цель.
2. Не позднее одного рабочего дня.
"""
RULESET = """\
ruleset: demo/acts
text:
  - {id: law, title: {en: A law}, language: ru, file: law.txt}
  - {id: law-kk, version_of: law, title: {en: The law}, language: kk, file: law-kk.txt}
  - {id: order, title: {en: An order}, language: ru, file: order.txt}
zone: Asia/Almaty
calendar: kz
in_force: {from: undated}
reviewed_through: "2030-01-01"
unencoded:
  - {point: "art. 5", because: text not at hand}
  - {text: order, point: "1", words: Цель, because: an aim}
rules:
  - id: tell-police
    cites:
      - {point: "art. 4(1)(1)", words: в течение двух часов}
      - {text: law-kk, point: "art. 4(1)(1)", words: екі сағат ішінде}
    by: education_org
    must: notify
    to: police
    after: report_received
    due: 2 hours
  - id: tell-family
    cites: [{point: "art. 4(1)(1-1)", words: семье}, {text: law-kk, point: "art. 4(1)(1-1)", words: отбасыға}]
    by: education_org
    must: notify
    to: victim.legal_representative
    after: report_received
    due: none
  - id: decide
    cites: {text: order, point: "2", words: Не позднее одного рабочего дня}
    by: education_org
    must: decide
    after: report_received
    due: 1 working_day
"""

Make = Callable[..., Trace]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """The trace of an invented law in two languages and an order, after a change to the rules."""

    def make(*change: str, sources: bool = True) -> Trace:
        folder = tmp_path / "texts"
        folder.mkdir(exist_ok=True)
        for name, text in (("law.txt", LAW), ("law-kk.txt", LAW_KK), ("order.txt", ORDER)):
            (folder / name).write_text(text, encoding="utf-8")
        assert not change or change[0] in RULESET
        path = tmp_path / "acts.yaml"
        path.write_text(RULESET.replace(*change) if change else RULESET, encoding="utf-8")
        return trace([path], folder if sources else None)

    return make


def failed(found: Trace) -> list[str]:
    assert found.checks is not None
    quotes = [f"{one.text} {one.point} {one.status}" for one in found.checks.quotes if one.fails]
    return quotes + [f"{one.rule.partition('#')[2]} {one.status}" for one in found.checks.numbers if one.fails]


def test_quotes_in_two_languages_and_of_two_acts_stand_where_they_are_cited(made: Make) -> None:
    found = made()
    assert failed(found) == []
    assert found.checks is not None
    assert {one.precision for one in found.checks.quotes} == {"point"}


CHANGES = [
    # The words of one language do not excuse a slip in the other.
    ("екі сағат ішінде", "үш сағат ішінде", ["law-kk art. 4(1)(1) missing", "tell-police differs"]),
    ("{text: law-kk, point: \"art. 4(1)(1)\"", "{point: \"art. 4(1)(1)\"", ["law art. 4(1)(1) missing"]),
    ("words: в течение двух часов", "words: полиции", ["tell-police unstated"]),
    ("due: 2 hours", "due: 3 hours", ["tell-police differs"]),
    # A point of the one act is no point of the other.
    ("{text: order, point: \"2\"", "{point: \"2\"", ["law 2 missing"]),
    ('"art. 4(1)(1-1)", words: семье', '"art. 4(2)", words: семье', ["law art. 4(2) elsewhere"]),
    ('"art. 4(1)(1-1)", words: семье', '"art. 9", words: семье', ["law art. 9 elsewhere"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "failures"), CHANGES)
def test_a_slip_in_one_text_is_told_of_that_text(made: Make, old: str, new: str, failures: list[str]) -> None:
    found = [one for one in failed(made(old, new)) if not one.startswith("decide")]
    assert found == failures


def test_a_point_is_one_row_in_all_languages_and_another_in_another_act(made: Make) -> None:
    rows = {row.named: row for row in made().points}
    assert rows["law art. 4(1)(1)"].rules == ("demo/acts#tell-police",)
    assert rows["order 2"].rules == ("demo/acts#decide",)
    assert rows["law art. 5"].reason == "text not at hand"
    assert [name for name in rows if name.startswith("law")] == [
        "law art. 4", "law art. 4(1)", "law art. 4(1)(1)", "law art. 4(1)(1-1)", "law art. 4(2)", "law art. 4-1",
        "law art. 4-1(1)", "law art. 5",
    ]  # fmt: skip


def test_what_is_not_at_hand_is_counted_apart_from_what_was_left_out(made: Make) -> None:
    [count] = made().counts
    assert (count.unencoded, count.not_at_hand) == (1, 1)
    assert count.uncovered == ("law art. 4(2)", "law art. 4-1", "law art. 4-1(1)")


def test_the_json_names_text_and_act_and_the_page_says_what_is_not_at_hand(
    cli: CommandLine, made: Make, tmp_path: Path
) -> None:
    made()
    data = json.loads(cli("trace", tmp_path / "acts.yaml", "--format", "json").out)
    cites = [(one["text"], one["act"], one["point"]) for one in data["rules"] if one["rule"].endswith("police")]
    assert cites == [("law", "law", "art. 4(1)(1)"), ("law-kk", "law", "art. 4(1)(1)")]
    assert {one["act"] for one in data["points"]} == {"law", "order"}
    assert "1 not at hand" in cli("trace", tmp_path / "acts.yaml").out


def test_articles_have_paragraphs_and_items_and_a_number_alone_is_no_point_of_a_law() -> None:
    outline = Outline(LAW)
    assert list(outline.articles) == ["4", "4-1"]
    assert outline.numbers == []
    assert outline.block(read_point("art. 4(1)(1-1)")).words == "1-1) семье."
    # The full stop after the first paragraph's number is missing in print; the anchor of the next article is no text.
    assert outline.block(read_point("art. 4(2)")).words == "2. Прочее."
    assert outline.block(read_point("art. 4(1)")).words.startswith("1 Школа сообщает:")


def test_a_second_paragraph_may_be_named_as_people_do() -> None:
    outline = Outline("Статья 7. Копия\n\n1. Выдаётся копия.\n\n   В тот же день.\n\n2. Иное.\n")
    assert outline.block(read_point("art. 7(1), second paragraph")).words == "В тот же день."
    assert outline.block(read_point("art. 7(1), paragraph 2")).words == "В тот же день."


def test_lines_without_marks_are_items_of_the_line_that_opens_them() -> None:
    outline = Outline("1. Общее.\n2. Записка:\n1) содержит:\nимя;\nадрес;\n2) хранится.\n")
    assert outline.block(read_point("2(1), item 2")).words == "адрес;"


def test_numbers_before_the_first_chapter_are_the_orders_own() -> None:
    text = "1. Утвердить.\n2. Обеспечить:\n1) публикацию.\nГлава 1. Общее\n1. Правила.\n2. Понятия:\n1) слово.\n"
    outline = Outline(text)
    assert (list(outline.order), outline.numbers) == ([1, 2], [1, 2])
    assert outline.block(read_point("order 2(1)")).words == "1) публикацию."
    assert outline.block(read_point("2(1)")).words == "1) слово."
