"""What stands before every page: forms of ours alone, headers, keys, hosts; and nothing of a case where it must not be."""

from __future__ import annotations

import logging
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="the web application is an extra")
from officer import Clock, Officer
from protocolkit.resources import learn_dir
from protocolkit.web import MemoryStore, application
from protocolkit.web.sql_store import SqlStore

CLOCK = Clock("2026-11-20T14:45:00+05:00")
CASE = "/case/school-7~2026-101"
HOSTILE = '<img src=x onerror="alert(1)">\u202e'
KEY = "a-long-random-text-of-this-school"


def officer(store: object = None, **how: object) -> Officer:
    given = {"protocols": ["ua/pdyut"], "clock": CLOCK} | how
    return Officer(application(store or MemoryStore(), **given))


def began(store: object = None, **how: object) -> Officer:
    """A case of which the first questions are answered; one procedure is offered, so nobody is asked which."""
    found = officer(store, **how)
    found.open("/")
    found.send(reference="school-7/2026-101")
    found.send(forms=["bullying"])
    found.send(day="0", time="09:30")
    found.send()
    found.send_as(0, {"role-o1": "pupil"})
    return found


@pytest.fixture(scope="module")
def pages() -> dict[str, Officer]:
    """Every kind of page of one case, as it was answered."""
    found = {}
    for path in (
        "/",
        CASE,
        f"{CASE}/questions",
        f"{CASE}/record",
        f"{CASE}/questions/1",
        f"{CASE}/questions/4",
        "/nothing",
    ):
        one = began()
        one.open(path)
        found[path] = one
    return found


def test_no_page_has_a_script_or_a_style_of_its_own_or_asks_anything_of_another_server(pages: dict[str, Officer]):
    for path, one in pages.items():
        text = one.page.text
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text), path


def test_every_answer_lets_a_browser_run_and_load_nothing_else_and_keep_no_copy(pages: dict[str, Officer]):
    for path, one in pages.items():
        policy = one.page.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert one.page.headers["cache-control"] == "no-store", path
        assert one.page.headers["x-content-type-options"] == "nosniff"


def test_the_cookie_of_forms_goes_nowhere_else():
    one = officer()
    one.open("/")
    assert "HttpOnly" in one.page.headers["set-cookie"]
    assert "SameSite=strict" in one.page.headers["set-cookie"]
    assert "Secure" not in one.page.headers["set-cookie"]
    secure = officer()
    secure.client.base_url = "https://localhost"
    secure.open("/")
    assert "Secure" in secure.page.headers["set-cookie"]


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"key": ""}, {}),
        ({"key": "x" * 40}, {}),
        ({}, {"origin": "https://evil.example"}),
        ({}, {"origin": "null"}),
        ({}, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_a_form_that_no_page_of_ours_sent_is_not_taken(fields: dict[str, str], headers: dict[str, str]):
    store = MemoryStore()
    one = officer(store)
    one.open("/")
    form = one.forms()[0]
    sent = {name: values[0] for name, values in form["fields"].items()} | fields
    answer = one.client.post(form["action"], data=sent, headers=headers)
    assert answer.status_code == 403
    assert store.cases() == []
    good = {name: values[0] for name, values in form["fields"].items()}
    assert one.client.post(form["action"], data=good, headers={"origin": "http://localhost"}).status_code == 200
    assert len(store.cases()) == 1


@pytest.mark.parametrize(
    "reference", ["..", ".", "<script>alert(1)</script>", 'a"b', "a b", "070101500123", "x" * 65, "a\r\nb: c"]
)
def test_what_is_no_reference_begins_no_case_and_becomes_no_markup(reference: str):
    store = MemoryStore()
    one = officer(store)
    one.open("/")
    text = one.send(reference=reference)
    assert one.page.status_code == 422
    assert store.cases() == []
    assert "<script>alert" not in text
    assert "070101500123" not in text


@pytest.mark.parametrize("reference", ["../../etc/passwd", "мектеп-7/41", "a/../b", "a/card", "questions"])
def test_any_reference_is_one_part_of_a_path_and_a_plain_name_of_a_file(reference: str):
    one = officer()
    one.open("/")
    one.send(reference=reference)
    assert one.page.status_code == 200
    one.open("/")
    link = re.search(r'href="(/case/[^"]+)"', one.page.text)
    assert link is not None
    assert link[1].count("/") == 2
    one.open(link[1])
    assert one.page.status_code == 200
    assert reference in one.words()
    one.send(forms=["bullying"])
    one.send(day="0", time="09:30")
    one.open(f"{link[1]}/file")
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9_-]+\.yaml"', one.page.headers["content-disposition"])


