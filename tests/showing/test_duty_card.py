"""The duty card as a page: what stands on its first screen, what its paper holds, and what a host adds."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import msgspec
import pytest

import protocolkit
from html_page import Element, read
from procedures import A_PARENT_ACCUSED
from protocolkit.plans.card import Asking, Card, Row, Task
from protocolkit.showing.card_body import Controls, card_body
from protocolkit.showing.card_page import card_page, card_style, page_of
from protocolkit.showing.markup import Child, Markup, element

LANGUAGES = ("en", "ru", "kk", "uk")


@cache
def made(language: str = "ru") -> Card:
    return protocolkit.plan(A_PARENT_ACCUSED, language=language).view("card")


@cache
def page(language: str = "ru") -> Element:
    return read(page_of(made(language)))


def test_a_plan_becomes_a_page_that_asks_nothing_of_a_network() -> None:
    text = card_page(protocolkit.plan(A_PARENT_ACCUSED, language="ru"))
    assert text.startswith("<!doctype html>")
    assert re.findall(r"""(?:src|href|action)=["'](?!#)""", text) == []
    assert "default-src &#39;none&#39;" in text
    assert " style=" not in text


def test_the_accused_stands_above_the_clock_and_the_clock_above_the_tasks() -> None:
    main = page().one("main")
    order = [one.kinds[0] for one in main.one("div", "hour").children if isinstance(one, Element)]
    assert order == ["asof", "stop", "clock", "asks", "asks", "lead"]
    assert "Родитель (законный представитель) (v1) — предполагаемый обидчик" in main.one("section", "stop").text
    assert main.one("h1").text == "До 15:30 осталось 45 мин"


@pytest.mark.parametrize(
    ("language", "heading", "tag", "stands"),
    [
        ("en", "45 mins left until 15:30", "at once, by 15:30 at the latest", "right until 15:30"),
        ("ru", "До 15:30 осталось 45 мин", "сразу, не позже 15:30", "верно до 15:30"),
        ("kk", "15:30-ға дейін 45 мин қалды", "дереу, 15:30-дан кешіктірмей", "15:30-ға дейін дұрыс"),
        ("uk", "До 15:30 залишилося 45 хв", "невідкладно, до 15:30", "чинно до 15:30"),
    ],
)
def test_times_are_told_as_each_language_tells_them(language: str, heading: str, tag: str, stands: str) -> None:
    assert page(language).one("h1").text == heading
    assert tag in [one.text for one in page(language).all("span", "tag")]
    assert stands in page(language).one("p", "asof").text


def test_every_duty_of_the_hour_is_a_box_with_its_own_words_and_blanks_on_paper() -> None:
    lead = page().one("section", "lead")
    boxes = lead.all("input", type="checkbox")
    assert len(boxes) == sum(len(task.rows) for task in made().lead) == 12
    labels = {one.attributes["for"]: one.text for one in lead.all("label")}
    assert len(set(labels.values())) == len(boxes)
    assert [one.attributes["id"] for one in boxes] == list(labels)
    assert all("___:___" in one.text for one in lead.all("span", "blanks"))
    assert len(lead.all("span", "blanks")) == len(boxes)


def test_the_reasons_of_a_task_are_folded_under_it_in_the_language_of_their_text() -> None:
    notice = next(one for one in page().all("details", "why") if "п. 1" in one.text and one.all("q", lang="kk"))
    assert "1 час идёт подряд, включая ночи и выходные: с 14:30 до 15:30" in notice.text
    assert {one.attributes["lang"] for one in notice.all("q")} == {"ru", "kk"}
    assert "open" not in notice.attributes


