"""The MCP server, asked by the official client in a process of its own; and the tools behind it, asked directly."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="needs the extra mcp")

import mcp

import protocolkit
from protocolkit.agents.mcp_server import server
from protocolkit.agents.tools import Tools, refusal
from protocolkit.diagnostics import InputError

CASE: dict[str, Any] = {
    "incident": "demo/1",
    "facts": {"incident.crime_signs": True},
    "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    "as_of": "2026-11-20T14:30:00+05:00",
}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "protocols": ("protocols", {}),
    "questions": ("questions", {"case": CASE, "protocol": "kz/interagency"}),
    "plan": ("plan", {"case": CASE, "protocol": "kz/interagency"}),
    "in Kazakh": ("plan", {"case": CASE, "protocol": "kz/interagency", "lang": "kk"}),
    "due": ("due", {"due": "3 working_days", "after": "2026-11-20T14:30:00+05:00", "calendar": "kz"}),
    "explain": ("explain", {"case": CASE, "protocol": "kz/interagency", "rule": "notify-authorities"}),
    "no protocol": ("plan", {"case": CASE}),
    "a name": ("plan", {"case": CASE | {"name": "somebody"}, "protocol": "kz/interagency"}),
    "a telephone": ("plan", {"case": CASE | {"incident": "+77011234567"}, "protocol": "kz/interagency"}),
    "a file": ("plan", {"case": CASE | {"institution": "school.yaml"}, "protocol": "kz/interagency"}),
    "no rule": ("explain", {"case": CASE, "protocol": "kz/interagency", "rule": "notify"}),
    "no calendar": ("due", {"due": "3 days", "after": "2026-11-20", "calendar": "xx"}),
}


async def _conversation() -> tuple[list[Any], dict[str, tuple[bool, str]]]:
    launch = mcp.StdioServerParameters(command=sys.executable, args=["-m", "protocolkit", "mcp"])
    async with mcp.Client(launch) as client:
        tools = (await client.list_tools()).tools
        answers = {}
        for name, (tool, arguments) in ASKED.items():
            found = await client.call_tool(tool, arguments)
            answers[name] = (bool(found.is_error), found.content[0].text)
        return tools, answers


@pytest.fixture(scope="module")
def conversation() -> tuple[list[Any], dict[str, tuple[bool, str]]]:
    """All questions of this file in one conversation: a process is started once."""
    return asyncio.run(_conversation())


def answer(conversation: Any, name: str) -> Any:
    failed, text = conversation[1][name]
    assert not failed, text
    return json.loads(text)


def test_the_five_tools_are_offered_and_say_what_they_take(conversation: Any) -> None:
    tools = {one.name: one for one in conversation[0]}
    assert sorted(tools) == ["due", "explain", "plan", "protocols", "questions"]
    assert all(one.description for one in tools.values())
    assert {"case", "protocol", "as_of", "lang"} <= tools["plan"].input_schema["properties"].keys()


def test_a_plan_is_the_librarys_own_with_the_whole_trace(conversation: Any) -> None:
    found = answer(conversation, "plan")
    assert found["plan"] == protocolkit.plan(CASE, protocol="kz/interagency").to_dict()
    traced = {one["rule"] for one in found["trace"]["explanations"]}
    assert {duty["rule"] for duty in found["plan"]["duties"]} <= traced
    assert all(duty["due"] is None or duty["due"]["steps"] for duty in found["plan"]["duties"])


def test_the_choice_of_rules_is_visible(conversation: Any) -> None:
    chosen = answer(conversation, "explain")["chosen"]
    assert (chosen["protocol"], chosen["chosen_by"], chosen["as_of"]) == ("kz/interagency", "the call", CASE["as_of"])
    assert chosen["rule"]["id"] == "kz/interagency#notify-authorities"
    assert chosen["texts"][0]["digest"]
    assert answer(conversation, "due")["chosen"]["calendar"] == "kz"


def test_which_rules_apply_is_never_guessed(conversation: Any) -> None:
    failed, text = conversation[1]["no protocol"]
    assert failed
    assert "kz/national" in text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a name", "unknown-key"),
        ("a telephone", "personal-number"),
        ("no rule", "unknown-rule"),
        ("no calendar", "unknown-calendar"),
    ],
)
def test_what_may_not_be_asked_is_refused_with_its_code(conversation: Any, name: str, code: str) -> None:
    failed, text = conversation[1][name]
    assert failed
    assert code in text
    assert "+7701" not in text


def test_a_case_opens_no_file(conversation: Any) -> None:
    assert conversation[1]["a file"][0]


def test_questions_say_what_each_answer_does(conversation: Any) -> None:
    questions = answer(conversation, "questions")["questions"]
    assert questions
    assert all(one["fact"] and one["values"] for one in questions)


def test_answers_are_given_in_the_language_asked_for(conversation: Any) -> None:
    one, other = (answer(conversation, name)["plan"] for name in ("plan", "in Kazakh"))
    assert [d["id"] for d in one["duties"]] == [d["id"] for d in other["duties"]]
    assert one["names"] != other["names"]


def test_protocols_lists_what_may_be_asked_for(conversation: Any) -> None:
    ids = {one["id"] for one in answer(conversation, "protocols")["protocols"]}
    assert {"kz/national", "kz/in-force", "ua/in-force", "ua/pdyut"} <= ids


def test_a_refusal_names_every_problem() -> None:
    with pytest.raises(InputError) as wrong:
        Tools().plan(CASE | {"facts": {"victim.aged": 3}, "protocol": "kz/interagency"})
    assert refusal(wrong.value).startswith("unknown-fact: ")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(InputError, match=r"protocolkit\[mcp\]"):
        server()
