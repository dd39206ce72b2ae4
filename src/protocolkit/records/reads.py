"""Which facts and events the rules of a protocol read at all: a column that gives another is idle."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from protocolkit.model.follows import OfAnybody
from protocolkit.model.people import Office, Person, Related, named
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.model.walk import events_read, facts_read
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
    vocabulary, every = protocol.vocabulary, protocol.elsewhere.vocabulary
    # What only another edition knows, its rules may read: a table has cases of any day.
    facts = {one for name in {*every.facts} - {*vocabulary.facts} for one in _of_roles(name, every)}
    for rule in protocol.rules:
        for fact in facts_read(rule, readings=True):
            facts |= set(_of_roles(fact, vocabulary))
        if _may_meet_the_accused(rule, vocabulary):
            facts |= _safety(vocabulary)
    events = events_read(protocol) | ({*every.events} - {*vocabulary.events})
    return Reads(frozenset(_with_sources(facts, vocabulary)), events)


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


def _of_roles(fact: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A fact of a group is one of each of its roles."""
    head, dot, tail = fact.partition(".")
    members = vocabulary.members(head)
    yield from (f"{role}{dot}{tail}" for role in members) if members else (fact,)


def _may_meet_the_accused(rule: Rule, vocabulary: Vocabulary) -> bool:
    if rule.modality not in (*DUTIES, "permission", "power"):
        return False
    for one in (*named(rule.by), *named(rule.to)):
        if isinstance(one, Related) or (isinstance(one, Office) and vocabulary.suspects(one.role)):
            return True
        if isinstance(one, Person) and one.party not in PARTIES:
            return True
    return False
