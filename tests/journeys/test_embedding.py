"""What a host may rely on: values of its own kinds, refusals it can show, languages that do not mix, plans that travel."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from threading import Barrier
from typing import Any

import msgspec
import pytest

import protocolkit
from protocolkit import InputError, Plan, speaking
from protocolkit.languages import LANGUAGES, _, preferred
from protocolkit.languages import speaking as speaking_of
from protocolkit.resources import rules_dir
from shown import plan_html, plan_text

REPORTED = "2026-11-20T14:30:00+05:00"
CASE: dict[str, Any] = {
    "incident": "demo/1",
    "protocol": "kz/interagency",
    "facts": {"incident.forms": ["bullying"]},
    "events": [{"event": "report_received", "at": REPORTED}],
    "as_of": "2026-11-20T16:00:00+05:00",
}
EIGHT = [*LANGUAGES, *LANGUAGES]


class Form(Enum):
    BULLYING = "bullying"


class Count:
    """A whole number of another library, such as a column of a data frame gives."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


def refusal(**how: Any) -> list[tuple[str, str]]:
    source = how.pop("source", CASE)
    with pytest.raises(InputError) as caught:
        protocolkit.plan(source, **how)
    return [(one.place.file, one.code) for one in caught.value.problems]


# -- values


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        (datetime.fromisoformat("2026-11-20T16:00:00"), "instant-naive"),
        ("2026-11-20T16:00:00", "instant-naive"),
        ("2026-11-20", "instant-day-only"),
        (date(2026, 11, 20), "instant-day-only"),
        ("soon", "instant-shape"),
    ],
)
def test_an_instant_without_an_offset_is_never_that_of_the_machine(as_of: Any, code: str) -> None:
    assert refusal(as_of=as_of) == [("as_of", code)]
    with pytest.raises(InputError):
        protocolkit.load_incident(CASE, as_of=as_of)


def test_an_instant_may_be_a_text() -> None:
    text = "2026-11-20T15:40:00+05:00"
    assert protocolkit.plan(CASE, as_of=text) == protocolkit.plan(CASE, as_of=datetime.fromisoformat(text))


def test_one_folder_of_rules_needs_no_list() -> None:
    assert protocolkit.plan(CASE, rules=str(rules_dir())) == protocolkit.plan(CASE, rules=[rules_dir()])
    assert refusal(rules="nowhere") == refusal(rules=[Path("nowhere")]) == [("rules", "file-missing")]


def test_the_day_of_the_editions_is_a_day() -> None:
    assert protocolkit.load("kz/interagency", on=date(2026, 1, 1)).id == "kz/interagency"
    with pytest.raises(InputError, match="not-a-day"):
        protocolkit.load("kz/interagency", on="yesterday")


def test_members_of_an_enumeration_and_whole_numbers_of_others_are_values() -> None:
    given = CASE | {"facts": {"incident.forms": {Form.BULLYING}, "victim.age": Count(13)}}
    plain = CASE | {"facts": {"incident.forms": ["bullying"], "victim.age": 13}}
    assert protocolkit.plan(given) == protocolkit.plan(plain)


def test_a_case_need_not_name_the_protocol_that_is_chosen_for_it() -> None:
    unnamed = {key: value for key, value in CASE.items() if key != "protocol"}
    assert protocolkit.plan(unnamed, protocol="kz/interagency") == protocolkit.plan(CASE)
    assert refusal(source=unnamed) == [("incident", "missing-key")]
    assert refusal(source=unnamed, protocol="kz/interagencyy") == [("--protocol", "unknown-protocol")]


def test_values_that_hold_themselves_are_refused() -> None:
    endless: dict[str, Any] = dict(CASE)
    endless["facts"] = endless
    assert refusal(source=endless) == [("incident", "too-deep")]


def test_the_text_of_a_case_given_for_its_path_is_not_repeated() -> None:
    with pytest.raises(InputError) as caught:
        protocolkit.plan(json.dumps(CASE))
    assert [one.code for one in caught.value.problems] == ["file-missing"]
    assert "demo/1" not in str(caught.value)


def test_problems_are_json_for_whoever_shows_them() -> None:
    with pytest.raises(InputError) as caught:
        protocolkit.plan(CASE | {"facts": {"incident.forms": ["bulying"]}})
    (problem,) = json.loads(msgspec.json.encode(caught.value.problems))
    assert problem["code"] == "type-mismatch"
    assert problem["place"] == {"file": "incident.facts.incident.forms[0]", "line": 0, "col": 0}
    assert problem["help"] == "did you mean `bullying`?"


