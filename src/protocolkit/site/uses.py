"""Which rules use each name of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.model.conditions import facts
from protocolkit.model.dues import agendas
from protocolkit.model.moments import Occurs, Rhythm
from protocolkit.model.people import Actor, Choice, Office, People, Person, Related, Unstated
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Vocabulary
from protocolkit.site.order import conditions, moments

Uses = dict[tuple[str, str], list[str]]
"""Rules by table and name: `("roles", "police")`."""


def uses(rules: Iterable[Rule], names: Vocabulary) -> Uses:
    """The rules that use each name, in their order."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for rule in rules:
        for kind, name in _of(rule, names):
            # `victim.is_minor` is the entry `party.is_minor` of the vocabulary.
            entry = names.fact(name) if kind == "facts" else None
            found.setdefault((kind, entry.name if entry else name), {})[rule.id] = None
    return {key: list(ids) for key, ids in found.items()}


def _of(rule: Rule, names: Vocabulary) -> Iterator[tuple[str, str]]:
    for role in (*people(rule.by), *people(rule.to), *((rule.each,) if rule.each else ())):
        yield ("groups" if role in names.groups and role not in names.roles else "roles"), role
    for permit in (rule.clock.extend, rule.clock.waive, rule.clock.suspend):
        yield from (("roles", role) for role in (permit.by if permit else ()))
    for moment in moments(rule):
        if isinstance(moment, Occurs):
            yield "events", moment.event
            yield from (("roles", role) for role in (*moment.by, *moment.to))
    for condition in conditions(rule):
        yield from (("facts", fact) for fact in facts(condition))
    yield from (("facts", patch.ask) for patch in rule.readings if patch.ask)
    if rule.modality == "definition":
        yield "facts", rule.acts[0]
    elif rule.modality != "route":
        yield from (("actions", act) for act in rule.acts)
    yield from (("actions", act) for act in rule.during)
    yield from (("documents", document) for document in rule.documents)
    yield from (("channels", name) for name in (*rule.via.only, *rule.via.any, *rule.via.never))
    for item in (*rule.content, *rule.content_never):
        yield ("lists" if item in names.lists else "documents" if item in names.documents else "facts"), item
    if isinstance(rule.every, Rhythm) and rule.every.agenda:
        yield "agendas", rule.every.agenda
    yield from (("agendas", name) for name in agendas(rule.due))


def people(who: People | None) -> Iterator[str]:
    """Every role and party that people are said by; those excepted and the substitutes too."""
    match who:
        case Choice(of=of, except_=excepted, else_=substitutes):
            for one in (*of, *excepted, *substitutes):
                yield from people(one)
        case Office(role=role) | Unstated(role=role):
            yield role
        case Person(party=party):
            yield party
        case Related(party=party, role=role):
            yield from (party, role)
        case Actor(allowed=allowed):
            yield from allowed
        case None:
            return
