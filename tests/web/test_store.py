"""The log of a case: only ever added to, each act once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")

from protocolkit.web.case_log import read
from protocolkit.web.records import Began, Chosen, Listed, Opened, Said
from protocolkit.web.store import MemoryStore

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_an_act_sent_twice_is_recorded_once():
    store = MemoryStore()
    assert store.append("a", [Opened()], once="x", at=AT)
    assert not store.append("a", [Opened()], once="x", at=AT)
    assert store.append("b", [Opened()], once="x", at=AT), "the key is of one case"
    assert len(store.lines("a")) == 1


def test_an_answer_taken_back_leaves_the_fact_unknown_and_the_record_there():
    store = MemoryStore()
    for once, value in enumerate((True, None)):
        store.append("a", [Said("incident.crime_signs", value)], once=str(once), at=AT)
    store.append("a", [Chosen("kz/national"), Began(AT)], once="began", at=AT)
    assert "facts" not in read("a", store.lines("a")).document()
    assert len(store.lines("a")) == 4


def test_what_was_said_of_a_person_goes_with_the_person():
    store = MemoryStore()
    said = [Chosen("kz/national"), Began(AT), Listed("victim", ("v1", "v2")), Said("v2.age", 11)]
    store.append("a", said, once="1", at=AT)
    assert read("a", store.lines("a")).document()["parties"]["victim"][1] == {"id": "v2", "age": 11}
    store.append("a", [Listed("victim", ("v1",))], once="2", at=AT)
    document = read("a", store.lines("a")).document()
    assert document["parties"]["victim"] == [{"id": "v1"}]
    assert "facts" not in document


def test_a_fact_of_a_role_is_that_of_the_person_listed_later():
    lines = [Chosen("kz/national"), Began(AT), Said("offender.is_head", False), Listed("offender", ("o1",))]
    store = MemoryStore()
    store.append("a", lines, once="1", at=AT)
    assert read("a", store.lines("a")).document()["parties"]["offender"] == [{"id": "o1", "is_head": False}]
