"""What a missing consent keeps away: rules that would apply, or might, if it had been answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Key, shown
from protocolkit.evaluation.findings import Attempt, NotHeld
from protocolkit.model.vocabulary import Fact

MOST_TRIED = 256  # consents of one case answered otherwise at once; beyond it each is tried alone


def not_held(attempts: list[Attempt], case: Case) -> Iterator[NotHeld]:
    """One entry for each rule and each fact of consent through which alone the rule's condition is false."""
    consents = {key: others for key in case.knowledge.given if (others := _otherwise(key, case))}
    found: dict[tuple[str, Key], None] = {}
    for one in attempts if consents else ():
        if one.truth is False:
            found |= {(one.rule.id, key): None for key in _keeping_away(one, consents, case)}
    for rule, key in found:
        yield NotHeld(rule, shown(key, case.vocabulary), case.knowledge.given[key], _since(key, case))


def _keeping_away(one: Attempt, consents: dict[Key, tuple[Any, ...]], case: Case) -> list[Key]:
    """The consents each of which would do, else all that would do together."""
    alone = [key for key, others in consents.items() if any(_would_hold(one, {key: other}, case) for other in others)]
    if alone or len(consents) < 2:
        return alone
    keys = [*consents]
    several = 1
    for others in consents.values():
        several *= len(others)
    if several > MOST_TRIED:
        return []
    together = any(
        _would_hold(one, dict(zip(keys, chosen, strict=True)), case) for chosen in product(*consents.values())
    )
    return keys if together else []


def _otherwise(key: Key, case: Case) -> tuple[Any, ...]:
    """What else could have been answered, where a fact is somebody's consent."""
    subject, fact = key
    roles = case.knowledge.person(subject).roles if subject is not None else ()
    declared = next((f for name in (fact, *(f"{r}.{fact}" for r in roles)) if (f := case.vocabulary.fact(name))), None)
    return _others(declared, case.knowledge.given[key]) if declared is not None and declared.consent else ()


def _others(declared: Fact, value: Any) -> tuple[Any, ...]:
    return (not value,) if declared.type == "bool" else tuple(one for one in declared.of if one != value)


def _would_hold(one: Attempt, answers: dict[Key, Any], case: Case) -> bool:
    """Whether the condition would not be false under other answers."""
    knowledge = case.knowledge
    before = knowledge.given
    knowledge.given = before | answers
    try:
        return case.holds(one.rule.if_, one.binding) is not False
    finally:
        knowledge.given = before


def _since(key: Key, case: Case) -> datetime | None:
    """When it was said; null where it was known from the start."""
    told = (known for entry in reversed(case.timeline.entries) for known in entry.facts)
    return next((known.since for known in told if (known.subject, known.fact) == key), None)
