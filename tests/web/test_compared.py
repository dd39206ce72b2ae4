"""Texts held against each other in the workbench: what the command says, of the text as it is edited."""

from __future__ import annotations

import html
import re
from pathlib import Path
from threading import Event

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
import anyio
import httpx

from officer import Clock, Officer
from protocolkit.comparing.compare import compare
from protocolkit.comparing.comparison_page import comparison_sheet
from protocolkit.comparing.sides import sides
from protocolkit.showing.to_html import within
from protocolkit.web import MemoryStore, application

VARIANT = """\
ruleset: lyceum/order
extends: ua/pdyut
text: {title: {en: The procedure as a lyceum applies it}, language: uk}
change:
  convene-commission:
    because: the lyceum shortens the term to two working days
    set: {due: 2 working_days, say: {en: Hold the meeting of the commission within two working days}}
"""
PAIR = "/compare?a=ua/pdyut&b=edited:lyceum/order"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "mine"
    made.mkdir()
    (made / "order.yaml").write_text(VARIANT, encoding="utf-8")
    return made


@pytest.fixture
def analyst(folder: Path) -> Officer:
    return Officer(application(MemoryStore(), protocols=["ua/pdyut"], clock=Clock("2026-11-20T14:45:00+02:00"),
                               workbench=folder))  # fmt: skip


def test_an_edited_text_leads_to_the_text_that_it_changes(analyst: Officer):
    analyst.open("/workbench/order.yaml")
    (address,) = re.findall(r'href="(/compare[^"]*)"', analyst.page.text)
    analyst.open(html.unescape(address))
    assert "stricter in B" in analyst.words()
    assert "A: 3 working days; B: 2 working days" in analyst.words()


def test_the_page_is_the_sheet_of_the_command(analyst: Officer, folder: Path):
    found = compare(*sides("ua/pdyut", "lyceum/order", [str(folder)]), cases=False)
    said = str(within(comparison_sheet(found, "en")))
    rows = said[said.index("<section") : said.index('<footer class="foot">')]
    assert "ends earlier in B" in rows
    assert rows in analyst.open(PAIR)


def test_what_is_saved_is_compared_as_it_now_stands(analyst: Officer, folder: Path):
    (folder / "order.yaml").write_text(VARIANT.replace("2 working_days", "5 working_days"), encoding="utf-8")
    analyst.open(PAIR)
    assert "A: 3 working days; B: 5 working days" in analyst.words()
    assert "stricter in A" in analyst.words()


def test_a_case_for_each_difference_is_played_where_it_is_asked_for(analyst: Officer):
    analyst.open(PAIR)
    assert "cases were left out" in analyst.words()
    analyst.open(f"{PAIR}&cases=yes")
    assert "cases were left out" not in analyst.words()
    assert "report received" in analyst.words()


def test_a_text_that_cannot_be_used_is_told_where_it_was_chosen(analyst: Officer, folder: Path):
    (folder / "order.yaml").write_text(VARIANT.replace("convene-commission", "convene-comission"), encoding="utf-8")
    analyst.open(PAIR)
    assert analyst.page.status_code == 422
    assert "convene-comission" in analyst.words()
    assert str(folder) not in analyst.page.text


def test_earlier_editions_are_offered_by_their_day(analyst: Officer):
    analyst.open("/compare")
    assert re.search(r'value="kz/order-506@\d{4}-\d\d-\d\d"', analyst.page.text)


@pytest.mark.parametrize("side", ["..:lyceum/order", "/etc:ua/pdyut", "edited:../secret", "<img src=x>"])
def test_no_address_names_a_folder(analyst: Officer, side: str):
    analyst.page = analyst.client.get("/compare", params={"a": "ua/pdyut", "b": side})
    assert analyst.page.status_code == 200
    assert "Text B" in analyst.words()
    assert side not in analyst.page.text


def test_without_a_workbench_nothing_is_compared():
    one = Officer(application(MemoryStore(), protocols=["ua/pdyut"]))
    one.open(PAIR)
    assert one.page.status_code == 404


def test_nobody_waits_for_the_comparison_of_an_analyst(analyst: Officer, monkeypatch: pytest.MonkeyPatch):
    begun, over = Event(), Event()

    def slow(*_sides: object, **_how: object) -> None:
        begun.set()
        assert over.wait(30)
        raise RuntimeError

    monkeypatch.setattr("protocolkit.web.compared.compare", slow)

    async def both() -> None:
        transport = httpx.ASGITransport(analyst.client.app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
            anyio.create_task_group() as group,
        ):
            group.start_soon(client.get, PAIR)
            await anyio.to_thread.run_sync(begun.wait, 30)
            assert (await client.get("/")).status_code == 200
            assert not over.is_set()
            over.set()

    anyio.run(both)
