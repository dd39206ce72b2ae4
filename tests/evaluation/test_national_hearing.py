"""Whose hearing starts whose clock, under the shipped texts as they apply together."""

from typing import Any

import pytest

import protocolkit

AT = "2026-11-18T10:00:00+05:00"


def answer(protocol: str, *events: dict[str, str]) -> protocolkit.Plan:
    case: dict[str, Any] = {
        "incident": "t/1", "protocol": protocol, "facts": {"incident.forms": ["cyberbullying"]},
        "parties": {"victim": [{"id": "v1", "age": 14}], "offender": [{"id": "o1", "age": 15, "role": "pupil"}], "witness": []},
        "events": [*events], "as_of": AT,
    }  # fmt: skip
    return protocolkit.plan(case)


@pytest.mark.parametrize(
    "protocol", ["kz/national", "kz/methodology", "kz/staff-algorithm", "kz/interagency", "ua/pdyut"]
)
def test_a_written_application_starts_all_that_a_report_starts(protocol: str) -> None:
    report, letter = (
        answer(protocol, {"event": name, "at": AT}) for name in ("report_received", "application_submitted")
    )
    assert {d.id for d in report.duties}
    assert {d.id for d in report.duties} == {d.id for d in letter.duties}
    assert {u.rule for u in report.undetermined} == {u.rule for u in letter.undetermined}


@pytest.mark.parametrize("protocol", ["kz/national", "ua/pdyut", "ua/vocational"])
@pytest.mark.parametrize("event", ["report_received", "application_submitted", "fact_detected", "suspicion_arose"])
@pytest.mark.parametrize("by", ["contact_centre_111", "police"])
def test_what_others_heard_makes_no_duty_of_the_school(protocol: str, event: str, by: str) -> None:
    plan = answer(protocol, {"event": event, "by": by, "at": AT})
    vocabulary = protocolkit.load(protocol).vocabulary
    begun = [d for d in plan.duties if d.trigger is not None]
    assert [d.id for d in begun if {vocabulary.institution(role) for role in d.by} == {"education_org"}] == []
    assert "not_heard_yet" in [w.code for w in plan.warnings]


def test_every_event_of_the_shipped_texts_says_whom_an_entry_may_name() -> None:
    names = {
        f"{protocol}: {name}": event.sides
        for protocol in ("kz/national", "ua/pdyut", "ua/vocational")
        for name, event in protocolkit.load(protocol).vocabulary.events.items()
    }
    assert [name for name, sides in names.items() if sides is None] == []