def test_an_address_of_no_case_shows_nothing_of_itself():
    one = officer()
    text = one.open('/case/"><script>alert(1)</script>')
    assert one.page.status_code == 404
    assert "<script>alert" not in text


def test_the_text_of_a_rule_never_becomes_markup(tmp_path: Path):
    shutil.copytree(learn_dir() / "school-order", tmp_path / "order")
    for path in (tmp_path / "order").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"(en: )\"?[^\",}\n]+\"?", lambda found: f"{found[1]}'{HOSTILE}'", text), encoding="utf-8"
        )
    ruleset = next(iter(re.findall(r"^ruleset: (\S+)", (tmp_path / "order" / "order.yaml").read_text("utf-8"), re.M)))
    one = began(protocols=[ruleset], rules=str(tmp_path / "order"))
    for path in (CASE, f"{CASE}/record", f"{CASE}/questions"):
        text = one.open(path)
        assert one.page.status_code == 200, path
        assert "<img" not in text
        assert "\u202e" not in text
    assert "&lt;img" in one.open(f"{CASE}/record")


def test_a_page_pointed_at_this_machine_under_another_name_is_not_answered():
    one = officer(hosts=["localhost"])
    assert one.client.get("/", headers={"host": "evil.example:8765"}).status_code == 421
    assert one.client.get("/", headers={"host": "localhost:8765"}).status_code == 200


def test_without_the_key_nothing_is_shown_and_with_it_everything():
    store = MemoryStore()
    assert began(store).page.status_code == 200
    one = officer(store, token=KEY)
    for path in ("/", CASE, f"{CASE}/file"):
        assert "school-7" not in one.open(path).replace("/case/school-7", "")
        assert one.page.status_code == 401
    one.send(access="wrong")
    assert one.page.status_code == 401
    one.send(access=KEY)
    assert one.page.status_code == 200
    assert "school-7/2026-101" in one.words()
    assert all(KEY not in cookie.value for cookie in one.client.cookies.jar)
    program = officer(store, token=KEY)
    assert program.client.get("/", headers={"authorization": f"Bearer {KEY}"}).status_code == 200
    assert program.client.get("/", headers={"authorization": "Bearer x"}).status_code == 401


def test_choosing_a_language_leads_to_no_other_server():
    one = officer()
    answer = one.client.get("//evil.example/?lang=ru", follow_redirects=False)
    assert answer.headers.get("location", "/").startswith("/")
    assert not answer.headers.get("location", "/").startswith("//")
    one.open("/?lang=kk")
    assert '<html lang="kk">' in one.page.text


def test_a_form_beyond_any_measure_is_refused():
    one = officer()
    one.open("/")
    assert one.client.post("/new", content="reference=" + "x" * 100_000).status_code == 413
    assert one.client.post("/new", content="&".join(f"a{n}=1" for n in range(2000))).status_code == 413


def test_a_form_sent_twice_is_recorded_once():
    store = MemoryStore()
    one = began(store)
    one.open(f"{CASE}/record")
    form = next(form for form in one.forms() if form["action"].endswith("/done"))
    sent = {name: values[0] for name, values in form["fields"].items()}
    before = len(store.lines("school-7/2026-101"))
    for _ in range(2):
        assert one.client.post(form["action"], data=sent).status_code == 200
    assert len(store.lines("school-7/2026-101")) == before + 1


