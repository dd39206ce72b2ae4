"""The pages of the rules beside those of cases: from a quote on the card to its rule, and from there to all the rest."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
from starlette.applications import Starlette
from starlette.routing import Mount

from html_page import Element, read
from officer import Clock, Officer
from protocolkit.resources import learn_dir
from protocolkit.web import MemoryStore, application

CASE = "/case/school-7~2026-101"
CLOCK = Clock("2026-11-20T14:45:00+05:00")


@pytest.fixture(scope="module")
def officer() -> Officer:
    one = Officer(application(MemoryStore(), protocols=["kz/national", "ua/pdyut"], clock=CLOCK), language="ru")
    one.begin()
    return one


def page_of(officer: Officer, path: str) -> Element:
    text = officer.open(path)
    assert officer.page.status_code == 200
    return read(text[text.index("<html") :])


def test_every_quote_of_the_card_leads_to_the_rule_that_rests_on_its_words(officer: Officer):
    quotes = page_of(officer, CASE).all("blockquote")
    assert len(quotes) > 10
    shown: dict[str, Element] = {}
    for quote in quotes:
        address, _mark, anchor = quote.one("a").attributes["href"].partition("#")
        page = shown.setdefault(address, page_of(officer, address))
        assert quote.one("q").text in page.text
        assert page.all(id=anchor)


def test_every_way_on_a_page_of_the_rules_leads_to_a_page(officer: Officer):
    found: set[str] = set()
    for start in ("/rules/ru/index.html", "/rules/ru/kz/interagency/rule-notify-authorities.html"):
        officer.open(start)
        addresses = re.findall(r'(?:href|src)="([^"#]+)', officer.page.text)
        found |= {str(officer.page.url.join(html.unescape(one))) for one in addresses}
    assert len(found) > 40
    for address in sorted(found):
        assert officer.client.get(address, headers={"accept-language": "ru"}).status_code == 200, address
    officer.open("/?lang=ru")


def test_a_rule_is_found_by_words_in_another_form_and_its_page_has_its_title(officer: Officer):
    officer.open("/find")
    officer.send(words="органами прокуратуры")
    (address, *_others) = re.findall(r'href="(/rules/ru/[^"]+)"', officer.page.text)
    title = re.findall(r"<summary>([^<]+)<small>", officer.page.text)[0]
    page = page_of(officer, address)
    assert page.one("h1").text == title
    assert page.all("a", href="/find"), "and back to the search"
    assert not page.all("form", "search"), "there is one search, and it knows the forms of words"


def test_a_language_chosen_on_a_page_of_the_rules_stays(officer: Officer):
    officer.open("/rules/uk/ua/pdyut/index.html")
    officer.open("/")
    assert '<html lang="uk">' in officer.page.text
    officer.open("/rules")
    assert officer.path == "/rules/uk/index.html"
    officer.open("/?lang=ru")


@pytest.mark.parametrize(
    "path", ["/rules/xx/index.html", "/rules/ru/..%2f..%2fetc%2fpasswd", "/rules/assets/frame.py", "/rules/ru/"]
)
def test_there_is_no_other_page(officer: Officer, path: str):
    officer.open(path)
    assert officer.page.status_code == 404


def test_no_page_of_the_rules_asks_anything_of_another_server(officer: Officer):
    text = officer.open("/rules/kk/kz/interagency/rule-notify-authorities.html")
    officer.open("/?lang=ru")
    assert "default-src 'none'" in officer.page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


def test_pages_of_the_rules_are_for_those_who_may_enter():
    one = Officer(application(MemoryStore(), protocols=["ua/pdyut"], token="a-long-random-text-of-this-school"))
    one.open("/rules/en/index.html")
    assert one.page.status_code == 401


def test_under_the_path_of_a_host_all_of_it_works():
    one = Officer(Starlette(routes=[Mount("/cases", application(MemoryStore(), protocols=["ua/pdyut"]))]))
    one.open("/cases/rules")
    assert one.path == "/cases/rules/en/index.html"
    assert 'href="/cases/find"' in one.page.text
    assert one.client.get(str(one.page.url.join("../assets/site.css"))).status_code == 200


def test_without_them_quotes_stand_alone():
    one = Officer(application(MemoryStore(), protocols=["kz/national", "ua/pdyut"], clock=CLOCK, rule_site=False))
    one.begin()
    assert page_of(one, CASE).all("blockquote")
    assert "/rules" not in one.page.text + one.open("/")
    one.open("/rules")
    assert one.page.status_code == 404


def test_a_text_that_was_changed_is_shown_as_it_now_stands(tmp_path: Path):
    shutil.copytree(learn_dir() / "school-order", tmp_path / "order")
    one = Officer(application(MemoryStore(), protocols=["lakeside/order"], rules=str(tmp_path / "order")))
    page, file = "/rules/en/lakeside/order/index.html", tmp_path / "order" / "order.yaml"
    assert "Tell the parents of each pupil" in one.open(page)
    file.write_text(file.read_text("utf-8").replace("Tell the parents", "Call the parents"), encoding="utf-8")
    assert "Call the parents of each pupil" in one.open(page)
