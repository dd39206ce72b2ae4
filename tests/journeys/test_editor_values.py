"""What an editor offers where a name or a value may stand, asked of a real YAML language server, cursor by cursor.

`nox -s editors` fetches the server by npm; elsewhere these tests are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from protocolkit.resources import schemas_dir
from yaml_server import COMMAND, YamlServer, program

pytestmark = pytest.mark.skipif(
    program() is None, reason=f"no yaml-language-server here: `nox -s editors`, or name it in {COMMAND}"
)

RULE = """\
ruleset: made-up/text
text: {title: {en: A text}, language: en}
zone: Asia/Almaty
calendar: kz
in_force: {from: undated}
rules:
  - id: tell-police
    cites: {point: "1", words: the police}
"""
# Where the cursor stands in a rule, and some of what must be offered.
IN_A_RULE = {
    "by: |": "education_org_head police",
    "by: pol|": "police",
    "by: {any: [|]}": "education_org_head class_teacher",
    "to: [|]": "police prosecutor",
    "to:\n      - |": "police victim.legal_representative",
    "must: |": "notify report",
    "must: [|]": "notify interview",
    "after: |": "report_received fact_detected",
    "after: {any: [|]}": "report_received",
    "after: {event: |}": "report_received",
    "until: |": "case_closed",
    "every: |": "month report_received",
    "due: |": "immediately same_day none",
    "due:\n      earliest:\n        - |": "same_day",
    "if:\n      |": "victim.age any happened",
    "if:\n      victim.is_minor: |": "true false",
    "if:\n      offender.role: |": "pupil staff",
    "if:\n      incident.forms: [|]": "bullying cyberbullying",
    "if:\n      incident.forms:\n        - |": "bullying",
    "during: |": "interview",
    "via:\n      only: |": "protected_email",
    "document: |": "short_note",
    "content: [|]": "child_full_name",
    "each: |": "victim party",
    "time:\n      after_hours: |": "counts next_working_day",
    "clock:\n      hold: |": "investigation_started",
    "clock:\n      extend:\n        by: |": "education_authority",
    "readings:\n      - instead:\n          by: |": "education_org_head",
}
CASE = "incident: school-12/2026-041\nprotocol: kz/national\n"
IN_A_CASE = {
    "facts:\n  |": "victim.age incident.forms",
    "facts:\n  offender.role: |": "pupil staff",
    "facts:\n  victim.is_minor: |": "true false",
    "facts:\n  incident.forms: [|]": "bullying",
    "events:\n  - event: |": "report_received done due_set",
    "events:\n  - {event: |}": "report_received done",
    "events:\n  - event: report_received\n    by: |": "education_org_head police",
    "parties:\n  offender:\n    - id: o1\n      role: |": "pupil staff",
    "parties:\n  victim:\n    - id: v1\n      |": "age is_minor holds",
}
IN_OTHERS = {
    ("protocol", "protocol: made-up/here\nrulesets: [kz/interagency]\nbind:\n  |"): "education_authority police",
    ("protocol", "protocol: made-up/here\nrulesets: [kz/interagency]\nbind:\n  police: |"): "education_authority",
    ("ruleset", RULE + "let:\n  heard: |"): "report_received",
    ("ruletest", "tests: kz/interagency\ncases:\n  - name: it holds\n    as_of: x\n    expect:\n      duties:\n"
     "        - rule: tell\n          status: |"): "open overdue",
    ("vocabulary", "vocabulary: made-up\nevents:\n  told:\n    when: {notify: |}"): "police",
}  # fmt: skip
PLACES = [
    *(("ruleset", f"{RULE}    {place}", wanted) for place, wanted in IN_A_RULE.items()),
    *(("incident", CASE + place, wanted) for place, wanted in IN_A_CASE.items()),
    *((kind, text, wanted) for (kind, text), wanted in IN_OTHERS.items()),
]


@pytest.fixture(scope="module")
def editor() -> Iterator[YamlServer]:
    command = program()
    assert command is not None
    with YamlServer(command) as server:
        yield server


def schema(kind: str) -> Path:
    return schemas_dir() / f"{kind}.json"


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    PLACES,
    ids=[f"{kind} {text.splitlines()[-1].strip()}" for kind, text, _wanted in PLACES],
)
def test_what_may_stand_at_the_cursor_is_offered(editor: YamlServer, kind: str, text: str, wanted: str) -> None:
    offered = editor.offered(f"{text}\n", schema(kind))
    assert set(wanted.split()) <= offered.keys()


@pytest.mark.parametrize("place", ["by: |", "must: |", "after: |", "due: |", "document: |"])
def test_nothing_is_offered_that_the_reader_would_refuse(editor: YamlServer, place: str) -> None:
    assert editor.offered(f"{RULE}    {place}\n", schema("ruleset")).keys().isdisjoint({"true", "false", "null"})


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (
            "due: three days",
            "a due time is expected, such as `immediately`, `1 hour`, `immediately, at most 24 hours`.",
        ),
        ("by: The Head", "a role or party is expected, such as `police`, `party.legal_representative`."),
        ("after: Report", "an event is expected, such as `report_received`."),
    ],
)
def test_what_does_not_fit_is_told_in_words_and_not_by_a_pattern(editor: YamlServer, place: str, words: str) -> None:
    told = editor.underlined(f"{RULE}    {place}\n", schema("ruleset"))
    assert any(one.startswith(words) for one in told)
    assert not any("pattern" in one or "^" in one for one in told)


@pytest.mark.parametrize(("place", "words"), [("d|ue: 1 hour", "By when"), ("must|_not: notify", "A prohibition")])
def test_a_key_is_explained_under_the_cursor(editor: YamlServer, place: str, words: str) -> None:
    assert words in editor.said(f"{RULE}    {place}\n", schema("ruleset"))


@pytest.mark.parametrize("place", ["by: pol|ice", "after: report_|received", "must: not|ify", "to: pol|ice"])
def test_what_is_explained_of_a_name_is_no_page_of_examples(editor: YamlServer, place: str) -> None:
    assert editor.said(f"{RULE}    {place}\n", schema("ruleset")).count("Example:") == 0
