"""A case saved as a file and opened again: the same plan, nothing written over, every mistake told by its line."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
pytest.importorskip("python_multipart", reason="files are sent in forms of several parts")
import yaml

from officer import Clock, Officer
from plain_yaml import plain
from protocolkit import plan
from protocolkit.resources import rules_dir
from protocolkit.web import MemoryStore, application
from protocolkit.web.desk import Desk
from protocolkit.web.incident_records import records
from protocolkit.web.opening import MOST, CannotOpenError, case_in
from protocolkit.web.records import Record, Said

NOON = "2026-11-20T15:44:00+05:00"
CASE = "/case/school-7~2026-101"
REPORT = '{event: report_received, at: "2026-11-20T14:30:00+05:00"}'


def at_the_desk(store: MemoryStore | None = None) -> Officer:
    app = application(store or MemoryStore(), protocols=["kz/national", "ua/pdyut"], clock=Clock(NOON))
    return Officer(app, language="en")


def opened(text: str | bytes, officer: Officer | None = None, name: str = "case.yaml") -> Officer:
    """Whoever sends a file by the form on the first page."""
    one = officer or at_the_desk()
    one.open("/")
    fields = {"key": one.forms()[-1]["fields"]["key"][0]}
    one.page = one.client.post("/open", data=fields, files={"file": (name, text)})
    return one


def written(body: str) -> str:
    return f"incident: school-7/2026-101\nprotocol: kz/national\n{body}\n"


@pytest.fixture(scope="module")
def saved() -> str:
    """A case with two victims, an accused parent, answers that nobody knows, an act done and one taken back."""
    officer = at_the_desk()
    officer.begin()
    while "/questions/" in officer.path:
        officer.send()
    for title in ("police", "prosecution office"):
        officer.open(f"{CASE}/record")
        officer.tick(title, when="other", time="14:50", date="20.11.2026")
    officer.undo("prosecution office")
    return officer.open(f"{CASE}/file")


def test_a_saved_case_opens_in_an_empty_store_with_the_same_plan_answers_and_log(saved: str):
    officer = opened(saved)
    assert officer.path == CASE, "what was answered is not asked again, also where the answer is not known"
    again = officer.open(f"{CASE}/file")
    assert yaml.safe_load(again) == yaml.safe_load(saved)
    assert plan(yaml.safe_load(again)).digest == plan(yaml.safe_load(saved)).digest
    officer.open(f"{CASE}/record")
    assert "Taken back at" in officer.words()
    officer.open(f"{CASE}/questions")
    assert "I don't know yet" in officer.words()


def test_a_case_that_is_there_is_not_written_over_and_it_is_said(saved: str):
    store = MemoryStore()
    officer = opened(saved, at_the_desk(store))
    before = store.lines("school-7/2026-101")
    opened(saved.replace("age: 13", "age: 9"), officer)
    assert officer.page.status_code == 422
    assert "There is a case school-7/2026-101 already" in officer.words()
    assert f'href="{CASE}"' in officer.page.text
    assert store.lines("school-7/2026-101") == before


def test_every_mistake_of_a_file_is_told_with_its_line_and_nothing_is_opened():
    store = MemoryStore()
    text = written(f"facts: {{victim.agee: 12}}\nevents:\n  - {REPORT}\n  - {{event: polise_told, at: soon}}")
    officer = opened(text, at_the_desk(store))
    assert officer.page.status_code == 422
    words = officer.words()
    assert "line 3 " in words
    assert "`victim.agee`" in words
    assert "line 6 " in words
    assert "`polise_told`" in words
    assert store.cases() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in the file"),
        (b"\xff\x00\xfe", "is not UTF-8 text"),
        ("a: [", "line 2 a value expected"),
        (written("institution: /etc/hostname"), "a file that is named in another"),
        (written("events: []").replace("incident", "agenda"), "the log of an organisation"),
        (written("events: []").replace("school-7/2026-101", ".."), "needs a letter or a digit"),
        (written('events: [{event: report_received, at: "2026-11-20"}]'), "not at what time"),
        (written("facts: {<img src=x>: 1}"), "line 3"),
    ],
)
def test_what_cannot_be_opened_says_why(text: str | bytes, said: str):
    store = MemoryStore()
    officer = opened(text, at_the_desk(store))
    assert officer.page.status_code == 422
    assert said in officer.words()
    assert "<img" not in officer.page.text
    assert store.cases() == []


def test_what_no_page_asks_for_stays_with_the_case():
    body = """facts: {incident.forms: bullying, victim.age: 12}
