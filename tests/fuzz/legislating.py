"""Small rulesets nobody has written: rules by chance, from every construct of the language."""

from __future__ import annotations

import json
import random
from typing import Any

ROLES = ("police", "prosecutor", "education_org_head", "social_pedagogue", "health_authority", "education_authority")
EVENTS = (
    "report_received",
    "fact_detected",
    "application_submitted",
    "police_informed",
    "case_closed",
    "act_committed",
)
ACTS = ("notify", "report", "review", "register", "investigate", "hold_meeting", "disclose")
FACTS = ("victim.is_minor", "incident.ongoing", "incident.crime_signs", "incident.fact_established")
UNITS = ("hours", "days", "working_days", "weeks", "months", "school_days")
RHYTHMS = ("day", "week", "month", "quarter", "school_year", ["june", "december"])


def ruleset(chance: random.Random, most: int = 6) -> dict[str, Any]:
    """A ruleset as plain values, of two to `most` rules. It may be refused: what counts is how."""
    rules: list[dict[str, Any]] = []
    for number in range(chance.randrange(2, most + 1)):
        rules.append(_rule(f"r{number}", [one["id"] for one in rules], chance))
    time = {"day_zero": chance.choice(("excluded", "counts")), "roll": chance.choice(("none", "next", "previous"))}
    return {
        "ruleset": "fuzz/law",
        "text": {"title": {"en": "A law by chance"}, "language": "en"},
        "zone": "Asia/Almaty",
        "calendar": "kz",
        "in_force": {"from": "undated"},
        "reviewed_through": "2030-01-01",
        "time": {
            **time,
            "ends": chance.choice(("midnight", "office_close")),
            "after_hours": chance.choice(("counts", "next_working_day")),
        },
        "let": {"heard": {"any": chance.sample(EVENTS, 2)}, "grave": _condition(chance)},
        "rules": rules,
    }


def written(rules: dict[str, Any]) -> str:
    """As a file: JSON is YAML."""
    return json.dumps(rules, ensure_ascii=False, indent=1)


def _rule(id: str, earlier: list[str], chance: random.Random) -> dict[str, Any]:
    verb = chance.choices(("must", "should", "must_not", "may", "can"), (10, 2, 2, 2, 1))[0]
    rule: dict[str, Any] = {
        "id": id,
        "cites": {"point": "1", "words": "some words"},
        "by": _people(chance),
        verb: chance.choice(ACTS) if chance.random() < 0.8 else chance.sample(ACTS, 2),
    }
    if chance.random() < 0.7:
        rule["to"] = (
            _people(chance) if chance.random() < 0.8 else chance.choice(("victim", "victim.legal_representative"))
        )
    if chance.random() < 0.2:
        rule["each"] = chance.choice(("victim", "offender"))
    if chance.random() < 0.45:
        rule["if"] = _condition(chance) if chance.random() < 0.8 else "$grave"
    kind = chance.choices(("after", "every", "standing"), (8, 3, 1))[0]
    if kind == "standing":
        rule["standing"] = True
    elif kind == "every" and chance.random() < 0.6:
        rule |= {"every": chance.choice(RHYTHMS), "after": _moment(earlier, chance)}
    else:
        rule[kind] = _moment(earlier, chance)
    if kind != "standing":
        if verb in ("must", "should") or chance.random() < 0.3:
            rule["due"] = _due(chance)
        if chance.random() < 0.25:
            rule["until"] = chance.choice(EVENTS)
        if verb == "must" and chance.random() < 0.3:
            rule["clock"] = {
                "extend": {"by": "education_org_head", "at_most": "10 days"},
                "suspend": {"by": "police"},
                "waive": {"by": "police"},
            }
        if chance.random() < 0.3:
            changed = {"due": _due(chance)} if "due" in rule else {"after": _moment(earlier, chance)}
            rule["readings"] = [{"instead": changed, "because": "the words allow it"}]
    return rule


def _people(chance: random.Random) -> Any:
    several = chance.sample(ROLES, 2)
    return chance.choice((several[0], several[0], several, {"any": several}, {"all": several}))


def _condition(chance: random.Random) -> dict[str, Any]:
    one: dict[str, Any] = {chance.choice(FACTS): chance.random() < 0.7}
    if chance.random() < 0.15:
        other = chance.choice(("offender.age", f"{chance.choice(EVENTS)}.year"))
        one = {"victim.age": {chance.choice(("over_half_of", "same_as")): other}}
    if chance.random() < 0.3:
        return {"any": [one, {"victim.age": {"under": chance.randrange(8, 20)}}]}
    return {"not": one} if chance.random() < 0.2 else one


def _moment(earlier: list[str], chance: random.Random) -> Any:
    roll = chance.random()
    if earlier and roll < 0.3:
        return {chance.choice(("done", "missed")): chance.choice(earlier)}
    if roll < 0.45:
        return {chance.choice(("any", "all")): chance.sample(EVENTS, 2)}
    if earlier and roll < 0.5:
        return {"lapse": "3 days", "after": chance.choice(EVENTS), "without": {"done": chance.choice(earlier)}}
    return "$heard" if chance.random() < 0.2 else chance.choice(EVENTS)


def _due(chance: random.Random) -> Any:
    term = f"{chance.randrange(2, 12)} {chance.choice(UNITS)}"
    if chance.random() < 0.15:
        return {"if": _condition(chance), "then": term, "else": "none"}
    return chance.choice(
        (term, term, term, "none", "immediately", f"immediately, at most {term}", f"aim same_day, at most {term}",
         f"not before 1 hour, at most {term}", f"from 1 to {term}", f"aim same_day by office_close, at most {term}",
         "last working_day of month", "by end of may", "same_day", "same_month", "by 1 september")
    )  # fmt: skip
