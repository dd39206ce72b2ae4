"""Where in the document of a case an answer stands: among the facts, or with the person it is about."""

from __future__ import annotations

from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, Vocabulary
from protocolkit.reading.nodes import Node

PERSONS = (*PARTIES, REPRESENTATIVE)


def answer_place(case: Node, fact: str, vocabulary: Vocabulary) -> tuple[str | int, ...]:
    """The path of a fact as a plan names it: `v1.age` with `v1` in its list, everything else among the facts.

    A person in several lists has it in that whose facts it is one of.
    """
    head, _dot, tail = fact.partition(".")
    parties = case.get("parties")
    found: list[tuple[str | int, ...]] = []
    for role in PERSONS if parties else ():
        listed = parties.get(role) if parties else None
        for place, one in enumerate(listed.list if listed else ()):
            id = one.get("id")
            if (id.text if id else role) == head:
                own = vocabulary.fact(f"{role}.{tail}") or tail in one.map
                found.insert(0 if own else len(found), ("parties", role, place, tail))
    return found[0] if found else ("facts", fact)
