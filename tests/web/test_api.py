"""The JSON API: the answers of the library, problems as RFC 9457 has them, and nothing of a case in what is logged."""

from __future__ import annotations

import json
import logging
import time
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

import protocolkit

pytest.importorskip("starlette", reason="needs the extra web")

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from protocolkit.web.api import answers, api
from protocolkit.web.api.serving import Limits

AT = "2026-11-20T14:30:00+05:00"
CASE: dict[str, Any] = {
    "incident": "demo/1", "protocol": "kz/interagency", "events": [{"event": "report_received", "at": AT}], "as_of": AT,
}  # fmt: skip
UNDATED = {key: value for key, value in CASE.items() if key != "as_of"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(api(), raise_server_exceptions=False)


def test_a_plan_is_that_of_the_library_in_the_language_asked_for(client: TestClient) -> None:
    answer = client.post("/plan", json=CASE, headers={"Accept-Language": "kk-KZ, ru;q=0.5"})
    assert answer.status_code == 200
    assert answer.json() == json.loads(protocolkit.plan(CASE, language="kk").to_json())
    assert answer.headers["content-language"] == "kk"
    assert client.post("/plan?lang=uk", json=CASE).json() == json.loads(protocolkit.plan(CASE, language="uk").to_json())


def test_every_answer_is_that_of_the_library(client: TestClient) -> None:
    def plain(value: Any) -> Any:
        return json.loads(msgspec.json.encode(value))

    assert client.post("/questions?most=2", json=CASE).json() == plain(protocolkit.questions(CASE, most=2))
    first = protocolkit.questions(CASE)[0].fact
    without = client.post(f"/questions?without={first}", json=CASE).json()
    assert without == plain(protocolkit.questions(CASE, without=[first]))
    why = client.post("/explain?rule=notify-authorities", json=CASE).json()
    assert why == plain(protocolkit.explain(CASE, "notify-authorities"))
    due = client.post("/due", json={"due": "3 working_days", "after": AT, "calendar": "kz"}).json()
    assert due == plain(protocolkit.due("3 working_days", AT, calendar="kz"))
    assert client.get("/schema/plan").json() == protocolkit.schema("plan")
    rule = client.get("/rules/kz/interagency%23notify-authorities").json()
    assert rule["id"] == "kz/interagency#notify-authorities"
    assert "file" not in rule


def test_check_tells_every_problem_with_its_place_in_the_body(client: TestClient) -> None:
    wrong = CASE | {"facts": {"victim.age": "ten", "incident.ongoing": "yes"}}
    found = client.post("/check", json=wrong).json()
    assert (found["check"], found["errors"]) == (1, 2)
    assert {one["pointer"] for one in found["problems"]} == {"/facts/victim.age", "/facts/incident.ongoing"}
    assert client.post("/check", json=CASE).json() == {"check": 1, "errors": 0, "warnings": 0, "problems": []}


def test_what_cannot_be_used_is_a_problem_with_codes_in_the_language_asked_for(client: TestClient) -> None:
    answer = client.post("/plan?lang=ru", json=CASE | {"protocol": "kz/interagncy"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    told = answer.json()
    assert (told["type"], told["status"]) == ("urn:protocolkit:problem:unusable", 422)
    assert told["problems"][0]["code"] == "unknown-protocol"
    assert told["problems"][0]["pointer"] == "/protocol"
    assert "kz/interagency" in told["problems"][0]["help"]
    assert told["detail"] != client.post("/plan?lang=en", json=CASE | {"protocol": "kz/interagncy"}).json()["detail"]


@pytest.mark.parametrize(
    ("status", "kind", "method", "path", "content", "headers"),
    [
        (400, "not-json", "POST", "/plan", b"{", {"content-type": "application/json"}),
        (400, "not-json", "POST", "/plan", b"[]", {"content-type": "application/json"}),
        (400, "not-json", "POST", "/plan", b"\xff\xfe", {"content-type": "application/json"}),
        (400, "not-json", "POST", "/plan", b"[" * 100_000, {"content-type": "application/json"}),
        (415, "not-json", "POST", "/plan", b"{}", {"content-type": "text/plain"}),
        (415, "not-json", "POST", "/plan", b"{}", {}),
        (422, "unusable", "POST", "/plan", b"{}", {"content-type": "application/json"}),
        (422, "unusable", "POST", "/plan?view=poster", json.dumps(CASE).encode(), {"content-type": "application/json"}),
        (422, "unusable", "POST", "/plan?as_of=now", json.dumps(CASE).encode(), {"content-type": "application/json"}),
        (422, "unusable", "POST", "/questions?most=0", json.dumps(CASE).encode(), {"content-type": "application/json"}),
        (422, "unusable", "POST", "/explain", json.dumps(CASE).encode(), {"content-type": "application/json"}),
        (422, "unusable", "POST", "/due", b'{"due": 3}', {"content-type": "application/json"}),
        (422, "unusable", "GET", "/schema/plan?lang=de", b"", {}),
        (404, "not-found", "GET", "/schema/..%2Fpyproject", b"", {}),
        (404, "not-found", "GET", "/rules/kz/interagency%23nothing", b"", {}),
        (404, "not-found", "GET", "/rules/nowhere", b"", {}),
        (404, "not-found", "GET", "/nowhere", b"", {}),
        (405, "method-not-allowed", "GET", "/plan", b"", {}),
    ],
)
def test_every_refusal_is_a_problem(
    client: TestClient, status: int, kind: str, method: str, path: str, content: bytes, headers: dict[str, str]
) -> None:
    answer = client.request(method, path, content=content, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert answer.json()["type"] == f"urn:protocolkit:problem:{kind}"
    assert answer.json()["status"] == status


def test_no_case_names_a_file_of_the_server(client: TestClient) -> None:
    answer = client.post("/plan", json=CASE | {"institution": "/etc/passwd"})
    assert answer.status_code == 422
    assert "root:" not in answer.text


def test_a_plan_has_a_tag_of_its_digest_and_one_that_is_the_same_is_not_sent_again(client: TestClient) -> None:
    first = client.post("/plan", json=CASE)
    tag = first.headers["etag"]
    assert protocolkit.plan(CASE).digest[:32] in tag
    again = client.post("/plan", json=CASE, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.json()["type"]) == (412, "urn:protocolkit:problem:same")
    later = client.post("/plan?as_of=2026-11-20T16:00:00%2B05:00", json=CASE, headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert client.post("/plan?lang=ru", json=CASE, headers={"If-None-Match": tag}).status_code == 200
    assert client.post("/plan?view=compact", json=CASE, headers={"If-None-Match": tag}).status_code == 200


def test_a_plan_of_now_says_when_it_changes_and_one_of_an_instant_never_does(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "expires" not in client.post("/plan", json=CASE).headers
    monkeypatch.setattr(answers.Asked, "now", property(lambda _self: AT))
    now = client.post("/plan", json=UNDATED)
    changes = protocolkit.plan(CASE).next_change_at
    assert changes is not None
    assert parsedate_to_datetime(now.headers["expires"]).isoformat() == "2026-11-20T10:30:01+00:00"
    assert changes == "2026-11-20T15:30:01+05:00"


def test_more_than_is_taken_is_refused_before_it_is_read_whole() -> None:
    client = TestClient(api(limits=Limits(bytes=100)))
    assert client.post("/plan", json=CASE).status_code == 413


def test_what_takes_too_long_is_given_up_and_takes_up_room_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = 0.5

    def waits(_asked: Any) -> answers.Answer:
        time.sleep(slow)
        return answers.Answer(b"{}")

    monkeypatch.setattr(answers, "plan", waits)
    client = TestClient(api(limits=Limits(seconds=0.05, at_once=1)))
    assert client.post("/plan", json=CASE).json()["type"] == "urn:protocolkit:problem:too-long"
    assert client.post("/due", json={}).json()["type"] == "urn:protocolkit:problem:busy"
    time.sleep(2 * slow)
    assert client.post("/due", json={}).json()["type"] == "urn:protocolkit:problem:unusable"


def test_a_fault_of_the_program_is_told_without_anything_of_the_case(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(asked: Any) -> answers.Answer:
        raise RuntimeError(f"cannot: {asked.body}")

    monkeypatch.setattr(answers, "plan", breaks)
    client = TestClient(api())
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/plan?rule=secret-name", json=CASE | {"incident": "secret-name"})
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:protocolkit:problem:broken")
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("protocolkit")]
    assert any("RuntimeError in breaks" in one for one in ours)
    assert not [one for one in ours if "secret-name" in one]
    assert "secret-name" not in answer.text


def test_with_a_key_nobody_else_is_answered() -> None:
    client = TestClient(api(token="k" * 32))
    assert client.post("/plan", json=CASE).status_code == 401
    assert client.get("/openapi.json").headers["www-authenticate"] == "Bearer"
    assert client.post("/plan", json=CASE, headers={"Authorization": "Bearer " + "k" * 32}).status_code == 200


def test_it_answers_under_a_path_of_another_application() -> None:
    client = TestClient(Starlette(routes=[Mount("/api", api())]))
    assert client.post("/api/plan", json=CASE).status_code == 200
    assert client.get("/api/nowhere").headers["content-type"] == "application/problem+json"


def test_answers_are_what_the_description_says(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    components = {"components": told["components"]}
    for path, case, given in (
        ("/plan", CASE, ""), ("/plan", CASE, "?view=compact"), ("/plan", CASE, "?view=card"), ("/questions", CASE, "?most=2"), ("/check", CASE, ""), ("/explain", CASE, "?rule=notify-authorities"),
        ("/due", {"due": "1 hour", "after": AT, "calendar": "kz"}, ""),
    ):  # fmt: skip
        operation = told["paths"][path]["post"]
        takes = operation["requestBody"]["content"]["application/json"]["schema"]
        gives = operation["responses"]["200"]["content"]["application/json"]["schema"]
        answer = client.post(path + given, json=case)
        assert answer.status_code == 200
        assert list(Draft202012Validator(takes | components).iter_errors(case)) == []
        assert list(Draft202012Validator(gives | components).iter_errors(answer.json())) == []
    refused = told["paths"]["/plan"]["post"]["responses"]["422"]["content"]["application/problem+json"]["schema"]
    answer = client.post("/plan", json={})
    assert list(Draft202012Validator(refused | components).iter_errors(answer.json())) == []
    assert list(Draft202012Validator(refused | components).iter_errors({}))


def test_every_reference_of_the_description_stands_in_it(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    told = json.loads(text)
    names = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert names <= set(told["components"]["schemas"])
    assert "$defs" not in text
