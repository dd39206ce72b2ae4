"""What an answer would change is what a case with that answer is: only what read the fact is found again."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from procedures import MONDAY, MakePlan
from protocolkit import InputError, load_incident
from protocolkit.evaluation import reading
from protocolkit.evaluation.find import Content, find
from protocolkit.evaluation.supposing import Standing, Supposing
from protocolkit.model.incident import Incident
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.answers import Answering
from protocolkit.plans.present import evaluate
from protocolkit.plans.questioning import in_order

AT = "2026-11-20T14:30:00+05:00"
LISTED = {"victim": [{"id": "v1"}, {"id": "v2"}], "offender": [{"id": "o1", "role": "legal_representative"}]}
REPORTED = {"event": "report_received", "at": AT}
NOTIFIED = {"event": "done", "rule": "kz/interagency#notify-authorities", "at": "2026-11-20T14:40:00+05:00"}
LEARNT = REPORTED | {"at": "2026-11-20T14:50:00+05:00", "facts": {"incident.crime_signs": True}}
CASES: dict[str, dict[str, Any]] = {
    "two children": {"protocol": "kz/staff-algorithm", "parties": LISTED, "events": [REPORTED]},
    "one thing done": {"protocol": "kz/interagency", "events": [REPORTED, NOTIFIED]},
    "done among several": {"protocol": "kz/interagency", "parties": LISTED, "events": [REPORTED, NOTIFIED]},
    "learnt later": {"protocol": "kz/interagency", "events": [REPORTED, NOTIFIED, LEARNT]},
    "a text out of scope": {"protocol": "ua/vocational", "events": [REPORTED | {"at": "2026-11-20T14:30:00+02:00"}]},
}


def told(found: Content | Standing) -> tuple[object, ...]:
    """What both ways tell; what a duty only warns of is left to the plan itself."""
    duties = tuple(replace(one, cautions=()) for one in found.duties)
    return duties, found.questions, found.gaps, found.prohibitions, found.permissions, found.sanctions, found.routes


def answers(protocol: Protocol, incident: Incident) -> list[Incident]:
    """The case with every answer to every question of its plan."""
    answering = Answering(protocol, incident, "en")
    names = [answering.asked(name) for name, _ in in_order(evaluate(protocol, incident))]
    every = [(asked, value) for asked in names if asked for value, _label in answering.values(asked)]
    return [found for asked, value in every if (found := answering.with_answer(asked, value)) is not None]


def differing(protocol: Protocol, incident: Incident) -> int:
    """How many answers come out otherwise than the whole case with the answer, evaluated anew."""
    assert incident.as_of is not None
    supposing = Supposing(protocol, incident, incident.as_of)
    cases = answers(protocol, incident)
    assert cases, "nothing is asked"
    assert told(supposing.standing) == told(find(protocol, incident).content)
    return sum(told(supposing.with_facts(one)) != told(find(protocol, one).content) for one in cases)


@pytest.mark.parametrize("name", CASES)
def test_every_answer_is_that_of_the_whole_case_with_it(name: str) -> None:
    case = {"incident": "demo/1", "facts": {"incident.forms": ["bullying"]}} | CASES[name]
    case["as_of"] = case["events"][0]["at"][:10] + "T15:45:00" + case["events"][0]["at"][-6:]
    assert differing(*load_incident(case)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("protocol", ["kz/national", "kz/in-force-with-guidance", "ua/in-force"])
def test_every_answer_of_a_large_protocol_is_that_of_the_whole_case(protocol: str) -> None:
    at = "2026-11-20T14:30:00" + ("+05:00" if protocol.startswith("kz") else "+02:00")
    case = {
        "incident": "demo/1", "protocol": protocol, "parties": LISTED, "facts": {"incident.forms": ["bullying"]},
        "events": [REPORTED | {"at": at}], "as_of": at,
    }  # fmt: skip
    assert differing(*load_incident(case)) == 0


def test_a_fact_that_was_read_unnoticed_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading._Facts, "get", dict.get)
    case = {"incident": "demo/1", "as_of": AT} | CASES["done among several"] | {"as_of": "2026-11-20T15:45:00+05:00"}
    assert differing(*load_incident(case)) > 0


CHAIN = """
- {id: find-out, by: class_teacher, must: notify, to: police, after: report_received, due: 24 hours,
   if: {incident.crime_signs: true}}
- {id: follow-up, by: class_teacher, must: notify, to: guardianship_authority, after: {done: find-out}, due: 3 days}
- {id: if-late, by: class_teacher, must: notify, to: prosecutor, after: {missed: find-out}, due: 3 days}
"""


def test_what_follows_a_duty_is_found_again_with_it(plan: MakePlan) -> None:
    later = "2026-11-18T10:00:00+05:00"
    (question,) = plan(CHAIN, [{"event": "report_received", "at": MONDAY}], as_of=later).questions()
    yes, no = question.values
    assert [one.rule.partition("#")[2] for one in yes.opens] == ["find-out", "if-late"]
    assert no.opens == ()


def test_an_answer_under_which_the_log_may_not_say_what_it_says_is_refused_both_ways() -> None:
    case = {
        "incident": "demo/1", "protocol": "kz/interagency", "parties": LISTED, "as_of": AT,
        "events": [REPORTED, NOTIFIED | {"duty": "kz/interagency#notify-authorities/nobody", "rule": None, "at": AT}],
    }  # fmt: skip
    del case["events"][1]["rule"]
    protocol, incident = load_incident(case)
    with pytest.raises(InputError):
        find(protocol, incident)
    with pytest.raises(InputError):
        Supposing(protocol, incident, incident.as_of)