# -- languages


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("kk-KZ,kk;q=0.9,ru;q=0.8", "kk"), ("de-DE, de;q=0.9, uk;q=0.5, ru;q=0.4", "uk"), ("ru;q=0.2, kk;q=0.7", "kk"),
        ("UK_ua", "uk"), ("ru;q=0, kk;q=0.1", "kk"), ("ru, kk", "ru"), ("", "en"), ("*", "en"), ("de", "en"),
        ("ru;q=much", "en"), (";;,,q=", "en"), ("kk ; q=1.", "kk"),
    ],
)  # fmt: skip
def test_a_request_names_its_language(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_tag_with_a_country_is_its_language() -> None:
    kazakh = protocolkit.plan(CASE, language="kk")
    assert protocolkit.plan(CASE, language="kk-KZ") == protocolkit.plan(CASE, language="KK_kz") == kazakh
    assert kazakh != protocolkit.plan(CASE)


def test_languages_nobody_speaks_leave_nothing_behind() -> None:
    for number in range(50):
        with speaking(f"x{number}/../uk"):
            assert _("nobody is named") == "nobody is named"
    assert sys.modules[speaking_of.__module__]._catalogue.cache_info().currsize <= len(LANGUAGES) - 1


@pytest.fixture(scope="module")
def alone() -> dict[str, str]:
    """The plan in each language, made by itself."""
    found = {language: protocolkit.plan(CASE, language=language).to_json() for language in LANGUAGES}
    assert len({*found.values()}) == len(LANGUAGES)
    return found


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads change over as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_eight_threads_in_four_languages_do_not_mix(alone: dict[str, str]) -> None:
    together = Barrier(len(EIGHT))

    def work(language: str) -> list[str]:
        together.wait()
        with speaking(language):
            return [protocolkit.plan(CASE, **how).to_json() for how in ({"language": language}, {}) * 2]

    with ThreadPoolExecutor(len(EIGHT)) as threads:
        made = [*threads.map(work, EIGHT)]
    assert made == [[alone[language]] * 4 for language in EIGHT]


@pytest.mark.usefixtures("restless")
def test_threads_may_begin_together(monkeypatch: pytest.MonkeyPatch, alone: dict[str, str]) -> None:
    monkeypatch.setattr("protocolkit.api._shipped", [])
    together = Barrier(len(EIGHT))

    def work(language: str) -> str:
        together.wait()
        return protocolkit.plan(CASE, language=language).to_json()

    with ThreadPoolExecutor(len(EIGHT)) as threads:
        assert [*threads.map(work, EIGHT)] == [alone[language] for language in EIGHT]


def test_tasks_in_four_languages_do_not_mix(alone: dict[str, str]) -> None:
    async def work(language: str) -> list[str]:
        found = []
        with speaking(language):
            for _turn in range(3):
                await asyncio.sleep(0)
                found.append(protocolkit.plan(CASE).to_json())
                # A thread that a task starts speaks as the task does.
                found.append(await asyncio.to_thread(lambda: protocolkit.plan(CASE).to_json()))
        return found

    async def all_of_them() -> list[list[str]]:
        return await asyncio.gather(*map(work, EIGHT))

    assert asyncio.run(all_of_them()) == [[alone[language]] * 6 for language in EIGHT]


# -- plans that travel


@pytest.mark.parametrize("protocol", ["kz/national", "ua/vocational"])
def test_a_plan_comes_back_as_it_was(protocol: str) -> None:
    plan = protocolkit.plan(CASE, protocol=protocol, language="ru")
    assert msgspec.json.decode(plan.to_json(), type=Plan) == plan
    assert msgspec.json.decode(plan.to_json(), type=Plan).to_json() == plan.to_json()
    assert msgspec.convert(plan.to_dict(), Plan) == plan
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert copy.deepcopy(plan) == copy.copy(plan) == plan


def test_the_package_says_that_it_is_typed() -> None:
    assert Path(protocolkit.__file__).with_name("py.typed").is_file()
    assert set(protocolkit.__all__) == set(dir(protocolkit))
    assert all(getattr(protocolkit, name) is not None for name in protocolkit.__all__)


def test_an_instant_without_an_offset_is_refused_not_taken_for_the_machines() -> None:
    protocol, incident = protocolkit.load_incident(CASE)
    with pytest.raises(protocolkit.InputError) as refused:
        protocolkit.evaluate(protocol, incident, datetime(2026, 11, 20, 16, 0))
    assert [problem.code for problem in refused.value.problems] == ["instant-naive"]
    with pytest.raises(protocolkit.InputError):
        protocolkit.agenda(protocol, date(2026, 11, 1), date(2026, 11, 30), as_of=datetime(2026, 11, 20, 16, 0))


def test_an_error_is_the_same_after_a_journey_between_processes() -> None:
    with pytest.raises(protocolkit.InputError) as refused:
        protocolkit.load("kz/nowhere")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.problems) == (str(refused.value), refused.value.problems)


@pytest.mark.parametrize("tag", ["kk-KZ", "kk_KZ", "KK"])
def test_a_page_in_a_tag_is_the_page_in_its_language(tag: str) -> None:
    protocol, _incident = protocolkit.load_incident(CASE)
    made = protocolkit.plan(CASE, language="kk")
    for render in (plan_html, plan_text):
        assert render(made, protocol.vocabulary, language=tag) == render(made, protocol.vocabulary, language="kk")