institution: {office_hours: "09:00-17:00", absent: [school_psychologist]}
searched: [{event: police_informed, at: "2026-11-20T15:00:00+05:00"}]
events:
  - {event: report_received, at: "2026-11-20T14:30[Asia/Almaty]", from: legal_representative}
  - {event: interview_held, at: "2026-11-20"}
  - {event: not_done, rule: notify-authorities, at: "2026-11-20T15:40:00+05:00"}"""
    officer = opened(written(body))
    document = yaml.safe_load(officer.open(f"{CASE}/file"))
    assert document["institution"]["absent"] == ["school_psychologist"]
    assert document["searched"][0]["event"] == "police_informed"
    assert document["events"][0]["from"] == "legal_representative"
    officer.open(f"{CASE}/record")
    assert "not done" in officer.words()
    assert "interview" in officer.words()


def test_an_entry_that_a_file_did_not_name_can_be_taken_back():
    done = '{event: done, rule: notify-authorities, to: police, at: "2026-11-20T14:50:00+05:00"}'
    officer = opened(written(f"events: [{REPORT}, {done}]"))
    officer.open(f"{CASE}/record")
    officer.send(lambda form: form["action"].endswith("/undo"))
    officer.open(f"{CASE}/record")
    assert "Taken back at" in officer.words()


def test_a_file_is_bounded_and_taken_from_a_page_of_ours_alone(saved: str):
    assert opened(b"#" * (MOST + 1)).page.status_code == 413
    officer = at_the_desk()
    officer.open("/")
    assert officer.client.post("/open", files={"file": ("case.yaml", saved)}).status_code == 403
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        torn = officer.client.post("/open", content=b"--x\r\ntorn", headers={"content-type": kind})
        assert torn.status_code == 403, kind
    assert "There is no case yet" in officer.open("/")


def shipped(every: int) -> list[Any]:
    """Some of the cases of the rule tests: each has another shape."""
    found = []
    for file in sorted(rules_dir().rglob("tests/*.yaml")):
        if not isinstance(tests := plain(file), dict):
            continue
        for case in (one for one in tests["cases"] if "incident" in one):
            protocol = case.get("protocol") or tests.get("tests")
            document = {key: value for key, value in case["incident"].items() if key != "as_of"}
            found.append(pytest.param({"incident": "a-1", "protocol": protocol} | document, id=case["name"][:40]))
    return found[::every]


@pytest.mark.parametrize("document", shipped(40))
def test_a_case_of_any_shape_has_the_same_plan_when_it_is_opened(document: dict[str, Any]):
    desk = Desk(MemoryStore(), clock=Clock("2026-12-20T09:30:00+05:00"))
    reference, found = case_in(desk, yaml.safe_dump(document, allow_unicode=True).encode())
    assert reference == "a-1"
    assert found


def test_a_file_whose_plan_would_be_another_is_not_opened(monkeypatch: pytest.MonkeyPatch):
    def forgetful(*given: Any) -> list[Record]:
        return [one for one in records(*given) if not isinstance(one, Said)]

    monkeypatch.setattr("protocolkit.web.opening.records", forgetful)
    desk = Desk(MemoryStore(), clock=Clock(NOON))
    with pytest.raises(CannotOpenError, match="cannot hold"):
        case_in(desk, written(f"facts: {{incident.forms: [bullying]}}\nevents: [{REPORT}]").encode())
