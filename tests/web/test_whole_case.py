"""One case from the report to the next morning, over HTTP, alone and mounted in the application of a host."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="the web application is an extra")
import yaml
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from officer import Clock, Officer
from protocolkit import plan
from protocolkit.web import application
from protocolkit.web.sql_store import SqlStore

CASE = "/case/school-7~2026-101"
Hosted = Callable[[ASGIApp], ASGIApp]


def alone(app: ASGIApp) -> ASGIApp:
    return app


def mounted(app: ASGIApp) -> ASGIApp:
    async def own(_request: object) -> PlainTextResponse:
        return PlainTextResponse("the host's own page")

    return Starlette(routes=[Route("/", own), Mount("/cases/kz", app)])


@pytest.mark.parametrize(
    ("hosted", "prefix"),
    [pytest.param(alone, "", id="alone"), pytest.param(mounted, "/cases/kz", id="mounted", marks=pytest.mark.slow)],
)
def test_a_case_from_the_report_to_the_next_morning(hosted: Hosted, prefix: str, tmp_path: Path):
    clock, url = Clock("2026-11-20T14:45:00+05:00"), f"sqlite:///{tmp_path}/cases.db"

    def started() -> tuple[SqlStore, Officer]:
        store = SqlStore(url)
        app = application(store, protocols=["kz/national", "ua/pdyut"], clock=clock)
        return store, Officer(hosted(app), prefix=prefix, language="ru")

    store, officer = started()
    officer.begin()
    assert officer.path == f"{prefix}{CASE}/questions/6"
    assert "Вопрос 6 из" in officer.words()
    while "/questions/" in officer.path:
        officer.send()  # nothing is known yet: every question can be left open
    assert officer.path == f"{prefix}{CASE}/questions"
    assert "Пока не знаю" in officer.words()
    assert "кибербуллинг" in officer.words()

    officer.open(CASE)
    assert "До 15:30 осталось 45 мин" in officer.words()
    assert "Не сообщать и не привлекать" in officer.words()
    letter = re.search(rf'href="({prefix}{CASE}/letter/[0-9a-f]+)"', officer.page.text)
    assert letter is not None
    officer.page = officer.client.get(letter[1])
    assert "14:30" in officer.words()

    told = ("органы внутренних дел", "органы прокуратуры", "орган здравоохранения", "орган управления образованием")
    for minute, whom in enumerate(told, 48):
        clock.set(f"2026-11-20T14:{minute}:00+05:00")
        officer.open(f"{CASE}/record")
        officer.tick(whom, when="0")
        assert f"{whom} , 14:{minute}." in officer.words()
    clock.set("2026-11-20T14:55:00+05:00")
    officer.open(f"{CASE}/record")
    officer.tick("Региональный уполномоченный", when="0")
    clock.set("2026-11-20T14:56:00+05:00")
    officer.undo("Региональный уполномоченный")
    assert "Отменено в 14:56" in officer.words()
    assert "Записано в срок: 4, позже: 0." in officer.words()
    assert any("Региональный уполномоченный" in words for words in officer.ticks()), "it is owed again"

    store.close()
    store, officer = started()
    clock.set("2026-11-20T15:44:00+05:00")
    officer.open(f"{CASE}/record")
    assert "предел прошёл" in officer.words()
    officer.tick("орган социальной защиты", when="other", time="15:41", date="20.11.2026", by="responsible_person")
    assert "На 11 мин позже предела" in officer.words()
    assert "Записано в срок: 4, позже: 1." in officer.words()

    clock.set("2026-11-21T08:05:00+05:00")
    officer.open("/")
    assert "school-7/2026-101" in officer.words()
    officer.open(f"{CASE}/record")
    officer.tick("Комитет по охране прав детей", when="other", time="07:50", date="21.11.2026")
    assert officer.page.status_code == 200
    assert "позже: 2." in officer.words()

    officer.open(f"{CASE}/file")
    document = yaml.safe_load(officer.page.text)
    assert sum(one["event"] == "done" for one in document["events"]) == 7
    assert sum(one["event"] == "retracted" for one in document["events"]) == 1
    kept = plan(document)
    closed = {
        duty.to: duty.late for duty in kept.duties if duty.rule == "kz/interagency#notify-authorities" and duty.done_at
    }
    assert closed["police"] is False
    assert closed["social_protection_authority"] is True
    assert "regional_child_rights_commissioner" not in closed
    store.close()
