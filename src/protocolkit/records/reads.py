"""Which facts and events the rules of a protocol read at all: a column that gives another is idle."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from protocolkit.evaluation.accused import HEAD
from protocolkit.model.people import Office, Person, Related, named
from protocolkit.model.rule import DUTIES, Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.model.walk import events_read, facts_read

# What the facts asked for may be worked out from.
SOURCES = {
    "is_minor": ("age",),
    "is_pupil": ("role",),
    "is_head": ("role",),
    "represents_victim": ("role",),
}
_SAFETY = ("offender.role", "offender.is_head", "offender.represents_victim")


class Reads(msgspec.Struct, frozen=True):
    """The facts (by party role, not group) and events that some rule reads."""

    facts: frozenset[str]
    events: frozenset[str]

    def fact(self, name: str) -> bool:
        """Whether the fact decides something, itself or through one that follows from it."""
        head, _dot, tail = name.partition(".")
        follows = [f"{head}.{made}" for made, sources in SOURCES.items() if tail in sources]
        if tail == "age" or tail == "is_minor":
            follows.append("incident.involves_minor")
        return any(one in self.facts for one in (name, *follows))


def reads(protocol: Protocol) -> Reads:
    """What the rules of a protocol read: conditions, cases of due times and amounts, triggers, ends, acts done."""
    facts: set[str] = set()
    for rule in protocol.rules:
        for fact in facts_read(rule, readings=True):
            facts |= set(_of_roles(fact, protocol.vocabulary))
        if _may_meet_the_accused(rule):
            facts |= {*_SAFETY, "legal_representative.consents_to_interview"}
    return Reads(frozenset(facts), events_read(protocol))


def _of_roles(fact: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A fact of a group is one of each of its roles."""
    head, dot, tail = fact.partition(".")
    members = vocabulary.members(head)
    yield from (f"{role}{dot}{tail}" for role in members) if members else (fact,)


def _may_meet_the_accused(rule: Rule) -> bool:
    if rule.modality not in (*DUTIES, "permission", "power"):
        return False
    for one in (*named(rule.by), *named(rule.to)):
        if isinstance(one, Related) or (isinstance(one, Office) and one.role in (HEAD, "legal_representative")):
            return True
        if isinstance(one, Person) and one.party not in PARTIES:
            return True
    return False