def test_folds_say_how_much_is_in_them_and_an_empty_one_cannot_be_opened() -> None:
    folds = {one.all("span")[0].text: one for one in page().one("section", "folds").all(kind="fold")}
    assert folds["Запрещено"].one("span", "n").text == str(len(made().prohibitions))
    assert folds["Сегодня"].tag == "p"
    assert folds["Обязанности других органов"].tag == "details"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_of_the_program_stand_on_the_page(language: str) -> None:
    text = page(language).one("main").text
    for word in ("kz/", "#", "possibly_superseded", "explain", "+05:00", "_of_", "is_head"):
        assert word not in text, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_go_down_one_step_at_a_time_and_ids_are_unique(language: str) -> None:
    found = page(language)
    ids = [one.attributes["id"] for one in found.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert len(found.all("h1")) == 1
    levels = [int(one.tag[1]) for one in found.all() if re.fullmatch("h[1-6]", one.tag)]
    assert len(levels) > 5
    assert all(below <= above + 1 for above, below in pairwise([1, *levels]))


def test_a_hostile_case_or_rule_cannot_become_markup() -> None:
    hostile = "school-7<script>alert(1)</script>"
    task = msgspec.structs.replace(made().lead[0], title=hostile, careful=(hostile,), cite=hostile)
    text = page_of(msgspec.structs.replace(made(), incident=hostile, lead=(task,), prohibitions=(hostile,)))
    assert "<script>alert" not in text
    assert "school-7&lt;script&gt;" in text


# -- what a host adds


def recorded(_task: Task, row: Row) -> Child:
    return element("form", {"method": "post"}, element("input", {"type": "hidden", "name": "duty", "value": row.duty}))


def asked(asking: Asking, words: Child) -> Child:
    return Markup(f'<a href="/questions/{asking.facts[0]}">{element("span", None, words)}</a>')


def test_a_host_puts_a_form_under_each_row_and_links_questions_and_letters() -> None:
    letter: Child = Markup('<a href="/letter">Письмо</a>')
    controls = Controls(record=recorded, question=asked, letter=lambda _task: letter)
    body = read(f"<html>{card_body(made(), controls)}</html>")
    lead = body.one("section", "lead")
    duties = [one.attributes["value"] for one in lead.all("input", name="duty")]
    assert duties == [row.duty for task in made().lead for row in task.rows]
    assert len(lead.all("a", href="/letter")) == len(made().lead)
    assert body.all("a", href="/questions/incident.crime_signs")
    assert "не сохраняются" not in body.text


def test_a_page_without_a_host_says_that_it_keeps_no_ticks() -> None:
    assert "не сохраняются" in page().one("footer").text
    assert page().all("form") == []


def test_a_record_may_be_taken_back_where_a_host_has_rows_for_what_is_done() -> None:
    done = {"event": "done", "rule": "notify-authorities", "to": "police", "at": "2026-11-20T14:40:00+05:00"}
    card = protocolkit.plan(
        A_PARENT_ACCUSED | {"protocol": "kz/interagency", "events": [*A_PARENT_ACCUSED["events"], done]}
    ).view("card")
    body = read(f"<html>{card_body(card, Controls(record=recorded))}</html>")
    boxes = [one for one in body.all("input", type="checkbox") if "checked" in one.attributes]
    assert len(boxes) == 1
    assert "disabled" in boxes[0].attributes


# -- paper


def test_the_sheet_says_what_it_leaves_out() -> None:
    rest = page().one("section", "rest")
    shown = [title for title in made().prohibitions if title in rest.text]
    assert 0 < len(shown) < len(made().prohibitions)
    assert f"и ещё {len(made().prohibitions) - len(shown)}" in rest.text
    assert all(one.title in rest.text for one in made().unnamed)


def test_a_clock_that_runs_for_nobody_is_not_folded_away() -> None:
    head = {"id": "o1", "role": "staff", "is_head": True}
    parties = A_PARENT_ACCUSED["parties"] | {"offender": [head]}
    found = read(page_of(protocolkit.plan(A_PARENT_ACCUSED | {"parties": parties}, language="ru").view("card")))
    stop = found.one("section", "stop")
    assert "Сообщить органу опеки в течение одного часа · до 15:30" in stop.text
    assert "до 15:30" not in stop.one("details").text
    assert "open" not in stop.one("details").attributes


def test_the_style_holds_no_address() -> None:
    assert "url(" not in card_style()
    assert "@import" not in card_style()
