"""Which facts and events the rules of a protocol read at all: a column that gives another is idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from protocolkit.model.conditions import All, Happened, Not, atoms
from protocolkit.model.conditions import Any as AnyOf
from protocolkit.model.follows import OfAnybody
from protocolkit.model.moments import Occurs, Rhythm, single
from protocolkit.model.people import Office, Person, Related, named
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.records.columns import Column


class Reads(msgspec.Struct, frozen=True):
    """The facts (by party role, not group) and events that some rule reads, or that what it reads follows from."""

    facts: frozenset[str]
    events: frozenset[str]

    def fact(self, name: str) -> bool:
        """Whether the fact decides something, itself or through one that follows from it."""
        return name in self.facts

    def idle(self, column: Column) -> bool:
        """Whether no rule reads what a column gives."""
        if column.meaning == "fact":
            return not self.fact(column.target)
        return column.meaning == "event" and column.target not in self.events


def reads(protocol: Protocol) -> Reads:
    """What the rules of a protocol read: conditions, cases of due times and amounts, triggers, ends, acts done."""
    facts: set[str] = set()
    events: set[str] = set()
    vocabulary = protocol.vocabulary
    for rule in protocol.rules:
        for one in _with_readings(rule):
            for condition in _conditions(one):
                _condition(condition, protocol.vocabulary, facts, events)
            _moments(one, vocabulary, events)
        if _may_meet_the_accused(rule, vocabulary):
            facts |= _safety(vocabulary)
        facts |= {fact for patch in rule.readings if patch.ask for fact in _of_roles(patch.ask, protocol.vocabulary)}
    events |= set(_performances(protocol))
    events |= {name for name in vocabulary.events if set(vocabulary.event_is(name)) & events}
    return Reads(frozenset(_with_sources(facts, vocabulary)), frozenset(events))


def _safety(vocabulary: Vocabulary) -> set[str]:
    """The facts that tell who must not act or be told."""
    return {fact for role in vocabulary.roles for fact, _value in vocabulary.suspects(role)} | {
        *vocabulary.post_holders
    }


def _with_sources(facts: set[str], vocabulary: Vocabulary) -> set[str]:
    """The facts, and those they may be worked out from, however far back."""
    found, waiting = set(facts), list(facts)
    while waiting:
        fact = waiting.pop()
        declared = vocabulary.fact(fact)
        anybodys = [one.fact for one in declared.follows if isinstance(one, OfAnybody)] if declared else []
        more = {*vocabulary.sources(fact), *(f"{role}.{tail}" for role in PARTIES for tail in anybodys)} - found
        found |= more
        waiting += more
    return found


def _with_readings(rule: Rule) -> Iterator[Rule]:
    yield rule
    yield from (patch.rule for patch in rule.readings if patch.rule is not None)


def _conditions(rule: Rule) -> Iterator[Any]:
    """Every condition of a rule, wherever it stands in it."""
    yield from _inside((rule.if_, rule.due, rule.amount))


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, All | AnyOf | Not):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _inside(one)
    elif isinstance(value, msgspec.Struct):
        if hasattr(value, "fact"):
            yield value
        else:
            yield from _inside(tuple(getattr(value, name) for name in value.__struct_fields__))


def _condition(condition: Any, vocabulary: Vocabulary, facts: set[str], events: set[str]) -> None:
    for atom in atoms(condition):
        if isinstance(atom, Happened):
            for moment in (atom.moment, atom.of):
                if moment is not None:
                    events |= {one.event for one in single(moment) if isinstance(one, Occurs)}
        else:
            facts |= set(_of_roles(atom.fact, vocabulary))


def _of_roles(fact: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A fact of a group is one of each of its roles."""
    head, dot, tail = fact.partition(".")
    members = vocabulary.members(head)
    yield from (f"{role}{dot}{tail}" for role in members) if members else (fact,)


def _moments(rule: Rule, vocabulary: Vocabulary, events: set[str]) -> None:
    for moment in (rule.after, rule.every, rule.until, rule.clock.hold, rule.clock.resume):
        if moment is not None and not isinstance(moment, Rhythm):
            events |= {one.event for one in single(moment) if isinstance(one, Occurs)}
    if isinstance(rule.every, Rhythm):
        events.add(vocabulary.ends_rhythms)


def _may_meet_the_accused(rule: Rule, vocabulary: Vocabulary) -> bool:
    if rule.modality not in ("obligation", "recommendation", "permission", "power"):
        return False
    for one in (*named(rule.by), *named(rule.to)):
        if isinstance(one, Related) or (isinstance(one, Office) and vocabulary.suspects(one.role)):
            return True
        if isinstance(one, Person) and one.party not in PARTIES:
            return True
    return False


def _performances(protocol: Protocol) -> Iterator[str]:
    """The events that are acts some rule asks for: they say in the log that a duty is done."""
    vocabulary = protocol.vocabulary
    asked = {act for rule in protocol.rules if rule.modality in ("obligation", "recommendation") for act in rule.acts}
    for event in vocabulary.events.values():
        if any(vocabulary.act_is(mine, act.do) for act in event.when for mine in asked):
            yield event.name
