"""What a missing consent keeps away: rules that would apply, or might, if it had been answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.facts import Key, shown
from protocolkit.evaluation.findings import NotHeld
from protocolkit.evaluation.match import definitions_in
from protocolkit.model.conditions import atoms, facts_of
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Fact

MOST_TRIED = 256  # consents of one case answered otherwise at once; beyond it each is tried alone


def not_held(attempts: list[Attempt], case: Case) -> Iterator[NotHeld]:
    """One entry for each rule and each fact of consent through which alone the rule's condition is false."""
    found: dict[tuple[str, Key], None] = {}
    read: dict[int, tuple[str, ...]] = {}  # by condition: a reading of a rule may have another
    for one in attempts:
        if one.truth is False:
            condition = id(one.rule.if_)
            if condition not in read:
                read[condition] = _consents(one.rule, case)
            consents = dict(_answered(read[condition], one, case))
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


def _consents(rule: Rule, case: Case) -> tuple[str, ...]:
    """The facts of consent that a rule's condition reads, also through definitions."""
    conditions = definitions_in([rule.if_], case.definitions)
    facts = dict.fromkeys(fact for one in conditions for atom in atoms(one) for fact in facts_of(atom))
    return tuple(fact for fact in facts if (declared := case.vocabulary.fact(fact)) and declared.consent)


def _answered(facts: tuple[str, ...], one: Attempt, case: Case) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """What somebody answered of them, of the persons in question, and what else could have been answered."""
    for fact in facts:
        name, declared = case.vocabulary.variable(fact), case.vocabulary.fact(fact)
        free = name is not None and name not in one.binding
        for id in case.match.ids(name) if free and name else (None,):
            key = case.knowledge.key(fact, one.binding if id is None or name is None else {**one.binding, name: id})
            if declared is not None and (value := case.knowledge.said(key)) is not None:
                yield key, _others(declared, value)


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
