"""The cases that are measured, and others by chance that the hand-written functions are held to."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import protocolkit
from protocolkit import InputError, Plan

Case = dict[str, Any]
OFFSET = {"kz": "+05:00", "ua": "+02:00"}
REPORTS = {
    "kz": ("report_received", "report_received_by_head", "application_submitted", "fact_detected"),
    "ua": ("report_received", "report_received_by_head", "application_submitted"),
}
FURTHER = {
    "kz": ("local_executive_body_informed", "police_informed", "prosecutor_informed", "fact_confirmed",
           "fact_confirmed_by_police", "scene_visit_instructed", "scene_visited", "forensic_examination_received",
           "additional_information_requested", "case_closed"),
    "ua": ("police_informed", "commission_convened", "commission_decided"),
}  # fmt: skip
PARTIES = {
    "victim": [{"id": "v1", "age": 13}, {"id": "v2", "age": 12}, {"id": "v3", "age": 17}],
    "offender": [{"id": "o1", "age": 15, "role": "pupil"}, {"id": "o2", "age": 14, "role": "pupil"}],
    "witness": [{"id": "w1", "age": 12}, {"id": "w2"}],
}


def first_report(protocol: str) -> Case:
    """A report, and the plan of that minute."""
    at = f"2026-11-20T14:30:00{OFFSET[protocol[:2]]}"
    facts = {"incident.forms": ["bullying"], "victim.age": 12, "offender.age": 14, "offender.role": "pupil"}
    return {"incident": "speed/1", "protocol": protocol, "as_of": at, "facts": facts,
            "events": [{"event": "report_received", "at": at}]}  # fmt: skip


def four_days_on(protocol: str) -> Case:
    """What followed, and what was done: ten entries."""
    return _gone_on(first_report(protocol))


def several_parties(protocol: str) -> Case:
    """Three victims, two offenders, two witnesses, ten entries."""
    return _gone_on({**first_report(protocol), "facts": {"incident.forms": ["bullying"]}, "parties": PARTIES})


MEASURED = {"first report": first_report, "ten entries": four_days_on, "seven persons": several_parties}


def _gone_on(case: Case) -> Case:
    country = case["protocol"][:2]
    case = {**case, "as_of": f"2026-11-24T17:00:00{OFFSET[country]}", "events": list(case["events"])}
    for name in FURTHER[country][:4]:
        entry = {"event": name, "at": f"2026-11-20T15:{10 + len(case['events'])}:00{OFFSET[country]}"}
        if _plan({**case, "events": [*case["events"], entry]}):
            case["events"].append(entry)
    plan = protocolkit.plan(case)
    for number, duty in enumerate(plan.duties):
        if len(case["events"]) < 10 and duty.trigger and not duty.occurrence and duty.status in ("open", "overdue"):
            entry = _done(duty, 20 + 5 * number)
            if _plan({**case, "events": [*case["events"], entry]}):
                case["events"].append(entry)
    return case


def _plan(case: Case) -> Plan | None:
    try:
        return protocolkit.plan(case)
    except InputError:
        return None


def _done(duty: Any, minutes: int) -> Case:
    at = (datetime.fromisoformat(duty.trigger.at) + timedelta(minutes=minutes)).isoformat()
    entry = {"event": "done", "rule": duty.rule, "at": at, "by": duty.by[0], "to": duty.to, "for": duty.for_}
    return {key: value for key, value in entry.items() if value is not None}


def by_chance(protocol: str, chance: random.Random) -> Case:
    """A case of a text that was written by hand, too, with persons, events and things done by chance."""
    country = protocol[:2]
    start = datetime(2026, chance.choice((2, 4, 9, 11)), chance.randint(1, 25), chance.randint(0, 23))

    def at(most: int) -> str:
        return (start + timedelta(minutes=chance.randint(0, most))).isoformat() + OFFSET[country]

    further = chance.sample(FURTHER[country], chance.randint(0, len(FURTHER[country]) - 1))
    reports = chance.sample(REPORTS[country], chance.randint(1, 3))
    facts: Case = {"incident.forms": chance.choice((["bullying"], ["bullying", "cyberbullying"]))}
    for name in ("incident.ongoing", "incident.crime_signs") if country == "kz" else ():
        facts[name] = chance.choice((None, True, False))
    case = {
        "incident": "speed/2", "protocol": protocol, "facts": _known(facts),
        "parties": {role: [_person(country, role, n, chance) for n in range(chance.randint(least, 3))]
                    for role, least in (("victim", 1), ("offender", 1), ("witness", 0))},
        "events": [{"event": reports[0], "at": start.isoformat() + OFFSET[country]},
                   *({"event": name, "at": at(2_000)} for name in reports[1:]),
                   *({"event": name, "at": at(9_000)} for name in further)],
        "as_of": at(12_000),
    }  # fmt: skip
    duties = [duty for duty in protocolkit.plan(case).duties if duty.trigger and not duty.occurrence]
    for duty in chance.sample(duties, min(len(duties), chance.randint(0, 6))):
        case["events"].append(_done(duty, chance.randint(0, 3_000)))
    return case


def _person(country: str, role: str, number: int, chance: random.Random) -> Case:
    person: Case = {"id": f"{role[0]}{number}", "age": chance.choice((None, 12, 16, 19))}
    if role == "offender":
        person["role"] = "pupil"
    if country == "ua":
        person["medical_emergency"] = chance.choice((None, True, False))
    elif role == "victim":
        person["bodily_injury"] = chance.choice((None, True, False))
        person["legal_representative"] = {
            "consents_to_interview": chance.choice((None, "not_asked", "granted", "refused"))
        }
    return _known(person)


def _known(values: Case) -> Case:
    """Without what is not known."""
    kept = {key: _known(value) if isinstance(value, dict) else value for key, value in values.items()}
    return {key: value for key, value in kept.items() if value not in (None, {})}
