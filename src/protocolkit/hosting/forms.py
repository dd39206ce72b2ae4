"""What a host builds its forms from: the facts that a protocol's rules read, and what everything is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolkit.api import load
from protocolkit.languages import _, speaking
from protocolkit.languages import language as spoken
from protocolkit.messages import Name
from protocolkit.model.conditions import Between, Compared, Happened, HasAll, Is, Known, facts_of
from protocolkit.model.follows import OfAnybody, bases
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.vocabulary import PARTIES, Fact, Label, Vocabulary, label_for
from protocolkit.model.walk import inside, walk
from protocolkit.plans.fact_form import Choice, FactForm
from protocolkit.plans.names import Names, every_name


def facts(protocol: Protocol | str, *, language: str | None = None) -> tuple[FactForm, ...]:
    """Every fact that a protocol's rules read and that somebody can say, in the order of the vocabulary.

    A host builds its form from these; which of them still matter in a case, `questions` says. `protocol` is loaded or
    the id of a shipped one; `language` is that of the words (default: the language being spoken). Raises InputError.

    >>> form = next(one for one in facts("kz/interagency", language="ru") if one.fact == "incident.ongoing")
    >>> form.ask
    'Продолжается ли это в эту минуту?'
    >>> ", ".join(f"{choice.value}: {choice.label}" for choice in form.values)
    'True: да, False: нет'
    """
    with speaking(language or spoken()):
        own = load(protocol) if isinstance(protocol, str) else protocol
        vocabulary, tails = own.vocabulary, _read(own)
        asked = (fact for name, fact in vocabulary.facts.items() if not fact.derived and _tail(name) in tails)
        return tuple(_form(fact, vocabulary) for fact in asked)


def names(protocol: Protocol | str, *, language: str | None = None) -> Names:
    """What everything is called that a protocol may speak of: `{kind: {id: label}}`, as in `plan.names`.

    The kinds are `roles`, `actions`, `events`, `facts`, `documents`, `contents`, `channels` and `rules`. Raises
    InputError.

    >>> names("kz/interagency", language="kk")["roles"].get("police")
    'ішкі істер органдары'
    """
    own = load(protocol) if isinstance(protocol, str) else protocol
    return every_name(own, language or spoken())


def _form(fact: Fact, vocabulary: Vocabulary) -> FactForm:
    def words(label: Label) -> str:
        return label_for(label, spoken(), vocabulary.language)

    head = fact.name.partition(".")[0]
    values: tuple[Choice, ...] = tuple(Choice(one, words(fact.values.get(one, {})) or one) for one in fact.of)
    if fact.type == "bool":
        yes = fact.answer_yes_means
        values = (Choice(yes, _("yes")), Choice(not yes, _("no")))
    of = "party" if head == "party" else vocabulary.variable(fact.name)
    label = words(fact.label) or fact.name
    ask = words(fact.ask) or _("Is it known: {fact}?").format(fact=label)
    hint = words(fact.hint)
    return FactForm(fact.name, of, fact.type, label, ask, hint, values, fact.unit, fact.consent)


def _read(protocol: Protocol) -> frozenset[str]:
    """The facts that rules read, and those from which they are worked out, each without its party."""
    vocabulary = protocol.vocabulary
    waiting = [_tail(name) for name in _named(protocol)]
    follows: dict[str, list[str]] = {}
    for name, fact in vocabulary.facts.items():
        anybody = (one.fact for one in fact.follows if isinstance(one, OfAnybody))
        follows.setdefault(_tail(name), []).extend((*bases(fact.follows), *anybody))
    found: set[str] = set()
    while waiting:
        tail = waiting.pop()
        if tail not in found:
            found.add(tail)
            waiting += [_tail(basis) for basis in follows.get(tail, ())]
    return frozenset(found)


def _named(protocol: Protocol) -> Iterator[str]:
    """The facts that texts name: in their scopes, in rules and their readings, and where a role may be the accused."""
    for ruleset in protocol.rulesets:
        yield from _in(inside(ruleset.scope))
    for rule in protocol.rules:
        yield from _in(node for _spot, node in walk(rule, readings=True))
        yield from (fact for role in _roles(rule) for fact, _value in protocol.vocabulary.suspects(role))
    yield from protocol.vocabulary.post_holders


def _in(nodes: Iterable[object]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Is() | HasAll() | Between() | Known() | Compared() | Happened():
                yield from facts_of(node)
            case Name(kind="facts", name=name):
                yield name
            case _:  # the parts around them, which come one by one as well
                pass


def _roles(rule: Rule) -> Iterator[str]:
    yield from (node.name for _spot, node in walk(rule) if isinstance(node, Name) and node.kind == "roles")


def _tail(name: str) -> str:
    """A fact without the party whose it is.

    >>> _tail("victim.age"), _tail("incident.ongoing")
    ('age', 'incident.ongoing')
    """
    head, _dot, tail = name.partition(".")
    return tail if head in (*PARTIES, "party") else name