def test_the_number_of_a_person_is_not_taken_as_an_outgoing_number():
    store = MemoryStore()
    one = began(store)
    one.open(f"{CASE}/record")
    form = next(form for form in one.forms() if "ref" in form["fields"])
    before = len(store.lines("school-7/2026-101"))
    text = one.send(lambda each: each["fields"].get("duty") == form["fields"]["duty"], ref="070101500123")
    assert one.page.status_code == 422
    assert "070101500123" not in text
    assert len(store.lines("school-7/2026-101")) == before


def test_people_who_tick_at_once_lose_nothing(tmp_path: Path):
    store = SqlStore(f"sqlite:///{tmp_path}/cases.db")
    app = application(store, protocols=["ua/pdyut"], clock=CLOCK)
    one = began(store)
    one.open(f"{CASE}/record")
    several = [form for form in one.forms() if form["action"].endswith("/done")]

    def tick(form: dict) -> int:
        other = Officer(app)
        other.open(f"{CASE}/record")
        other.send(lambda each: each["fields"].get("duty") == form["fields"]["duty"])
        return int(other.page.status_code)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(tick, several)) == {200}
    one.open(f"{CASE}/file")
    assert one.page.text.count("event: done") == len(several) >= 2
    store.close()


def test_a_locked_database_is_a_clear_page_and_the_same_form_can_be_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr("protocolkit.web.sql_store.WAIT", 0.05)
    store = SqlStore(f"sqlite:///{tmp_path}/cases.db")
    one = began(store)
    one.open(f"{CASE}/record")
    form = next(form for form in one.forms() if form["action"].endswith("/done"))
    sent = {name: values[0] for name, values in form["fields"].items()}
    other = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with caplog.at_level(logging.DEBUG, "protocolkit"):
        answer = one.client.post(form["action"], data=sent)
    assert answer.status_code == 503
    assert "not been recorded" in answer.text
    assert "bullying" not in caplog.text
    other.close()
    assert one.client.post(form["action"], data=sent).status_code == 200
    one.open(f"{CASE}/file")
    assert one.page.text.count("event: done") == 1
    store.close()


def test_a_fault_of_the_program_tells_a_log_nothing_of_the_case(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    one = began()

    def broken(*_: object) -> None:
        raise ValueError("bullying of v1, aged 13")

    monkeypatch.setattr("protocolkit.web.desk.evaluate", broken)
    with caplog.at_level(logging.DEBUG):
        text = one.open(f"{CASE}/record")
    assert one.page.status_code == 500
    assert "aged 13" not in caplog.text + text
    assert "ValueError" in caplog.text


def test_an_answer_that_is_none_is_told_and_can_be_given_again():
    one = began()
    one.open(f"{CASE}/questions/3")
    one.send_as(0, {"age-v1": "150"})
    assert one.page.status_code == 422
    assert "full years" in one.words()
    one.send_as(0, {"age-v1": "15"})
    assert one.page.status_code == 200


def test_a_procedure_that_cannot_be_read_stops_nobody_who_uses_another(tmp_path: Path):
    shutil.copytree(learn_dir() / "school-order", tmp_path / "order")
    text = (tmp_path / "order" / "order.yaml").read_text("utf-8").replace("must: draw_up", "must: draw_upp")
    (tmp_path / "order" / "order.yaml").write_text(text, encoding="utf-8")
    one = officer(protocols=["ua/pdyut", "lakeside/order"], rules=str(tmp_path / "order"))
    one.open("/")
    one.send(reference="2026-041")
    one.send(forms=["bullying"])
    one.send(day="0", time="09:30")
    one.send(protocol="ua/pdyut")
    one.send()
    one.send_as(0, {"role-o1": "pupil"})
    one.open("/case/2026-041")
    assert one.page.status_code == 200
