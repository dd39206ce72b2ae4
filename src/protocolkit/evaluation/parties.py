"""Parties as variables: which persons a name stands for, and every way to choose them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from protocolkit.model.conditions import Condition, Happened, atoms
from protocolkit.model.incident import Incident, Person
from protocolkit.model.vocabulary import PARTIES, Vocabulary

Binding = dict[str, str]  # variable (victim, offender, party, ...) -> id of a person

REPRESENTATIVE = "legal_representative"


def persons(incident: Incident, vocabulary: Vocabulary, party: str) -> list[Person]:
    """The persons a party role or group stands for, each once, in the order of the lists."""
    roles = vocabulary.members(party)
    return [p for p in incident.persons if any(role in roles for role in p.roles)]


def variable(fact: str, vocabulary: Vocabulary) -> str | None:
    """The party variable a fact speaks of. The representative is an attribute of the victim."""
    head = fact.partition(".")[0]
    if head == REPRESENTATIVE:
        return "victim"
    return head if vocabulary.is_party(head) else None


def variables(condition: Condition, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The party variables a condition reads, in source order."""
    found = (variable(a.fact, vocabulary) for a in atoms(condition) if not isinstance(a, Happened))
    return tuple(dict.fromkeys(v for v in found if v))


def bindings(names: Iterable[str], fixed: Binding, incident: Incident, vocabulary: Vocabulary) -> Iterator[Binding]:
    """Every choice of persons for the variables that are not fixed yet."""
    free = [name for name in names if name not in fixed]
    choices = [[p.id for p in persons(incident, vocabulary, name)] for name in free]
    for chosen in product(*choices):
        yield fixed | dict(zip(free, chosen, strict=True))


def shown(subject: str | None, fact: str) -> str:
    """A fact as a reader gives it: `victim.age` in the flat form, `v1.age` where parties are listed."""
    if subject is None:
        return fact
    if subject in PARTIES and fact.startswith(REPRESENTATIVE):
        return fact
    return f"{subject}.{fact}"
