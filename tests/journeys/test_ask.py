"""`protocolkit ask`: what it asks, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import protocolkit
from command_line import CommandLine, cli

__all__ = ["cli"]

CASE = """\
# Monday's case
incident: demo/1
protocol: kz/staff-algorithm
parties:
  victim: [{id: v1}, {id: v2}]   # two children
  offender:
    - id: o1   # somebody's parent
      role: legal_representative
facts: {incident.forms: [bullying]}
events:
  - {event: report_received, at: "2026-11-20T14:30:00+05:00"}
as_of: "2026-11-20T14:30:00+05:00"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "case.yaml"
    found.write_text(CASE, encoding="utf-8")
    return found


def questions(path: Path) -> list[str]:
    return [one.fact for one in protocolkit.plan(path).questions()]


def test_every_answer_is_in_the_file_and_asked_no_more(cli: CommandLine, path: Path) -> None:
    asked = questions(path)
    ran = cli("ask", path, stdin=b"1\n" * 60)
    assert ran.code == 0, ran.err
    assert "Nothing more is asked that can still change the plan." in ran.out
    assert questions(path) == []
    text = path.read_text(encoding="utf-8")
    assert all(one in text for one in ("# Monday's case", "# two children", "# somebody's parent"))
    assert "o1.represents" in asked
    assert "represents: [v1]" in text


def test_enter_leaves_a_question_open_and_the_file_as_it_is(cli: CommandLine, path: Path) -> None:
    ran = cli("ask", path, stdin=b"\n" * 60)
    assert ran.code == 0
    assert path.read_text(encoding="utf-8") == CASE


@pytest.mark.parametrize("stdin", [b"", b"q\n"])
def test_the_end_of_input_and_q_end_it(cli: CommandLine, path: Path, stdin: bytes) -> None:
    ran = cli("ask", path, stdin=stdin)
    assert ran.code == 0
    assert "0 answers are in" in ran.out
    assert path.read_text(encoding="utf-8") == CASE


def test_the_most_urgent_is_asked_first_with_what_each_answer_does(cli: CommandLine, path: Path) -> None:
    first = protocolkit.plan(path).questions(most=1)[0]
    out = cli("ask", path, stdin=b"q\n").out
    assert " ".join(out.split()).startswith(first.ask)
    effects = {effect.label for one in first.values for effect in (*one.opens, *one.closes, *one.moves)}
    assert any(label[:40] in " ".join(out.split()) for label in effects)


def test_what_is_no_answer_is_asked_again(cli: CommandLine, path: Path) -> None:
    ran = cli("ask", path, stdin=b"perhaps\n99\nye\nq\n")
    assert ran.out.count("That is none of the answers.") == 2
    assert "1 answer is in" in ran.out


@pytest.mark.parametrize(("language", "yes"), [("ru", "да"), ("kk", "иә"), ("uk", "так")])
def test_it_asks_and_hears_in_the_language(cli: CommandLine, path: Path, language: str, yes: str) -> None:
    first = protocolkit.plan(path, language=language).questions(most=1)[0]
    ran = cli("ask", path, "--lang", language, stdin=f"{yes}\nq\n".encode())
    assert ran.code == 0
    assert " ".join(ran.out.split()).startswith(first.ask)
    assert path.read_text(encoding="utf-8") != CASE


def test_json_is_every_question_and_nothing_is_asked(cli: CommandLine, path: Path) -> None:
    ran = cli("ask", path, "--format", "json")
    assert [one["fact"] for one in json.loads(ran.out)] == questions(path)
    assert path.read_text(encoding="utf-8") == CASE


def test_an_answer_without_an_easy_place_is_refused_and_nothing_written(cli: CommandLine, path: Path) -> None:
    text = CASE.replace("facts: {incident.forms: [bullying]}", "facts:\n  incident.forms:\n    includes: [bullying]")
    path.write_text(text, encoding="utf-8")
    asked = questions(path)
    stdin = b"\n" * asked.index("incident.forms") + b"0\n"
    ran = cli("ask", path, stdin=stdin)
    assert ran.code == 2
    assert "not-amended" in ran.err
    assert path.read_text(encoding="utf-8") == text
    assert cli("ask", path, "--write", stdin=stdin).code == 0
    assert "incident.forms" not in questions(path)


def test_standard_input_is_for_answers(cli: CommandLine) -> None:
    ran = cli("ask", "-", stdin=CASE.encode())
    assert ran.code == 2
    assert "reads files" in ran.err


def test_a_case_in_one_form_takes_facts_flat(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "flat.json"
    case = {
        "incident": "demo/1", "protocol": "kz/interagency",
        "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
        "as_of": "2026-11-20T14:30:00+05:00",
    }  # fmt: skip
    path.write_text(json.dumps(case), encoding="utf-8")
    assert cli("ask", path, stdin=b"2\n" * 30).code == 0
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after.pop("facts")["offender.is_head"] is False
    assert after == case
