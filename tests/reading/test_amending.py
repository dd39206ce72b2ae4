"""An answer is added to a document and nothing else of it changes."""

from __future__ import annotations

from typing import Any

import pytest

from protocolkit.diagnostics import Problems
from protocolkit.reading.amending import amended, whole
from protocolkit.reading.yaml12 import read_text

FLOW = "incident: a/1\nfacts: {victim.age: 12}  # said by phone\n"
BLOCK = "incident: a/1  # first\nfacts:\n  # what we know\n  victim.age: 12  # said by phone\nas_of: x\n"
NONE = "incident: a/1\nevents: []\n"
EMPTY = "incident: a/1\nfacts: {}\n"
JSON = '{"incident": "a/1", "facts": {"victim.age": 12}}\n'
LISTED = "parties:\n  victim:\n    - id: v1 # the elder\n      age: 12\n    - {id: v2}\n"
QUOTED = 'facts:\n  note: "a, b: {c} # d"\n'


def read(text: str) -> Any:
    problems = Problems()
    node = read_text(text.encode(), "test", problems)
    problems.raise_if_errors()
    assert node is not None
    return node.plain()


@pytest.mark.parametrize("text", [FLOW, BLOCK, NONE, EMPTY, JSON, QUOTED])
@pytest.mark.parametrize("value", [True, 3, "granted", ["bullying", "true"], "a: b # c"])
def test_a_fact_is_added_and_every_line_that_was_there_stays(text: str, value: Any) -> None:
    after = amended(text, ("facts", "incident.ongoing"), value)
    assert after is not None
    wanted = read(text)
    wanted.setdefault("facts", {})["incident.ongoing"] = value
    assert read(after) == wanted
    for comment in ("# said by phone", "# what we know", "# first"):
        assert (comment in after) == (comment in text)
    assert list(read(after)) == list(wanted)


@pytest.mark.parametrize("place", [0, 1])
def test_a_fact_of_a_person_goes_to_the_person(place: int) -> None:
    after = amended(LISTED, ("parties", "victim", place, "is_pupil"), value=True)
    assert after is not None
    assert "# the elder" in after
    people = read(after)["parties"]["victim"]
    assert people[place]["is_pupil"] is True
    assert "is_pupil" not in people[1 - place]


@pytest.mark.parametrize("old", ["unknown", "{includes: [bullying]}", "[bullying, {a: [1]}]", "'it''s'"])
def test_what_a_fact_was_said_to_be_is_replaced(old: str) -> None:
    text = f"facts:\n  incident.forms: {old}  # so far\n  victim.age: 12\n"
    after = amended(text, ("facts", "incident.forms"), ["bullying", "cyberbullying"])
    if old == "'it''s'":
        assert after is None  # not guessed at
    else:
        assert after == "facts:\n  incident.forms: [bullying, cyberbullying]  # so far\n  victim.age: 12\n"


def test_what_has_no_easy_place_is_not_touched_unless_all_is_written_anew() -> None:
    text = "facts:\n  incident.forms:\n    - bullying  # so far\n"
    path = ("facts", "incident.forms")
    assert amended(text, path, ["bullying", "cyberbullying"]) is None
    assert read(whole(text, path, ["cyberbullying"])) == {"facts": {"incident.forms": ["cyberbullying"]}}
