"""Incidents nobody has had: facts, persons and a log by chance, from the names that a protocol's rules read."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.model.walk import facts_read

START = datetime(2026, 10, 1, 3, tzinfo=UTC)
ORGANISATION = timedelta(hours=5)


def instant(minutes: int) -> str:
    return (START + timedelta(minutes=minutes) + ORGANISATION).strftime("%Y-%m-%dT%H:%M:%S+05:00")


def invented(protocol: Protocol, chance: random.Random) -> dict[str, Any]:
    """An incident as plain values. It may be refused: what counts is how."""
    vocabulary = protocol.vocabulary
    wanted = sorted({name for rule in protocol.rules for name in facts_read(rule)})
    case: dict[str, Any] = {
        "incident": f"fuzz/{chance.randrange(10**9)}",
        "protocol": protocol.id,
        "as_of": instant(chance.choice((60, 1500, 20_000, 90_000))),
        "facts": {name: _value(name, vocabulary, chance) for name in wanted if chance.random() < 0.45},
    }
    case["facts"] = {name: value for name, value in case["facts"].items() if value is not None}
    if chance.random() < 0.3:
        case["facts"]["offender.role"] = chance.choice(("pupil", "legal_representative", *sorted(vocabulary.roles)))
    log = [_entry(protocol, chance) for _each in range(chance.randrange(7))]
    case["events"] = sorted(log, key=lambda one: str(one["at"]))
    return case


def _value(name: str, vocabulary: Vocabulary, chance: random.Random) -> Any:
    fact = vocabulary.facts.get(name) or vocabulary.facts.get(f"party.{name.partition('.')[2]}")
    values = list(getattr(fact, "values", ()) or ())
    kind = str(getattr(fact, "type", "bool"))
    if values:
        one = chance.choice(values)
        return [one] if "list" in kind or "set" in kind else one
    if kind in ("int", "integer", "number", "age"):
        return chance.randrange(0, 40)
    return chance.random() < 0.6


def _entry(protocol: Protocol, chance: random.Random) -> dict[str, Any]:
    rules = [r.name for r in protocol.rules if r.modality == "obligation"] or [r.name for r in protocol.rules]
    events = sorted(protocol.vocabulary.events)
    at = instant(chance.randrange(0, 40_000))
    roll = chance.random()
    if roll < 0.25:
        return {"event": "report_received", "at": at}
    if roll < 0.6:
        return {"event": chance.choice(events), "at": at}
    if roll < 0.9:
        return {"event": "done", "rule": chance.choice(rules), "at": at}
    word = chance.choice(("not_done", "waived", "suspended", "resumed", "extended", "due_set"))
    dated = word == "due_set" or (word == "extended" and chance.random() < 0.7)
    more = {"due": instant(chance.randrange(0, 60_000))} if dated else {}
    return {"event": word, "rule": chance.choice(rules), "at": at, **more}
