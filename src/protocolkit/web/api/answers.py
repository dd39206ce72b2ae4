"""What the API answers: each function takes a request and gives the bytes of its answer. Raises InputError."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from protocolkit.api import load, load_incident
from protocolkit.api import plan as make_plan
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems, did_you_mean
from protocolkit.exports.rules_csv import rows
from protocolkit.hosting import asking
from protocolkit.hosting.schemas import schema
from protocolkit.messages import say
from protocolkit.plans.plan import Plan
from protocolkit.web.api.asked import Asked


class Answer(NamedTuple):
    """The body of an answer, what tells it from others, and when another will be given."""

    body: bytes
    tag: str | None = None
    until: datetime | None = None


class NotFoundError(Exception):
    """There is nothing of that name; the problem says so."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.code)
        self.problem = problem


VIEWS: dict[str, Callable[[Plan], Any]] = {"whole": lambda plan: plan, "compact": Plan.compact, "card": Plan.view}
"""What may be asked for of a plan: all of it, one entry for all times of a duty, or what a duty card shows."""


class DueAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A due time by itself: `due` as rules write it, `after` an instant with its offset, or a day alone."""

    due: str
    after: str
    calendar: str
    zone: str | None = None
    profile: str | None = None


def plan(asked: Asked) -> Answer:
    """The plan of the incident in the body, whole or as one of `VIEWS`."""
    view = asked.given.get("view", "whole")
    if view not in VIEWS:
        problem = Diagnostic("bad-value", say("no view `{name}`", name=view), Place("view"), ", ".join(VIEWS))
        raise InputError([problem])
    made = _plan(asked)
    tag = f"{made.digest[:32]}-{view}-{asked.language}-{made.as_of}"
    until = datetime.fromisoformat(made.next_change_at) if made.next_change_at and asked.is_of_now else None
    return Answer(msgspec.json.encode(VIEWS[view](made)), tag, until)


def questions(asked: Asked) -> Answer:
    """What can still change the plan of the incident in the body; `most` of them, `without` some facts."""
    without = frozenset(filter(None, asked.given.get("without", "").split(",")))
    made = _plan(asked)
    return Answer(msgspec.json.encode(made.questions(most=asked.number("most"), without=without)))


def explain(asked: Asked) -> Answer:
    """Why a `rule` is or is not owed in the incident in the body."""
    rule = asked.given.get("rule", "")
    found = asking.explain(
        asked.body, rule, protocol=asked.given.get("protocol"), as_of=asked.as_of, rules=asked.rules,
        language=asked.language,
    )  # fmt: skip
    return Answer(msgspec.json.encode(found))


def due(asked: Asked) -> Answer:
    """One due time by itself."""
    try:
        one = msgspec.convert(asked.body, DueAsked)
    except msgspec.ValidationError as error:
        raise InputError(
            [Diagnostic("wrong-type", say("this is not what is expected: {reason}", reason=str(error)), Place("due"))]
        ) from None
    found = asking.due(
        one.due, one.after, calendar=one.calendar, zone=one.zone, profile=one.profile, language=asked.language
    )
    return Answer(msgspec.json.encode(found))


def check(asked: Asked) -> Answer:
    """Every problem of the incident in the body, warnings as well."""
    problems = Problems()
    try:
        _protocol, incident = load_incident(asked.body, protocol=asked.given.get("protocol"), rules=asked.rules)
        found = list(incident.warnings)
    except InputError as error:
        found = list(error.problems)
    problems.found += found
    errors = len(problems.errors)
    answer = {
        "check": 1,
        "errors": errors,
        "warnings": len(found) - errors,
        "problems": [told(p, asked.body) for p in found],
    }
    return Answer(msgspec.json.encode(answer))


def rule(asked: Asked) -> Answer:
    """What one rule says, by its id, `RULESET#NAME`; the `#` of an address is written `%23`."""
    id = asked.path["id"]
    ruleset, _hash, _name = id.partition("#")
    try:
        found = load(ruleset, rules=asked.rules)
    except InputError as error:
        raise NotFoundError(error.problems[0]) from None
    one = found.rule(id)
    if one is None:
        near = did_you_mean(id, [each.id for each in found.rules])
        message = say("no rule `{rule}` in {protocol}", rule=id, protocol=ruleset)
        raise NotFoundError(Diagnostic("unknown-rule", message, Place("id"), near))
    (row,) = rows([one])
    # Where the server keeps its files is nobody's business.
    return Answer(msgspec.json.encode({key: value for key, value in row.items() if key not in ("file", "line")}))


def one_schema(asked: Asked) -> Answer:
    """A JSON Schema by its name."""
    try:
        return Answer(msgspec.json.encode(schema(asked.path["name"])))
    except InputError as error:
        raise NotFoundError(error.problems[0]) from None


def told(problem: Diagnostic, body: dict[str, Any]) -> dict[str, Any]:
    """A problem as plain values, with the place in the body that it is about."""
    return {
        "code": problem.code, "severity": problem.severity, "message": problem.message, "help": problem.help,
        "place": str(problem.place), "pointer": pointer(problem.place.file, body),
    }  # fmt: skip


def pointer(place: str, body: Any) -> str:
    """The JSON pointer of a place in a body, as far as the body goes: names may have dots of their own.

    >>> pointer("incident.facts.victim.age", {"facts": {"victim.age": "ten"}})
    '/facts/victim.age'
    >>> pointer("incident.events[1].at", {"events": [{}, {"event": "report_received"}]})
    '/events/1'
    """
    rest, found, here = place.partition(".")[2], "", body
    while rest:
        if isinstance(here, dict):
            fitting = [k for k in here if k and (rest == k or rest.startswith((f"{k}.", f"{k}[")))]
            if not fitting:
                break
            key = max(fitting, key=len)
            here, rest = here[key], rest[len(key) :].removeprefix(".")
            found += "/" + key.replace("~", "~0").replace("/", "~1")
        elif isinstance(here, list) and rest.startswith("["):
            number, _, rest = rest[1:].partition("]")
            if not number.isdecimal() or int(number) >= len(here):
                break
            here, rest, found = here[int(number)], rest.removeprefix("."), f"{found}/{number}"
        else:
            break
    return found


def _plan(asked: Asked) -> Plan:
    return make_plan(
        asked.body, protocol=asked.given.get("protocol"), as_of=asked.as_of, rules=asked.rules, language=asked.language
    )
